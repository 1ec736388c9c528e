/**
 * Who hears that somebody had to go, and how long a kick bans whom.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { SettingValues } from "../../config/settings.ts";
import { HUB_COMMANDS } from "../commands/mod.ts";
import { hubKit, type TestClient } from "../testing/hub_kit.ts";
import type { MemoryStore } from "../testing/memory_store.ts";

const ACCOUNTS = [
  { nick: "Op", class: 3 },
  { nick: "Op2", class: 3 },
  { nick: "Vip", class: 2 },
].map((account) => ({ ...account, passwordHash: "hash:secret" }));

async function scene(
  settings: Partial<SettingValues> = {},
  account: { hideKick?: boolean; classHideKick?: number } = {},
) {
  const kit = hubKit({
    settings: { int_login: 0, int_chat_ms: 0, ...settings },
    accounts: ACCOUNTS.map((one) => one.nick === "Op" ? { ...one, ...account } : one),
    commands: [...HUB_COMMANDS],
  });
  const [op, op2, vip] = [
    await kit.login("Op", { password: "secret" }),
    await kit.login("Op2", { password: "secret" }),
    await kit.login("Vip", { password: "secret" }),
  ];
  const bert = await kit.login("bert");
  const anna = await kit.login("anna", { ip: "10.1.1.1" });
  const clients = { op, op2, vip, bert };
  /** What everybody reads after a line of the operator. */
  const after = (line: string, by: TestClient = op, nick = "Op") => {
    for (const client of Object.values(clients)) client.take();
    by.send(`<${nick}> ${line}|`);
    const read = (client: TestClient) =>
      client.take().filter((frame) => !frame.startsWith("$Quit")).map((frame) =>
        frame.replace(/^\$To: \S+ From: OpChat \$<OpChat> /, "(room) ")
      );
    return Object.fromEntries(Object.entries(clients).map(([name, client]) => [name, read(client)]));
  };
  return { kit, store: kit.store as MemoryStore, anna, vip, after };
}

const KICKED = "Op kicked anna, banned for 5 min: spam";
const LINE = "<Op> Op is kicking anna because: spam";

Deno.test("notices: without settings the operator is answered and the others read it in their room", async () => {
  const { after } = await scene();
  assertEquals(after("!kick anna spam"), {
    op: [`<Hubcap> ${KICKED}`],
    op2: [`(room) ${KICKED}`],
    vip: [],
    bert: [],
  });
});

Deno.test("notices: the public line reaches its class and above, and nobody reads it twice", async () => {
  const { after } = await scene({ notify_kicks_to_all: 2 });
  const line = [`<Hubcap> ${KICKED}`];
  assertEquals(after("!kick anna spam"), { op: line, op2: line, vip: line, bert: [] });
});

Deno.test("notices: a public line for class 5 leaves the operators their room", async () => {
  const { after } = await scene({ notify_kicks_to_all: 5 });
  assertEquals(after("!kick anna spam"), {
    op: [`<Hubcap> ${KICKED}`],
    op2: [`(room) ${KICKED}`],
    vip: [],
    bert: [],
  });
});

Deno.test("notices: an operator who does not read main chat is answered all the same", async () => {
  const { after } = await scene({ notify_kicks_to_all: 0 });
  after("+nochat");
  assertEquals(after("!kick anna spam").op, [`<Hubcap> ${KICKED}`]);
});

Deno.test("notices: drops go to the operators' main chat where the hub wants it, kicks do not", async () => {
  const { kit, after } = await scene({ dest_drop_chat: true });
  const dropped = ["<Hubcap> Op dropped anna: spam"];
  assertEquals(after("!drop anna spam"), { op: dropped, op2: dropped, vip: [], bert: [] });
  await kit.login("anna", { ip: "10.1.1.1" });
  assertEquals(after("!kick anna spam").op2, [`(room) ${KICKED}`]);
});

