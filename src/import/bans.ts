/**
 * `banlist`, `unbanlist` and `kicklist`: bans in force become ours, histories are kept as long as ours. Owns reading
 * Verlihub's markers; what a ban means is the store's.
 *
 * @module
 */
import { ipv4Bytes, usualAddress } from "../core/ip.ts";
import { parseRange, rangeText } from "../core/networks.ts";
import { type Ban, BAN_TYPES, type BanType } from "../store/types.ts";
import { addressOf, type Fields, whyNotNick } from "./fields.ts";
import type { ImportContext, Importer } from "./importer.ts";

const DAY = 86_400;

/** Skips a row of a history that the hub would delete. `days` is the age, 0 keeps everything. */
function isTooOld({ tally, now }: ImportContext, at: number, days: number): boolean {
  const old = days > 0 && at < now - days * DAY;
  if (old) tally.skip(`are older than ${days} days, as long as this hub keeps them`, "");
  return old;
}

const NO_KEY = "name nobody";

/** Verlihub: the unused half of a key holds a marker. */
const isMarker = (text: string): boolean => /^_[a-z0-9]+ban_$/.test(text);

function rangeOf(fields: Fields): string {
  const [from, to] = [fields.int("range_fr"), fields.int("range_to")];
  if (to > 0 && from >= 0 && from <= to && to < 2 ** 32) return numbersText(from, to);
  const range = parseRange(fields.text("ip"));
  return range ? rangeText(range) : "";
}

/** An IPv4 range of two numbers as `from-to`. */
function numbersText(from: number, to: number): string {
  return rangeText({ from: ipv4Bytes(from), to: ipv4Bytes(to) });
}

/** The two halves of the key, or why the row names nobody. */
function keyOf(type: BanType, fields: Fields): Pick<Ban, "type" | "nick" | "ip"> | string {
  const nick = isMarker(fields.text("nick")) ? "" : fields.text("nick");
  const ip = addressOf(fields.text("ip"));
  const isNick = whyNotNick(nick) === null;
  switch (type) {
    case "nickip":
      if (isNick && ip !== "") return { type, nick, ip };
      if (ip !== "") return { type: "ip", nick: "", ip };
      return isNick ? { type: "nick", nick, ip: "" } : NO_KEY;
    case "ip":
      return ip === "" ? NO_KEY : { type, nick: "", ip };
    case "nick":
    case "prefix":
      return isNick ? { type, nick, ip: "" } : NO_KEY;
    case "range": {
      const range = rangeOf(fields);
      return range === "" ? NO_KEY : { type, nick: "", ip: range };
    }
    case "share": {
      const share = [fields.text("share_size"), fields.text("ip")].find((text) => /^\d{1,18}$/.test(text));
      return share === undefined ? NO_KEY : { type, nick: "", ip: String(BigInt(share)) };
    }
    default:
      return /^[^\s|$<>]+$/.test(nick) ? { type, nick: nick.toLowerCase(), ip: "" } : NO_KEY;
  }
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const lasts = (old: Ban, end: number): boolean => old.end === 0 || end !== 0 && old.end >= end;

/** Bans. One that is here with the same end or a later one stays as it is; one that was lifted here stays lifted. */
export function banImporter({ target, tally, now }: ImportContext): Importer {
  return {
    row(fields) {
      const shown = `${fields.text("nick")} ${fields.text("ip")}`.trim();
      const known = BAN_TYPES[fields.int("ban_type")];
      if (known === undefined) return tally.skip("are of a type that does not exist", shown);
      const key = keyOf(known, fields);
      if (typeof key === "string") return tally.skip(key, shown);
      // NULL and 0 are for ever; what is no number is not.
      const end = fields.int("date_limit", fields.has("date_limit") ? -1 : 0);
      if (end !== 0 && end <= now) return tally.skip("are over", "");
      const start = Math.max(0, fields.int("date_start"));
      const { type, nick, ip } = key;
      const what = nick || ip;
      const here = target.bans.find(what, now).some((ban) =>
        ban.type === type && same(ban.nick, nick) && ban.ip === ip && lasts(ban, end)
      );
      if (here) return tally.stored(false);
      const lifted = target.finds(
        "SELECT 1 FROM unbanlist WHERE ban_type = ? AND (nick = ? OR ip = ?) AND date_start >= ?",
        BAN_TYPES.indexOf(type),
        what,
        what,
        start,
      );
      if (lifted) return tally.skip("were lifted", shown);
      target.bans.add({
        type,
        nick,
        ip,
        op: fields.text("nick_op"),
        reason: fields.text("reason"),
        noteOp: fields.text("note_op"),
        noteUser: fields.text("note_usr"),
        start,
        end,
      });
      tally.stored(true);
    },
  };
}

/** Lifted bans: a history, kept row by row. */
export function unbanImporter(context: ImportContext): Importer {
  const { target, tally } = context;
  return {
    row(fields) {
      const type = fields.int("ban_type");
      const shown = `${fields.text("nick")} ${fields.text("ip")}`.trim();
      if (BAN_TYPES[type] === undefined) return tally.skip("are of a type that does not exist", shown);
      const at = fields.int("date_unban");
      if (isTooOld(context, at, target.settings.values.keep_unbans)) return;
      const [from, to] = [fields.int("range_fr"), fields.int("range_to")];
      const isRange = BAN_TYPES[type] === "range" && to > 0 && from >= 0 && from <= to && to < 2 ** 32;
      tally.stored(target.insert("unbanlist", {
        ip: isRange ? numbersText(from, to) : usualAddress(fields.text("ip")) ?? fields.text("ip"),
        nick: fields.text("nick"),
        ban_type: type,
        host: fields.text("host"),
        range_fr: isRange ? from : 0,
        range_to: isRange ? to : 0,
        date_start: fields.int("date_start"),
        date_limit: fields.int("date_limit"),
        last_hit: fields.int("last_hit"),
        nick_op: fields.text("nick_op"),
        reason: fields.text("reason"),
        note_op: fields.text("note_op"),
        note_usr: fields.text("note_usr"),
        share_size: fields.text("share_size"),
        date_unban: at,
        unban_op: fields.text("unban_op"),
        unban_reason: fields.text("unban_reason"),
      }));
    },
  };
}

/** Kicks: a history. */
export function kickImporter(context: ImportContext): Importer {
  const { target, tally } = context;
  return {
    row(fields) {
      const [nick, time] = [fields.text("nick"), fields.int("time")];
      const unusable = whyNotNick(nick);
      if (unusable !== null) return tally.skip(`have ${unusable}`, nick);
      if (isTooOld(context, time, target.settings.values.keep_kicks)) return;
      tally.stored(target.insert("kicklist", {
        nick,
        time,
        ip: addressOf(fields.text("ip")),
        reason: fields.text("reason"),
        op: fields.text("op"),
        is_drop: Number(fields.flag("is_drop")),
      }));
    },
  };
}
