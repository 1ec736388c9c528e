/**
 * Tests of wire_answer.ts.
 *
 * @module
 */
import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import { ALLOW, type Answer } from "../port/script_sink.ts";
import { MAX_ANSWER_LINES } from "../vh/protocol.ts";
import {
  BLOCK,
  combine,
  MAX_ANSWER_TEXT,
  readAnswer,
  withFailure,
  withinCapabilities,
} from "./wire_answer.ts";

Deno.test("wire answer: the short forms", () => {
  assertStrictEquals(readAnswer("chat", null), ALLOW);
  assertStrictEquals(readAnswer("chat", undefined), ALLOW);
  assertStrictEquals(readAnswer("chat", false), BLOCK);
});

Deno.test("wire answer: the long form, fields as many as the kind has", () => {
  assertEquals(readAnswer("chat", [true, [null, "x"], ["$A"], true]), {
    allow: true,
    fields: [null, "x"],
    send: ["$A"],
    disconnect: true,
  });
  assertEquals(readAnswer("verdict", [false, null, null, false]), { ...BLOCK });
  assertEquals(readAnswer("myinfo", [true, [null, null, null, null, "1"], null, false])?.fields?.length, 5);
});

Deno.test("wire answer: without chat or moderate a script has its verdict and nothing else", () => {
  const said = (kind: "chat" | "myinfo" | "text", fields: string[], ...has: ("chat" | "moderate")[]) =>
    withinCapabilities(kind, { allow: true, fields, send: ["$A|"], disconnect: true }, new Set(has));
  const all = { allow: true, send: ["$A|"], disconnect: true };
  assertEquals(said("chat", ["a", "b"], "chat", "moderate"), { ...all, fields: ["a", "b"] });
  assertEquals(said("chat", ["a", "b"], "chat"), { ...all, fields: ["a", "b"], disconnect: false });
  assertEquals(said("chat", ["a", "b"], "moderate"), { ...all, fields: null, send: [] });
  assertEquals(said("myinfo", ["a"], "moderate"), { ...all, fields: ["a"], send: [] });
  assertEquals(said("myinfo", ["a"], "chat"), { ...all, fields: null, disconnect: false });
  assertEquals(said("text", ["a"]), { allow: true, fields: ["a"], send: [], disconnect: false });
  assertStrictEquals(withinCapabilities("chat", BLOCK, new Set()), BLOCK);
});

Deno.test("wire answer: what no worker of ours writes is refused", () => {
  const wrong: unknown[] = [
    true,
    0,
    "failed",
    [],
    [true, null, null],
    [true, null, null, false, 1],
    [1, null, null, false],
    [true, null, null, 0],
    [true, ["only one"], null, false],
    [true, [1, 2], null, false],
    [true, "ab", null, false],
    [true, null, "$A", false],
    [true, null, [1], false],
    [true, null, Array(MAX_ANSWER_LINES + 1).fill(""), false],
  ];
  for (const wire of wrong) assertEquals(readAnswer("chat", wire), null, JSON.stringify(wire));
  assertEquals(readAnswer("verdict", [true, [null, "x"], null, false]), null);
  assertEquals(readAnswer("chat", [true, null, Array(MAX_ANSWER_LINES).fill(""), false])?.send.length, 100);
});

Deno.test("wire answer: one that no user's queue could take is refused", () => {
  const text = "x".repeat(MAX_ANSWER_TEXT);
  assertEquals(readAnswer("chat", [true, [null, text], null, false])?.fields, [null, text]);
  assertEquals(readAnswer("chat", [true, [null, `${text}x`], null, false]), null);
  assertEquals(readAnswer("chat", [true, [null, text], ["x"], false]), null);
  assertEquals(readAnswer("verdict", [true, null, [text, "x"], false]), null);
});

Deno.test("wire answer: a failure counts as its operator wants, and never undoes what other functions said", () => {
  const wire = [true, [null, "x"], ["$A"], false];
  const answer: Answer = { allow: true, fields: [null, "x"], send: ["$A"], disconnect: false };
  assertEquals([readAnswer("chat", [...wire, true]), readAnswer("chat", [...wire, 1])], [answer, null]);
  assertEquals(withFailure(answer, wire, BLOCK), answer);
  assertEquals(withFailure(answer, [...wire, true], BLOCK), { ...answer, allow: false });
  assertEquals(withFailure(answer, [...wire, true], ALLOW), answer);
});

Deno.test("wire answer: a question between scripts is answered with one text", () => {
  assertEquals(readAnswer("text", [true, ["x"], null, false])?.fields, ["x"]);
  assertEquals(readAnswer("text", [true, ["x", "y"], null, false]), null);
});

Deno.test("wire answer: combining keeps a block, chains fields and adds up lines", () => {
  const a: Answer = { allow: true, fields: ["n", "1"], send: ["$A"], disconnect: false };
  const b: Answer = { allow: true, fields: [null, "2"], send: ["$B"], disconnect: true };
  assertEquals(combine(a, b), { allow: true, fields: ["n", "2"], send: ["$A", "$B"], disconnect: true });
  assertEquals(combine(BLOCK, b).allow, false);
  assertEquals(combine(b, BLOCK), { ...b, allow: false });
  assertStrictEquals(combine(ALLOW, a), a);
  assertStrictEquals(combine(a, ALLOW), a);
});

Deno.test("wire answer: any value is read or refused, and blocks never get lost in between", () => {
  fc.assert(fc.property(fc.anything(), fc.anything(), (one, two) => {
    const first = readAnswer("chat", one) ?? ALLOW;
    const second = readAnswer("chat", two) ?? ALLOW;
    const both = combine(first, second);
    assertEquals(both.allow, first.allow && second.allow);
    assert(both.fields === null || both.fields.length === 2);
  }));
});
