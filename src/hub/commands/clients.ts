/**
 * `!addclient`, `!modclient`, `!delclient`, `!lstclient`, `!hclient`: rules for clients by hand.
 *
 * @module
 */
import { type ClientRule, MAX_CLIENT_RULES } from "../../store/client_rules.ts";
import { applyClientRules } from "../my_info/client_rules.ts";
import type { CommandCall, HubCommand } from "../context.ts";
import { UserClass } from "../model.ts";
import { nickKey } from "../nick_key.ts";
import { consoleCommands } from "./console_commands.ts";
import type { ConsoleOptions, ConsoleValues } from "./console.ts";

const LONGEST = 125;

const version = { type: "number", min: -1, max: 1e9 } as const;

const OPTIONS = {
  tagId: { flag: "t", type: "line", min: 1, max: LONGEST, meaning: "What its tag begins with, ++ for DC++." },
  ban: { flag: "b", type: "switch", meaning: "1 refuses it whatever its version." },
  minVersion: { flag: "v", ...version, meaning: "Lowest version that may enter; 2.4.2 is 2.42, -1 for any." },
  maxVersion: { flag: "V", ...version, meaning: "Highest version that may enter; -1 for any." },
  minVersionUse: {
    flag: "u",
    ...version,
    meaning: "Lowest version that may search and download; -1 for any.",
  },
  enabled: { flag: "e", type: "switch", meaning: "0 keeps the rule without effect." },
} as const satisfies ConsoleOptions;

const FRESH: Omit<ClientRule, "name" | "tagId"> = {
  minVersion: -1,
  maxVersion: -1,
  minVersionUse: -1,
  ban: false,
  enabled: true,
};

const ruleOf = ({ hub }: CommandCall, name: string): ClientRule | undefined =>
  hub.store.clientRules.list().find((rule) => nickKey(rule.name) === nickKey(name));

function store({ hub }: CommandCall, rule: ClientRule, done: string): string {
  const { minVersion, maxVersion } = rule;
  if (minVersion >= 0 && maxVersion >= 0 && minVersion > maxVersion) {
    return `Nothing changed: the lowest version ${minVersion} is above the highest ${maxVersion}.`;
  }
  hub.store.clientRules.put(rule);
  applyClientRules(hub);
  return `${done}: ${line(rule)}. It counts from each user's next MyINFO on.`;
}

function line({ name, tagId, minVersion, maxVersion, minVersionUse, ban, enabled }: ClientRule): string {
  const rules = [
    ...(ban ? ["banned"] : []),
    ...(minVersion >= 0 ? [`from version ${minVersion}`] : []),
    ...(maxVersion >= 0 ? [`up to version ${maxVersion}`] : []),
    ...(minVersionUse >= 0 ? [`searches and downloads from version ${minVersionUse}`] : []),
  ];
  return `${name} <${tagId} V:...>: ${rules.join(", ") || "allowed"}${enabled ? "" : " (off)"}`;
}

function add(call: CommandCall, name: string, values: ConsoleValues<typeof OPTIONS>): string {
  if (name === "" || new TextEncoder().encode(name).length > LONGEST) {
    return `Nothing changed: a name has 1 to ${LONGEST} bytes.`;
  }
  if (ruleOf(call, name)) return `There is a rule for ${name} already. Change it with !modclient.`;
  if (call.hub.store.clientRules.list().length >= MAX_CLIENT_RULES) {
    return `Nothing changed: there are ${MAX_CLIENT_RULES} rules, which is the most. Remove one first.`;
  }
  return store(call, { name, tagId: name, ...FRESH, ...values }, "Added");
}

function change(call: CommandCall, name: string, values: ConsoleValues<typeof OPTIONS>): string {
  const rule = ruleOf(call, name);
  return rule ? store(call, { ...rule, ...values }, "Changed") : unknown(name);
}

function remove({ hub }: CommandCall, name: string): string {
  if (!hub.store.clientRules.remove(name)) return unknown(name);
  applyClientRules(hub);
  return `The rule for ${name} is removed.`;
}

const unknown = (name: string): string =>
  `There is no rule for ${name.slice(0, LONGEST)}. !lstclient shows all.`;

function list({ hub }: CommandCall): string {
  const rules = hub.store.clientRules.list();
  const others = hub.vars.tag_allow_unknown ? "allowed" : "refused";
  const all = [
    `Rules for clients (${rules.length}); other clients are ${others} (tag_allow_unknown):`,
    ...rules.map(line),
  ];
  return all.join("\r\n");
}

/** Rules for clients. */
export const CLIENT_COMMANDS: readonly HubCommand[] = consoleCommands({
  noun: "client",
  key: "name",
  options: OPTIONS,
  about: "A rule says which versions of a client may enter, and which may search and download.",
  minClass: () => UserClass.Admin,
  add,
  change,
  remove,
  list,
});
