/**
 * What a verb of the command line is: its options as data, its function, and the world it may touch. Owns parsing
 * and the help text, both made from that data. Knows no verb.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { nearest } from "../config/nearest.ts";
import { HubError, messageOf } from "../core/errors.ts";

/** One option. */
export interface OptionSpec {
  /** `string` options take a value, `boolean` ones do not. */
  readonly type: "string" | "boolean";
  /** Name of the value in the help, such as `FILE`. */
  readonly value?: string;
  /** May be given several times. */
  readonly multiple?: boolean;
  /** First words of the forms that take it, such as `["add", "list"]`; without this every form does. */
  readonly of?: readonly string[];
  /** What it does. */
  readonly help: string;
}

/** Parsed options by name; `undefined` where the option was not given. */
export interface OptionValues {
  /** The value of a `string` option. */
  text(name: string): string | undefined;
  /** All values of a `multiple` option. */
  all(name: string): string[];
  /** Whether a `boolean` option was given. */
  flag(name: string): boolean;
}

/** What a verb may touch. Tests bring their own. */
export interface CliIo {
  /** Writes a line to standard output. */
  out(line: string): void;
  /** Writes a line to standard error. */
  err(line: string): void;
  /** The first line of standard input without its line end; at most 4096 bytes are read. */
  readLine(): Promise<string>;
}

/** A verb with its parsed arguments. */
export interface Invocation {
  /** What follows the verb. */
  readonly args: readonly string[];
  /** The options. */
  readonly options: OptionValues;
  /** The world. */
  readonly io: CliIo;
}

/** One way to call a verb, for the help: arguments and what happens. */
export type Form = readonly [args: string, help: string];

/** One verb. */
export interface Command {
  /** The word people type. */
  readonly name: string;
  /** One line. */
  readonly summary: string;
  /** Every way to call it. The number of arguments given must fit one of them. */
  readonly forms: readonly Form[];
  /** Own options; `--config`, `--data` and `--help` exist everywhere. */
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** Does the work and returns the exit code. Throws {@linkcode HubError} for what a person should read. */
  run(invocation: Invocation): Promise<number>;
}

/** Exit codes of every verb. */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

/** Options of every verb. */
const COMMON_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  config: { type: "string", value: "FILE", help: "Configuration file (default hubcap.jsonc)" },
  data: { type: "string", value: "FOLDER", help: "Data folder, in place of the one in the configuration" },
  help: { type: "boolean", help: "Show this text" },
};

const optionLabel = ([name, { value }]: [string, OptionSpec]): string =>
  `--${name}${value ? ` ${value}` : ""}`;

const optionRow = (entry: [string, OptionSpec]) => {
  const { of, help } = entry[1];
  return [optionLabel(entry), of ? `${of.join(", ")}: ${help}` : help] as const;
};

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd());
}

/** The help of one verb. */
export function commandHelp(command: Command): string[] {
  const options = Object.entries({ ...command.options, ...COMMON_OPTIONS });
  return [
    command.summary,
    "",
    ...columns(
      command.forms.map(([args, help]) => [`hubcap ${command.name} ${args}`.trimEnd(), help] as const),
    ),
    "",
    "Options:",
    ...columns(options.map(optionRow)),
  ];
}

/** The help of the program. */
export function programHelp(commands: readonly Command[]): string[] {
  return [
    "Hubcap: a Direct Connect hub whose scripts are locked in.",
    "",
    "hubcap VERB [ARGUMENTS] [OPTIONS]; more with hubcap VERB --help",
    "",
    ...columns(commands.map(({ name, summary }) => [name, summary] as const)),
    "",
    "Options of every verb:",
    ...columns(Object.entries(COMMON_OPTIONS).map(optionRow)),
    "",
    "Exit codes: 0 done, 1 failed, 2 wrong usage, configuration, address or data folder.",
  ];
}

