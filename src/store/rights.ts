/**
 * Rights taken from and given to nicks for a time (`temp_rights`). Owns the statements and Verlihub's numbers. Knows
 * nothing of who may take or give what.
 *
 * Verlihub: of a right that can be taken 1 is "allowed", 0 "taken for ever", anything else "taken until then"; of a
 * right that can be given anything above 1 is "given until then".
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import type { Guard } from "./database.ts";
import {
  GIVEN_RIGHTS,
  type GivenRight,
  type Right,
  RIGHTS,
  type RightsGiven,
  type RightsStore,
  type RightsTaken,
} from "./types.ts";

const USUAL = 1;
const FOR_EVER = 0;

const TAKEN: Readonly<Record<Right, string>> = {
  chat: "st_chat",
  pm: "st_pm",
  search: "st_search",
  ctm: "st_ctm",
};
const GIVEN: Readonly<Record<GivenRight, string>> = {
  kick: "st_kick",
  reg: "st_reg",
  opchat: "st_opchat",
  share0: "st_share0",
};
const TAKEN_COLUMNS = RIGHTS.map((right) => TAKEN[right]);
const GIVEN_COLUMNS = GIVEN_RIGHTS.map((right) => GIVEN[right]);

type Row = Record<string, unknown>;

const takenColumn = (until: number): number => until === Infinity ? FOR_EVER : until <= USUAL ? USUAL : until;
const takenUntil = (column: unknown): number =>
  column === FOR_EVER ? Infinity : column === USUAL ? 0 : Number(column);
const givenColumn = (until: number): number => until <= USUAL ? USUAL : until;
const givenUntil = (column: unknown): number => Number(column) <= USUAL ? 0 : Number(column);

const takenOf = (row: Row): RightsTaken =>
  Object.fromEntries(RIGHTS.map((right) => [right, takenUntil(row[TAKEN[right]])])) as RightsTaken;
const givenOf = (row: Row): RightsGiven =>
  Object.fromEntries(GIVEN_RIGHTS.map((right) => [right, givenUntil(row[GIVEN[right]])])) as RightsGiven;

const nothing = (ends: Readonly<Record<string, number>>): boolean =>
  Object.values(ends).every((end) => end === 0);

/** A statement that writes these columns of a nick and leaves the others. */
const upsert = (columns: readonly string[]): string =>
  `INSERT INTO temp_rights (nick, op, since, ${columns.join(", ")}) ` +
  `VALUES (?, ?, ?, ${columns.map(() => "?").join(", ")}) ` +
  `ON CONFLICT (nick) DO UPDATE SET op = excluded.op, since = excluded.since, ` +
  columns.map((column) => `${column} = excluded.${column}`).join(", ");

/** True of a row that says something at the time `?1`. */
export const IN_FORCE: string = [
  ...TAKEN_COLUMNS.map((column) => `${column} NOT BETWEEN 1 AND ?1`),
  ...GIVEN_COLUMNS.map((column) => `${column} > ?1`),
].join(" OR ");

/** The rights of an open database. `now` is Unix seconds: rows that say nothing any more are deleted at once. */
export function rightsStore(db: DatabaseSync, guard: Guard, now: number): RightsStore {
  const all = [...TAKEN_COLUMNS, ...GIVEN_COLUMNS].join(", ");
  const find = db.prepare(`SELECT ${all} FROM temp_rights WHERE nick = ?`);
  const putTaken = db.prepare(upsert(TAKEN_COLUMNS));
  const putGiven = db.prepare(upsert(GIVEN_COLUMNS));
  const dropOver = db.prepare(`DELETE FROM temp_rights WHERE NOT (${IN_FORCE})`);
  const page = db.prepare(
    `SELECT nick, op, since, ${all} FROM temp_rights WHERE ${IN_FORCE} ORDER BY nick LIMIT ?2 OFFSET ?3`,
  );
  const total = db.prepare(`SELECT count(*) AS n FROM temp_rights WHERE ${IN_FORCE}`);
  const empty = db.prepare("DELETE FROM temp_rights");
  guard(() => dropOver.run(now));
  return {
    get: (nick) =>
      guard(() => {
        const row = find.get(nick);
        const taken = row && takenOf(row);
        return taken && !nothing(taken) ? taken : null;
      }),
    set: (nick, taken, by, at) =>
      guard(() => {
        putTaken.run(nick, by, at, ...RIGHTS.map((right) => takenColumn(taken[right])));
        if (nothing(taken)) dropOver.run(at);
      }),
    given: (nick) =>
      guard(() => {
        const row = find.get(nick);
        const given = row && givenOf(row);
        return given && !nothing(given) ? given : null;
      }),
    both: (nick) =>
      guard(() => {
        const row = find.get(nick);
        return row ? { taken: takenOf(row), given: givenOf(row) } : null;
      }),
    give: (nick, given, by, at) =>
      guard(() => {
        putGiven.run(nick, by, at, ...GIVEN_RIGHTS.map((right) => givenColumn(given[right])));
        if (nothing(given)) dropOver.run(at);
      }),
    list: (at, limit, offset) =>
      guard(() =>
        page.all(at, limit, offset).map((row) => ({
          nick: String(row.nick),
          by: String(row.op),
          since: Number(row.since),
          taken: takenOf(row),
          given: givenOf(row),
        }))
      ),
    count: (at) => guard(() => Number(total.get(at)?.n)),
    giveBack: (rights) => {
      const columns = rights.map((right) => TAKEN[right]);
      const set = columns.map((column) => `${column} = ${USUAL}`).join(", ");
      const lacks = columns.map((column) => `${column} <> ${USUAL}`).join(" OR ");
      return guard(() => Number(db.prepare(`UPDATE temp_rights SET ${set} WHERE ${lacks}`).run().changes));
    },
    clear: () => guard(() => Number(empty.run().changes)),
  };
}
