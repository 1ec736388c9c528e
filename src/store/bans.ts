/**
 * Bans and the history of kicks (`banlist`, `unbanlist`, `kicklist`). Owns the statements and Verlihub's markers;
 * decides nothing about who may ban whom or for how long.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { ipv4Number, parseRange } from "../core/ip.ts";
import { hostParts } from "./ban_rules.ts";
import { transaction } from "./database.ts";
import { type Ban, BAN_TYPES, type BanStore, type BanType } from "./types.ts";

/** Verlihub: the unused half of the key holds a marker. */
const MARKER: Readonly<Record<BanType, string>> = {
  nickip: "",
  ip: "_ipban_",
  nick: "_nickban_",
  range: "_rangeban_",
  host1: "_host1ban_",
  host2: "_host2ban_",
  host3: "_host3ban_",
  share: "_shareban_",
  prefix: "_prefixban_",
  hostr1: "_hostr1ban_",
};

/** Verlihub deletes at start what has been over for this long (seconds). */
const KEEP_BANS = 7 * 86_400;
const KEEP_UNBANS = 30 * 86_400;
const KEEP_KICKS = 30 * 86_400;
const MOST_FOUND = 100;

// The type decides which half counts, so that a user named like a marker matches nothing.
const BY_NICK = "(0, 2, 4, 5, 6, 8, 9)";
const BY_IP = "(0, 1, 3, 7)";
const HAS_KEY = `((nick = ?1 AND ban_type IN ${BY_NICK}) OR (ip = ?1 AND ban_type IN ${BY_IP}))`;
const IN_FORCE = "(date_limit = 0 OR date_limit > ?2)";
const NEWEST_FIRST = "ORDER BY date_start DESC, rowid DESC";

/** One look-up by index for each kind: a long list of bans must not make logins slow. */
const MATCH = `
  SELECT rowid, * FROM banlist WHERE rowid IN (
    SELECT rowid FROM banlist WHERE nick = ?1 AND ban_type IN (0, 2)
    UNION ALL SELECT rowid FROM banlist WHERE ip = ?3 AND ban_type IN (0, 1)
    UNION ALL SELECT rowid FROM banlist WHERE ban_type = 3 AND range_fr <= ?4 AND range_to >= ?4
    UNION ALL SELECT rowid FROM banlist WHERE nick IN (?5, ?6, ?7) AND ban_type IN (4, 5, 6)
    UNION ALL SELECT rowid FROM banlist WHERE nick = ?8 AND ban_type = 9
    UNION ALL SELECT rowid FROM banlist WHERE ban_type = 8 AND ?9 AND nick = substr(?1, 1, length(nick))
  ) AND ${IN_FORCE} ORDER BY date_limit = 0 DESC, date_limit DESC LIMIT 1`;

type Row = Record<string, unknown>;

const toBan = (row: Row): Ban => {
  const type = BAN_TYPES[Number(row.ban_type)] ?? "nickip";
  const byNick = type !== "ip" && type !== "range" && type !== "share";
  const byIp = type === "nickip" || !byNick;
  return {
    type,
    nick: byNick ? String(row.nick) : "",
    ip: byIp ? String(row.ip) : "",
    op: String(row.nick_op),
    reason: String(row.reason),
    noteOp: String(row.note_op),
    start: Number(row.date_start),
    end: Number(row.date_limit),
  };
};

/** @throws {TypeError} When a ban has not what its type is about. */
function keyOf({ type, nick, ip }: Ban): { nick: string; ip: string } {
  const byIp = type === "ip" || type === "range" || type === "share";
  if ((byIp || type === "nickip") && ip === "") throw new TypeError(`Cannot ban by ${type}: ip is empty`);
  if (!byIp && nick === "") throw new TypeError(`Cannot ban by ${type}: nick is empty`);
  if (type === "nickip") return { nick, ip };
  return byIp ? { nick: MARKER[type], ip } : { nick, ip: MARKER[type] };
}

