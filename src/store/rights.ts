/**
 * Rights taken from nicks for a time (`temp_rights`). Owns the statements and Verlihub's numbers: 1 allowed, 0 taken
 * for ever, anything else taken until then. Knows nothing of who may take what.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import type { RightsStore, RightsTaken } from "./types.ts";

const ALLOWED = 1;
const FOR_EVER = 0;

const toColumn = (until: number): number =>
  until === Infinity ? FOR_EVER : until <= ALLOWED ? ALLOWED : until;
const toUntil = (column: unknown): number =>
  column === FOR_EVER ? Infinity : column === ALLOWED ? 0 : Number(column);

const nothingTaken = ({ chat, pm, search, ctm }: RightsTaken): boolean =>
  chat === 0 && pm === 0 && search === 0 && ctm === 0;

/** The taken rights of an open database. `now` is Unix seconds: rows that take nothing any more are deleted at once. */
export function rightsStore(db: DatabaseSync, guard: <T>(fn: () => T) => T, now: number): RightsStore {
  const find = db.prepare("SELECT st_chat, st_pm, st_search, st_ctm FROM temp_rights WHERE nick = ?");
  const put = db.prepare(`
    INSERT INTO temp_rights (nick, op, since, st_chat, st_pm, st_search, st_ctm) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (nick) DO UPDATE SET op = excluded.op, since = excluded.since, st_chat = excluded.st_chat,
      st_pm = excluded.st_pm, st_search = excluded.st_search, st_ctm = excluded.st_ctm`);
  // Columns we do not use may hold what an imported row gives: such a row stays.
  const dropEmpty = db.prepare(`
    DELETE FROM temp_rights WHERE
      (st_chat BETWEEN 1 AND ?1) AND (st_pm BETWEEN 1 AND ?1) AND (st_search BETWEEN 1 AND ?1) AND
      (st_ctm BETWEEN 1 AND ?1) AND st_kick <= ?1 AND st_share0 <= ?1 AND st_reg <= ?1 AND st_opchat <= ?1`);
  guard(() => dropEmpty.run(now));
  return {
    get: (nick) =>
      guard(() => {
        const row = find.get(nick);
        if (!row) return null;
        const taken = {
          chat: toUntil(row.st_chat),
          pm: toUntil(row.st_pm),
          search: toUntil(row.st_search),
          ctm: toUntil(row.st_ctm),
        };
        return nothingTaken(taken) ? null : taken;
      }),
    set: (nick, taken, by, at) =>
      guard(() => {
        const { chat, pm, search, ctm } = taken;
        put.run(nick, by, at, toColumn(chat), toColumn(pm), toColumn(search), toColumn(ctm));
        if (nothingTaken(taken)) dropEmpty.run(at);
      }),
  };
}
