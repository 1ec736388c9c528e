/**
 * The five commands of one console topic, made from its table: `!addX`, `!modX`, `!delX`, `!lstX`, `!hX`. Owns their
 * common behaviour: reading, refusing, help. What is stored and how it is shown is the topic's.
 *
 * @module
 */
import type { SettingValues } from "../../config/settings.ts";
import type { CommandCall, HubCommand } from "../command_line/command.ts";
import {
  consoleHelp,
  type ConsoleOptions,
  consoleUsage,
  type ConsoleValues,
  parseConsole,
} from "./console.ts";

/** What can be edited by such commands. */
export interface ConsoleTopic<T extends ConsoleOptions> {
  /** Word behind `add`, `mod` …: `trigger`. Lower case. */
  readonly noun: string;
  /** One entry and several, in the help and the menus: `rule for a client`, `rules for clients`. */
  readonly called: readonly [one: string, many: string];
  /** What names an entry: `command`. */
  readonly key: string;
  /** The options of `!add` and `!mod`. */
  readonly options: T;
  /** First lines of the help: what such an entry does. */
  readonly about: string;
  /** Lowest class that may change entries. */
  minClass(vars: Readonly<SettingValues>): number;
  /** Lowest class that may list them; default: `minClass`. */
  minClassList?(vars: Readonly<SettingValues>): number;
  /** Makes an entry; returns the answer to the operator, success or not. */
  add(call: CommandCall, key: string, values: ConsoleValues<T>): string;
  /** Changes the given values of an entry; returns the answer. */
  change(call: CommandCall, key: string, values: ConsoleValues<T>): string;
  /** Removes an entry; returns the answer. */
  remove(call: CommandCall, key: string): string;
  /** All entries, as text of a private message. */
  list(call: CommandCall): string;
}

/** The commands of a topic. */
export function consoleCommands<T extends ConsoleOptions>(topic: ConsoleTopic<T>): HubCommand[] {
  const { noun, key, options, called: [one, many] } = topic;
  const minClass = (vars: Readonly<SettingValues>) => topic.minClass(vars);
  const minClassList = (vars: Readonly<SettingValues>) => (topic.minClassList ?? topic.minClass)(vars);
  const edit = (verb: "add" | "change") => (call: CommandCall, args: string) => {
    const read = parseConsole(options, [key], args);
    if (!read.ok) return call.reply(`Nothing changed: ${read.problem}. Try !h${noun}.`);
    call.reply(topic[verb](call, read.rest[0]!, read.values));
  };
  return [
    {
      name: `add${noun}`,
      operator: true,
      minClass,
      usage: consoleUsage(options, [key]),
      help: `Add a ${one}; !h${noun} explains the options`,
      audited: true,
      run: edit("add"),
    },
    {
      name: `mod${noun}`,
      operator: true,
      minClass,
      usage: consoleUsage(options, [key]),
      help: `Change what is named of a ${one}`,
      audited: true,
      run: edit("change"),
    },
    {
      name: `del${noun}`,
      operator: true,
      minClass,
      usage: `<${key}>`,
      help: `Remove a ${one}`,
      audited: true,
      run(call, args) {
        const read = parseConsole({}, [key], args);
        if (!read.ok) return call.reply(`Nothing removed: ${read.problem}.`);
        call.reply(topic.remove(call, read.rest[0]!));
      },
    },
    {
      name: `lst${noun}`,
      aliases: [`lst${noun}s`],
      operator: true,
      minClass: minClassList,
      usage: "",
      help: `List the ${many}`,
      menu: [{ title: `Lists\\${many[0]!.toUpperCase()}${many.slice(1)}`, on: "hub", args: "" }],
      run: (call) => call.replyPm(topic.list(call)),
    },
    {
      name: `h${noun}`,
      operator: true,
      minClass,
      usage: "",
      help: `Explain !add${noun} and !mod${noun}`,
      run: (call) =>
        call.replyPm(
          `!add${noun} ${consoleUsage(options, [key])}\r\n${topic.about}\r\n${consoleHelp(options)}\r\n` +
            `!mod${noun} changes what is named and leaves the rest. Put texts with spaces in "quotes".`,
        ),
    },
  ];
}
