/**
 * Kills a process with SIGKILL again and again, at random moments, while it registers, bans, sets, takes and lends
 * rights, writes triggers, redirects, rules and the audit trail and runs a script's SQL, and looks at the data after
 * each kill. `deno run -A tests/store_kill.ts 1000` is a longer run than that of the gate.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { assert, assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { systemClock } from "../src/core/clock.ts";
import { checkDatabase } from "../src/store/check_database.ts";
import { openSqlEngine } from "../src/store/sql_engine.ts";
import { openHubStore } from "../src/store/store.ts";
import {
  isLifted,
  kindOf,
  rangeOf,
  redirectOf,
  ruleOf,
  sqlPathOf,
  STEPS,
  triggerOf,
  typeOf,
  UNBAN_AFTER,
} from "./support/kill_writer.ts";

const WRITER = fromFileUrl(new URL("./support/kill_writer.ts", import.meta.url));
const CONFIG = fromFileUrl(new URL("../deno.json", import.meta.url));
/** Most steps of a writer, and the longest time for them in milliseconds. A slow disk makes it live longer, not do less. */
const LIFE_STEPS = 40;
const LIFE_MS = 2000;
/** It is killed within this time after its last step, milliseconds: at any point of the next one. */
const NEXT_STEP_MS = 10;

/** What a run found. */
export interface KillFigures {
  /** Processes killed. */
  kills: number;
  /** Of them, before they had stored anything: while opening, recovering or migrating. */
  early: number;
  /** Steps that were acknowledged; all of them are there. */
  acknowledged: number;
  /** Steps that were stored and killed before they could be acknowledged. */
  ahead: number;
}

/** Runs a writer from step `from` and kills it; the last step it acknowledged, or `from - 1`. */
async function writeAndDie(data: string, from: number): Promise<number> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--config", CONFIG, WRITER, data, String(from)],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const errors = new Response(child.stderr).text();
  const kill = () => child.kill("SIGKILL");
  // One of four dies while it starts: a process that has not opened the data yet must not matter either.
  const early = Math.random() < 0.25;
  let timer = setTimeout(kill, early ? Math.random() * 400 : 60_000);
  let text = "";
  let left = Math.random() * LIFE_STEPS;
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    const isFirst = text === "", hadLeft = left > 0;
    left -= chunk.split("\n").length - 1;
    const isLast = hadLeft && left <= 0;
    if (!early && (isFirst || isLast)) {
      clearTimeout(timer);
      timer = setTimeout(kill, isLast ? Math.random() * NEXT_STEP_MS : LIFE_MS);
    }
    text = (text + chunk).slice(-4096);
  }
  const { signal } = await child.status;
  clearTimeout(timer);
  assertEquals(signal, "SIGKILL", await errors);
  await errors;
  // What stands behind the last line end may be half a number.
  const whole = text.slice(0, text.lastIndexOf("\n") + 1).trimEnd();
  return whole === "" ? from - 1 : Number(whole.slice(whole.lastIndexOf("\n") + 1));
}

/** Looks at steps `from` to `last`, all of them acknowledged; returns how many further ones are stored. */
function look(data: string, from: number, last: number): number {
  const store = openHubStore(data, { clock: systemClock() });
  const sql = openSqlEngine({ path: sqlPathOf(data), grant: "own" });
  try {
    const hasStep = (i: number) => {
      const result = sql.run("SELECT 1 FROM step WHERE i = ?", [i], 1);
      return result.ok && result.rows.length === 1;
    };
    const isBanned = (i: number) =>
      store.bans.match({ nick: `bad${i}`, ip: "", host: "", guest: true }, 2) !== null;
    const isStored = (i: number): boolean => {
      switch (kindOf(i)) {
        case "register":
          return store.accounts.get(`user${i}`)?.passwordHash === `hash${i}`;
        case "ban":
          // The step that lifts it may be stored without having been acknowledged.
          return isBanned(i) || (isLifted(i) && last >= i + UNBAN_AFTER - 1);
        case "setting":
          return store.settings.values.max_users >= i &&
            Number(store.settings.getFree("script", "step")) >= i;
        case "sql":
          return hasStep(i);
        case "promote":
          return store.accounts.get(`user${i - STEPS.indexOf("promote")}`)?.class === 2;
        case "unban":
          return !isLifted(i) || !isBanned(i - UNBAN_AFTER);
        case "range":
          return store.bans.match({ nick: "", ip: rangeOf(i)[1], host: "", guest: false }, 2)?.type ===
            "range";
        case "trigger":
          return Number(store.triggers.get(triggerOf(i))?.def) >= i;
        case "redirect":
          return Number(store.redirects.get(redirectOf(i))?.share) >= i;
        case "audit": {
          const words = [{ field: "target", text: `step${i}` }] as const;
          return store.audit.find({ words, limit: 1, skip: 0 }).length === 1;
        }
        case "rule":
          return store.clientRules.all().some(({ name, minVersion }) =>
            name === ruleOf(i) && minVersion >= i
          );
        case "type":
          return store.connTypes.all().some(({ identifier, description }) =>
            identifier === typeOf(i) && Number(description) >= i
          );
        case "gag":
          return store.rights.get(`loud${i}`)?.chat === Infinity;
        case "lend":
          // Lending one right must not take back the other.
          return (store.rights.given(`loud${i - 1}`)?.kick ?? 0) > 0 && isStored(i - 1);
      }
    };
    for (let i = Math.max(0, from); i <= last; i++) assert(isStored(i), `step ${i} (${kindOf(i)}) was lost`);
    assert(Number(store.settings.getFree("script", "step") ?? 0) <= last + 1, "nothing is ahead of its time");
    return last + 1 >= STEPS.length && kindOf(last + 1) !== "unban" && isStored(last + 1) ? 1 : 0;
  } finally {
    sql.close();
    store.close();
  }
}

/** Kills `kills` processes over one data folder. @throws {Error} When anything acknowledged is gone. */
export async function killRun(kills: number): Promise<KillFigures> {
  const root = await Deno.makeTempDir();
  const data = join(root, "data");
  const figures: KillFigures = { kills: 0, early: 0, acknowledged: 0, ahead: 0 };
  try {
    let next = 0;
    while (figures.kills < kills) {
      const last = await writeAndDie(data, next);
      figures.kills++;
      if (last < next) figures.early++;
      // One round of steps is looked at again: a later crash must not take back an earlier step.
      figures.ahead += look(data, next - STEPS.length * 2, last);
      for (const path of [join(data, "hubcap.db"), sqlPathOf(data)]) {
        assertEquals(checkDatabase(path).problems, []);
      }
      next = last + 1;
    }
    figures.acknowledged = next;
    look(data, 0, next - 1);
    return figures;
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

if (import.meta.main) {
  const start = performance.now();
  const { kills, early, acknowledged, ahead } = await killRun(Number(Deno.args[0] ?? 200));
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    `${kills} kills in ${seconds} s: ${acknowledged} steps acknowledged and all there, ${ahead} stored but not ` +
      `acknowledged, ${early} processes killed before their first step`,
  );
}
