/**
 * `!set` and `!get`: runtime variables by hand. A name is a variable of the hub, or `set.name` for a value scripts
 * keep in a set of their own.
 *
 * @module
 */
import {
  describeRange,
  formatSetting,
  isSettingName,
  nearestSetting,
  SETTING_NAMES,
  type SettingName,
  SETTINGS,
} from "../../config/settings.ts";
import type { CommandCall, HubCommand } from "../context.ts";
import { UserClass } from "../model.ts";
import { getConfig, MAIN_SET, setConfig } from "../settings_live.ts";
import { firstWord } from "./args.ts";

/** `!set` and `!get`. */
export const SETTING_COMMANDS: readonly HubCommand[] = [
  {
    name: "set",
    aliases: ["="],
    operator: true,
    minClass: () => UserClass.Admin,
    usage: "<[set.]name> <value>",
    help: 'Change a variable; "" is an empty text',
    run: set,
  },
  {
    name: "get",
    aliases: ["getvar", "gv", "getconf", "getconfig", "gc"],
    operator: true,
    minClass: () => UserClass.Admin,
    usage: "[[set.]name]",
    help: "Show variables; * stands for anything",
    run: get,
  },
];

/** The set and the name of `[set.]name`. */
function split(word: string): readonly [conf: string, name: string] {
  const dot = word.indexOf(".");
  return dot < 0 ? [MAIN_SET, word] : [word.slice(0, dot), word.slice(dot + 1)];
}

function unknown(name: string): string {
  const meant = nearestSetting(name);
  return `There is no variable ${name.slice(0, 60)}.${meant === null ? "" : ` Did you mean ${meant}?`}`;
}

function set({ hub, nick, reply }: CommandCall, args: string): void {
  const [word, rest] = firstWord(args);
  const [conf, name] = split(word);
  if (name === "" || rest === "") {
    return reply('Write name and value: !set <name> <value>, "" for an empty text');
  }
  if (conf === MAIN_SET && !isSettingName(name)) return reply(unknown(name));
  const old = getConfig(hub, conf, name);
  setConfig(hub, conf, name, rest === '""' ? "" : rest, nick, (problem) => {
    if (problem !== null) return reply(`${word} stays as it is: ${problem}`);
    reply(
      `${word} was ${old === null ? "not set" : quoted(old)}, is ${quoted(getConfig(hub, conf, name) ?? "")}`,
    );
  });
}

function get({ hub, reply, replyPm }: CommandCall, args: string): void {
  const [word] = firstWord(args);
  const [conf, name] = split(word);
  if (conf !== MAIN_SET) {
    const value = getConfig(hub, conf, name);
    return reply(value === null ? `There is no ${word.slice(0, 60)}.` : `${word} = ${quoted(value)}`);
  }
  const line = (found: SettingName) => `${found} = ${quoted(formatSetting(found, hub.vars[found]))}`;
  if (isSettingName(name)) {
    const setting = SETTINGS[name];
    return reply(`${line(name)}\r\n${setting.meaning} Takes ${describeRange(setting)}.`);
  }
  const found = SETTING_NAMES.filter((candidate) =>
    matches(name.includes("*") ? name : `${name}*`, candidate)
  );
  if (found.length === 0) return reply(unknown(name));
  replyPm(`Variables (${found.length}):\r\n${found.map(line).join("\r\n")}`);
}

/** True when `mask` with its `*` fits the whole of `text`. Linear for every mask an operator may write. */
function matches(mask: string, text: string): boolean {
  const [head, ...rest] = mask.toLowerCase().split("*");
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

const quoted = (text: string): string => `"${text}"`;
