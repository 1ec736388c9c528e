/**
 * A row of `banlist` or `unbanlist` as a ban: which half of the key a kind uses, and Verlihub's marker in the other.
 * Holds no statement.
 *
 * @module
 */
import { type Ban, BAN_TYPES, type BanType } from "./types.ts";

/** Verlihub: the unused half of the key holds a marker. */
export const MARKER: Readonly<Record<BanType, string>> = {
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

// The type decides which half of the key counts, so that a user named like a marker matches nothing.
const BY_NICK = "(0, 2, 4, 5, 6, 8, 9)";
const BY_IP = "(0, 1, 3, 7)";

/** Rows about the text in parameter 1, by the index of each half of the key. */
export const rowsAbout = (table: "banlist" | "unbanlist"): string => `
    SELECT rowid FROM ${table} WHERE nick = ?1 AND ban_type IN ${BY_NICK}
    UNION SELECT rowid FROM ${table} WHERE ip = ?1 AND ban_type IN ${BY_IP}`;

/** The ban a row holds. */
export function toBan(row: Readonly<Record<string, unknown>>): Ban {
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
    noteUser: String(row.note_usr),
    start: Number(row.date_start),
    end: Number(row.date_limit),
  };
}
