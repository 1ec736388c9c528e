/**
 * Console arguments, `<key> -x value -y "longer value"`: one table of options makes the reader and its help text.
 * Owns quoting, types and ranges. Knows no command; the rows are made in `console_commands.ts`.
 *
 * Verlihub: triggers, redirects, clients and connection types are all edited in this style.
 *
 * @module
 */
import { MAX_PERIOD, parsePeriod } from "../../core/period.ts";

/**
 * What an option takes. `text` may have several lines, `line` may not; `bits` are flags by number or name, commas
 * between; `choice` is one of the names or its number; `period` is seconds, or `5m`, `2h` …
 */
export type ConsoleType = "text" | "line" | "int" | "number" | "switch" | "bits" | "choice" | "period";

/** One option; its key in the table is the name of the value. */
export interface ConsoleOption {
  /** Letters after the `-`. The name of the value works, too: `--name`. */
  readonly flag: string;
  /** What it takes. */
  readonly type: ConsoleType;
  /** One line for help. */
  readonly meaning: string;
  /** Smallest number, or fewest bytes of a text. Default 0. */
  readonly min?: number;
  /** Largest number, or most bytes of a text. Default 255 for texts, 2³¹−1 for numbers. */
  readonly max?: number;
  /** `bits`: the bits by name. `choice`: the values by name. */
  readonly names?: Readonly<Record<string, number>>;
}

/** A table of options. */
export type ConsoleOptions = Readonly<Record<string, ConsoleOption>>;

/** The values that were given. */
export type ConsoleValues<T extends ConsoleOptions> = {
  -readonly [K in keyof T]?: T[K]["type"] extends "text" | "line" ? string
    : T[K]["type"] extends "switch" ? boolean
    : number;
};

/** Read arguments, or why they cannot be read. */
export type ConsoleArgs<T extends ConsoleOptions> =
  | { readonly ok: true; readonly rest: readonly string[]; readonly values: ConsoleValues<T> }
  | { readonly ok: false; readonly problem: string };

interface Token {
  readonly text: string;
  readonly quoted: boolean;
}

/**
 * Splits at white space. `"…"` keeps it; `\"` is a quote and `\\` a backslash in there. A quote may follow its
 * option at once: `-d"text"`. `null`: a quote is not closed.
 */
