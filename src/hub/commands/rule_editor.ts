/**
 * Adding, changing and removing rules that every MyINFO is held against, by hand: what the tables of clients and of
 * connection types have in common. Knows neither; what a rule holds is the table's.
 *
 * @module
 */
import type { KeptRows } from "../../store/kept_rows.ts";
import type { CommandCall } from "../command_line/command.ts";
import type { HubContext } from "../context.ts";
import { applyClientRules } from "../my_info/client_rules.ts";
import { breakersText, rulesNow } from "../my_info/online_breakers.ts";
import type { ConsoleTopic } from "./console_commands.ts";
import type { ConsoleOptions } from "./console.ts";

/** One such table. */
export interface RuleTable<T extends object> {
  /** Word behind `!add`, `!mod` …: `client`. */
  readonly noun: string;
  /** What names a rule, for refusals: `a name`. */
  readonly key: string;
  /** Most bytes of that. */
  readonly longest: number;
  /** What there are too many of: `rules`. */
  readonly plural: string;
  /** The stored rules. */
  rows(hub: HubContext): KeptRows<T>;
  /** A new rule without any values. */
  fresh(key: string): T;
  /** Why a rule cannot be like this, or `null`. */
  whyNot(rule: T): string | null;
  /** A rule in one line. */
  line(rule: T): string;
}

/** The three ways to change such a table; each returns the answer to the operator. */
export function ruleEditor<T extends object>(
  table: RuleTable<T>,
): Pick<ConsoleTopic<ConsoleOptions>, "add" | "change" | "remove"> {
  const { noun, longest } = table;
  const unknown = (key: string) => `There is no rule for ${key.slice(0, longest)}. !lst${noun} shows all.`;
  const inEffect = (hub: HubContext, done: string): string => {
    const before = rulesNow(hub);
    applyClientRules(hub);
    return `${done} It counts from each user's next MyINFO on. ${breakersText(hub, before)}`;
  };
  return {
    add({ hub }: CommandCall, key, values) {
      if (key === "" || new TextEncoder().encode(key).length > longest) {
        return `Nothing changed: ${table.key} has 1 to ${longest} bytes.`;
      }
      const rows = table.rows(hub);
      const rule: T = { ...table.fresh(key), ...values };
      const problem = table.whyNot(rule);
      if (problem !== null) return `Nothing changed: ${problem}.`;
      const refused = rows.add(rule);
      if (refused === "taken") return `There is a rule for ${key} already. Change it with !mod${noun}.`;
      if (refused === "full") {
        return `Nothing changed: there are ${rows.max} ${table.plural}, which is the most. Remove one first.`;
      }
      return inEffect(hub, `Added: ${table.line(rule)}.`);
    },
    change({ hub }: CommandCall, key, values) {
      const old = table.rows(hub).get(key);
      if (!old) return unknown(key);
      const rule: T = { ...old, ...values };
      const problem = table.whyNot(rule);
      if (problem !== null) return `Nothing changed: ${problem}.`;
      table.rows(hub).update(key, rule);
      return inEffect(hub, `Changed: ${table.line(rule)}.`);
    },
    remove({ hub }: CommandCall, key) {
      if (!table.rows(hub).remove(key)) return unknown(key);
      return inEffect(hub, `The rule for ${key} is removed.`);
    },
  };
}
