/**
 * The hub's runtime variables as one table, and the way between values and text. Owns names, types, defaults,
 * ranges and meanings; does not know where values are stored or who changes them.
 * Names and defaults are Verlihub's (SetupList) unless the meaning says otherwise, so old databases and scripts fit.
 *
 * @module
 */
import { isAddress } from "../core/ip.ts";
import { nearest } from "./nearest.ts";
import type { Setting, SettingValue } from "./setting.ts";
import { amountHint, parseAmount } from "./setting_units.ts";
import { COMMANDS } from "./settings_commands.ts";
import { FLOOD } from "./settings_flood.ts";
import { HISTORY } from "./settings_history.ts";
import { ACCOUNTS, IDENTITY, MODERATION, RIGHTS, WELCOME } from "./settings_hub.ts";
import { SHARE, TAGS, USERS } from "./settings_limits.ts";
import { HUB_LISTS, RECORDS } from "./settings_presence.ts";
import { SENDING, SIZES, TALK } from "./settings_traffic.ts";
import { ZONES } from "./settings_zones.ts";

export * from "./settings_commands.ts";
export * from "./settings_flood.ts";
export * from "./settings_history.ts";
export * from "./settings_hub.ts";
export * from "./settings_limits.ts";
export * from "./settings_presence.ts";
export * from "./settings_traffic.ts";
export * from "./settings_zones.ts";
export type { Setting, SettingType, SettingValue, TextForm } from "./setting.ts";

/** The variables by group, in the order the reference shows them. */
export const SETTING_GROUPS = {
  "Hub": IDENTITY,
  "Welcome lines": WELCOME,
  "Rights": RIGHTS,
  "Moderation": MODERATION,
  "Commands": COMMANDS,
  "Accounts": ACCOUNTS,
  "Users": USERS,
  "Zones": ZONES,
  "Share": SHARE,
  "Tags": TAGS,
  "Chat and search": TALK,
  "Message sizes": SIZES,
  "Sending and waiting": SENDING,
  "Flood protection": FLOOD,
  "Hub lists": HUB_LISTS,
  "Log and audit trail": RECORDS,
  "Histories": HISTORY,
};

/** The whole table: name → variable. */
export type SettingTable =
  & typeof IDENTITY
  & typeof WELCOME
  & typeof RIGHTS
  & typeof MODERATION
  & typeof COMMANDS
  & typeof ACCOUNTS
  & typeof USERS
  & typeof ZONES
  & typeof SHARE
  & typeof TAGS
  & typeof TALK
  & typeof SIZES
  & typeof SENDING
  & typeof FLOOD
  & typeof HUB_LISTS
  & typeof RECORDS
  & typeof HISTORY;

/** Every variable by name. */
export const SETTINGS: SettingTable = {
  ...IDENTITY,
  ...WELCOME,
  ...RIGHTS,
  ...MODERATION,
  ...COMMANDS,
  ...ACCOUNTS,
  ...USERS,
  ...ZONES,
  ...SHARE,
  ...TAGS,
  ...TALK,
  ...SIZES,
  ...SENDING,
  ...FLOOD,
  ...HUB_LISTS,
  ...RECORDS,
  ...HISTORY,
};

/** The name of a runtime variable. */
export type SettingName = keyof SettingTable;

/** One value per variable: boolean, number or string. */
export type SettingValues = {
  -readonly [N in SettingName]: SettingTable[N] extends Setting<infer T> ? T : never;
};

/** Verlihub: the set in `SetupList` that holds the hub's own variables; scripts keep others in sets of their own. */
export const MAIN_SET = "config";

/** All names, in the order of the table. */
export const SETTING_NAMES: readonly SettingName[] = Object.keys(SETTINGS) as SettingName[];

/** A parsed value, or why the text is none. */
export type ParsedSetting<N extends SettingName = SettingName> =
  | { readonly ok: true; readonly value: SettingValues[N] }
  | { readonly ok: false; readonly reason: string };

/** True when there is a variable of this name. */
export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}

/** The variable somebody probably meant, or `null`. */
export function nearestSetting(name: string): SettingName | null {
  return nearest(name, SETTING_NAMES);
}

/** The value of a new hub for a variable. */
export function defaultOf<N extends SettingName>(name: N): SettingValues[N] {
  return SETTINGS[name].default as SettingValues[N];
}

/** A fresh object with the value of a new hub for every variable. */
export function defaultSettings(): SettingValues {
  return Object.fromEntries(SETTING_NAMES.map((name) => [name, SETTINGS[name].default])) as SettingValues;
}

