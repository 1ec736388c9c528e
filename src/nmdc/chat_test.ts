/**
 * Chat, private messages and `$MCTo` read back as they were built.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { latin1Bytes, latin1Text } from "../core/bytes.ts";
import { asNick, asText } from "./_testing.ts";
import { formatChat, formatMCTo, formatTo, parseChat, parseMCTo, parseTo } from "./chat.ts";

const nickBytes = fc.uint8Array({ minLength: 1, maxLength: 24 }).map(asNick);
const textBytes = fc.uint8Array({ maxLength: 60 }).map(asText);

Deno.test("chat: lines read back as they were built", () => {
  fc.assert(fc.property(nickBytes, textBytes, (nick, text) => {
    assertEquals(parseChat(formatChat(nick, text)), { nick, text });
  }));
});

Deno.test("chat: private messages read back as they were built", () => {
  fc.assert(fc.property(nickBytes, nickBytes, nickBytes, textBytes, (to, from, nick, text) => {
    assertEquals(parseTo(formatTo(to, from, nick, text)), { to, from, nick, text });
    assertEquals(parseMCTo(formatMCTo(to, nick, text)), { to, nick, text });
  }));
});

Deno.test("chat: the wire forms", () => {
  const [to, me, text] = ["john", "peter", "hi $ there"].map(latin1Bytes) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  assertEquals(latin1Text(formatChat(me, text)), "<peter> hi $ there");
  assertEquals(latin1Text(formatTo(to, me, me, text)), "$To: john From: peter $<peter> hi $ there");
  assertEquals(latin1Text(formatMCTo(to, me, text)), "$MCTo: john $peter hi $ there");
});

Deno.test("chat: a text that imitates the header stays text", () => {
  const message = parseTo(latin1Bytes("$To: a From: b $<b> x From: c $<c> y"))!;
  assertEquals([message.to, message.from, message.nick, message.text].map((part) => latin1Text(part)), [
    "a",
    "b",
    "b",
    "x From: c $<c> y",
  ]);
});

Deno.test("chat: $MCTo without a receiver is malformed", () => {
  assertEquals(parseMCTo(latin1Bytes("$MCTo: $peter hi")), null);
});
