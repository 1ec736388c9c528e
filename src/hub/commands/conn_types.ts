/**
 * `!addconntype`, `!modconntype`, `!delconntype`, `!lstconntype`, `!hconntype`: rules by connection type by hand.
 *
 * @module
 */
import { type ConnType, DEFAULT_CONN_TYPE, NEW_CONN_TYPE } from "../../store/conn_types.ts";
import type { CommandCall, HubCommand } from "../command_line/command.ts";
import { UserClass } from "../model.ts";
import { consoleCommands } from "./console_commands.ts";
import type { ConsoleOptions } from "./console.ts";
import { ruleEditor } from "./rule_editor.ts";

const LONGEST = 64;

const OPTIONS = {
  description: { flag: "d", type: "line", max: LONGEST, meaning: "What users are told it is." },
  minSlots: { flag: "s", type: "int", max: 10_000, meaning: "Fewest slots." },
  maxSlots: { flag: "S", type: "int", max: 10_000, meaning: "Most slots; 0 for no limit." },
  minLimit: {
    flag: "l",
    type: "number",
    min: -1,
    max: 1e9,
    meaning: "Lowest upload limit a client may set itself; -1 for any.",
  },
  minLimitPerSlot: {
    flag: "ls",
    type: "number",
    min: -1,
    max: 1e9,
    meaning: "The same for each slot; -1 for any.",
  },
} as const satisfies ConsoleOptions;

function line({ identifier, description, minSlots, maxSlots, minLimit, minLimitPerSlot }: ConnType): string {
  const rules = [
    ...(minSlots > 0 ? [`from ${minSlots} slots`] : []),
    ...(maxSlots > 0 ? [`up to ${maxSlots} slots`] : []),
    ...(minLimit >= 0 ? [`upload limit from ${minLimit}`] : []),
    ...(minLimitPerSlot >= 0 ? [`upload limit from ${minLimitPerSlot} for each slot`] : []),
  ];
  return `${identifier}${description && ` (${description})`}: ${rules.join(", ") || "no rule"}`;
}

function list({ hub }: CommandCall): string {
  const types = hub.store.connTypes.all();
  return [`Rules by connection type (${types.length}):`, ...types.map(line)].join("\r\n");
}

/** Rules by connection type. */
export const CONN_TYPE_COMMANDS: readonly HubCommand[] = consoleCommands({
  noun: "conntype",
  called: ["rule for a connection type", "rules for connection types"],
  key: "identifier",
  options: OPTIONS,
  about: "A rule for the connection users choose in their client: how many slots, how low an upload limit. " +
    `The type "${DEFAULT_CONN_TYPE}" is for every connection without a rule of its own.`,
  minClass: () => UserClass.Admin,
  ...ruleEditor<ConnType>({
    noun: "conntype",
    key: "a connection type",
    longest: LONGEST,
    plural: "types",
    rows: (hub) => hub.store.connTypes,
    fresh: (identifier) => ({ identifier, ...NEW_CONN_TYPE }),
    whyNot: ({ minSlots, maxSlots }) =>
      maxSlots > 0 && minSlots > maxSlots
        ? `${minSlots} slots at least are more than ${maxSlots} at most`
        : null,
    line,
  }),
  list,
});
