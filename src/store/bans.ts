/**
 * Bans in force (`banlist`) and lifted ones (`unbanlist`). Owns the statements and Verlihub's markers; decides nothing
 * about who may ban whom or for how long. Kicks and the lists for reading stand in `ban_history.ts`.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { ipv4Number, limitKey, parseIp } from "../core/ip.ts";
import { parseRange } from "../core/networks.ts";
import { banHistory } from "./ban_history.ts";
import { MARKER, rowsAbout, toBan } from "./ban_row.ts";
import { hostParts } from "./ban_rules.ts";
import { type Guard, transaction } from "./database.ts";
import { holds4, holds6 } from "./range_key.ts";
import { type Ban, BAN_TYPES, type BanStore } from "./types.ts";

const MOST_FOUND = 100;

const IN_FORCE = "(date_limit = 0 OR date_limit > ?2)";
const KEYED = rowsAbout("banlist");

/**
 * One look-up by index for each kind: a long list of bans must not make logins slow. Conditions without a column are
 * looked at first and once, so what cannot match (a family of addresses, an unknown host, prefixes where none is
 * banned) costs nothing.
 */
export const MATCH: string = `
  WITH RECURSIVE cut(n) AS (
    SELECT 1 WHERE ?9 AND EXISTS (SELECT 1 FROM banlist WHERE ban_type = 8 AND nick >= '')
    UNION ALL SELECT n + 1 FROM cut WHERE n < length(?1))
  SELECT rowid, * FROM banlist WHERE rowid IN (
    SELECT rowid FROM banlist WHERE nick = ?1 AND ban_type IN (0, 2)
    UNION ALL SELECT rowid FROM banlist WHERE ip = ?3 AND ban_type IN (0, 1)
    UNION ALL SELECT rowid FROM banlist WHERE ?4 >= 0 AND ${holds4("?4")}
    UNION ALL SELECT rowid FROM banlist WHERE ?10 <> '' AND ${holds6("?10")}
    UNION ALL SELECT rowid FROM banlist WHERE ?5 <> '' AND nick IN (?5, ?6, ?7) AND ban_type IN (4, 5, 6)
    UNION ALL SELECT rowid FROM banlist WHERE ?8 <> '' AND nick = ?8 AND ban_type = 9
    UNION ALL SELECT b.rowid FROM cut CROSS JOIN banlist b WHERE b.ban_type = 8 AND b.nick = substr(?1, 1, cut.n)
  ) AND ${IN_FORCE} ORDER BY date_limit = 0 DESC, date_limit DESC LIMIT 1`;

/** Bans about a text, and ranges that hold it as an address. */
export const FIND: string = `
  SELECT * FROM banlist WHERE rowid IN (${KEYED}
    UNION SELECT rowid FROM banlist WHERE ${holds4("?3")}
    UNION SELECT rowid FROM banlist WHERE ${holds6("?4")}
  ) AND ${IN_FORCE} ORDER BY date_start DESC, rowid DESC LIMIT ${MOST_FOUND}`;

type Row = Record<string, unknown>;

/** @throws {TypeError} When a ban has not what its type is about. */
function keyOf({ type, nick, ip }: Ban): { nick: string; ip: string } {
  const byIp = type === "ip" || type === "range" || type === "share";
  if ((byIp || type === "nickip") && ip === "") throw new TypeError(`Cannot ban by ${type}: ip is empty`);
  if (!byIp && nick === "") throw new TypeError(`Cannot ban by ${type}: nick is empty`);
  if (type === "nickip") return { nick, ip };
  return byIp ? { nick: MARKER[type], ip } : { nick, ip: MARKER[type] };
}

/**
 * The columns of a range, for bans of ranges and of IPv6 addresses; nothing for others.
 *
 * @throws {TypeError} When a range ban has none.
 */
function rangeOf({ type, ip }: Ban): [from: number, to: number, from6: string, to6: string] {
  if ((type === "ip" || type === "nickip") && ip.includes(":")) {
    const half = limitKey(ip);
    return half === ip ? [0, 0, "", ""] : [0, 0, half.padEnd(32, "0"), half.padEnd(32, "f")];
  }
  if (type !== "range") return [0, 0, "", ""];
  const range = parseRange(ip);
  if (!range) throw new TypeError(`Cannot ban by range: "${ip}" is none`);
  const { from, to } = range;
  return from.length === 4 ? [ipv4Number(from), ipv4Number(to), "", ""] : [0, 0, from.toHex(), to.toHex()];
}

