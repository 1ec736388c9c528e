/**
 * The process that store_kill.ts kills: writes what a hub writes, one step after the other, and says the number of each
 * step once it is stored. What step `i` does follows from `i`, so that whoever reads the data later knows it. SQL of a
 * script goes the way it goes in a hub: through a process of its own, which outlives a killed hub by a moment.
 *
 * Arguments: data folder, number of the first step.
 *
 * @module
 */
import { join } from "@std/path";
import { systemClock } from "../../src/core/clock.ts";
import { createSqlSession, type SqlSession, STATEMENT_MS } from "../../src/store/sql_session.ts";
import { spawnSqlProcess } from "../../src/store/sql_spawn.ts";
import { openHubStore } from "../../src/store/store.ts";
import type { Store } from "../../src/store/types.ts";
import { NEW_REDIRECT } from "../../src/store/redirects.ts";
import { NEW_CLIENT_RULE } from "../../src/store/client_rules.ts";
import { NEW_CONN_TYPE } from "../../src/store/conn_types.ts";
import { NEW_TRIGGER } from "../../src/store/triggers.ts";

/** Kinds of step; `i` modulo their number says which. */
export const STEPS = [
  "register",
  "ban",
  "setting",
  "sql",
  "promote",
  "unban",
  "range",
  "trigger",
  "redirect",
  "audit",
  "rule",
  "type",
  "gag",
  "lend",
] as const;

/** Triggers, redirects and rules are few: the step changes the one with this number. */
const SLOTS = 20;

/** The script's database of a data folder. */
export const sqlPathOf = (data: string): string => join(data, "sql", "killed.db");

/** What step `i` does. */
export function kindOf(i: number): typeof STEPS[number] {
  return STEPS[i % STEPS.length]!;
}

/** Every second ban stays, the other is lifted again by the "unban" step of its round. */
export function isLifted(i: number): boolean {
  return Math.floor(i / STEPS.length) % 2 === 0;
}

/** How many steps after its ban an "unban" comes. */
export const UNBAN_AFTER: number = STEPS.indexOf("unban") - STEPS.indexOf("ban");

/** The range that step `i` bans, and an address in it. */
export function rangeOf(i: number): readonly [range: string, inside: string] {
  const part = i.toString(16);
  const high = part.slice(0, -4) || "0", low = part.slice(-4);
  return [`2001:db8:${high}:${low}::-2001:db8:${high}:${low}::ff`, `2001:db8:${high}:${low}::7f`];
}

/** The trigger that step `i` changes. */
export const triggerOf = (i: number): string => `+t${Math.floor(i / STEPS.length) % SLOTS}`;
/** The rule for a client that step `i` changes. */
export const ruleOf = (i: number): string => `client${Math.floor(i / STEPS.length) % SLOTS}`;
/** The connection type that step `i` changes. */
export const typeOf = (i: number): string => `type${Math.floor(i / STEPS.length) % SLOTS}`;
/** The redirect that step `i` changes. */
export const redirectOf = (i: number): string =>
  `nmdcs://r${Math.floor(i / STEPS.length) % SLOTS}.example.org:411`;

/** Long after this run, Unix seconds. */
const FAR = 4_000_000_000;

const BAN = { op: "op", noteOp: "", noteUser: "", start: 1, end: 0 } as const;

async function write(store: Store, insert: (i: number) => Promise<void>, i: number): Promise<void> {
  const { accounts, bans, settings, triggers, redirects, audit, clientRules, connTypes, rights } = store;
  switch (kindOf(i)) {
    case "register":
      accounts.add({ nick: `user${i}`, class: 1, passwordHash: `hash${i}` });
      return;
    case "ban":
      return void bans.add({ ...BAN, type: "nick", nick: `bad${i}`, ip: "", reason: `why${i}` });
    case "setting":
      settings.set("max_users", i);
      settings.setFree("script", "step", String(i));
      return;
    case "sql":
      return await insert(i);
    case "promote":
      accounts.update(`user${i - STEPS.indexOf("promote")}`, { class: 2 });
      return;
    case "unban":
      if (isLifted(i)) {
        const by = { op: "op", reason: "", at: Math.floor(Date.now() / 1000) };
        bans.remove(`bad${i - UNBAN_AFTER}`, ["nick"], by);
      }
      return;
    case "range":
      return void bans.add({ ...BAN, type: "range", nick: "", ip: rangeOf(i)[0], reason: `why${i}` });
    case "trigger": {
      const command = triggerOf(i);
      if (!triggers.update(command, { def: String(i) })) {
        triggers.add({ ...NEW_TRIGGER, command, def: String(i) });
      }
      return;
    }
    case "redirect": {
      const address = redirectOf(i);
      if (!redirects.update(address, { share: i })) redirects.add({ ...NEW_REDIRECT, address, share: i });
      return;
    }
    case "audit":
      audit.add({
        time: 1,
        op: "op",
        opClass: 5,
        opIp: "",
        action: "step",
        target: `step${i}`,
        detail: "",
        outcome: "",
      });
      return;
    case "rule": {
      const name = ruleOf(i);
      if (!clientRules.update(name, { minVersion: i })) {
        clientRules.add({ ...NEW_CLIENT_RULE, name, tagId: "x", minVersion: i });
      }
      return;
    }
    case "type": {
      const identifier = typeOf(i);
      const description = String(i);
      if (!connTypes.update(identifier, { description })) {
        connTypes.add({ ...NEW_CONN_TYPE, identifier, description });
      }
      return;
    }
    case "gag":
      return rights.set(`loud${i}`, { chat: Infinity, pm: 0, search: 0, ctm: 0 }, "op", 1);
    case "lend":
      return rights.give(`loud${i - 1}`, { kick: FAR, reg: 0, opchat: 0, share0: 0 }, "op", 1);
  }
}

/** Runs a statement in the script's process. @throws {Error} When it fails. */
function runSql(session: SqlSession, text: string, values: number[] = []): Promise<void> {
  return new Promise((resolve, reject) =>
    session.run(text, values, 1, (result) => {
      if (result instanceof Error) reject(result);
      else if (result.ok) resolve();
      else reject(new Error(result.error));
    })
  );
}

if (import.meta.main) {
  const [data = "", from = "0"] = Deno.args;
  const clock = systemClock();
  const store = openHubStore(data, { clock });
  const path = sqlPathOf(data);
  const session = createSqlSession({
    clock,
    start: (events) => spawnSqlProcess({ path, grant: "own", limitMs: STATEMENT_MS }, events),
  });
  await runSql(session, "CREATE TABLE IF NOT EXISTS step (i INTEGER PRIMARY KEY)");
  const out = new TextEncoder();
  for (let i = Number(from);; i++) {
    await write(store, (step) => runSql(session, "INSERT OR REPLACE INTO step VALUES (?)", [step]), i);
    Deno.stdout.writeSync(out.encode(`${i}\n`));
  }
}
