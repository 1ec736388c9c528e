/**
 * Bans by hand: from what somebody wrote to the ban that is stored, and who is online and named by it. Owns the
 * meaning of a target per kind of ban. Asks nobody for rights or consent; callers have.
 *
 * @module
 */
import { unixSeconds } from "../../core/clock.ts";
import { usualAddress } from "../../core/ip.ts";
import { parseRange, rangeText } from "../../core/networks.ts";
import type { BanRequest } from "../../port/moderation_port.ts";
import { HOST_BANS, hostParts, namedBy } from "../../store/ban_rules.ts";
import type { Ban, BanSubject, BanType } from "../../store/types.ts";
import { close } from "../close.ts";
import { keptText } from "./ban_text.ts";
import type { HubContext } from "../context.ts";
import { CloseReason, type Session, type User, UserClass } from "../model.ts";
import { type OnlineUser, onlineUser } from "../users.ts";
import { MAX_PERIOD } from "../../core/period.ts";

type Target = Pick<Ban, "type" | "nick" | "ip">;

/** Longest text a ban may be about: host names have 253 characters. */
const MAX_WHAT = 255;

/** Verlihub: seconds for which a kick still says which address a nick had. */
const RECENT_KICK = 50 * 60;

/** The host name of an address if it is remembered, otherwise `""`, and it is looked up for the next time. */
function knownHost(hub: HubContext, ip: string): string {
  let name = "";
  hub.hostOf?.(ip, (host) => void (name = host ?? ""));
  return name;
}

/** Runs `next` once the host name is known that a ban of an online user's host is about. */
export function withHost(hub: HubContext, { type, what }: BanRequest, next: () => void): void {
  const user = HOST_BANS.includes(type) ? onlineUser(hub.users, what.trim()) : null;
  if (user && hub.hostOf) hub.hostOf(user.session.ip, next);
  else next();
}

/** A user as bans see one: by the real address of the connection, whatever is shown of it. */
export function subjectOf({ ip, account }: Session, nick: string, host: string): BanSubject {
  return { nick, ip, host, guest: account === null };
}

/** The part of a host name that a host ban names. A text that begins with a dot is the part itself. */
export function hostPart(type: BanType, name: string): string {
  if (name.startsWith(".") && type === "hostr1") return name.slice(1);
  return hostParts(name.replace(/^\./, ""))[type as keyof ReturnType<typeof hostParts>] ?? "";
}

function hostTarget(hub: HubContext, what: string, user: OnlineUser | null, type: BanType): Target | string {
  const name = user ? knownHost(hub, user.session.ip) : what;
  if (user && name === "") return `The host name of ${user.nick} is not known`;
  const part = hostPart(type, name);
  return part === "" || !/^[\w.-]+$/.test(part) ? `"${what}" is no host name for this kind of ban` : {
    type,
    nick: part,
    ip: "",
  };
}

/** The address somebody had who is not online, `""` if nobody knows: from a kick a while ago, a ban, the account. */
function addressOf(hub: HubContext, nick: string): string {
  const { bans, accounts } = hub.store;
  const now = unixSeconds(hub.clock);
  const kick = bans.lastKick(nick, now - RECENT_KICK);
  if (kick && kick.ip !== "") return kick.ip;
  return bans.find(nick, now).find(({ type }) => type === "nickip")?.ip ?? accounts.get(nick)?.loginIp ?? "";
}

/** What a ban of this type and text is about, or why there is none. */
function targetOf(hub: HubContext, type: BanType, what: string): Target | string {
  const user = onlineUser(hub.users, what);
  const lastIp = () => user?.session?.ip ?? addressOf(hub, what);
  switch (type) {
    case "nickip": {
      const address = user ? null : usualAddress(what);
      if (address !== null) return { type: "ip", nick: "", ip: address };
      const range = user || hub.store.accounts.get(what) ? null : parseRange(what);
      if (range) return { type: "range", nick: "", ip: rangeText(range) };
      const ip = lastIp();
      return ip === "" ? { type: "nick", nick: what, ip: "" } : { type, nick: user?.nick ?? what, ip };
    }
    case "ip": {
      const ip = (user ? null : usualAddress(what)) ?? lastIp();
      return ip === ""
        ? `"${what}" is no address, and nobody online (for ranges: !banrange)`
        : { type, nick: "", ip };
    }
    case "nick":
      return { type, nick: user?.nick ?? what, ip: "" };
    case "prefix":
      return { type, nick: what, ip: "" };
    case "range": {
      const range = parseRange(what);
      return range ? { type, nick: "", ip: rangeText(range) } : `"${what}" is no range of addresses`;
    }
    case "share": {
      const share = user ? String(user.share) : what;
      return /^[1-9]\d{0,17}$/.test(share)
        ? { type, nick: "", ip: share }
        : `"${what}" is no share in bytes above 0`;
    }
    default:
      return hostTarget(hub, what, user, type);
  }
}

/** The ban a request asks for, or why it cannot be made, as a text without a full stop. */
export function banOfRequest(hub: HubContext, request: BanRequest): Ban | string {
  const { op, noteUser = "", seconds, type } = request;
  const what = request.what.trim();
  if (what === "" || what.length > MAX_WHAT) return "There is nothing to ban";
  const target = targetOf(hub, type, what);
  if (typeof target === "string") return target;
  const start = unixSeconds(hub.clock);
  const end = seconds <= 0 ? 0 : start + Math.min(Math.ceil(seconds), MAX_PERIOD);
  const [reason, noteOp] = [keptText(request.reason), keptText(request.noteOp)];
  return { ...target, op, reason, noteOp, noteUser: keptText(noteUser), start, end };
}

/** Stores a ban. Returns its end: that of the same ban before, where that is later. */
export function storeBan(hub: HubContext, ban: Ban): number {
  const end = hub.store.bans.add(ban);
  hub.log.info("Banned", { ...ban, end });
  return end;
}

/**
 * Runs `each` for every user online whom a ban names, those of classes that bans do not stop left out. For hosts,
 * names that have to be looked up come later, as many as the look-up takes at a time.
 */
export function forNamed(hub: HubContext, ban: Ban, each: (user: User) => void): void {
  const byHost = HOST_BANS.includes(ban.type);
  const isNamed = namedBy(ban);
  for (const user of hub.users.slots) {
    if (!user?.session || user.class >= hub.vars.ban_bypass_class) continue;
    const { session } = user;
    if (ban.type === "share") {
      if (user.class <= UserClass.Registered && String(user.share) === ban.ip) each(user);
    } else if (!byHost) {
      if (isNamed(subjectOf(session, user.nick, ""))) each(user);
    } else {
      hub.hostOf?.(session.ip, (host) => {
        if (!session.over && host && isNamed(subjectOf(session, user.nick, host))) each(user);
      });
    }
  }
}

/**
 * Bans as a script asks for it: no rights, no hook, no line. A nick that is online goes, whatever its class, and
 * nobody else; otherwise everybody the ban names. `done` gets `null`, or why nothing was banned.
 */
export function banByScript(
  hub: HubContext,
  request: BanRequest,
  done: (problem: string | null) => void,
): void {
  withHost(hub, request, () => {
    const ban = banOfRequest(hub, request);
    if (typeof ban === "string") return done(ban);
    const victim = onlineUser(hub.users, request.what.trim());
    storeBan(hub, ban);
    const away = ({ session }: User) => session && close(hub, session, CloseReason.KICKED);
    if (victim) away(victim);
    else forNamed(hub, ban, away);
    done(null);
  });
}
