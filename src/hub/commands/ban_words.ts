/**
 * How kinds of ban and bans themselves are written and read: the endings of `!ban…` words, what a ban is about, how
 * long it lasts. Pure.
 *
 * @module
 */
import { parseRange, rangeText } from "../../core/ip.ts";
import { type Ban, BAN_TYPES, type BanType } from "../../store/types.ts";
import { hostPart } from "../bans.ts";
import { describeWait } from "../period.ts";

/** An ending of a ban word, and the kinds it means; the first is the one it makes. */
export const KINDS: readonly (readonly [ending: string, types: readonly BanType[]])[] = [
  ["", ["nickip", "ip", "nick"]],
  ...BAN_TYPES.map((type): [string, BanType[]] => [type, [type]]),
];

/** What a ban is about, as operators write it. */
export function aboutBan({ type, nick, ip }: Ban): string {
  return type === "nickip" ? `nick ${nick} and address ${ip}` : `${NAMES[type]} ${nick || ip}`;
}

const NAMES: Readonly<Record<BanType, string>> = {
  nickip: "nick and address",
  ip: "address",
  nick: "nick",
  range: "range",
  host1: "hosts",
  host2: "hosts",
  host3: "hosts",
  share: "share of exactly",
  prefix: "guests with the prefix",
  hostr1: "hosts under",
};

/** How long a ban lasts from `now` on (Unix seconds). */
export function lengthOf(end: number, now: number): string {
  return end === 0 ? "for ever" : `for ${describeWait(end - now)}`;
}

/** A whole ban in one line. */
export function banLine(ban: Ban, now: number): string {
  const since = new Date(ban.start * 1000).toISOString().slice(0, 16).replace("T", " ");
  return `${aboutBan(ban)}, ${lengthOf(ban.end, now)}, by ${ban.op} on ${since}: ${
    ban.reason || "no reason given"
  }`;
}

/** The key under which a ban of this kind is stored, for a text as operators write it. */
export function keyText(type: BanType, what: string): string {
  if (type === "range") {
    const range = parseRange(what);
    return range ? rangeText(range) : what;
  }
  return type.startsWith("host") ? hostPart(type, what) || what : what;
}
