/**
 * Limits per connection and command, their four answers, and the bounded tables of temporary bans.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { FLOOD_NAMES, type SettingValues } from "../../config/settings.ts";
import { hubKit } from "../testing/hub_kit.ts";
import { createTempBans } from "../moderation/temp_bans.ts";
import { fakeClock } from "../../core/fake_clock.ts";

const OFF = Object.fromEntries(FLOOD_NAMES.map((name) => [`int_flood_${name}_limit`, 0])) as Partial<
  SettingValues
>;
const OP = { nick: "Op", class: 3, passwordHash: "hash:secret" };

Deno.test("flood: the sixth keepalive within a minute bans the address, the fifth does not", async () => {
  const kit = hubKit();
  const anna = await kit.login("anna", { ip: "1.1.1.1" });
  anna.take();
  anna.send("|||||");
  assertEquals([anna.ended, anna.take()], [null, []]);
  anna.send("|");
  assertEquals(anna.ended, "end");
  assertMatch(anna.take()[0]!, /too many messages \(ping\)\. Your address is banned for 30 min/);
  assertMatch(kit.connect("1.1.1.1").take()[1]!, /banned for another 30 min: Flood \(ping\)/);
  assertEquals(kit.metrics.read("hub_floods_total"), 1);
});

Deno.test("flood: a window begins with its first message and ends by time", async () => {
  const kit = hubKit({ settings: { ...OFF, int_flood_ping_limit: 2, int_flood_ping_period: 10 } });
  const anna = await kit.login("anna");
  anna.send("||");
  kit.clock.tick(10_000);
  anna.send("||");
  assertEquals(anna.ended, null);
  kit.clock.tick(9_999);
  anna.send("|");
  assertEquals(anna.ended, "end");
});

Deno.test("flood: unknown messages count before the login too", () => {
  const kit = hubKit();
  const client = kit.connect("1.1.1.1");
  for (let i = 0; i < 11; i++) client.send("$Whatever|");
  assertEquals([client.ended, kit.hub.context.ipBans.get("1.1.1.1")?.kind], ["end", "flood"]);
});

for (
  const [action, shown, ended, banned] of [[0, 4, null, false], [1, 2, null, false], [2, 2, "end", false], [
    3,
    2,
    "end",
    true,
  ]] as const
) {
  Deno.test(`flood: action ${action} lets ${shown} of 4 lines through`, async () => {
    const settings = { ...OFF, int_chat_ms: 0, int_flood_chat_limit: 2, int_flood_chat_period: 10 };
    const kit = hubKit({ settings: { ...settings, proto_flood_chat_action: action }, accounts: [OP] });
    const op = await kit.login("Op", { password: "secret" });
    const anna = await kit.login("anna", { ip: "1.1.1.1" });
    op.take();
    anna.send("<anna> 1|<anna> 2|<anna> 3|<anna> 4|");
    const heard = op.take();
    assertEquals(heard.filter((frame) => frame.startsWith("<anna>")).length, shown);
    assertEquals(heard.filter((frame) => frame.includes("Flood (chat) by anna from 1.1.1.1")).length, 1);
    assertEquals([anna.ended, kit.hub.context.ipBans.get("1.1.1.1") !== null], [ended, banned]);
  });
}

Deno.test("flood: operators are above it", async () => {
  const kit = hubKit({ accounts: [OP], settings: { int_chat_ms: 0 } });
  const op = await kit.login("Op", { password: "secret" });
  for (let i = 0; i < 20; i++) op.send(`<Op> ${i}|`);
  assertEquals(op.ended, null);
});

Deno.test("flood: $GetINFO counts for clients that do not need it", async () => {
  const kit = hubKit({ settings: { ...OFF, int_flood_getinfo_limit: 2 } });
  const modern = await kit.login("modern");
  const old = await kit.login("old", { supports: "" });
  for (let i = 0; i < 4; i++) {
    modern.send("$GetINFO old modern|");
    old.send("$GetINFO modern old|");
  }
  assertEquals([modern.ended, old.ended], ["end", null]);
});

for (const name of FLOOD_NAMES) {
  Deno.test(`flood: a limit on "${name}" ends the connection of a guest`, async () => {
    const frames: Record<string, string> = {
      chat: "<anna> x",
      mcto: "$MCTo: berta $anna x",
      to: "$To: berta From: anna $<anna> x",
      myinfo: "$MyINFO $ALL anna x$ $\x01$$0$",
      in: "$IN anna$Dx",
      extjson: "$ExtJSON anna {}",
      search: "$Search 1.1.1.1:1 F?T?0?1?xxxx",
      sr: "$SR anna f\x051 1/1\x05h (h)\x05nobody",
      ctm: "$ConnectToMe nobody 1.1.1.1:1",
      rctm: "$RevConnectToMe anna nobody",
      nicklist: "$GetNickList",
      getinfo: "$GetINFO berta anna",
      ping: "",
      unknown: "$Unheard",
    };
    const limit = name === "myinfo" || name === "nicklist" ? 2 : 1;
    const settings = { ...OFF, [`int_flood_${name}_limit`]: limit, int_chat_ms: 0 };
    const kit = hubKit({ settings });
    await kit.login("berta");
    const anna = await kit.login("anna", { ip: "1.1.1.1", supports: "NoHello NoGetINFO ExtJSON2 IN" });
    anna.send(`${frames[name]}|`);
    assertEquals(anna.ended, null);
    anna.send(`${frames[name]}|`);
    assertEquals(anna.ended, "end");
  });
}

Deno.test("temporary bans: the table keeps to its bound, newest first, and forgets what is over", () => {
  const clock = fakeClock();
  const bans = createTempBans(clock, 3);
  for (const [i, key] of ["a", "b", "c", "d"].entries()) bans.add(key, 10 + i, "flood", "x");
  assertEquals([bans.size, bans.get("a"), bans.get("d")?.kind], [3, null, "flood"]);
  bans.add("b", 5, "kick", "shorter");
  assertEquals(bans.get("b")?.kind, "flood");
  bans.add("b", 60, "kick", "longer");
  assertEquals(bans.get("b")?.reason, "longer");
  clock.tick(20_000);
  assertEquals([bans.get("c"), bans.remove("c"), bans.remove("b"), bans.remove("b")], [
    null,
    false,
    true,
    false,
  ]);
  bans.sweep();
  assertEquals(bans.size, 0);
  bans.add("x", 0, "flood", "none");
  assertEquals(bans.size, 0);
});

Deno.test("flood: strangers who come again and again cannot fill the operator chat with reports", async () => {
  const kit = hubKit({ settings: { send_user_info: false }, accounts: [OP] });
  const op = await kit.login("Op", { password: "secret" });
  const reports = () => op.take().filter((frame) => frame.includes("OpChat"));
  op.take();
  for (let i = 0; i < 100; i++) kit.connect().drop("nul");
  const seen = reports();
  assertEquals(seen.length, 10);
  assertMatch(seen[9]!, /NUL byte .* \(for the rest of this minute such reports are in the log only\)$/);
  for (let i = 0; i < 100; i++) kit.connect().send("$Whatever|".repeat(20));
  assertEquals(reports().length, 10, "each kind has its own");
  kit.clock.tick(60_000);
  kit.connect().drop("nul");
  assertEquals(reports().filter((frame) => frame.includes("NUL")).length, 1);
});
