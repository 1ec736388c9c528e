/**
 * Private messages and `$MCTo`: to users, to the hub's bot, to the room, to bots of scripts.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { hubKit, MODERN } from "../testing/hub_kit.ts";

const FREE = {
  int_flood_to_limit: 0,
  int_flood_mcto_limit: 0,
  int_flood_all_to_limit: 0,
  int_flood_all_mcto_limit: 0,
};
const ACCOUNTS = [
  { nick: "Op", class: 3, passwordHash: "hash:secret" },
  { nick: "Chief", class: 4, passwordHash: "hash:secret" },
];

Deno.test("pm: the receiver alone gets it, byte for byte", async () => {
  const kit = hubKit({ encoding: "CP1252" });
  const anna = await kit.login("anna");
  const berta = await kit.login("berta");
  const carla = await kit.login("carla");
  for (const client of [anna, berta]) client.take();
  anna.send("$To: BERTA From: anna $<anna> psst \xe4|");
  assertEquals([berta.take(), carla.take(), anna.take()], [
    ["$To: BERTA From: anna $<anna> psst \xe4"],
    [],
    [],
  ]);
});

for (
  const frame of ["$To: berta From: carla $<anna> x", "$To: berta From: anna $<carla> x", "$To: berta hello"]
) {
  Deno.test(`pm: "${frame}" ends the connection`, async () => {
    const kit = hubKit();
    const anna = await kit.login("anna");
    const berta = await kit.login("berta");
    anna.send(`${frame}|`);
    assertEquals([anna.ended, berta.take()], ["end", ["$Quit anna"]]);
  });
}

Deno.test("pm: to nobody it is answered", async () => {
  const kit = hubKit();
  const anna = await kit.login("anna");
  anna.send("$To: nobody From: anna $<anna> x|");
  assertEquals(anna.take(), ["<Hubcap> nobody is not online."]);
});

Deno.test("pm: class, length and class difference are looked at", async () => {
  const kit = hubKit({ settings: { ...FREE, classdif_pm: 2, max_pm_msg: 5 }, accounts: ACCOUNTS });
  const anna = await kit.login("anna");
  const op = await kit.login("Op", { password: "secret" });
  anna.take();
  anna.send("$To: Op From: anna $<anna> x|$To: anna From: anna $<anna> 123456|");
  const answers = anna.take();
  assertMatch(answers[0]!, /too high a class/);
  assertMatch(answers[1]!, /at most 5 bytes/);
  kit.store.settings.set("private_class", 1);
  op.take();
  anna.send("$To: anna From: anna $<anna> x|");
  assertMatch(anna.take()[0]!, /no right/);
  assertEquals(op.take(), []);
});

Deno.test("pm: the same text again and again ends with a kick and a ban of the address", async () => {
  const kit = hubKit({ settings: { ...FREE, max_flood_counter_pm: 2, same_flood_ban_time: 900 } });
  const anna = await kit.login("anna", { ip: "1.1.1.1" });
  const berta = await kit.login("berta");
  for (let i = 0; i < 4; i++) anna.send("$To: berta From: anna $<anna> buy|");
  assertEquals(berta.take().filter((frame) => frame.startsWith("$To")).length, 3);
  assertEquals(anna.ended, "end");
  assertMatch(kit.connect("1.1.1.1").take()[1]!, /banned for another 15 min/);
});

Deno.test("pm: scripts may block it, late answers included", async () => {
  const kit = hubKit({ settings: FREE });
  const anna = await kit.login("anna");
  const berta = await kit.login("berta");
  kit.scripts.on("OnParsedMsgPM", ([, text]) => text === "wait" ? "wait" : { allow: text !== "bad" });
  kit.scripts.take();
  anna.send(
    "$To: berta From: anna $<anna> bad|$To: berta From: anna $<anna> good|$To: berta From: anna $<anna> wait|",
  );
  assertEquals(berta.take(), ["$To: berta From: anna $<anna> good"]);
  assertEquals(kit.scripts.take()[0], "OnParsedMsgPM(anna,bad,berta)");
  berta.drop();
  kit.scripts.answer();
  assertEquals(berta.take(), []);
});

Deno.test("pm: a script's bot hears of it only through the hook", async () => {
  const kit = hubKit();
  const anna = await kit.login("anna");
  kit.hub.port.addBot("s1", { nick: "Quiz", class: 0, desc: "", speed: "\x01", email: "", share: "0" });
  kit.scripts.on("OnParsedMsgPM");
  anna.take();
  kit.scripts.take();
  anna.send("$To: Quiz From: anna $<anna> 42|");
  assertEquals([kit.scripts.take(), anna.take()], [["OnParsedMsgPM(anna,42,Quiz)"], []]);
});

Deno.test("pm: what an operator says in the room goes to the others, signed; guests are turned away", async () => {
  const kit = hubKit({ accounts: ACCOUNTS });
  const anna = await kit.login("anna");
  const op = await kit.login("Op", { password: "secret" });
  const chief = await kit.login("Chief", { password: "secret" });
  for (const client of [anna, op]) client.take();
  op.send("$To: OpChat From: Op $<Op> look at anna|");
  assertEquals([op.take(), chief.take()], [[], ["$To: Chief From: OpChat $<Op> look at anna"]]);
  anna.send("$To: OpChat From: anna $<anna> let me in|");
  assertMatch(anna.take()[0]!, /do not belong/);
  assertEquals([op.take(), chief.take()], [[], []]);
});

Deno.test("pm: the room keeps no member who left", async () => {
  const kit = hubKit({ accounts: ACCOUNTS });
  const op = await kit.login("Op", { password: "secret" });
  assertEquals(kit.hub.context.opChat.size, 1);
  op.drop();
  assertEquals(kit.hub.context.opChat.size, 0);
});

Deno.test("pm: $MCTo goes on as it is, or as a chat line to clients that do not know it", async () => {
  const kit = hubKit();
  const anna = await kit.login("anna");
  const modern = await kit.login("modern", { supports: `${MODERN} MCTo` });
  const old = await kit.login("old");
  modern.take();
  anna.send("$MCTo: modern $anna hi there|$MCTo: old $anna ho|");
  assertEquals([modern.take(), old.take()], [["$MCTo: modern $anna hi there"], ["<anna> ho"]]);
});

Deno.test("pm: too many from everybody lock private messages", async () => {
  const kit = hubKit({ settings: { ...FREE, int_flood_all_to_limit: 2, int_flood_all_to_period: 15 } });
  const anna = await kit.login("anna");
  const berta = await kit.login("berta");
  for (const text of ["1", "2", "3"]) anna.send(`$To: berta From: anna $<anna> ${text}|`);
  assertEquals(berta.take().length, 2);
  assertMatch(anna.take().at(-1)!, /Too much/);
});
