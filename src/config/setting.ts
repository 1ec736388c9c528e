/**
 * The shape of one runtime variable and the builders the tables are written with. Knows no variable by name.
 * Types carry Verlihub's names, because scripts see them as numbers (`eIT_*`) and old databases hold their text form.
 *
 * @module
 */

/** Verlihub's value types. Whole numbers are `int`, `uint`, `long` and `ulong`; all are plain numbers here. */
export type SettingType = "bool" | "int" | "uint" | "long" | "ulong" | "double" | "string";

/** What a variable may hold. */
export type SettingValue = boolean | number | string;

/**
 * Which texts a string variable takes: `line` goes out inside one protocol message (no `|`, no line break),
 * `nick` is a line a user could carry as nick, `address` is empty or an IP address, `text` may have several lines,
 * `triggers` are punctuation marks that can begin a command in every encoding.
 */
export type TextForm = "line" | "nick" | "address" | "text" | "triggers";

/** One runtime variable. */
export interface Setting<T extends SettingValue = SettingValue> {
  /** Verlihub's type. */
  readonly type: SettingType;
  /** Value of a new hub. */
  readonly default: T;
  /** Smallest number, or fewest bytes of a string. */
  readonly min: number;
  /** Largest number, or most bytes of a string. */
  readonly max: number;
  /** What a number counts: `seconds`, `bytes`, `MiB`, `class` …; `""` where there is nothing to say. */
  readonly unit: string;
  /** What it does, one sentence. */
  readonly meaning: string;
  /** 1 essential, 2 useful, 3 optional. */
  readonly priority: 1 | 2 | 3;
  /** True when a change needs a restart. */
  readonly restart: boolean;
  /** For strings: which texts are fine. */
  readonly form: TextForm;
}

/** What a builder may be told beyond default and meaning. */
export interface SettingOptions
  extends Partial<Pick<Setting, "min" | "max" | "unit" | "priority" | "restart" | "form">> {
  /** Verlihub's type of a whole number where it is another one than the builder's. */
  readonly type?: "int" | "uint" | "long" | "ulong";
}

const BASE = { unit: "", priority: 1, restart: false, form: "line" } as const;

/** A switch. */
export function bool(value: boolean, meaning: string, options: SettingOptions = {}): Setting<boolean> {
  return { ...BASE, type: "bool", default: value, min: 0, max: 1, meaning, ...options };
}

/** A whole number that may be negative. */
export function int(value: number, meaning: string, options: SettingOptions = {}): Setting<number> {
  return { ...BASE, type: "int", default: value, min: -(2 ** 31), max: 2 ** 31 - 1, meaning, ...options };
}

/** A whole number from 0 to 2³²−1. */
export function uint(value: number, meaning: string, options: SettingOptions = {}): Setting<number> {
  return { ...BASE, type: "uint", default: value, min: 0, max: 2 ** 32 - 1, meaning, ...options };
}

/** A large whole number from 0. */
export function ulong(value: number, meaning: string, options: SettingOptions = {}): Setting<number> {
  return {
    ...BASE,
    type: "ulong",
    default: value,
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    meaning,
    ...options,
  };
}

/** A number with a fraction. */
export function double(value: number, meaning: string, options: SettingOptions = {}): Setting<number> {
  return { ...BASE, type: "double", default: value, min: 0, max: 1e12, meaning, ...options };
}

/** A user class, −1 (pinger) to 10 (master); 11 means nobody. */
export function userClass(value: number, meaning: string, options: SettingOptions = {}): Setting<number> {
  return int(value, meaning, { min: -1, max: 11, unit: "class", ...options });
}

/** A span of whole seconds, at most a year. */
export function seconds(value: number, meaning: string, options: SettingOptions = {}): Setting<number> {
  return uint(value, meaning, { max: 31_536_000, unit: "seconds", ...options });
}

/** An amount of share. */
export function mebibytes(value: number, meaning: string, options: SettingOptions = {}): Setting<number> {
  return ulong(value, meaning, { max: 2 ** 43, unit: "MiB", ...options });
}

/** A text of at most 1024 bytes unless told otherwise. */
export function text(value: string, meaning: string, options: SettingOptions = {}): Setting<string> {
  return { ...BASE, type: "string", default: value, min: 0, max: 1024, meaning, ...options };
}
