/**
 * A log that keeps what scripts wrote and what went wrong with them. Owns the two lists of a test hub; knows no hub.
 *
 * @module
 */
import type { Log, LogFields } from "../core/log.ts";

/** A line of a script, or about it. */
export interface ScriptLine {
  /** Urgency; `console.log` is `info`. */
  readonly level: "debug" | "info" | "warn" | "error";
  /** Name of the script; `""` for lines about all of them. */
  readonly script: string;
  /** The text. */
  readonly text: string;
}

/** Lines kept; older ones are forgotten. */
export const MAX_LINES = 10_000;

/** The lines of one test hub. */
export interface ScriptLog {
  /** Give this to the hub. */
  readonly log: Log;
  /** What scripts wrote and what was said about them, oldest first. */
  readonly lines: readonly ScriptLine[];
  /** The errors among them, each as one text with the place in the script where it is known. */
  readonly errors: readonly string[];
}

/** The first place of a stack in an author's file, `mod.ts:12:3`. */
function placeOf(stack: unknown): string {
  return /[^\s()/]+\.[cm]?[jt]s:\d+(?::\d+)?/.exec(typeof stack === "string" ? stack : "")?.[0] ?? "";
}

/** Creates an empty log. */
export function createScriptLog(): ScriptLog {
  const lines: ScriptLine[] = [];
  const errors: string[] = [];
  const keep = <T>(list: T[], item: T) => {
    list.push(item);
    if (list.length > MAX_LINES) list.shift();
  };
  const logOf = (path: readonly string[]): Log => {
    const write = (level: ScriptLine["level"]) => (text: string, fields?: LogFields) => {
      // What the hub itself logs is not about scripts, unless it is an error nobody should miss.
      const ofScripts = path[0] === "script";
      if (!ofScripts && level !== "error") return;
      const script = path.slice(1).join(".");
      if (ofScripts) keep(lines, { level, script, text });
      if (level !== "error") return;
      const place = /\.[cm]?[jt]s:\d+\)$/.test(text) ? "" : placeOf(fields?.stack);
      const more = fields?.error === undefined ? "" : `: ${fields.error}`;
      keep(errors, `${script ? `${script}: ` : ""}${text}${more}${place && ` (${place})`}`);
    };
    return {
      debug: write("debug"),
      info: write("info"),
      warn: write("warn"),
      error: write("error"),
      child: (name) => logOf([...path, name]),
      setLevel() {},
      reopen() {},
      close() {},
    };
  };
  return { log: logOf([]), lines, errors };
}
