/**
 * Opens the store of a data folder. Owns the database handle, the error translation around every call and the look
 * for changes made by another process; the tables belong to the modules beside it.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { type Clock, unixSeconds } from "../core/clock.ts";
import { accountStore } from "./accounts.ts";
import { auditStore } from "./audit.ts";
import { banStore } from "./bans.ts";
import { clientRuleStore } from "./client_rules.ts";
import { connTypeStore } from "./conn_types.ts";
import { guardOf, openDatabase, storeError } from "./database.ts";
import { lockFolder } from "./folder_lock.ts";
import { redirectStore } from "./redirects.ts";
import { pruner } from "./pruning.ts";
import { rightsStore } from "./rights.ts";
import { runtimeSettings } from "./runtime_settings.ts";
import { triggerStore } from "./triggers.ts";
import type { Store } from "./types.ts";

/** What {@linkcode openStore} needs. */
export interface StoreOptions {
  /** For deleting what is long over. */
  readonly clock: Clock;
  /** Hears of stored variables whose text is no valid value. */
  readonly warn?: (message: string) => void;
}

/**
 * Opens the store, making the folder and the file on first use.
 *
 * @throws {HubError} `store.unwritable`, `store.corrupt` or `store.busy`; every later call may throw them too.
 *
 * @example Register somebody
 * ```ts
 * import { systemClock } from "../core/clock.ts";
 * import { openStore } from "./store.ts";
 *
 * const store = openStore(Deno.makeTempDirSync(), { clock: systemClock() });
 * console.assert(store.accounts.add({ nick: "Anna", class: 3 }));
 * console.assert(store.accounts.get("anna")?.class === 3);
 * store.close();
 * ```
 */
export function openStore(dataDir: string, options: StoreOptions): Store {
  const { db, path } = openDatabase(dataDir);
  try {
    return storeOf(db, path, options);
  } catch (error) {
    db.close();
    throw storeError(error, path);
  }
}

/** The tables of an open database. */
function storeOf(db: DatabaseSync, path: string, options: StoreOptions): Store {
  const guard = guardOf(path);
  const now = unixSeconds(options.clock);
  // SQLite: data_version changes when another connection has written, never by our own writes. Read before the
  // values, so that a change in between is seen by the next poll.
  const version = db.prepare("PRAGMA data_version");
  const read = () => guard(() => Number(version.get()?.data_version));
  let seen = read();
  const settings = runtimeSettings(db, guard, options.warn ?? (() => {}));
  const accounts = accountStore(db, guard);
  const bans = banStore(db, guard);
  const rights = rightsStore(db, guard, now);
  const triggers = triggerStore(db, guard);
  const redirects = redirectStore(db, guard);
  const clientRules = clientRuleStore(db, guard);
  const connTypes = connTypeStore(db, guard);
  const audit = auditStore(db, guard);
  return {
    accounts,
    bans,
    rights,
    settings,
    clientRules,
    connTypes,
    triggers,
    redirects,
    audit,
    prune: pruner(db, guard),
    poll() {
      const current = read();
      if (current === seen) return false;
      seen = current;
      for (const table of [settings, triggers, redirects, clientRules, connTypes]) table.reload();
      return true;
    },
    close: () => db.close(),
  };
}

/**
 * Opens the store for a hub: as long as it is open, no other hub can have the folder.
 *
 * @throws {HubError} `store.busy` while another hub uses the folder, and as {@linkcode openStore}.
 */
export function openHubStore(dataDir: string, options: StoreOptions): Store {
  const lock = lockFolder(dataDir);
  try {
    const store = openStore(dataDir, options);
    return {
      ...store,
      close() {
        store.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
