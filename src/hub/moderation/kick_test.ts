/**
 * Kicks, drops and redirects: rights, scripts, bans, and what happens when somebody leaves in between.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import type { KickRequest } from "../../port/hub_port.ts";
import type { SettingValues } from "../../config/settings.ts";
import { changeClass } from "../announce.ts";
import { nickKey } from "../nick_key.ts";
import { DROP, KICK, kick, type KickOptions } from "./kick.ts";
import { type HubKit, hubKit } from "../testing/hub_kit.ts";
import type { MemoryStore } from "../testing/memory_store.ts";

const ACCOUNTS = [
  { nick: "Op", class: 3, passwordHash: "hash:secret" },
  { nick: "Op2", class: 3, passwordHash: "hash:secret" },
  { nick: "Chief", class: 4, passwordHash: "hash:secret" },
  { nick: "Safe", class: 1, passwordHash: "hash:secret", classProtect: 3 },
];

const request = (change: Partial<KickRequest> = {}): KickRequest => ({
  op: "Op",
  nick: "anna",
  reason: "spam",
  note: "",
  opNote: "",
  banSeconds: 0,
  redirect: "",
  ...change,
});

async function scene(settings: Partial<SettingValues> = {}) {
  const kit = hubKit({ settings: { int_login: 0, ...settings }, accounts: ACCOUNTS });
  const op = await kit.login("Op", { password: "secret" });
  const anna = await kit.login("anna", { ip: "1.1.1.1" });
  op.take();
  const done: boolean[] = [];
  const run = (change: Partial<KickRequest> = {}, options: KickOptions = KICK) =>
    kick(kit.hub.context, request(change), options, (ok) => done.push(ok));
  return { kit, op, anna, done, run, store: kit.store as MemoryStore };
}

Deno.test("kick: the victim hears why, goes, and is banned by nick and address; the operator is told", async () => {
  const { op, anna, done, run, store, kit } = await scene();
  run({ note: "Read the rules", opNote: "third time" });
  assertEquals(anna.take(), [
    "$To: anna From: Op $<Op> You are being kicked because: spam\r\nRead the rules",
  ]);
  assertEquals([anna.ended, done], ["end", [true]]);
  assertEquals(op.take(), ["$Quit anna", "<Hubcap> Op kicked anna, banned for 5 min: spam"].toReversed());
  const now = Math.floor(kit.clock.now() / 1000);
  assertEquals(store.banList, [
    {
      type: "nickip",
      nick: "anna",
      ip: "1.1.1.1",
      op: "Op",
      reason: "spam",
      noteOp: "third time",
      noteUser: "Read the rules",
      start: now,
      end: now + 300,
    },
  ]);
  assertEquals(store.kicks, [{
    nick: "anna",
    ip: "1.1.1.1",
    op: "Op",
    reason: "spam",
    at: now,
    drop: false,
  }]);
});

for (
  const [reason, shown, seconds] of [
    ["bad _ban_", "bad", 0],
    ["bad _ban_5m", "bad", 300],
    ["bad _ban_2h", "bad", 7200],
    ["bad _ban_9y", "bad", 2_592_000],
    ["bad _ban_nonsense", "bad", 300],
  ] as const
) {
  Deno.test(`kick: the reason "${reason}" bans for ${seconds || "ever"}`, async () => {
    const { run, store } = await scene();
    run({ reason });
    const [ban] = store.banList;
    assertEquals([ban!.reason, ban!.end === 0 ? 0 : ban!.end - ban!.start], [shown, seconds]);
  });
}

Deno.test("kick: seconds given by a script come before those of the reason", async () => {
  const { run, store } = await scene();
  run({ reason: "x _ban_1d", banSeconds: 10 });
  assertEquals(store.banList[0]!.end - store.banList[0]!.start, 10);
});

Deno.test("kick: a redirect is sent to the victim before the close", async () => {
  const { run, anna } = await scene();
  run({ redirect: "other.example:411" });
  assertEquals(anna.take().at(-1), "$ForceMove other.example:411");
});

Deno.test("kick: a drop leaves no ban and asks no script", async () => {
  const { run, anna, store, kit } = await scene();
  kit.scripts.on("OnOperatorKicks", { allow: false });
  run({}, DROP);
  assertEquals([anna.ended, store.banList.length, store.kicks[0]?.drop], ["end", 0, true]);
});

for (
  const [what, change, answer] of [
    ["nobody", { nick: "nobody" }, /not online/],
    ["oneself", { nick: "op" }, /yourself/],
    ["a bot", { nick: "OpChat" }, /is a bot/],
    ["a higher class", { nick: "Chief" }, /too high a class/],
    ["a protected user", { nick: "Safe" }, /protected/],
  ] as const
) {
  Deno.test(`kick: ${what} stays, and the operator hears why`, async () => {
    const { kit, op, done, run } = await scene();
    const others = [
      await kit.login("Chief", { password: "secret" }),
      await kit.login("Safe", { password: "secret" }),
    ];
    op.take();
    run(change);
    assertMatch(op.take().join(), answer);
    assertEquals([done, others.map(({ ended }) => ended)], [[true], [null, null]]);
  });
}

Deno.test("kick: operators of the same class kick each other only where the hub allows it", async () => {
  const { kit, run } = await scene({ classdif_kick: 1 });
  const second = await kit.login("Op2", { password: "secret" });
  run({ nick: "Op2" });
  assertEquals(second.ended, null);
  kit.store.settings.set("classdif_kick", 0);
  run({ nick: "Op2" });
  assertEquals(second.ended, "end");
});

Deno.test("kick: an operator who is not in the list cannot", async () => {
  const { run, anna, done } = await scene();
  run({ op: "nobody" });
  assertEquals([done, anna.ended], [[false], null]);
});

Deno.test("kick: a user has no right, a script's bot needs none", async () => {
  const { kit, run, anna } = await scene();
  const berta = await kit.login("berta");
  run({ op: "berta" });
  assertMatch(berta.take().join(), /no right to kick/);
  assertEquals(anna.ended, null);
  kit.hub.port.addBot("s1", { nick: "Guard", class: 0, desc: "", speed: "\x01", email: "", share: "0" });
  run({ op: "Guard" });
  assertEquals(anna.ended, "end");
});

Deno.test("kick: a script may refuse, and the operator hears so", async () => {
  const { kit, op, anna, done, run } = await scene();
  kit.scripts.on("OnOperatorKicks", { allow: false });
  kit.scripts.take();
  run();
  assertEquals([kit.scripts.take(), anna.ended, done], [["OnOperatorKicks(Op,anna,spam)"], null, [true]]);
  assertMatch(op.take()[0]!, /script refused/);
});

Deno.test("kick: a victim who left during the decision, or came back as another, is not kicked", async () => {
  const { kit, anna, done, run, store } = await scene();
  kit.scripts.on("OnOperatorKicks", "wait");
  run();
  anna.drop();
  const again = await kit.login("anna", { ip: "2.2.2.2" });
  assertEquals(done, []);
  kit.scripts.answer();
  assertEquals([again.ended, store.banList, done], [null, [], [true]]);
});

Deno.test("kick: a victim or an operator who got another class during the decision is looked at again", async () => {
  for (const [nick, userClass] of [["anna", 5], ["Op", 1]] as const) {
    const { kit, anna, done, run, store } = await scene();
    kit.scripts.on("OnOperatorKicks", "wait");
    run();
    changeClass(kit.hub.context, kit.hub.users.get(nickKey(nick))!, userClass);
    kit.scripts.answer();
    assertEquals([anna.ended, store.banList, done], [null, [], [true]], nick);
  }
});

Deno.test("kick: an operator who leaves during the decision has still kicked, and whoever asked hears of the end", async () => {
  const { kit, op, anna, done, run } = await scene();
  kit.scripts.on("OnOperatorKicks", "wait");
  run();
  op.drop();
  kit.scripts.answer();
  assertEquals([anna.ended, done], ["end", [true]]);
});

Deno.test("kick: everybody may be told, before or after, as the hub is set", async () => {
  const { kit, run } = await scene({ hide_all_kicks: false, notify_kicks_to_all: 0 });
  const berta = await kit.login("berta");
  run();
  assertEquals(berta.take(), [
    "<Op> Op is kicking anna because: spam",
    "<Hubcap> Op kicked anna, banned for 5 min: spam",
    "$Quit anna",
  ]);
});

Deno.test("kick: the protocol's $Kick alone drops: both sides are told, nobody is banned", async () => {
  const { kit, op, anna, store } = await scene();
  const second = await kit.login("Op2", { password: "secret", ip: "10.2.2.2" });
  for (const one of [op, anna, second]) one.take();
  op.send("$Kick ANNA|");
  assertEquals(anna.take(), ["$To: anna From: Op $<Op> You are being dropped because: No reason given"]);
  assertEquals(op.take(), ["<Hubcap> Op dropped anna: No reason given", "$Quit anna"]);
  assertEquals(second.take(), [
    "$To: Op2 From: OpChat $<OpChat> Op dropped anna: No reason given",
    "$Quit anna",
  ]);
  assertEquals([anna.ended, store.banList.length, store.kicks.length], ["end", 0, 1]);
  op.send("$Kick anna|");
  assertMatch(op.take().at(-1)!, /not online/);
});

Deno.test("kick: $OpForceMove sends reason and address, then closes", async () => {
  const { kit, anna } = await scene();
  const chief = await kit.login("Chief", { password: "secret" });
  anna.take();
  chief.send("$OpForceMove $Who:anna$Where:b.example$Msg:moved|");
  assertEquals(anna.take(), ["$To: anna From: Chief $<Chief> moved", "$ForceMove b.example"]);
  assertEquals(anna.ended, "end");
});

Deno.test("kick: a store that fails loses neither the answer nor the hub", async () => {
  const { kit, done, run }: { kit: HubKit; done: boolean[]; run: () => void } = await scene();
  kit.store.bans.recordKick = () => {
    throw new Error("disk full");
  };
  kit.scripts.on("OnOperatorKicks", "wait");
  run();
  kit.scripts.answer();
  assertEquals(done, [true]);
  assert((await kit.login("berta")).ended === null);
});
