/**
 * Bans and the history of kicks (`banlist`, `kicklist`). Owns the statements and Verlihub's markers; decides nothing
 * about who may ban whom or for how long.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import type { Ban, BanStore } from "./types.ts";

/** Verlihub: banlist.ban_type as bit number; the missing half of the key holds a marker. */
const TYPE = { nickAndIp: 0, ip: 1, nick: 2 } as const;
const IP_BAN = "_ipban_";
const NICK_BAN = "_nickban_";

/** Verlihub deletes at start what has been over for this long (seconds). */
const KEEP_BANS = 7 * 86_400;
const KEEP_KICKS = 30 * 86_400;

const typeOf = ({ nick, ip }: Ban) => nick === "" ? TYPE.ip : ip === "" ? TYPE.nick : TYPE.nickAndIp;

// The type decides which half counts, so that a user named like a marker matches nothing.
const NAMES_THIS = `((nick = ?1 AND ban_type IN (0, 2)) OR (ip = ?2 AND ban_type IN (0, 1)))`;

const toBan = (row: Record<string, unknown>): Ban => ({
  nick: row.ban_type === TYPE.ip ? "" : String(row.nick),
  ip: row.ban_type === TYPE.nick ? "" : String(row.ip),
  op: String(row.nick_op),
  reason: String(row.reason),
  noteOp: String(row.note_op),
  start: Number(row.date_start),
  end: Number(row.date_limit),
});

/** The bans of an open database. `now` is Unix seconds: rows that are long over are deleted at once. */
export function banStore(db: DatabaseSync, guard: <T>(fn: () => T) => T, now: number): BanStore {
  const put = db.prepare(`
    INSERT INTO banlist (ip, nick, ban_type, date_start, date_limit, nick_op, reason, note_op)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (ip, nick) DO UPDATE SET
      date_limit = CASE WHEN date_limit = 0 OR excluded.date_limit = 0 THEN 0
                        ELSE max(date_limit, excluded.date_limit) END,
      date_start = excluded.date_start, nick_op = excluded.nick_op,
      reason = excluded.reason, note_op = excluded.note_op`);
  const find = db.prepare(`
    SELECT * FROM banlist WHERE ${NAMES_THIS} AND (date_limit = 0 OR date_limit > ?3)
    ORDER BY date_limit = 0 DESC, date_limit DESC LIMIT 1`);
  const drop = db.prepare(`DELETE FROM banlist WHERE ${NAMES_THIS}`);
  const dropOld = db.prepare("DELETE FROM banlist WHERE date_limit <> 0 AND date_limit < ?");
  const kick = db.prepare(
    "INSERT OR REPLACE INTO kicklist (nick, time, ip, reason, op, is_drop) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const dropKicks = db.prepare("DELETE FROM kicklist WHERE time < ?");
  guard(() => {
    dropOld.run(now - KEEP_BANS);
    dropKicks.run(now - KEEP_KICKS);
  });
  return {
    add(ban) {
      if (ban.nick === "" && ban.ip === "") throw new TypeError("Cannot ban: neither nick nor ip is given");
      const ip = ban.ip || NICK_BAN;
      const nick = ban.nick || IP_BAN;
      guard(() => put.run(ip, nick, typeOf(ban), ban.start, ban.end, ban.op, ban.reason, ban.noteOp));
    },
    match: (nick, ip, at) =>
      guard(() => {
        const row = find.get(nick, ip, at);
        return row ? toBan(row) : null;
      }),
    remove: (nickOrIp) => guard(() => Number(drop.run(nickOrIp, nickOrIp).changes)),
    recordKick: ({ nick, ip, op, reason, at, drop: isDrop }) =>
      guard(() => {
        kick.run(nick, at, ip, reason, op, Number(isDrop));
        dropKicks.run(at - KEEP_KICKS);
      }),
  };
}