/** What somebody typed that a verb cannot use, and what to type instead. */
export function usage(message: string, remedy: string): HubError {
  return new HubError("cli.usage", message, { remedy });
}

/** `-1` is a value, not a short option: a NUL in front, which no argument can hold, keeps parseArgs from it. */
const hideMinus = (arg: string): string => /^-\d/.test(arg) ? `\0${arg}` : arg;
const showMinus = (arg: string): string => arg.startsWith("\0") ? arg.slice(1) : arg;

/** Parses what follows the verb. `null`: help was asked for. Throws `cli.usage`. */
export function parseCommand(command: Command, argv: readonly string[], io: CliIo): Invocation | null {
  const specs = { ...command.options, ...COMMON_OPTIONS };
  const known = Object.fromEntries(
    Object.entries(specs).map(([name, { type, multiple = false }]) => [name, { type, multiple }] as const),
  );
  const remedy = `Try: hubcap ${command.name} --help`;
  for (const arg of argv) {
    if (arg === "--") break;
    const name = /^--([^=]+)/.exec(arg)?.[1];
    if (name === undefined || Object.hasOwn(known, name)) continue;
    const meant = nearest(name, Object.keys(known));
    throw usage(`There is no option --${name}`, meant ? `Did you mean --${meant}?` : remedy);
  }
  let parsed: ReturnType<typeof readWords>;
  try {
    parsed = readWords(argv, known);
  } catch (error) {
    throw usage(messageOf(error), remedy);
  }
  const { values } = parsed;
  const positionals = parsed.positionals.map(showMinus);
  const options: OptionValues = {
    text: (name) => typeof values[name] === "string" ? showMinus(values[name]) : undefined,
    all: (name) => Array.isArray(values[name]) ? values[name].map(String) : [],
    flag: (name) => values[name] === true,
  };
  if (options.flag("help")) return null;
  if (!command.forms.some(([args]) => fits(args, positionals))) {
    throw usage(`Cannot understand "${[command.name, ...positionals].join(" ")}"`, remedy);
  }
  refuseUnused(command, positionals[0] ?? "", parsed.given);
  return { args: positionals, options, io };
}

/** The words in order; `given` has an option as often as it was written. Throws what makes no sense. */
function readWords(
  argv: readonly string[],
  options: Record<string, { type: "string" | "boolean"; multiple: boolean }>,
) {
  const { values, positionals, tokens } = parseArgs({
    args: argv.map(hideMinus),
    options,
    allowPositionals: true,
    tokens: true,
  });
  const given = tokens.flatMap((token) => token.kind === "option" ? [token.name] : []);
  return { values: values as Record<string, unknown>, positionals, given };
}

/** An option that would change nothing is a misunderstanding: nothing is done then. */
function refuseUnused({ name, options }: Command, form: string, given: readonly string[]): void {
  const takes = Object.entries(options).filter(([, { of }]) => !of || of.includes(form));
  for (const [i, option] of given.entries()) {
    const spec = options[option] ?? COMMON_OPTIONS[option];
    if (spec?.of && !spec.of.includes(form)) {
      const own = takes.map(([taken]) => `--${taken}`).join(", ") || "no option of its own";
      throw usage(
        `Cannot use --${option} with ${name} ${form}`,
        `${name} ${form} takes ${own}; --${option} goes with ${
          spec.of.map((word) => `${name} ${word}`).join(", ")
        }`,
      );
    }
    if (!spec?.multiple && given.indexOf(option) !== i) {
      throw usage(`Cannot use --${option} twice`, "Write it once");
    }
  }
}

/** True when the words fit a form such as `add NICK`: lower case is literal, upper case is any word. */
function fits(form: string, words: readonly string[]): boolean {
  const parts = form.split(" ").filter((part) =>
    part !== "" && !part.startsWith("[") && !part.startsWith("-")
  );
  return parts.length === words.length &&
    parts.every((part, i) => /^[A-Z]+$/.test(part) || part === words[i]);
}