/** An address as the range columns hold it: one of them says it is in no range. */
function addressOf(text: string): [four: number, six: string] {
  const bytes = parseIp(text)?.bytes;
  if (!bytes) return [-1, ""];
  return bytes.length === 4 ? [ipv4Number(bytes), ""] : [-1, bytes.toHex()];
}

/** The bans of an open database. */
export function banStore(db: DatabaseSync, guard: Guard): BanStore {
  const put = db.prepare(`
    INSERT INTO banlist
      (ip, nick, ban_type, date_start, date_limit, nick_op, reason, note_op, note_usr,
       range_fr, range_to, range6_fr, range6_to, share_size)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (ip, nick) DO UPDATE SET
      date_limit = CASE WHEN date_limit = 0 OR excluded.date_limit = 0 THEN 0
                        ELSE max(date_limit, excluded.date_limit) END,
      date_start = excluded.date_start, nick_op = excluded.nick_op,
      reason = excluded.reason, note_op = excluded.note_op, note_usr = excluded.note_usr,
      range_fr = excluded.range_fr, range_to = excluded.range_to,
      range6_fr = excluded.range6_fr, range6_to = excluded.range6_to
    RETURNING date_limit`);
  const match = db.prepare(MATCH);
  const matchShare = db.prepare(
    `SELECT rowid, * FROM banlist WHERE ip = ?1 AND ban_type = 7 AND ${IN_FORCE}`,
  );
  // Once a minute: a banned client that comes back at once and for ever must not cost a durable write each time.
  const hit = db.prepare("UPDATE banlist SET last_hit = ?1 WHERE rowid = ?2 AND last_hit <= ?1 - 60");
  const find = db.prepare(FIND);
  const named = db.prepare(`SELECT rowid, ban_type FROM banlist WHERE rowid IN (${KEYED}) ORDER BY rowid`);
  const keep = db.prepare(`
    INSERT OR REPLACE INTO unbanlist
      (ip, nick, ban_type, host, range_fr, range_to, range6_fr, range6_to, date_start, date_limit, last_hit, nick_op,
       reason, note_op, note_usr, share_size, date_unban, unban_op, unban_reason)
    SELECT ip, nick, ban_type, host, range_fr, range_to, range6_fr, range6_to, date_start, date_limit, last_hit,
       nick_op, reason, note_op, note_usr, share_size, ?2, ?3, ?4 FROM banlist WHERE rowid = ?1`);
  const drop = db.prepare("DELETE FROM banlist WHERE rowid = ?");
  const anyHost = db.prepare("SELECT 1 FROM banlist WHERE ban_type IN (4, 5, 6, 9) LIMIT 1");
  const taken = (row: Row | undefined, at: number): Ban | null => {
    if (!row) return null;
    hit.run(at, Number(row.rowid));
    return toBan(row);
  };
  return {
    ...banHistory(db, guard),
    add(ban) {
      const { nick, ip } = keyOf(ban);
      const range = rangeOf(ban);
      const share = ban.type === "share" ? ban.ip : "";
      const { start, end, op, reason, noteOp, noteUser } = ban;
      const type = BAN_TYPES.indexOf(ban.type);
      return guard(() =>
        Number(put.get(ip, nick, type, start, end, op, reason, noteOp, noteUser, ...range, share)?.date_limit)
      );
    },
    match: ({ nick, ip, host, guest }, at) =>
      guard(() => {
        const { host1, host2, host3, hostr1 } = hostParts(host);
        const [four, six] = addressOf(ip);
        return taken(match.get(nick, at, ip, four, host1, host2, host3, hostr1, Number(guest), six), at);
      }),
    matchShare: (share, at) => guard(() => taken(matchShare.get(String(share), at), at)),
    find: (what, at) =>
      guard(() =>
        find.all(what, at, ...addressOf(what)).map((row) => ({
          ...toBan(row),
          lastHit: Number(row.last_hit),
        }))
      ),
    remove: (what, types, { op, reason, at }) =>
      guard(() =>
        transaction(db, () => {
          let count = 0;
          for (const { rowid, ban_type } of named.all(what)) {
            if (!types.includes(BAN_TYPES[Number(ban_type)]!)) continue;
            keep.run(Number(rowid), at, op, reason);
            drop.run(Number(rowid));
            count++;
          }
          return count;
        })
      ),
    hasHostBans: () => guard(() => anyHost.get() !== undefined),
  };
}
