/**
 * The process that store_kill.ts kills: writes what a hub writes, one step after the other, and says the number of each
 * step once it is stored. What step `i` does follows from `i`, so that whoever reads the data later knows it.
 *
 * Arguments: data folder, number of the first step.
 *
 * @module
 */
import { join } from "@std/path";
import { systemClock } from "../../src/core/clock.ts";
import { openSqlEngine } from "../../src/store/sql_engine.ts";
import { openHubStore, type Store } from "../../src/store/store.ts";

/** Kinds of step; `i` modulo their number says which. */
export const STEPS = ["register", "ban", "setting", "sql", "promote", "unban"] as const;

/** The script's database of a data folder. */
export const sqlPathOf = (data: string): string => join(data, "sql", "killed.db");

/** What step `i` does. */
export function kindOf(i: number): typeof STEPS[number] {
  return STEPS[i % STEPS.length]!;
}

function write(store: Store, insert: (i: number) => void, i: number): void {
  const { accounts, bans, settings } = store;
  switch (kindOf(i)) {
    case "register":
      accounts.add({ nick: `user${i}`, class: 1, passwordHash: `hash${i}` });
      return;
    case "ban":
      bans.add({
        type: "nick",
        nick: `bad${i}`,
        ip: "",
        op: "op",
        reason: `why${i}`,
        noteOp: "",
        start: 1,
        end: 0,
      });
      return;
    case "setting":
      settings.set("max_users", i);
      settings.setFree("script", "step", String(i));
      return;
    case "sql":
      return insert(i);
    case "promote":
      accounts.update(`user${i - 4}`, { class: 2 });
      return;
    case "unban":
      // Every second ban stays.
      if (i % 12 === 5) {
        bans.remove(`bad${i - 4}`, ["nick"], { op: "op", reason: "", at: Math.floor(Date.now() / 1000) });
      }
  }
}

if (import.meta.main) {
  const [data = "", from = "0"] = Deno.args;
  const store = openHubStore(data, { clock: systemClock() });
  const sql = openSqlEngine({ path: sqlPathOf(data), grant: "own" });
  const must = (text: string, values: number[] = []) => {
    const outcome = sql.run(text, values, 1);
    if (!outcome.ok) throw new Error(outcome.error);
  };
  must("CREATE TABLE IF NOT EXISTS step (i INTEGER PRIMARY KEY)");
  const out = new TextEncoder();
  for (let i = Number(from);; i++) {
    write(store, (step) => must("INSERT OR REPLACE INTO step VALUES (?)", [step]), i);
    Deno.stdout.writeSync(out.encode(`${i}\n`));
  }
}