/** The bans of an open database. `now` is Unix seconds: rows that are long over are deleted at once. */
export function banStore(db: DatabaseSync, guard: <T>(fn: () => T) => T, now: number): BanStore {
  const put = db.prepare(`
    INSERT INTO banlist
      (ip, nick, ban_type, date_start, date_limit, nick_op, reason, note_op, range_fr, range_to, share_size)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (ip, nick) DO UPDATE SET
      date_limit = CASE WHEN date_limit = 0 OR excluded.date_limit = 0 THEN 0
                        ELSE max(date_limit, excluded.date_limit) END,
      date_start = excluded.date_start, nick_op = excluded.nick_op,
      reason = excluded.reason, note_op = excluded.note_op`);
  const match = db.prepare(MATCH);
  const matchShare = db.prepare(
    `SELECT rowid, * FROM banlist WHERE ip = ?1 AND ban_type = 7 AND ${IN_FORCE}`,
  );
  const hit = db.prepare("UPDATE banlist SET last_hit = ? WHERE rowid = ?");
  const find = db.prepare(`
    SELECT * FROM banlist WHERE (${HAS_KEY} OR (ban_type = 3 AND range_fr <= ?3 AND range_to >= ?3))
    AND ${IN_FORCE} ${NEWEST_FIRST} LIMIT ${MOST_FOUND}`);
  const list = db.prepare(
    `SELECT * FROM banlist WHERE date_limit = 0 OR date_limit > ? ${NEWEST_FIRST} LIMIT ?`,
  );
  const named = db.prepare(`SELECT rowid, ban_type FROM banlist WHERE ${HAS_KEY} ORDER BY rowid`);
  const keep = db.prepare(`
    INSERT OR REPLACE INTO unbanlist
      (ip, nick, ban_type, host, range_fr, range_to, date_start, date_limit, last_hit, nick_op, reason, note_op,
       note_usr, share_size, date_unban, unban_op, unban_reason)
    SELECT ip, nick, ban_type, host, range_fr, range_to, date_start, date_limit, last_hit, nick_op, reason, note_op,
       note_usr, share_size, ?2, ?3, ?4 FROM banlist WHERE rowid = ?1`);
  const drop = db.prepare("DELETE FROM banlist WHERE rowid = ?");
  const anyHost = db.prepare("SELECT 1 FROM banlist WHERE ban_type IN (4, 5, 6, 9) LIMIT 1");
  const kick = db.prepare(
    "INSERT OR REPLACE INTO kicklist (nick, time, ip, reason, op, is_drop) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const dropKicks = db.prepare("DELETE FROM kicklist WHERE time < ?");
  guard(() => {
    db.prepare("DELETE FROM banlist WHERE date_limit <> 0 AND date_limit < ?").run(now - KEEP_BANS);
    db.prepare("DELETE FROM unbanlist WHERE date_unban < ?").run(now - KEEP_UNBANS);
    dropKicks.run(now - KEEP_KICKS);
  });
  const taken = (row: Row | undefined, at: number): Ban | null => {
    if (!row) return null;
    hit.run(at, Number(row.rowid));
    return toBan(row);
  };
  return {
    add(ban) {
      const { nick, ip } = keyOf(ban);
      const range = ban.type === "range" ? parseRange(ban.ip) : null;
      if (ban.type === "range" && !range) throw new TypeError(`Cannot ban by range: "${ban.ip}" is none`);
      const share = ban.type === "share" ? ban.ip : "";
      const { start, end, op, reason, noteOp } = ban;
      const type = BAN_TYPES.indexOf(ban.type);
      guard(() =>
        put.run(ip, nick, type, start, end, op, reason, noteOp, range?.from ?? 0, range?.to ?? 0, share)
      );
    },
    match: ({ nick, ip, host, guest }, at) =>
      guard(() => {
        const { host1, host2, host3, hostr1 } = hostParts(host);
        const address = ipv4Number(ip) ?? -1;
        return taken(
          match.get(nick, at, ip, address, host1, host2, host3, hostr1, Number(guest)),
          at,
        );
      }),
    matchShare: (share, at) => guard(() => taken(matchShare.get(String(share), at), at)),
    find: (what, at) => guard(() => find.all(what, at, ipv4Number(what) ?? -1).map(toBan)),
    list: (limit, at) => guard(() => list.all(at, limit).map(toBan)),
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
    recordKick: ({ nick, ip, op, reason, at, drop: isDrop }) =>
      guard(() => {
        kick.run(nick, at, ip, reason, op, Number(isDrop));
        dropKicks.run(at - KEEP_KICKS);
      }),
  };
}
