/**
 * `!addclient`, `!modclient`, `!delclient`, `!lstclient`, `!hclient`: rules for clients by hand.
 *
 * @module
 */
import { type ClientRule, NEW_CLIENT_RULE } from "../../store/client_rules.ts";
import type { CommandCall, HubCommand } from "../command_line/command.ts";
import { UserClass } from "../model.ts";
import { consoleCommands } from "./console_commands.ts";
import type { ConsoleOptions } from "./console.ts";
import { ruleEditor } from "./rule_editor.ts";

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

function line({ name, tagId, minVersion, maxVersion, minVersionUse, ban, enabled }: ClientRule): string {
  const rules = [
    ...(ban ? ["banned"] : []),
    ...(minVersion >= 0 ? [`from version ${minVersion}`] : []),
    ...(maxVersion >= 0 ? [`up to version ${maxVersion}`] : []),
    ...(minVersionUse >= 0 ? [`searches and downloads from version ${minVersionUse}`] : []),
  ];
  return `${name} <${tagId} V:...>: ${rules.join(", ") || "allowed"}${enabled ? "" : " (off)"}`;
}

function list({ hub }: CommandCall): string {
  const rules = hub.store.clientRules.all();
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
  called: ["rule for a client", "rules for clients"],
  key: "name",
  options: OPTIONS,
  about: "A rule says which versions of a client may enter, and which may search and download.",
  minClass: () => UserClass.Admin,
  ...ruleEditor<ClientRule>({
    noun: "client",
    key: "a name",
    longest: LONGEST,
    plural: "rules",
    rows: (hub) => hub.store.clientRules,
    fresh: (name) => ({ name, tagId: name, ...NEW_CLIENT_RULE }),
    whyNot: ({ minVersion, maxVersion }) =>
      minVersion >= 0 && maxVersion >= 0 && minVersion > maxVersion
        ? `the lowest version ${minVersion} is above the highest ${maxVersion}`
        : null,
    line,
  }),
  list,
});