Deno.test("notices: the line that says who kicks whom is shown unless the hub or the operator hides it", async () => {
  const shown = await scene({ hide_all_kicks: false });
  assertEquals(shown.after("!kick anna spam").bert, [LINE]);
  const hidden = await scene({ hide_all_kicks: false, notify_kicks_to_all: 0 }, { hideKick: true });
  assertEquals(hidden.after("!kick anna spam"), { op: [`<Hubcap> ${KICKED}`], op2: [], vip: [], bert: [] });
  const above = await scene({ hide_all_kicks: false, notify_kicks_to_all: 0 }, { classHideKick: 1 });
  const { op2, vip, bert } = above.after("!kick anna spam");
  assertEquals([op2, vip, bert], [[LINE, `<Hubcap> ${KICKED}`], [LINE, `<Hubcap> ${KICKED}`], []]);
});

Deno.test("notices: scripts hear the report in the room and the public line", async () => {
  const { kit, after } = await scene();
  kit.scripts.on("OnOpChatMessage");
  kit.scripts.on("OnPublicBotMessage");
  kit.scripts.take();
  after("!drop anna spam");
  kit.store.settings.set("notify_kicks_to_all", 1);
  await kit.login("anna", { ip: "10.1.1.1" });
  after("!drop anna spam");
  assertEquals(kit.scripts.take().filter((line) => line.startsWith("On")), [
    "OnOpChatMessage(OpChat,Op dropped anna: spam)",
    "OnPublicBotMessage(Hubcap,Op dropped anna: spam,1,10)",
  ]);
});

Deno.test("kick: without tban_kick it bans nobody, and never for ever by mistake", async () => {
  const { kit, store, anna, after } = await scene({ tban_kick: 0 });
  assertEquals(after("!kick anna spam").op, ["<Hubcap> Op kicked anna: spam"]);
  assertEquals([anna.ended, store.banList, store.kicks.length], ["end", [], 1]);
  await kit.login("anna", { ip: "10.1.1.1" });
  after("!kick anna spam _ban_");
  assertEquals(store.banList.map(({ reason, end }) => [reason, end]), [["spam", 0]]);
});

Deno.test("+kick: a VIP with the right kicks for the usual time only; without it nobody goes", async () => {
  const { kit, store, anna, vip, after } = await scene();
  assertEquals(after("+kick anna spam", vip, "Vip").vip, ["<Hubcap> You have no right to use +kick."]);
  assertEquals(anna.ended, null);
  after("!maykick Vip 1h");
  assertEquals(after("+kick anna spam _ban_", vip, "Vip").vip, [
    "<Hubcap> Vip kicked anna, banned for 5 min: spam",
  ]);
  const now = Math.floor(kit.clock.now() / 1000);
  assertEquals([anna.ended, store.banList.map(({ end }) => end)], ["end", [now + 300]]);
  const bert = await kit.login("bert", { ip: "10.1.1.2" });
  assertEquals(after("+drop bert", vip, "Vip").op2, ["(room) Vip dropped bert: No reason given"]);
  assertEquals([bert.ended, store.banList.length], ["end", 1]);
  assertEquals(after("+kick Op", vip, "Vip").vip, ["<Hubcap> Op has too high a class for you to kick."]);
});

Deno.test("kick: the $Kick after a kick line leaves the kick with its reason in the history", async () => {
  const { kit, store, anna } = await scene();
  const oper = await kit.login("Op2", { password: "secret", ip: "10.2.2.2" });
  oper.send("<Op2> is kicking anna because: spam|$Kick anna|");
  assertEquals(anna.ended, "end");
  assertEquals(store.kicks.map(({ reason, drop }) => [reason, drop]), [["spam", false]]);
  kit.clock.tick(11_000);
  const bert = kit.hub.users.get("bert");
  oper.send("$Kick bert|");
  assertEquals([bert?.session?.over, store.kicks.map(({ nick, drop }) => [nick, drop])], [true, [
    ["anna", false],
    ["bert", true],
  ]]);
});
