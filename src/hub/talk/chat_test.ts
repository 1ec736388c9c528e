/**
 * Main chat: who sees a line, what keeps one back, and what scripts may do with it.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import type { SettingValues } from "../../config/settings.ts";
import { type HubKit, hubKit, settle } from "../testing/hub_kit.ts";

/** No pace and no flood limits: each test turns on what it is about. */
const FREE: Partial<SettingValues> = { int_chat_ms: 0, int_flood_chat_limit: 0, int_flood_all_chat_limit: 0 };
const OP = { nick: "Op", class: 3, passwordHash: "hash:secret" };

async function two(kit: HubKit) {
  const anna = await kit.login("anna");
  const berta = await kit.login("berta");
  anna.take();
  return { anna, berta };
}

Deno.test("chat: everybody gets the line as it was sent, the sender too, from one buffer", async () => {
  const kit = hubKit({ encoding: "CP1252" });
  const { anna, berta } = await two(kit);
  anna.send("<anna> hi \xe4 &#36;|");
  assertEquals(anna.take(), ["<anna> hi \xe4 &#36;"]);
  assertEquals(berta.take(), ["<anna> hi \xe4 &#36;"]);
  assert(anna.writes.at(-1) === berta.writes.at(-1));
});

Deno.test("chat: a hundred users get one buffer with one write each", async () => {
  const kit = hubKit({ settings: FREE });
  const clients = [];
  for (let i = 0; i < 100; i++) clients.push(await kit.login(`user${i}`));
  const before = clients.map(({ writes }) => writes.length);
  clients[0]!.send("<user0> hello|");
  const buffers = new Set(clients.map(({ writes }) => writes.at(-1)));
  assertEquals(buffers.size, 1);
  assertEquals(clients.map(({ writes }, i) => writes.length - before[i]!), clients.map(() => 1));
});

Deno.test("chat: the nick is compared without case, byte for byte beyond ASCII", async () => {
  const kit = hubKit({ settings: FREE });
  const anna = await kit.login("\xc3\x84nna");
  anna.take();
  anna.send("<\xc3\x84NNA> one|");
  assertEquals(anna.take(), ["<\xc3\x84NNA> one"]);
  anna.send("<\xc3\xa4nna> two|");
  assertEquals(anna.ended, "end");
});

Deno.test("chat: delayed chat may wait in each connection", async () => {
  const kit = hubKit({ settings: { delayed_chat: true } });
  const { anna, berta } = await two(kit);
  const before = berta.later;
  anna.send("<anna> hi|");
  assertEquals(berta.later, before + 1);
});

Deno.test("chat: a line before its time is not shown and starts the wait anew", async () => {
  const kit = hubKit({ settings: { ...FREE, int_chat_ms: 1000 } });
  const { anna, berta } = await two(kit);
  anna.send("<anna> 1|");
  kit.clock.tick(600);
  anna.send("<anna> 2|");
  kit.clock.tick(600);
  anna.send("<anna> 3|");
  kit.clock.tick(1000);
  anna.send("<anna> 4|");
  assertEquals(berta.take(), ["<anna> 1", "<anna> 4"]);
  assertEquals(anna.take().filter((frame) => frame.startsWith("<Hubcap> Not so fast")).length, 2);
});

for (
  const [what, settings, text, answer] of [
    ["too long", { max_chat_msg: 5 }, "123456", /at most 5 bytes/],
    ["too many lines", { max_chat_lines: 2 }, "a\r\nb\r\nc", /at most 2/],
    ["a class too low", { mainchat_class: 1 }, "hello", /no right/],
  ] as const
) {
  Deno.test(`chat: a line refused for ${what} reaches nobody`, async () => {
    const kit = hubKit({ settings: { ...FREE, ...settings } });
    const { anna, berta } = await two(kit);
    anna.send(`<anna> ${text}|`);
    assertEquals(berta.take(), []);
    assertMatch(anna.take().join(), answer);
  });
}

Deno.test("chat: saying the same again is refused, except for operators", async () => {
  const kit = hubKit({ settings: FREE, accounts: [OP] });
  const { anna, berta } = await two(kit);
  anna.send("<anna> hi|<anna> hi|<anna> ho|<anna> hi|");
  assertEquals(berta.take(), ["<anna> hi", "<anna> ho", "<anna> hi"]);
  const op = await kit.login("Op", { password: "secret" });
  berta.take();
  op.send("<Op> hi|<Op> hi|");
  assertEquals(berta.take(), ["<Op> hi", "<Op> hi"]);
});

Deno.test("chat: too much from everybody locks chat for users, not for operators, until it is quiet", async () => {
  const settings = { ...FREE, int_flood_all_chat_limit: 3, int_flood_all_chat_period: 15 };
  const kit = hubKit({ settings, accounts: [OP] });
  const { anna, berta } = await two(kit);
  const op = await kit.login("Op", { password: "secret" });
  berta.take();
  anna.send("<anna> 1|<anna> 2|<anna> 3|<anna> 4|");
  assertEquals(berta.take(), ["<anna> 1", "<anna> 2", "<anna> 3"]);
  assertMatch(op.take().at(-1)!, /Flood by all users \(chat\): locked/);
  kit.clock.tick(10_000);
  anna.send("<anna> 5|");
  kit.clock.tick(10_000);
  anna.send("<anna> 6|");
  op.send("<Op> calm down|");
  assertEquals(berta.take(), ["<Op> calm down"]);
  kit.clock.tick(15_000);
  anna.send("<anna> 7|");
  assertEquals(berta.take(), ["<anna> 7"]);
});

