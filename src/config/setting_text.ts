/**
 * What operators read about runtime variables, the same in the hub and on the command line: a variable explained,
 * listed, found by mask or by being changed, and why a value is refused. Pure; knows no variable by name.
 *
 * @module
 */
import type { Setting } from "./setting.ts";
import {
  defaultOf,
  describeInput,
  formatSetting,
  isSettingName,
  parseSetting,
  SETTING_GROUPS,
  SETTING_NAMES,
  settingConflict,
  type SettingName,
  SETTINGS,
  type SettingValues,
} from "./settings.ts";

/** A value that may be stored, or why not. */
export type CheckedSetting<N extends SettingName = SettingName> =
  | { readonly ok: true; readonly value: SettingValues[N] }
  | { readonly ok: false; readonly reason: string };

/** Parses a text and checks it against the other variables: every rule that needs no running hub. */
export function checkSetting<N extends SettingName>(
  name: N,
  text: string,
  values: Readonly<SettingValues>,
): CheckedSetting<N> {
  const parsed = parseSetting(name, text);
  if (!parsed.ok) return { ok: false, reason: `${parsed.reason}. ${SETTINGS[name].meaning}` };
  const conflict = settingConflict(name, parsed.value, values);
  return conflict === null ? parsed : { ok: false, reason: conflict };
}

/** The stored text of a value on one line, in quotes: line breaks and quotes are escaped. */
export function shownValue(name: SettingName, values: Readonly<SettingValues>): string {
  return quoted(formatSetting(name, values[name]));
}

/** A text on one line, in quotes. */
export function quoted(text: string): string {
  return `"${text.replaceAll("\r", "").replaceAll("\n", "\\n")}"`;
}

/** True when a variable differs from that of a new hub. */
export function isChanged(name: SettingName, values: Readonly<SettingValues>): boolean {
  return values[name] !== defaultOf(name);
}

/** One line on a variable; what is not the default is marked with it. */
export function settingLine(name: SettingName, values: Readonly<SettingValues>): string {
  const standard = isChanged(name, values) ? ` (default ${defaultText(name)})` : "";
  return `${name} = ${shownValue(name, values)}${standard}`;
}

/** All there is to say about a variable: value, default, range, meaning. */
export function settingLines(name: SettingName, values: Readonly<SettingValues>): string[] {
  const setting: Setting = SETTINGS[name];
  const group = Object.entries(SETTING_GROUPS).find(([, table]) => Object.hasOwn(table, name))?.[0] ?? "";
  return [
    `${name} = ${shownValue(name, values)}`,
    `Default: ${defaultText(name)}`,
    `Takes: ${describeInput(setting)}`,
    `Meaning: ${setting.meaning} (${group}${setting.restart ? "; needs a restart" : ""})`,
  ];
}

/** The variable as data, for programs. */
export function settingFacts(name: SettingName, values: Readonly<SettingValues>): Record<string, unknown> {
  const { type, min, max, unit, meaning } = SETTINGS[name];
  return { name, value: values[name], default: SETTINGS[name].default, type, min, max, unit, meaning };
}

/** The groups of variables with how many each has, on one line. */
export function groupsLine(): string {
  return Object.entries(SETTING_GROUPS).map(([title, table]) => `${title} (${Object.keys(table).length})`)
    .join(
      ", ",
    );
}

/** The names of the group whose title begins so, in any case; none for `""`. */
function namesOfGroup(title: string): readonly string[] {
  const found = Object.entries(SETTING_GROUPS).find(([group]) =>
    title !== "" && group.toLowerCase().startsWith(title.toLowerCase())
  );
  return Object.keys(found?.[1] ?? {});
}

/**
 * Which variables a list shows: those that fit a mask (`*` for anything; without one: that begin so), or, where none
 * does, those of the group of this title.
 */
export function findSettings(
  mask: string,
  values: Readonly<SettingValues>,
  changedOnly = false,
): SettingName[] {
  const whole = mask.includes("*") || isSettingName(mask.toLowerCase()) ? mask : `${mask}*`;
  const fits = SETTING_NAMES.filter((name) => matchesMask(whole.toLowerCase(), name));
  const found = fits.length > 0 ? fits : namesOfGroup(mask).filter(isSettingName);
  return changedOnly ? found.filter((name) => isChanged(name, values)) : found;
}

const defaultText = (name: SettingName): string => quoted(formatSetting(name, defaultOf(name)));

/** True when `mask` with its `*` fits the whole of `text`. Linear for every mask. */
export function matchesMask(mask: string, text: string): boolean {
  const [head, ...rest] = mask.split("*");
  if (!text.startsWith(head!)) return false;
  if (rest.length === 0) return text === head;
  const tail = rest.pop()!;
  let at = head!.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - tail.length >= at && text.endsWith(tail);
}