function tokensOf(args: string): Token[] | null {
  const tokens: Token[] = [];
  let at = 0;
  while (at < args.length) {
    if (/\s/.test(args[at]!)) {
      at++;
    } else if (args[at] !== '"') {
      const end = args.slice(at).search(args[at] === "-" ? /[\s"]/ : /\s/);
      const next = end < 0 ? args.length : at + end;
      tokens.push({ text: args.slice(at, next), quoted: false });
      at = next;
    } else {
      let text = "";
      for (at++; at < args.length && args[at] !== '"'; at++) {
        if (args[at] === "\\" && (args[at + 1] === '"' || args[at + 1] === "\\")) at++;
        text += args[at];
      }
      if (at++ >= args.length) return null;
      tokens.push({ text, quoted: true });
    }
  }
  return tokens;
}

const isOption = ({ text, quoted }: Token): boolean => !quoted && /^--?[a-z]/i.test(text);

/** `-d`. */
const written = ({ flag }: ConsoleOption): string => `-${flag}`;

/** Reads arguments. `words` names the words that come without an option; every one of them is needed. */
export function parseConsole<T extends ConsoleOptions>(
  options: T,
  words: readonly string[],
  args: string,
): ConsoleArgs<T> {
  const tokens = tokensOf(args);
  if (tokens === null) return { ok: false, problem: 'a " is not closed' };
  const rest: string[] = [];
  const values: Record<string, string | number | boolean> = {};
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (!isOption(token)) {
      if (rest.push(token.text) > words.length) {
        return {
          ok: false,
          problem: `"${shown(token.text)}" belongs to nothing: put texts with spaces in "quotes"`,
        };
      }
      continue;
    }
    const [name, option] = Object.entries(options).find(([name, option]) =>
      token.text === written(option) || token.text === `--${name}`
    ) ?? [];
    if (name === undefined || option === undefined) {
      return { ok: false, problem: `there is no option ${shown(token.text)}` };
    }
    const value = tokens[++i];
    if (!value || isOption(value)) {
      return { ok: false, problem: `${written(option)} needs ${describeOption(option)} behind it` };
    }
    const read = readValue(option, value.text);
    if (read === null) {
      const problem = `${written(option)} must be ${describeOption(option)}: received "${shown(value.text)}"`;
      return { ok: false, problem };
    }
    values[name] = read;
  }
  const missing = words[rest.length];
  if (missing !== undefined) return { ok: false, problem: `the ${missing} is missing` };
  return { ok: true, rest, values: values as ConsoleValues<T> };
}

const shown = (text: string): string => text.length > 40 ? `${text.slice(0, 40)}…` : text;

function rangeOf({ type, min = 0, max }: ConsoleOption): readonly [min: number, max: number] {
  return [min, max ?? (type === "text" || type === "line" ? 255 : 2 ** 31 - 1)];
}

const SWITCH: Readonly<Record<string, boolean>> = {
  0: false,
  1: true,
  off: false,
  on: true,
  no: false,
  yes: true,
};

function readValue(option: ConsoleOption, text: string): string | number | boolean | null {
  const [min, max] = rangeOf(option);
  const ranged = (value: number | null) => value !== null && value >= min && value <= max ? value : null;
  const word = text.toLowerCase();
  switch (option.type) {
    case "text":
    case "line":
      if (text.includes("\0") || option.type === "line" && /[\r\n]/.test(text)) return null;
      return ranged(new TextEncoder().encode(text).length) === null ? null : text;
    case "int":
      return ranged(/^-?\d{1,15}$/.test(text) ? Number(text) : null);
    case "number":
      return ranged(/^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : null);
    case "switch":
      return Object.hasOwn(SWITCH, word) ? SWITCH[word]! : null;
    case "period":
      return ranged(/^\d{1,10}$/.test(text) ? Math.min(Number(text), MAX_PERIOD) : parsePeriod(text));
    case "choice": {
      const names = option.names ?? {};
      if (Object.hasOwn(names, word)) return names[word]!;
      return Object.values(names).find((value) => String(value) === text) ?? null;
    }
    case "bits":
      return readBits(option.names ?? {}, word);
  }
}

/** The sum of the named bits; numbers may stand between the names. `null`: one of them means nothing. */
function readBits(names: Readonly<Record<string, number>>, text: string): number | null {
  const known = Object.values(names).reduce((all, bit) => all | bit, 0);
  let bits = 0;
  for (const part of text.split(",")) {
    const name = part.trim();
    const value = Object.hasOwn(names, name) ? names[name]! : /^\d{1,9}$/.test(name) ? Number(name) : -1;
    if (value < 0 || (value & ~known) !== 0) return null;
    bits |= value;
  }
  return bits;
}

/** What an option takes, in words: `a whole number from 0 to 23`. */
function describeOption(option: ConsoleOption): string {
  const [min, max] = rangeOf(option);
  const names = Object.entries(option.names ?? {}).map(([name, value]) => `${name} (${value})`).join(", ");
  switch (option.type) {
    case "text":
      return `a text of ${min} to ${max} bytes`;
    case "line":
      return `one line of ${min} to ${max} bytes`;
    case "int":
      return `a whole number from ${min} to ${max}`;
    case "number":
      return `a number from ${min} to ${max}`;
    case "switch":
      return "0 or 1";
    case "period":
      return `seconds or a time such as 5m or 2h, ${min} to ${max} seconds`;
    case "choice":
      return `one of ${names}`;
    case "bits":
      return `0 or some of ${names}, commas between`;
  }
}

/** A value as it could be typed: bits and choices by name. */
export function formatOption(option: ConsoleOption, value: string | number | boolean): string {
  const names = Object.entries(option.names ?? {});
  if (option.type === "switch") return value ? "1" : "0";
  if (option.type === "choice") return names.find(([, known]) => known === value)?.[0] ?? String(value);
  if (option.type !== "bits") return String(value);
  const bits = names.filter(([, bit]) => (Number(value) & bit) !== 0).map(([name]) => name);
  return bits.join(",") || "0";
}

/** The argument pattern of a table, for the help of a command: `<command> [-d ...] [-f ...]`. */
export function consoleUsage(options: ConsoleOptions, words: readonly string[]): string {
  return [
    ...words.map((word) => `<${word}>`),
    ...Object.values(options).map((option) => `[${written(option)} ...]`),
  ]
    .join(" ");
}

/** A line for each option: what it is, and what it takes. */
export function consoleHelp(options: ConsoleOptions): string {
  return Object.entries(options).map(([name, option]) =>
    `${written(option)} or --${name}: ${option.meaning} Takes ${describeOption(option)}.`
  ).join("\r\n");
}