Deno.test("chat: the operators' kick line bans and is never shown; the $Kick behind it closes", async () => {
  const kit = hubKit({ settings: FREE, accounts: [OP] });
  const { anna, berta } = await two(kit);
  const op = await kit.login("Op", { password: "secret" });
  berta.take();
  op.send("<Op> Op is kicking anna because: spam|");
  assertEquals([berta.take(), anna.ended], [[], null]);
  assertEquals(kit.store.bans.find("anna", 0)[0]?.reason, "spam");
  op.send("$Kick anna|");
  assertEquals([anna.ended, berta.take()], ["end", ["$Quit anna"]]);
});

Deno.test("chat: a user's kick line is not shown and does nothing", async () => {
  const kit = hubKit({ settings: FREE });
  const { anna, berta } = await two(kit);
  anna.send("<anna> anna is kicking berta because: fun|<anna> what is kicking in?|");
  assertEquals(berta.take(), ["<anna> what is kicking in?"]);
  assertEquals(kit.store.bans.find("berta", 0), []);
});

Deno.test("chat: scripts see the text, may block it, and nobody hears it then", async () => {
  const kit = hubKit({ settings: FREE });
  const { anna, berta } = await two(kit);
  kit.scripts.on("OnParsedMsgChat", ([, text]) => ({ allow: text !== "bad" }));
  kit.scripts.take();
  anna.send("<anna> bad|<anna> good|");
  assertEquals(berta.take(), ["<anna> good"]);
  assertEquals(kit.scripts.take(), ["OnParsedMsgChat(anna,bad)", "OnParsedMsgChat(anna,good)"]);
});

Deno.test("chat: a script's text or nick takes the place of the user's", async () => {
  const kit = hubKit({ settings: FREE });
  const { anna, berta } = await two(kit);
  kit.scripts.on("OnParsedMsgChat", ([, text]) => ({
    fields: text === "1" ? [null, "ä | $"] : text === "2" ? ["Bot", null] : [null, null],
  }));
  anna.send("<anna> 1|<anna> 2|<anna> 3|");
  assertEquals(berta.take(), ["<anna> \xc3\xa4 &#124; $", "<Bot> 2", "<anna> 3"]);
});

Deno.test("chat: while a script thinks, the user's lines wait in order and others talk on", async () => {
  const kit = hubKit({ settings: FREE });
  const { anna, berta } = await two(kit);
  kit.scripts.on("OnParsedMsgChat", ([nick]) => nick === "anna" ? "wait" : {});
  anna.send("<anna> 1|<anna> 2|$To: berta From: anna $<anna> 3|");
  berta.send("<berta> x|");
  assertEquals([berta.take(), anna.paused], [["<berta> x"], true]);
  kit.scripts.answer();
  assertEquals(berta.take(), ["<anna> 1"]);
  kit.scripts.answer();
  assertEquals([berta.take(), anna.paused], [["<anna> 2", "$To: berta From: anna $<anna> 3"], false]);
});

Deno.test("chat: a line decided after its user left is not shown, an answer in time may close the user", async () => {
  const kit = hubKit({ settings: FREE });
  const { anna, berta } = await two(kit);
  kit.scripts.on("OnParsedMsgChat", "wait");
  anna.send("<anna> 1|");
  anna.drop();
  kit.scripts.answer({ send: ["<x> raw"] });
  assertEquals(berta.take(), ["$Quit anna"]);
  berta.send("<berta> 2|");
  kit.scripts.answer({ send: ["<x> last"], disconnect: true });
  assertEquals([berta.take(), berta.ended], [["<x> last"], "end"]);
});

Deno.test("chat: users who do not see main chat get none, with chat off by default", async () => {
  const kit = hubKit({ settings: { ...FREE, chat_default_on: false }, accounts: [OP] });
  const { anna, berta } = await two(kit);
  const op = await kit.login("Op", { password: "secret" });
  berta.take();
  anna.send("<anna> hi|");
  assertEquals([berta.take(), op.take()], [[], ["<anna> hi"]]);
  await settle();
});

Deno.test("chat: an author whom a script makes up stays inside the brackets of one line", async () => {
  const kit = hubKit();
  const [anna, berta] = [await kit.login("anna"), await kit.login("berta")];
  kit.scripts.on("OnParsedMsgChat", { fields: ["[VIP] x> hi|$ForceMove evil|\r\n<root", null] });
  berta.take();
  anna.send("<anna> hello|");
  assertEquals(berta.take(), ["<[VIP] x_ hi_$ForceMove evil____root> hello"]);
});
