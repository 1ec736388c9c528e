/**
 * `!addconntype`, `!modconntype`, `!delconntype`, `!lstconntype`, `!hconntype`: rules by connection type by hand.
 *
 * @module
 */
import { type ConnType, DEFAULT_CONN_TYPE, MAX_CONN_TYPES } from "../../store/conn_types.ts";
import { applyClientRules } from "../my_info/client_rules.ts";
import type { CommandCall, HubCommand } from "../context.ts";
import { UserClass } from "../model.ts";
import { nickKey } from "../nick_key.ts";
import { consoleCommands } from "./console_commands.ts";
import type { ConsoleOptions, ConsoleValues } from "./console.ts";

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

const FRESH: Omit<ConnType, "identifier"> = {
  description: "",
  minSlots: 0,
  maxSlots: 0,
  minLimit: -1,
  minLimitPerSlot: -1,
};

const typeOf = ({ hub }: CommandCall, identifier: string): ConnType | undefined =>
  hub.store.connTypes.list().find((type) => nickKey(type.identifier) === nickKey(identifier));

function store({ hub }: CommandCall, type: ConnType, done: string): string {
  if (type.maxSlots > 0 && type.minSlots > type.maxSlots) {
    return `Nothing changed: ${type.minSlots} slots at least are more than ${type.maxSlots} at most.`;
  }
  hub.store.connTypes.put(type);
  applyClientRules(hub);
  return `${done}: ${line(type)}. It counts from each user's next MyINFO on.`;
}

function line({ identifier, description, minSlots, maxSlots, minLimit, minLimitPerSlot }: ConnType): string {
  const rules = [
    ...(minSlots > 0 ? [`from ${minSlots} slots`] : []),
    ...(maxSlots > 0 ? [`up to ${maxSlots} slots`] : []),
    ...(minLimit >= 0 ? [`upload limit from ${minLimit}`] : []),
    ...(minLimitPerSlot >= 0 ? [`upload limit from ${minLimitPerSlot} for each slot`] : []),
  ];
  return `${identifier}${description && ` (${description})`}: ${rules.join(", ") || "no rule"}`;
}

function add(call: CommandCall, identifier: string, values: ConsoleValues<typeof OPTIONS>): string {
  if (identifier === "" || new TextEncoder().encode(identifier).length > LONGEST) {
    return `Nothing changed: a connection type has 1 to ${LONGEST} bytes.`;
  }
  if (typeOf(call, identifier)) {
    return `There is a rule for ${identifier} already. Change it with !modconntype.`;
  }
  if (call.hub.store.connTypes.list().length >= MAX_CONN_TYPES) {
    return `Nothing changed: there are ${MAX_CONN_TYPES} types, which is the most. Remove one first.`;
  }
  return store(call, { identifier, ...FRESH, ...values }, "Added");
}

function change(call: CommandCall, identifier: string, values: ConsoleValues<typeof OPTIONS>): string {
  const type = typeOf(call, identifier);
  return type ? store(call, { ...type, ...values }, "Changed") : unknown(identifier);
}

function remove({ hub }: CommandCall, identifier: string): string {
  if (!hub.store.connTypes.remove(identifier)) return unknown(identifier);
  applyClientRules(hub);
  return `The rule for ${identifier} is removed.`;
}

const unknown = (identifier: string): string =>
  `There is no rule for ${identifier.slice(0, LONGEST)}. !lstconntype shows all.`;

function list({ hub }: CommandCall): string {
  const types = hub.store.connTypes.list();
  return [`Rules by connection type (${types.length}):`, ...types.map(line)].join("\r\n");
}

/** Rules by connection type. */
export const CONN_TYPE_COMMANDS: readonly HubCommand[] = consoleCommands({
  noun: "conntype",
  key: "identifier",
  options: OPTIONS,
  about: "A rule for the connection users choose in their client: how many slots, how low an upload limit. " +
    `The type "${DEFAULT_CONN_TYPE}" is for every connection without a rule of its own.`,
  minClass: () => UserClass.Admin,
  add,
  change,
  remove,
  list,
});
