/**
 * A store in a folder of its own for the time of one test, and a look past it at the raw tables.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import { join } from "@std/path";
import { fakeClock } from "../../core/fake_clock.ts";
import { DATABASE_FILE } from "../database.ts";
import { openStore } from "../store.ts";
import type { Store } from "../types.ts";

/** The time at which every store of a test is opened, Unix seconds. */
export const START: number = 1_700_000_000;

/** A test that may open the store of one folder several times; stores and folder go with it. */
export function inFolder(
  test: (dir: string, open: (warn?: (message: string) => void) => Store) => void,
): () => void {
  return () => {
    const dir = Deno.makeTempDirSync();
    const opened: Store[] = [];
    try {
      test(dir, (warn) => {
        const store = openStore(dir, { clock: fakeClock(START * 1000), ...(warn ? { warn } : {}) });
        opened.push(store);
        return store;
      });
    } finally {
      for (const store of opened) store.close();
      Deno.removeSync(dir, { recursive: true });
    }
  };
}

/** Opens the database of a folder beside its store. */
export function raw(dir: string, use: (db: DatabaseSync) => void): void {
  const db = new DatabaseSync(join(dir, DATABASE_FILE));
  use(db);
  db.close();
}
