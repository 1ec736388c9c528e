/**
 * `!set`, `!unset` and `!get`: runtime variables by hand. A name is a variable of the hub, or `set.name` for a value
 * scripts keep in a set of their own. What is said about a variable comes from `config/setting_text.ts`.
 *
 * @module
 */
import { findSettings, groupsLine, quoted, settingLine, settingLines } from "../../config/setting_text.ts";
import { isSettingName, MAIN_SET } from "../../config/settings.ts";
import { unknownSetting } from "../../config/settings_elsewhere.ts";
import type { CommandCall, HubCommand } from "../command_line/command.ts";
import { UserClass } from "../model.ts";
import { breakersText, isInfoRule, rulesNow } from "../my_info/online_breakers.ts";
import { getConfig, setConfig, unsetConfig } from "../settings_live.ts";
import { firstWord } from "./args.ts";

/** Values of free sets shown at once. */
const MAX_FREE_SHOWN = 500;

/** `!set`, `!unset` and `!get`. */
export const SETTING_COMMANDS: readonly HubCommand[] = [
  {
    name: "set",
    details: howTo,
    aliases: ["="],
    operator: true,
    minClass: () => UserClass.Admin,
    usage: "<[set.]name> [value]",
    help: 'Change a variable, units such as 5m or 10GiB work, "" is an empty text; without value: explain it',
    audited: true,
    menu: [{ title: "Settings\\Change", on: "hub", args: "%[line:Name] %[line:Value]" }],
    run: set,
  },
  {
    name: "unset",
    operator: true,
    minClass: () => UserClass.Admin,
    usage: "<name>",
    help: "Give a variable its default back",
    audited: true,
    run: unset,
  },
  {
    name: "get",
    aliases: ["getvar", "gv", "getconf", "getconfig", "gc"],
    operator: true,
    minClass: () => UserClass.Admin,
    usage: "[[set.]name | group | changed]",
    help: 'Show variables; * stands for anything, "changed" for all that are not at their default',
    menu: [
      { title: "Settings\\Show", on: "hub", args: "%[line:Name or part with *]" },
      { title: "Settings\\Show changed", on: "hub", args: "changed" },
    ],
    run: get,
  },
];

/** The set and the name of `[set.]name`. */
function split(word: string): readonly [conf: string, name: string] {
  const dot = word.indexOf(".");
  return dot < 0 ? [MAIN_SET, word] : [word.slice(0, dot), word.slice(dot + 1)];
}

/** Verlihub: the set may also stand as a word of its own in front of the name. */
function targetOf(args: string): readonly [conf: string, name: string, rest: string] {
  const [word, rest] = firstWord(args);
  if ((word === MAIN_SET || /^pi_\w+$/.test(word)) && rest !== "") {
    const [name, value] = firstWord(rest);
    return [word, name, value];
  }
  return [...split(word), rest];
}

const shownName = (conf: string, name: string): string => conf === MAIN_SET ? name : `${conf}.${name}`;

function unknown(name: string): string {
  const { message, remedy } = unknownSetting(name);
  return `${message}. ${remedy === "" ? "See !get." : remedy}`;
}

/** `name stays as it is …` or the old and the new value. */
function change(
  call: CommandCall,
  conf: string,
  name: string,
  run: (done: (problem: string | null) => void) => void,
) {
  const { hub, reply } = call;
  const shown = shownName(conf, name);
  const old = getConfig(hub, conf, name);
  const before = conf === MAIN_SET && isInfoRule(name) ? rulesNow(hub) : null;
  run((problem) => {
    if (problem !== null) return reply(`${shown} stays as it is: ${problem}`);
    const now = quoted(getConfig(hub, conf, name) ?? "");
    const who = before === null
      ? ""
      : `. It counts from each user's next MyINFO on. ${breakersText(hub, before)}`;
    reply(`${shown} was ${old === null ? "not set" : quoted(old)}, is ${now}${who}`);
  });
}

function set(call: CommandCall, args: string): void {
  const { hub, nick, reply } = call;
  const [conf, name, rest] = targetOf(args);
  if (name === "") return reply(howTo());
  if (conf === MAIN_SET && !isSettingName(name)) return reply(unknown(name));
  if (rest === "") return show(call, conf, name);
  const value = rest === '""' ? "" : rest;
  change(call, conf, name, (done) => setConfig(hub, conf, name, value, nick, done));
}

function howTo(): string {
  return 'Write name and value: !set <name> <value>, "" for an empty text\r\n' +
    `!set <name> explains a variable, !get <group> lists a group: ${groupsLine()}`;
}

function unset(call: CommandCall, args: string): void {
  const { hub, nick, reply } = call;
  const [conf, name] = targetOf(args);
  if (name === "") return reply("Write a name: !unset <name>");
  if (conf !== MAIN_SET) return reply(`${conf} has no defaults; write: !set ${conf}.${name} <value>`);
  if (!isSettingName(name)) return reply(unknown(name));
  change(call, conf, name, (done) => unsetConfig(hub, name, nick, done));
}

/** One variable with all there is to say about it. */
function show({ hub, reply }: CommandCall, conf: string, name: string): void {
  if (conf === MAIN_SET && isSettingName(name)) return reply(settingLines(name, hub.vars).join("\r\n"));
  const value = getConfig(hub, conf, name);
  const shown = shownName(conf, name).slice(0, 60);
  reply(
    value === null
      ? `There is no ${shown}. List the set with: !get ${conf}.*`
      : `${shown} = ${quoted(value)}`,
  );
}

function get(call: CommandCall, args: string): void {
  const { hub, reply, replyPm } = call;
  const [conf, name] = targetOf(args);
  const mask = conf === MAIN_SET && args.includes(" ") && !args.startsWith(MAIN_SET) ? args : name;
  // Verlihub: "plugins" is all sets of plugins, and the name of a set alone lists it.
  if (conf !== MAIN_SET && !name.includes("*")) return show(call, conf, name);
  const set = conf !== MAIN_SET ? conf : /^pi_\w+$/.test(name) ? name : name === "plugins" ? "pi_" : null;
  if (set !== null) {
    const rows = hub.store.settings.listFree(set, MAX_FREE_SHOWN);
    if (rows.length === 0) return reply(`The set ${set} is empty.`);
    const lines = rows.map((row) => `${row.conf}.${row.name} = ${quoted(row.value)}`);
    return replyPm(`Values (${rows.length}):\r\n${lines.join("\r\n")}`);
  }
  if (isSettingName(name)) return show(call, conf, name);
  const changedOnly = name === "changed";
  const found = findSettings(changedOnly || name === MAIN_SET ? "*" : mask, hub.vars, changedOnly);
  if (found.length === 0) return reply(changedOnly ? "Every variable has its default." : unknown(name));
  replyPm(
    `Variables (${found.length}):\r\n${found.map((one) => settingLine(one, hub.vars)).join("\r\n")}`,
  );
}
