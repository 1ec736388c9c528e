/**
 * Commands by word: the hub's own, and those registered from outside. Owns the table and the help text made from
 * it. Does not know what any command does, nor who may run it at a given moment beyond its row.
 *
 * @module
 */
import type { SettingName, SettingValues } from "../../config/settings.ts";
import type { PortCommand } from "../../port/hub_port.ts";
import type { CommandRegistry, FoundCommand, HasRight, HubCommand } from "./command.ts";
import { UserClass } from "../model.ts";

/** Creates an empty registry that reads class limits from `vars`. */
export function createCommands(vars: () => Readonly<SettingValues>): CommandRegistry {
  const operators = new Map<string, FoundCommand>();
  const users = new Map<string, FoundCommand>();
  const commands = new Set<FoundCommand>();
  const asked = new Set<SettingName>();
  /** The variables as the rows read them: which those are is noted, so that no other one makes anybody look again. */
  const noted = new Proxy({} as SettingValues, {
    get(_, name) {
      asked.add(name as SettingName);
      return vars()[name as SettingName];
    },
  });

  const own = (row: HubCommand): FoundCommand => ({
    name: row.name,
    aliases: row.aliases ?? [],
    usage: row.usage,
    help: row.help,
    details: row.details ?? (() => ""),
    right: row.right ?? null,
    operator: row.operator,
    timed: row.timed !== undefined,
    menu: row.menu ?? [],
    offered: (holder) => row.offered?.(noted, holder) ?? true,
    secretFrom: row.secretFrom ?? 0,
    audited: row.audited ?? false,
    auditTarget: row.auditTarget ?? 1,
    get minClass() {
      return row.minClass(noted);
    },
    run: (call, args) => row.run(call, args),
  });
  const foreign = (row: PortCommand): FoundCommand =>
    own({ ...row, operator: true, minClass: () => row.minClass(), run: (call, args) => row.run(call, args) });

  const isFor = (userClass: number, has: HasRight, command: FoundCommand): boolean => {
    const { name, operator, minClass, right } = command;
    if (minClass > userClass && !(right !== null && has(right))) return false;
    if (userClass < UserClass.Operator) return !operator;
    // An operator means the operators' command of this name.
    return operator || operators.get(name)?.name !== name;
  };
  const listed = (userClass: number, has: HasRight = () => false): FoundCommand[] =>
    [...commands].filter((command) => isFor(userClass, has, command));
  const look = (words: ReadonlyMap<string, FoundCommand>, word: string): FoundCommand | null => {
    const found = words.get(word.toLowerCase());
    if (found) return found;
    const end = word.indexOf("_");
    const timed = end > 0 ? words.get(word.slice(0, end).toLowerCase()) : undefined;
    return timed?.timed ? timed : null;
  };

  return {
    add(rows) {
      for (const row of rows) {
        const found = own(row);
        const words = row.operator ? operators : users;
        for (const word of [row.name, ...row.aliases ?? []]) {
          if (words.has(word)) throw new RangeError(`Cannot add command "${word}": the word is taken`);
          words.set(word, found);
        }
        commands.add(found);
      }
    },
    addPort(rows) {
      const taken: string[] = [];
      const added = rows.map((row) => {
        const found = foreign(row);
        for (const word of [row.name, ...row.aliases]) {
          if (operators.has(word) || users.has(word)) continue;
          operators.set(word, found);
          taken.push(word);
        }
        commands.add(found);
        return found;
      });
      return () => {
        for (const word of taken) if (added.includes(operators.get(word)!)) operators.delete(word);
        for (const found of added) commands.delete(found);
      };
    },
    find(word, operator = true, bare = false) {
      const first = operator ? look(operators, word) : null;
      const second = look(users, word);
      return first && !(bare && second && first.usage.startsWith("<")) ? first : second;
    },
    secretFrom(word) {
      const first = look(operators, word)?.secretFrom ?? 0;
      const second = look(users, word)?.secretFrom ?? 0;
      return first === 0 || second === 0 ? first + second : Math.min(first, second);
    },
    secretWords: () =>
      [...operators, ...users].filter(([, { secretFrom }]) => secretFrom > 0).map(([word]) => word),
    listed,
    dependOn: (name) => asked.has(name),
    available: (userClass, has) =>
      listed(userClass, has).sort((a, b) =>
        Number(a.operator) - Number(b.operator) || (a.name < b.name ? -1 : 1)
      ),
  };
}

/**
 * The help text for a class: one line per command, its trigger, arguments and meaning. Lines end with `\r\n`,
 * the last one without.
 */
export function helpText(
  commands: CommandRegistry,
  vars: Readonly<SettingValues>,
  userClass: number,
  has?: HasRight,
): string {
  return commands.available(userClass, has).map((command) => helpLine(command, vars)).join("\r\n");
}

/** One line of help: trigger, word, arguments, meaning. */
export function helpLine(
  { name, usage, help, operator }: Pick<FoundCommand, "name" | "usage" | "help" | "operator">,
  vars: Readonly<SettingValues>,
): string {
  const trigger = operator ? triggerOf(vars.cmd_start_op, "!") : triggerOf(vars.cmd_start_user, "+");
  return `${trigger}${name}${usage && ` ${usage}`}: ${help}`;
}

/** The character that shall stand in front of a command: the usual one where the setting has it. */
export function triggerOf(characters: string, usual: string): string {
  return characters.includes(usual) ? usual : characters[0] ?? "";
}
