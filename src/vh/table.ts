/**
 * The shapes of the tables that describe the script API as data, and the types derived from them.
 * Knows no call and no hook by name; `calls.ts` and `hooks.ts` do.
 *
 * @module
 */

/**
 * Types a script may pass or receive. `"text"` also takes a number or boolean and converts it; `"value"` takes any
 * data, which the handler checks.
 */
export type ParamType = "string" | "number" | "boolean" | "text" | "value";

/** One parameter of a call or hook, in positional order. */
export interface Param {
  /** Name in signatures and messages. */
  readonly name: string;
  /** What is accepted. */
  readonly type: ParamType;
  /** May be left out or null; the default then applies (none: null is passed on). */
  readonly optional?: true;
  /** Value when left out. */
  readonly default?: string | number | boolean;
  /** Any number of further arguments of this type. The last parameter only. */
  readonly rest?: true;
  /** For `"value"`: the TypeScript type that authors see. */
  readonly ts?: string;
  /** What it means, one line. */
  readonly doc?: string;
}

/** Maps a parameter type to TypeScript. */
export interface ParamTypes {
  /** Text. */
  string: string;
  /** A finite number. */
  number: number;
  /** True or false. */
  boolean: boolean;
  /** Text, after conversion. */
  text: string;
  /** Any data. */
  value: unknown;
}

/** The TypeScript type of one parameter as a handler receives it. */
export type ParamValue<P extends Param> = P extends { optional: true }
  ? P extends { default: string | number | boolean } ? ParamTypes[P["type"]] : ParamTypes[P["type"]] | null
  : ParamTypes[P["type"]];

/** The argument tuple of a parameter list. */
export type ParamTuple<L extends readonly Param[]> = L extends
  readonly [...infer H extends readonly Param[], infer R extends Param & { readonly rest: true }]
  ? [...ParamTuple<H>, ...ParamTypes[R["type"]][]]
  : {
    -readonly [I in keyof L]: L[I] extends Param ? ParamValue<L[I]> : never;
  };

/** What an operator may grant to or take from a script; see `capabilities.ts`. */
export type CapabilityName =
  | "users"
  | "chat"
  | "bots"
  | "moderate"
  | "register"
  | "config"
  | "scripts"
  | "sql"
  | "commands"
  | "stop"
  | "passwords";

/**
 * How a call travels: `"R"` read from the worker's replica, `"W"` sent without waiting (its result is predicted
 * from the replica), `"S"` waits for the hub, `"L"` computed in the worker. Two letters: it depends on the arguments.
 */
export type Effect = "R" | "W" | "S" | "L" | "RS" | "RW";

/** One function of the `vh` object. */
export interface CallRow {
  /** Name as scripts write it. */
  readonly name: string;
  /** Positional parameters. */
  readonly params: readonly Param[];
  /** TypeScript type of the result. */
  readonly returns: string;
  /** How it travels. */
  readonly effect: Effect;
  /** Needed grant; `null` = none. */
  readonly capability: CapabilityName | null;
  /** Which kinds of hub offer it. */
  readonly modes: "both" | "embedded";
  /** The group it stands under in the reference. */
  readonly group: string;
  /** What it does, for the reference and the editor. */
  readonly doc: string;
  /** This is another name for the call of this name, which carries it out. */
  readonly alias?: string;
  /** Parameter lists it takes besides `params`, as TypeScript; the worker turns them into `params`. */
  readonly overloads?: readonly string[];
}

/** The row of a call under another name. */
export type AliasRow<N extends string, R extends CallRow> = Omit<R, "name" | "doc"> & {
  /** The other name. */
  readonly name: N;
  /** Refers to the call. */
  readonly doc: string;
  /** The call that carries it out. */
  readonly alias: R["name"];
};

/** Gives the call `of` in `rows` another name; `note` goes into the reference. */
export function aliasRow<const N extends string, R extends CallRow, const T extends R["name"]>(
  name: N,
  rows: readonly R[],
  of: T,
  note = "",
): AliasRow<N, Extract<R, { name: T }>> {
  const row = rows.find((row): row is Extract<R, { name: T }> => row.name === of)!;
  return { ...row, name, alias: of, doc: `As ${of}.${note && ` ${note}`}` };
}

/**
 * What the hub does with a hook's result: `"verdict"` allow or block, `"chat"` and `"myinfo"` also take
 * substitutions, `"text"` takes one text as the script's answer, `"none"` nothing (the hub does not wait).
 */
export type AnswerKind = "verdict" | "chat" | "myinfo" | "text" | "none";

/** An argument that not every script sees whole: text that begins with `after` is cut behind it. */
export interface SecretRule {
  /** Which argument. */
  readonly param: number;
  /** How such text begins; this much is shown to everybody. */
  readonly after: string;
  /** The grant with which a script sees the rest. */
  readonly capability: CapabilityName;
}

/** One hook. */
export interface HookRow {
  /** Positional parameters. */
  readonly params: readonly Param[];
  /** What its result does. */
  readonly answer: AnswerKind;
  /** True when a connection triggered it, so that raw answers and `disconnect` have a target. */
  readonly connection: boolean;
  /** What is kept from scripts without a grant. */
  readonly secret?: SecretRule;
  /** When it fires and what a block does. */
  readonly doc: string;
}
