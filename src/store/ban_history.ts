/**
 * The lists of bans, lifted bans and kicks as operators read and empty them, and the history of kicks itself
 * (`kicklist`). Owns the statements of these lists; what names whom stands in `bans.ts`.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import type { Guard } from "./database.ts";
import { rowsAbout, toBan } from "./ban_row.ts";
import type { BanHistory, BanList, Kick, LiftedBan } from "./types.ts";

const TABLES: Readonly<Record<BanList, string>> = { bans: "banlist", unbans: "unbanlist", kicks: "kicklist" };

type Row = Record<string, unknown>;

const toKick = (row: Row): Kick => ({
  nick: String(row.nick),
  ip: String(row.ip),
  op: String(row.op),
  reason: String(row.reason),
  at: Number(row.time),
  drop: row.is_drop !== 0,
});

const toLifted = (row: Row): LiftedBan => ({
  ...toBan(row),
  unban: { op: String(row.unban_op), reason: String(row.unban_reason), at: Number(row.date_unban) },
});

/** The lists of an open database. */
export function banHistory(db: DatabaseSync, guard: Guard): BanHistory {
  const list = db.prepare(`
    SELECT * FROM banlist WHERE date_limit = 0 OR date_limit > ? ORDER BY date_start DESC, rowid DESC
    LIMIT ? OFFSET ?`);
  const unbans = db.prepare("SELECT * FROM unbanlist ORDER BY date_unban DESC, rowid DESC LIMIT ? OFFSET ?");
  const unbansOf = db.prepare(
    `SELECT * FROM unbanlist WHERE rowid IN (${rowsAbout("unbanlist")}) ORDER BY date_unban DESC LIMIT ?2`,
  );
  const kicks = db.prepare("SELECT * FROM kicklist ORDER BY time DESC, rowid DESC LIMIT ? OFFSET ?");
  const counts = {
    bans: db.prepare(
      "SELECT (SELECT count(*) FROM banlist WHERE date_limit = 0) + " +
        "(SELECT count(*) FROM banlist WHERE date_limit > ?) AS n",
    ),
    unbans: db.prepare("SELECT count(*) AS n FROM unbanlist WHERE ? IS NOT NULL"),
    kicks: db.prepare("SELECT count(*) AS n FROM kicklist WHERE ? IS NOT NULL"),
  };
  const kick = db.prepare(
    "INSERT OR REPLACE INTO kicklist (nick, time, ip, reason, op, is_drop) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const lastKick = db.prepare(
    "SELECT * FROM kicklist WHERE nick = ? AND time >= ? ORDER BY time DESC LIMIT 1",
  );
  return {
    list: (limit, at, skip = 0) => guard(() => list.all(at, limit, skip).map(toBan)),
    listUnbans: (limit, skip = 0) => guard(() => unbans.all(limit, skip).map(toLifted)),
    unbansOf: (what, limit) => guard(() => unbansOf.all(what, limit).map(toLifted)),
    listKicks: (limit, skip = 0) => guard(() => kicks.all(limit, skip).map(toKick)),
    count: (what, at) => guard(() => Number(counts[what].get(at)?.n)),
    recordKick: ({ nick, ip, op, reason, at, drop }) =>
      guard(() => void kick.run(nick, at, ip, reason, op, Number(drop))),
    lastKick: (nick, since) =>
      guard(() => {
        const row = lastKick.get(nick, since);
        return row ? toKick(row) : null;
      }),
    clear: (what) => guard(() => Number(db.prepare(`DELETE FROM ${TABLES[what]}`).run().changes)),
  };
}
