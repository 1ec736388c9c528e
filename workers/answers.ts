/**
 * Turns what a hook returned into the compact answer the hub reads, and merges the answers of several functions
 * of one script. The rules are those of the scripting guide: nothing = allow, 0 or false = block, text = replace.
 *
 * @module
 */
import type { AnswerKind } from "../src/vh/table.ts";
import { MAX_ANSWER_LINES, type WireAnswer } from "../src/vh/protocol.ts";

/** Field names of an object answer, per kind of substitution, in wire order. */
const FIELDS = {
  chat: ["nick", "text"],
  myinfo: ["desc", "tag", "speed", "mail", "share"],
} as const;

const isBlock = (value: unknown): boolean => value === false || value === 0;
const isField = (value: unknown): boolean =>
  value === null || value === undefined || typeof value === "string" || typeof value === "number";
const toField = (value: unknown): string | null =>
  value === null || value === undefined ? null : String(value);

const toLines = (lines: string[]): string[] | null => lines.length ? lines.slice(0, MAX_ANSWER_LINES) : null;

/** `[raw | null, verdict]`: the old two-part result. */
function rawPair(value: readonly unknown[]): WireAnswer | undefined {
  const [raw, verdict] = value;
  if (value.length !== 2 || (typeof verdict !== "number" && typeof verdict !== "boolean")) return undefined;
  if (raw !== null && raw !== undefined && typeof raw !== "string") return undefined;
  return [!isBlock(verdict), null, raw ? [raw] : null, false];
}

function fromArray(kind: AnswerKind, value: readonly unknown[]): WireAnswer {
  const pair = rawPair(value);
  if (pair !== undefined) return pair;
  if (kind !== "chat" && kind !== "myinfo") return null;
  const wanted = FIELDS[kind].length;
  if (value.length > wanted || !value.every(isField)) return null;
  return [true, Array.from({ length: wanted }, (_, i) => toField(value[i])), null, false];
}

function fromObject(kind: AnswerKind, value: Record<string, unknown>): WireAnswer {
  const { allow, send, disconnect } = value;
  const lines = typeof send === "string"
    ? [send]
    : Array.isArray(send)
    ? send.filter((l) => typeof l === "string")
    : [];
  let fields: (string | null)[] | null = null;
  if (kind === "chat" || kind === "myinfo") {
    const given = FIELDS[kind].map((name) => isField(value[name]) ? toField(value[name]) : null);
    if (given.some((field) => field !== null)) fields = given;
  }
  return [!isBlock(allow), fields, toLines(lines), disconnect === true];
}

/** The compact form of a hook's result. */
export function toAnswer(kind: AnswerKind, value: unknown): WireAnswer {
  if (value === undefined || value === null || value === true) return null;
  if (kind === "text") return typeof value === "string" ? [true, [value], null, false] : null;
  if (isBlock(value)) return false;
  if (typeof value === "string") return kind === "chat" ? [true, [null, value], null, false] : null;
  if (typeof value !== "object") return null;
  return Array.isArray(value) ? fromArray(kind, value) : fromObject(kind, value as Record<string, unknown>);
}

type Long = Exclude<WireAnswer, null | false | "failed">;

const long = (answer: Exclude<WireAnswer, null>): Long => {
  if (answer === false) return [false, null, null, false];
  return answer === "failed" ? [true, null, null, false, true] : answer;
};

/**
 * Both answers together: a block stays, later substitutions win per field, raw lines add up. That one function
 * failed stays known beside what the other one said.
 */
export function mergeAnswers(first: WireAnswer, second: WireAnswer): WireAnswer {
  if (first === null) return second;
  if (second === null) return first;
  // A block is final, whatever a failure may count as.
  if (first === false && typeof second !== "object") return false;
  if (second === false && typeof first !== "object") return false;
  if (first === "failed" && second === "failed") return "failed";
  const [allowA, fieldsA, sendA, dropA, failedA] = long(first);
  const [allowB, fieldsB, sendB, dropB, failedB] = long(second);
  const fields = fieldsA && fieldsB ? fieldsA.map((field, i) => fieldsB[i] ?? field) : fieldsA ?? fieldsB;
  const merged: Long = [
    allowA && allowB,
    fields,
    toLines([...sendA ?? [], ...sendB ?? []]),
    dropA || dropB,
  ];
  if (failedA || failedB) merged[4] = true;
  return merged;
}
