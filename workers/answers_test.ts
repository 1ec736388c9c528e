/**
 * Tests of answers.ts: what a hook may return, and what it means.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { readAnswer } from "../src/host/wire_answer.ts";
import { MAX_ANSWER_LINES, type WireAnswer } from "../src/vh/protocol.ts";
import type { AnswerKind } from "../src/vh/table.ts";
import { mergeAnswers, toAnswer } from "./answers.ts";

const KINDS: readonly AnswerKind[] = ["verdict", "chat", "myinfo", "none"];

/** [what a hook returned, its meaning per kind, or one for all]. */
const ROWS: readonly [unknown, WireAnswer | Partial<Record<AnswerKind, WireAnswer>>][] = [
  [undefined, null],
  [null, null],
  [true, null],
  [1, null],
  [-1, null],
  [0.5, null],
  [NaN, null],
  [false, false],
  [0, false],
  [-0, false],
  ["", { chat: [true, [null, ""], null, false] }],
  ["text", { chat: [true, [null, "text"], null, false] }],
  ["0", { chat: [true, [null, "0"], null, false] }],
  [() => 0, null],
  [Symbol("x"), null],
  [10n, null],
];

Deno.test("answers: plain results mean the same to every kind, text replaces chat only", () => {
  for (const [result, meaning] of ROWS) {
    for (const kind of KINDS) {
      const wanted = meaning === null || meaning === false
        ? meaning
        : (meaning as Partial<Record<AnswerKind, WireAnswer>>)[kind] ?? null;
      assertEquals(toAnswer(kind, result), wanted, `${kind} ${String(result)}`);
    }
  }
});

Deno.test("answers: a pair of raw text and verdict works for every kind", () => {
  for (const kind of KINDS) {
    assertEquals(toAnswer(kind, ["$A", 1]), [true, null, ["$A"], false]);
    assertEquals(toAnswer(kind, ["$A", 0]), [false, null, ["$A"], false]);
    assertEquals(toAnswer(kind, ["$A", false]), [false, null, ["$A"], false]);
    assertEquals(toAnswer(kind, [null, 0]), [false, null, null, false]);
    assertEquals(toAnswer(kind, [undefined, true]), [true, null, null, false]);
    assertEquals(toAnswer(kind, ["", 1]), [true, null, null, false]);
  }
});

Deno.test("answers: arrays replace the fields of chat and MyINFO, null keeps one", () => {
  assertEquals(toAnswer("chat", ["nick", "text"]), [true, ["nick", "text"], null, false]);
  assertEquals(toAnswer("chat", [null, "text"]), [true, [null, "text"], null, false]);
  assertEquals(toAnswer("chat", ["nick", null]), [true, ["nick", null], null, false]);
  assertEquals(toAnswer("chat", ["nick"]), [true, ["nick", null], null, false]);
  assertEquals(
    toAnswer("myinfo", ["d", null, "100\x01", undefined, 12]),
    [true, ["d", null, "100\x01", null, "12"], null, false],
  );
});

Deno.test("answers: arrays that are neither are no objection", () => {
  assertEquals(toAnswer("verdict", ["nick", "text"]), null);
  assertEquals(toAnswer("chat", ["a", "b", "c"]), null);
  assertEquals(toAnswer("chat", [{}, "b"]), null);
  assertEquals(toAnswer("myinfo", ["a", "b", "c", "d", {}]), null);
  assertEquals(toAnswer("none", [1, 2, 3]), null);
});

Deno.test("answers: objects say allow, send, disconnect and the fields of their kind", () => {
  assertEquals(toAnswer("verdict", {}), [true, null, null, false]);
  assertEquals(toAnswer("verdict", { allow: 0 }), [false, null, null, false]);
  assertEquals(toAnswer("verdict", { allow: false, disconnect: true }), [false, null, null, true]);
  assertEquals(toAnswer("verdict", { disconnect: 1 }), [true, null, null, false]);
  assertEquals(toAnswer("verdict", { send: "$A" }), [true, null, ["$A"], false]);
  assertEquals(toAnswer("verdict", { send: ["$A", 7, "$B"] }), [true, null, ["$A", "$B"], false]);
  assertEquals(toAnswer("verdict", { text: "x" }), [true, null, null, false]);
  assertEquals(toAnswer("chat", { text: "x" }), [true, [null, "x"], null, false]);
  assertEquals(toAnswer("chat", { nick: "n", allow: 0 }), [false, ["n", null], null, false]);
  assertEquals(toAnswer("myinfo", { share: 5, mail: {} }), [
    true,
    [null, null, null, null, "5"],
    null,
    false,
  ]);
});

Deno.test("answers: more raw lines than an answer may carry are left out", () => {
  const many = Array(MAX_ANSWER_LINES + 5).fill("$A");
  const answer = toAnswer("verdict", { allow: 0, send: many }) as unknown[];
  assertEquals([answer[0], (answer[2] as string[]).length], [false, MAX_ANSWER_LINES]);
  const both = mergeAnswers([true, null, many.slice(0, 90), false], [false, null, many.slice(0, 90), false]);
  assertEquals(readAnswer("verdict", both)?.allow, false);
});

Deno.test("answers: merging keeps a block, lets later fields win and adds up lines", () => {
  const a: WireAnswer = [true, ["n", "1"], ["$A"], false];
  const b: WireAnswer = [true, [null, "2"], ["$B"], true];
  assertEquals(mergeAnswers(a, b), [true, ["n", "2"], ["$A", "$B"], true]);
  assertEquals(mergeAnswers(false, b), [false, [null, "2"], ["$B"], true]);
  assertEquals(mergeAnswers(a, false), [false, ["n", "1"], ["$A"], false]);
  assertEquals(mergeAnswers(null, a), a);
  assertEquals(mergeAnswers(a, null), a);
  assertEquals(mergeAnswers(false, null), false);
  assertEquals(mergeAnswers(null, null), null);
});

Deno.test("answers: a failure gives way to an answer and stays otherwise", () => {
  assertEquals(mergeAnswers("failed", false), false);
  assertEquals(mergeAnswers(false, "failed"), false);
  assertEquals(mergeAnswers("failed", null), "failed");
  assertEquals(mergeAnswers(null, "failed"), "failed");
  assertEquals(mergeAnswers("failed", "failed"), "failed");
});

Deno.test("answers: a failure beside an answer stays known to the hub", () => {
  const text: WireAnswer = [true, [null, "x"], ["$A"], false];
  for (const merged of [mergeAnswers("failed", text), mergeAnswers(text, "failed")]) {
    assertEquals(merged, [true, [null, "x"], ["$A"], false, true]);
    assertEquals(mergeAnswers(merged, text), [true, [null, "x"], ["$A", "$A"], false, true]);
    assertEquals(mergeAnswers(false, merged), [false, [null, "x"], ["$A"], false, true]);
  }
});

Deno.test("answers: a question is answered by text and by nothing else", () => {
  assertEquals(toAnswer("text", "x"), [true, ["x"], null, false]);
  assertEquals(toAnswer("text", ""), [true, [""], null, false]);
  for (const value of [0, false, 7, ["x"], { text: "x" }]) assertEquals(toAnswer("text", value), null);
});

Deno.test("answers: whatever a hook returns, the hub can read what comes of it", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...KINDS, "text" as const),
      fc.anything(),
      fc.anything(),
      (kind, one, two) => {
        const merged = mergeAnswers(toAnswer(kind, one), toAnswer(kind, two));
        assert(readAnswer(kind, merged) !== null);
      },
    ),
  );
});
