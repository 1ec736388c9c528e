/**
 * Bans in words: what a ban is about, how long it lasts, what the banned user reads. Owns these words alone.
 *
 * @module
 */
import { unixSeconds } from "../../core/clock.ts";
import { utcMinute } from "../../core/utc.ts";
import type { Ban, BanType, LiftedBan } from "../../store/types.ts";
import type { HubContext } from "../context.ts";
import { describeWait } from "../../core/period.ts";

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

/** Longest reason or note in characters: lines of users are shorter, but a script may pass megabytes. */
const MAX_REASON = 4096;

/** A reason or a note as it is told and stored: its beginning, where it is too long for that. */
export function keptText(text: string): string {
  return text.length > MAX_REASON ? text.slice(0, MAX_REASON) : text;
}

/** What a ban is about, as operators write it. */
export function aboutBan({ type, nick, ip }: Pick<Ban, "type" | "nick" | "ip">): string {
  const line = (type === "ip" || type === "nickip") && ip.includes(":") ? " (its /64)" : "";
  return type === "nickip" ? `nick ${nick} and address ${ip}${line}` : `${NAMES[type]} ${nick || ip}${line}`;
}

/** How long a ban lasts from `now` on (Unix seconds). */
export function lengthOf(end: number, now: number): string {
  return end === 0 ? "for ever" : `for ${describeWait(end - now)}`;
}

/** A whole ban in one line. */
export function banLine(ban: Ban, now: number): string {
  const notes = (ban.noteUser && ` (note: ${ban.noteUser})`) + (ban.noteOp && ` (operators: ${ban.noteOp})`);
  return `${aboutBan(ban)}, ${lengthOf(ban.end, now)}, by ${ban.op} on ${utcMinute(ban.start)}: ${
    ban.reason || "no reason given"
  }${notes}`;
}

/** A ban that was lifted, in one line. */
export function liftedLine({ unban, ...ban }: LiftedBan): string {
  return `${aboutBan(ban)}, lifted by ${unban.op} on ${utcMinute(unban.at)}${
    unban.reason && `: ${unban.reason}`
  }; was banned by ${ban.op} on ${utcMinute(ban.start)}: ${ban.reason || "no reason given"}`;
}

/** What somebody reads whom a ban keeps out or sends away: length, who, why, what, the note, the hub's own words. */
export function banText(hub: HubContext, ban: Ban, met: "at the door" | "inside"): string {
  const now = unixSeconds(hub.clock);
  const another = met === "at the door" && ban.end !== 0 ? "for another" : "for";
  const length = ban.end === 0 ? "for ever" : `${another} ${describeWait(ban.end - now)}`;
  const lines = [
    `You are banned ${length} by ${ban.op}: ${ban.reason || "no reason given"}`,
    `Banned: ${aboutBan(ban)}`,
    ban.noteUser,
    hub.vars.ban_extra_message,
  ];
  return lines.filter((line) => line !== "").join("\r\n");
}
