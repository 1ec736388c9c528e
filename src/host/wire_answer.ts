/**
 * Reads a hook's answer as a worker wrote it. Nothing in it is believed: wrong shapes read as "no objection".
 * Merges the answers of several scripts. Pure.
 *
 * @module
 */
import { ALLOW, type Answer } from "../port/script_sink.ts";
import { MAX_ANSWER_LINES } from "../vh/protocol.ts";
import type { AnswerKind, CapabilityName } from "../vh/table.ts";

/**
 * Longest text of one answer, all its parts together, in UTF-16 units. Even in UTF-8 it stays below what a user may
 * have unsent (`adv_max_outbuf_size`, 1 MiB): a longer line would not be read by everybody, it would drop everybody.
 */
export const MAX_ANSWER_TEXT = 256 * 1024;

/** How many fields an answer of this kind may substitute. */
const FIELD_COUNT: Readonly<Record<AnswerKind, number>> = {
  verdict: 0,
  none: 0,
  chat: 2,
  myinfo: 5,
  text: 1,
};

/** The answer of a script that blocks and says nothing else. */
export const BLOCK: Answer = Object.freeze({ ...ALLOW, allow: false });

/** Reads one answer; `null` when the shape is none a worker of ours writes. */
export function readAnswer(kind: AnswerKind, wire: unknown): Answer | null {
  if (wire === null || wire === undefined) return ALLOW;
  if (wire === false) return BLOCK;
  if (!Array.isArray(wire) || (wire.length !== 4 && !(wire.length === 5 && wire[4] === true))) return null;
  const [allow, fields, send, disconnect] = wire as unknown[];
  if (typeof allow !== "boolean" || typeof disconnect !== "boolean") return null;
  if (fields !== null && !isFields(kind, fields)) return null;
  if (send !== null && !isLines(send)) return null;
  const answer: Answer = {
    allow,
    fields: fields as Answer["fields"],
    send: (send ?? []) as string[],
    disconnect,
  };
  return textLength(answer) > MAX_ANSWER_TEXT ? null : answer;
}

/** The answer of a script, with what a failure counts as when one of its functions failed beside the others. */
export function withFailure(answer: Answer, wire: unknown, failed: Answer): Answer {
  return Array.isArray(wire) && wire.length === 5 ? combine(answer, failed) : answer;
}

/**
 * What of an answer a script with these capabilities may say: its verdict in any case, words of its own and raw lines
 * only with `chat`, another MyINFO and the end of the connection only with `moderate`.
 */
export function withinCapabilities(
  kind: AnswerKind,
  answer: Answer,
  capabilities: ReadonlySet<CapabilityName>,
): Answer {
  const [chat, moderate] = [capabilities.has("chat"), capabilities.has("moderate")];
  if ((chat && moderate) || answer === ALLOW || answer === BLOCK) return answer;
  const speaks = kind === "chat" ? chat : kind === "myinfo" ? moderate : true;
  return {
    allow: answer.allow,
    fields: speaks ? answer.fields : null,
    send: chat ? answer.send : ALLOW.send,
    disconnect: moderate && answer.disconnect,
  };
}

function textLength({ fields, send }: Answer): number {
  let length = 0;
  for (const text of fields ?? []) length += text?.length ?? 0;
  for (const text of send) length += text.length;
  return length;
}

const isFields = (kind: AnswerKind, value: unknown): boolean =>
  Array.isArray(value) && value.length === FIELD_COUNT[kind] &&
  value.every((field) => field === null || typeof field === "string");

const isLines = (value: unknown): boolean =>
  Array.isArray(value) && value.length <= MAX_ANSWER_LINES && value.every((line) => typeof line === "string");

/** Both together: a block is final, later substitutions win per field, raw lines add up. */
export function combine(first: Answer, second: Answer): Answer {
  if (first === ALLOW) return second;
  if (second === ALLOW) return first;
  return {
    allow: first.allow && second.allow,
    fields: first.fields && second.fields
      ? first.fields.map((field, i) => second.fields![i] ?? field)
      : first.fields ?? second.fields,
    send: first.send.length === 0 ? second.send : [...first.send, ...second.send],
    disconnect: first.disconnect || second.disconnect,
  };
}