/** The range of a variable in words, for example `a whole number from 0 to 10 (classes)` or `0 or 1`. */
export function describeRange({ type, min, max, form, unit }: Setting): string {
  if (type === "bool") return "0 or 1";
  const counts = unit === "" ? "" : ` (${unit})`;
  if (type === "double") return `a number from ${min} to ${max}${counts}`;
  if (type !== "string") return `a whole number from ${min} to ${max}${counts}`;
  if (form === "address") return "an IPv4 or IPv6 address, or nothing";
  if (form === "triggers") return `${min} to ${max} punctuation marks, without spaces and none of $ < > |`;
  const shape = form === "nick" ? "a nick" : form === "line" ? "one line without |" : "text";
  return `${shape} of ${min} to ${max} bytes`;
}

/** What may be written for a variable: its range, and examples where it takes units. */
export function describeInput(setting: Setting): string {
  const hint = setting.type === "string" ? "" : amountHint(setting.unit);
  return `${describeRange(setting)}${hint && `, such as ${hint}`}`;
}

const BOOLS: ReadonlyMap<string, boolean> = new Map([
  ["1", true],
  ["0", false],
  ["true", true],
  ["false", false],
  ["on", true],
  ["off", false],
]);

/** Forbidden in the forms; NUL is never fine. NMDC: a nick has no space, `$`, `|`, `<` or `>`. */
const UNFIT = {
  text: /\0/,
  line: /[|\0\r\n]/,
  nick: /[\s$|<>\0]/,
  address: /[^0-9a-fA-F.:]/,
  triggers: /[^!-~]|[A-Za-z0-9$|<>]/,
} as const;

function parseValue(setting: Setting, text: string): SettingValue | undefined {
  const { type, min, max, form, unit } = setting;
  if (type === "bool") return BOOLS.get(text.trim().toLowerCase());
  if (type === "string") {
    const size = new TextEncoder().encode(text).length;
    if (size < min || size > max || UNFIT[form].test(text)) return undefined;
    return form === "address" && text !== "" && !isAddress(text) ? undefined : text;
  }
  const shape = type === "double" ? /^[-+]?\d{1,20}(\.\d{1,20})?$/ : /^[-+]?\d{1,20}$/;
  const value = shape.test(text.trim()) ? Number(text) : parseAmount(text, unit) ?? NaN;
  return value >= min && value <= max ? value : undefined;
}

/**
 * Turns text into a value of the variable. Strict: what does not fit is refused, not bent (Verlihub reads "abc" as
 * 0). Switches also take true/false and on/off, amounts of time and bytes a unit: `5m`, `10GiB`.
 */
export function parseSetting<N extends SettingName>(name: N, text: string): ParsedSetting<N> {
  const setting: Setting = SETTINGS[name];
  const value = parseValue(setting, text);
  if (value !== undefined) return { ok: true, value: value as SettingValues[N] };
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return {
    ok: false,
    reason: `${name} must be ${describeInput(setting)}: received ${JSON.stringify(shown)}`,
  };
}

/** The text form that Verlihub stores: `1`/`0`, decimal numbers, doubles with six decimals, strings as they are. */
export function formatSetting<N extends SettingName>(name: N, value: SettingValues[N]): string {
  const { type } = SETTINGS[name];
  if (type === "bool") return value ? "1" : "0";
  return type === "double" ? Number(value).toFixed(6) : String(value);
}

/** Values that do not go together. Verlihub: "hub_security" may not be equal to "opchat_name". */
const CONFLICTS: readonly {
  readonly names: readonly SettingName[];
  readonly clash: (values: Readonly<SettingValues>) => boolean;
  readonly text: string;
}[] = [{
  names: ["hub_security", "opchat_name"],
  clash: (values) => values.hub_security.toLowerCase() === values.opchat_name.toLowerCase(),
  text: "hub_security and opchat_name must be two different nicks",
}, {
  names: ["min_nick", "max_nick"],
  clash: (values) => values.min_nick > values.max_nick,
  text: "min_nick must not be larger than max_nick",
}];

/**
 * Why a parsed value does not go together with the other variables, or `null`. For whoever lets people change them.
 * A contradiction between others does not matter: an old database may hold one.
 */
export function settingConflict<N extends SettingName>(
  name: N,
  value: SettingValues[N],
  values: Readonly<SettingValues>,
): string | null {
  const next: Readonly<SettingValues> = { ...values, [name]: value };
  return CONFLICTS.find(({ names, clash }) => names.includes(name) && clash(next))?.text ?? null;
}

/** Every contradiction between these values. */
export function settingConflicts(values: Readonly<SettingValues>): string[] {
  return CONFLICTS.filter(({ clash }) => clash(values)).map(({ text }) => text);
}
