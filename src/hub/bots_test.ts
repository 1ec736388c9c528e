/**
 * Bots of scripts and of the hub: who sees them, which nicks they may have, how many there may be.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { BotSpec } from "../port/hub_port.ts";
import { MAX_BOTS } from "./bots.ts";
import { hubKit, MODERN } from "./testing/hub_kit.ts";

const bot = (nick: string, change: Partial<BotSpec> = {}): BotSpec => ({
  nick,
  class: 0,
  desc: "a bot",
  speed: "LAN\x01",
  email: "",
  share: "42",
  ...change,
});

Deno.test("bots: a script's bot is seen by everybody, with key, address and list entry as announced", async () => {
  const kit = hubKit({ settings: { send_user_ip: true, user_ip_class: 0 } });
  const modern = await kit.login("modern", { supports: `${MODERN} BotList` });
  const old = await kit.login("old", { supports: "" });
  modern.take();
  old.take();
  assertEquals(kit.hub.port.addBot("s1", bot("Quiz", { class: 3 })), true);
  const info = "$MyINFO $ALL Quiz a bot$ $LAN\x01$$42$";
  assertEquals(modern.take(), [info, "$OpList Quiz$$", "$BotList Quiz$$", "$UserIP Quiz 127.0.0.1$$"]);
  assertEquals(old.take(), ["$Hello Quiz", info, "$OpList Quiz$$"]);
  assertEquals(kit.hub.port.removeBot("QUIZ"), true);
  assertEquals(modern.take(), ["$Quit Quiz"]);
});

Deno.test("bots: bad, taken and reserved nicks are refused", async () => {
  const kit = hubKit();
  await kit.login("anna");
  const add = (nick: string, change = {}) => kit.hub.port.addBot("s1", bot(nick, change));
  assertEquals(
    ["", "a b", "a|b", "<x>", "ANNA", "hubcap", "x".repeat(65)].map((nick) => add(nick)),
    Array(7).fill(false),
  );
  assertEquals(add("Quiz", { desc: "x".repeat(2000) }), false);
  assertEquals([add("Quiz"), add("quiz")], [true, false]);
});

Deno.test("bots: a nick that nobody could type is refused, and each refusal has its reason", () => {
  const kit = hubKit();
  const why = (nick: string, change = {}) => kit.hub.port.whyNotBot("s1", bot(nick, change));
  assertEquals(kit.hub.port.addBot("s1", bot("Qu\u200biz")), false);
  assertEquals(
    ["Qu\u200biz", "Qu\u00a0iz", "&#36;x", "a|b", "", "x".repeat(65), "Hubcap"].map((nick) => why(nick)),
    [
      "it has a nick with a character that cannot be seen or typed",
      "it has a nick with a character that cannot be seen or typed",
      "it has a nick with a character that cannot be seen or typed",
      "it has a nick with a character no nick may have (space, $, |, <, >)",
      "it has no nick",
      "its nick has more than 64 bytes",
      "its nick is taken",
    ],
  );
  assertEquals(why("Quiz", { desc: "x".repeat(2000) }), "its MyINFO has more than 1024 bytes");
  assertEquals([why("Quiz"), why("Qu\u200diz")], [
    null,
    "it has a nick with a character that cannot be seen or typed",
  ]);
});

Deno.test("bots: a script has at most its number of them, others are not affected", () => {
  const kit = hubKit();
  let added = 0;
  for (let i = 0; i < 10_000; i++) if (kit.hub.port.addBot("s1", bot(`b${i}`))) added++;
  assertEquals([added, kit.metrics.read("hub_bots")], [MAX_BOTS, MAX_BOTS + 2]);
  assertEquals(kit.metrics.read("hub_bots_refused_total"), 10_000 - MAX_BOTS);
  assertEquals(kit.hub.port.addBot("s2", bot("other")), true);
  assertEquals([kit.hub.port.removeBotsOf("s1"), kit.hub.port.removeBotsOf("s1")], [MAX_BOTS, 0]);
  assertEquals(kit.metrics.read("hub_bots"), 3);
});

Deno.test("bots: nobody removes the hub's own, by whatever name of an owner", () => {
  const kit = hubKit();
  assertEquals([kit.hub.port.removeBot("Hubcap"), kit.hub.port.removeBotsOf("")], [false, 0]);
  assertEquals([kit.hub.port.removeBot("nobody"), kit.metrics.read("hub_bots")], [false, 2]);
});

Deno.test("bots: protocol characters in a bot's fields cannot break its MyINFO apart", () => {
  const kit = hubKit();
  kit.hub.port.addBot("s1", bot("Quiz", { desc: "a$b|c", email: "$" }));
  const info = new TextDecoder().decode(kit.hub.users.get("quiz")!.myInfo);
  assertEquals(info, "$MyINFO $ALL Quiz a&#36;b&#124;c$ $LAN\x01$&#36;$42$|");
});

Deno.test("bots: scripts see the status byte of a changed bot as that of a new one, in any encoding", () => {
  for (const encoding of ["utf-8", "windows-1251"]) {
    const kit = hubKit({ encoding });
    kit.hub.port.addBot("s1", bot("Quiz"));
    kit.scripts.take();
    kit.hub.port.editBot(bot("Quiz", { speed: "LAN\xff" }));
    const info = "$MyINFO $ALL Quiz a bot$ $LAN\xff$$42$";
    assertEquals(kit.scripts.take(), [`Quiz.myInfo=${info}`, `Quiz.realMyInfo=${info}`]);
    assertEquals(kit.hub.port.scriptBots().map(({ myInfo }) => myInfo), [info]);
  }
});
