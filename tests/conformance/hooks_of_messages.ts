/**
 * Proof of the hooks of messages, one case each. `anna` speaks; what she may not say has the word `drop` in it.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { MESSAGE_HOOKS } from "../../src/vh/hooks/messages.ts";
import type { HubClient } from "../support/client.ts";
import type { HookCase, HookLab } from "./hook_lab.ts";

const DROP = `return !args.some((arg) => String(arg).includes("drop"))`;
const SUPPORTS = "NoHello MCTo ExtJSON2 TTHS";

/** A fresh pair of users for one case. */
async function pair(
  { hub }: HookLab,
  a: string,
  b: string,
  mode = "A",
): Promise<[anna: HubClient, berta: HubClient]> {
  const berta = await hub.login(b, { supports: SUPPORTS, mode });
  const anna = await hub.login(a, { supports: SUPPORTS });
  await hub.settled();
  berta.take();
  return [anna, berta];
}

/** A case of a message that reaches somebody else unless it is dropped. */
function message(
  hook: keyof typeof MESSAGE_HOOKS,
  send: (a: string, b: string, word: string) => string,
  heard: (anna: HubClient, a: string, b: string) => unknown[],
  gets: (anna: HubClient, a: string, b: string) => string,
  { mode = "A", body = DROP } = {},
): HookCase {
  return {
    body,
    async run(lab) {
      const a = `a_${hook}`, b = `b_${hook}`;
      const [anna, berta] = await pair(lab, a, b, mode);
      anna.send(send(a, b, "drop") + send(a, b, "keep"));
      assertEquals(await berta.next(), gets(anna, a, b));
      await lab.hears(hook, ...heard(anna, a, b));
    },
  };
}

