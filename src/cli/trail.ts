/**
 * The command line in the audit trail: what a verb changes beside a running hub, or without one, is written like an
 * operator's command. Owns the name it is written under; whoever calls it keeps secrets out.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import { join } from "@std/path";
import { type Clock, unixSeconds } from "../core/clock.ts";
import { HubError, messageOf } from "../core/errors.ts";
import type { AuditAction } from "../store/audit.ts";
import { DATABASE_FILE } from "../store/database.ts";
import { MIGRATIONS } from "../store/migrations.ts";
import { openStore } from "../store/store.ts";
import type { Store } from "../store/types.ts";

/** Stands where a nick stands; no nick has a space. */
const COMMAND_LINE = "command line";
/** Whoever may write the database is above every operator. */
const MASTER = 10;

/** The version of the database in a data folder, −1 where it cannot be read. Changes nothing. */
function versionOf(dataDir: string): number {
  try {
    const db = new DatabaseSync(join(dataDir, DATABASE_FILE), { readOnly: true });
    try {
      return Number(db.prepare("PRAGMA user_version").get()?.user_version);
    } finally {
      db.close();
    }
  } catch {
    return -1;
  }
}

/**
 * Writes what was done to a data folder as a whole. What cannot be written undoes nothing: `warn` gets the reason. A
 * database of another version is left as it is, because opening it here would bring it up to date.
 */
export function noteOnTrail(
  dataDir: string,
  clock: Clock,
  deed: CliDeed & Pick<AuditAction, "outcome">,
  warn: (text: string) => void,
): void {
  if (versionOf(dataDir) !== MIGRATIONS.length) {
    return warn("Not in the audit trail: the database is of another version of Hubcap");
  }
  try {
    const store = openStore(dataDir, { clock, warn });
    try {
      write(store, clock, deed);
    } finally {
      store.close();
    }
  } catch (error) {
    warn(`Not in the audit trail: ${messageOf(error)}`);
  }
}

function write(store: Store, clock: Clock, deed: CliDeed & Pick<AuditAction, "outcome">): void {
  store.audit.add({ time: unixSeconds(clock), op: COMMAND_LINE, opClass: MASTER, opIp: "", ...deed });
}

/** What a verb is about to do. */
export type CliDeed = Pick<AuditAction, "action" | "target" | "detail">;

/**
 * Does the work and writes how it went: its first line, or the message of its failure. Words that cannot be understood
 * are no attempt and are not written; `null` is work that changes nothing.
 */
export async function onTrail(
  store: Store,
  clock: Clock,
  deed: CliDeed | null,
  work: () => readonly string[] | Promise<readonly string[]>,
): Promise<readonly string[]> {
  try {
    const lines = await work();
    if (deed) write(store, clock, { ...deed, outcome: lines[0] ?? "" });
    return lines;
  } catch (error) {
    const tried = error instanceof HubError && error.code !== "cli.usage";
    if (deed && tried) write(store, clock, { ...deed, outcome: error.message });
    throw error;
  }
}
