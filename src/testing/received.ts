/**
 * One line as a client got it, and what it takes for a test to recognise it. Pure; knows no connection.
 *
 * @module
 */
import { unescapeText } from "../nmdc/escape.ts";

/** A line a client received. */
export interface Received {
  /** The line as it came over the wire, without its final pipe. */
  readonly line: string;
  /** Main chat and private messages: the text as a person reads it. Other lines: the line. */
  readonly text: string;
  /** Main chat and private messages: the nick shown in front of the text. Other lines: `""`. */
  readonly from: string;
  /** True for a private message. */
  readonly inPM: boolean;
}

/** What a test looks for: a text, or a pattern. */
export type Wanted = string | RegExp;

/** Longest line and most lines shown in an error. */
const SHOWN_CHARS = 200;
const SHOWN_LINES = 20;

/** Reads a line. */
export function readLine(line: string): Received {
  const pm = /^\$To: \S+ From: \S+ \$<([^>]*)> ?([^]*)$/.exec(line);
  const chat = pm ?? /^<([^>]*)> ?([^]*)$/.exec(line);
  if (!chat) return { line, text: line, from: "", inPM: false };
  return { line, text: unescapeText(chat[2]!), from: chat[1]!, inPM: pm !== null };
}

/** Is this main chat or a private message? */
export function isMessage({ from }: Received): boolean {
  return from !== "";
}

/**
 * Is this line meant? A text is the whole line, the text in it, or `<from> text`; a pattern fits the line or the text
 * somewhere.
 */
export function fits(received: Received, wanted: Wanted): boolean {
  const { line, text, from } = received;
  if (typeof wanted === "string") return wanted === line || wanted === text || wanted === `<${from}> ${text}`;
  wanted.lastIndex = 0;
  if (wanted.test(text)) return true;
  wanted.lastIndex = 0;
  return wanted.test(line);
}

const clipped = (line: string): string =>
  line.length > SHOWN_CHARS ? `${line.slice(0, SHOWN_CHARS)}… (${line.length} characters)` : line;

/** Lines for an error, one below the other. */
export function shown(lines: readonly Received[]): string {
  if (lines.length === 0) return "  nothing";
  const left = lines.length - SHOWN_LINES;
  const last = lines.slice(-SHOWN_LINES).map(({ line }) => `  ${JSON.stringify(clipped(line))}`);
  return [...(left > 0 ? [`  (${left} earlier lines)`] : []), ...last].join("\n");
}

/** How an error names what was looked for. */
export function wantedText(wanted: Wanted): string {
  return typeof wanted === "string" ? JSON.stringify(wanted) : String(wanted);
}