/** The cases by hook. */
export const MESSAGE_CASES: Record<keyof typeof MESSAGE_HOOKS, HookCase> = {
  OnParsedMsgAny: {
    body: `return !args[1].includes("vanish")`,
    async run(lab) {
      const [anna, berta] = await pair(lab, "any_a", "any_b");
      anna.send("|<any_a> vanish|$Odd one|<any_a> keep this|");
      assertEquals(await berta.next(), "<any_a> keep this");
      const all = lab.heard().filter(([hook, [nick]]) => hook === "OnParsedMsgAny" && nick === "any_a");
      assertEquals(all.slice(-4).map(([, [, data]]) => data), [
        "",
        "<any_a> vanish",
        "$Odd one",
        "<any_a> keep this",
      ]);
    },
  },
  OnParsedMsgChat: {
    body: `if (args[1] === "swap") return "swapped"; if (args[1] === "both") return ["x", "y"]; ${DROP}`,
    async run(lab) {
      const [anna, berta] = await pair(lab, "chat_a", "chat_b");
      for (const word of ["drop", "swap", "both", "!mine"]) anna.send(`<chat_a> ${word}|`);
      assertEquals([await berta.next(), await berta.next()], ["<chat_a> swapped", "<x> y"]);
      await lab.hears("OnParsedMsgChat", "chat_a", "!mine");
      await anna.expect(/Unknown command: !mine/);
    },
  },
  OnParsedMsgPM: message(
    "OnParsedMsgPM",
    (a, b, word) => `$To: ${b} From: ${a} $<${a}> ${word}|`,
    (_, a, b) => [a, "keep", b],
    (_, a, b) => `$To: ${b} From: ${a} $<${a}> keep`,
  ),
  OnParsedMsgMCTo: message(
    "OnParsedMsgMCTo",
    (a, b, word) => `$MCTo: ${b} $${a} ${word}|`,
    (_, a, b) => [a, "keep", b],
    (_, a, b) => `$MCTo: ${b} $${a} keep`,
  ),
  OnParsedMsgSearch: message(
    "OnParsedMsgSearch",
    (_a, _b, word) => `$Search 127.0.0.1:412 F?T?0?1?${word}|`,
    (anna, a) => [a, `$Search ${anna.ip}:412 F?T?0?1?keep`],
    (anna) => `$Search ${anna.ip}:412 F?T?0?1?keep`,
  ),
  OnParsedMsgSR: message(
    "OnParsedMsgSR",
    (a, b, word) => `$SR ${a} ${word}\x051 1/1\x05H (1.1.1.1:411)\x05${b}|`,
    (_, a, b) => [a, `$SR ${a} keep\x051 1/1\x05H (1.1.1.1:411)\x05${b}`],
    (_, a) => `$SR ${a} keep\x051 1/1\x05H (1.1.1.1:411)`,
    { mode: "P" },
  ),
  OnParsedMsgConnectToMe: message(
    "OnParsedMsgConnectToMe",
    (_a, b, word) => `$ConnectToMe ${b} 9.9.9.9:${word === "drop" ? 666 : 412}|`,
    (_, a, b) => [a, b, "9.9.9.9", "412"],
    (anna, _a, b) => `$ConnectToMe ${b} ${anna.ip}:412`,
    { body: `return args[3] !== "666"` },
  ),
  OnParsedMsgRevConnectToMe: {
    body: `return args[0] !== "rctm_no"`,
    async run(lab) {
      const [anna, berta] = await pair(lab, "rctm_a", "rctm_b");
      const drop = await lab.hub.login("rctm_no", { mode: "P" });
      await lab.hub.settled();
      berta.take();
      drop.send("$RevConnectToMe rctm_no rctm_b|");
      await lab.hears("OnParsedMsgRevConnectToMe", "rctm_no", "rctm_b");
      anna.send("$RevConnectToMe rctm_a rctm_b|");
      assertEquals(await berta.next(), "$RevConnectToMe rctm_a rctm_b");
    },
  },
  OnParsedMsgExtJSON: message(
    "OnParsedMsgExtJSON",
    (a, _b, word) => `$ExtJSON ${a} {"x":"${word}"}|`,
    (_, a) => [a, `$ExtJSON ${a} {"x":"keep"}`],
    (_, a) => `$ExtJSON ${a} {"x":"keep"}`,
  ),
  OnUnknownMsg: {
    async run(lab) {
      const [anna] = await pair(lab, "odd_a", "odd_b");
      anna.send("$WhatIsThis now|");
      await lab.hears("OnUnknownMsg", "odd_a", "$WhatIsThis now");
      assertEquals(anna.isClosed, false);
    },
  },
  OnCtmToHub: {
    body: `return args[0] !== "drop"`,
    async run(lab) {
      const stray = await lab.hub.connect();
      await stray.expect(/^\$Lock /);
      stray.send("$MyNick mia|$Lock EXTENDED Pk=XRef=evil.example|");
      await stray.expect("$Error CTM2HUB");
      await stray.closed;
      const [, [nick, ip, port, hubPort, referer]] = lab.heard().find(([hook]) => hook === "OnCtmToHub")!;
      assertEquals([nick, ip, hubPort, referer], ["mia", stray.ip, lab.hub.port, "evil.example"]);
      assertEquals(typeof port === "number" && port > 1023 && port < 65536, true);
      const silent = await lab.hub.connect();
      await silent.expect(/^\$Lock /);
      silent.send("$MyNick drop|$Lock EXTENDED Pk=X|");
      await silent.closed;
      assertEquals(silent.take(), []);
    },
  },
  OnOpChatMessage: {
    body: `return args[1] !== "hush"`,
    async run(lab) {
      const one = await lab.hub.login("op1", { password: "password" });
      const two = await lab.hub.login("op2", { password: "password" });
      await lab.hub.settled();
      two.take();
      for (const word of ["hush", "keep"]) one.send(`$To: OpChat From: op1 $<op1> ${word}|`);
      assertEquals(await two.next(), "$To: op2 From: OpChat $<op1> keep");
      await lab.hears("OnOpChatMessage", "op1", "hush");
      lab.hub.hub.port.reportToOperators("hush");
      await two.expect("$To: op2 From: OpChat $<OpChat> hush");
      await lab.hears("OnOpChatMessage", "OpChat", "hush");
    },
  },
  OnPublicBotMessage: {
    async run(lab) {
      const op = await lab.hub.login("op3", { password: "password" });
      op.send("<op3> !topic News|");
      await lab.hears("OnPublicBotMessage", "Hubcap", "op3 set the topic: News", 0, 10);
    },
  },
};
