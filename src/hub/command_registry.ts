/**
 * Commands by word: the hub's own, and those registered from outside. Owns the table and the help text made from
 * it. Does not know what any command does, nor who may run it at a given moment beyond its row.
 *
 * @module
 */
import type { SettingValues } from "../config/settings.ts";
import type { PortCommand } from "../port/hub_port.ts";
import type { CommandRegistry, FoundCommand, HubCommand } from "./context.ts";

export type { CommandCall, CommandRegistry, FoundCommand, HubCommand } from "./context.ts";

/** Creates an empty registry that reads class limits from `vars`. */
export function createCommands(vars: () => Readonly<SettingValues>): CommandRegistry {
  const words = new Map<string, FoundCommand>();
  const commands = new Set<FoundCommand>();

  const own = (row: HubCommand): FoundCommand => ({
    name: row.name,
    usage: row.usage,
    help: row.help,
    operator: row.operator,
    timed: row.timed ?? false,
    get minClass() {
      return row.minClass(vars());
    },
    run: (call, args) => row.run(call, args),
  });
  const foreign = (row: PortCommand): FoundCommand => ({
    name: row.name,
    usage: row.usage,
    help: row.help,
    operator: true,
    timed: false,
    get minClass() {
      return row.minClass();
    },
    run: (call, args) => row.run(call, args),
  });

  return {
    add(rows) {
      for (const row of rows) {
        const found = own(row);
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
          if (words.has(word)) continue;
          words.set(word, found);
          taken.push(word);
        }
        commands.add(found);
        return found;
      });
      return () => {
        for (const word of taken) if (added.includes(words.get(word)!)) words.delete(word);
        for (const found of added) commands.delete(found);
      };
    },
    find(word) {
      const found = words.get(word.toLowerCase());
      if (found) return found;
      const end = word.indexOf("_");
      const timed = end > 0 ? words.get(word.slice(0, end).toLowerCase()) : undefined;
      return timed?.timed ? timed : null;
    },
    available: (userClass) =>
      [...commands].filter(({ minClass }) => minClass <= userClass).sort((a, b) =>
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
): string {
  return commands.available(userClass).map(({ name, usage, help, operator }) => {
    const trigger = (operator ? vars.cmd_start_op : vars.cmd_start_user).includes(operator ? "!" : "+")
      ? (operator ? "!" : "+")
      : (operator ? vars.cmd_start_op : vars.cmd_start_user)[0] ?? "";
    return `${trigger}${name}${usage && ` ${usage}`}: ${help}`;
  }).join("\r\n");
}
