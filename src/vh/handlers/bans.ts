/**
 * Carries out the calls about bans and rights taken for a time. Owns what scripts write for a type and for a period.
 *
 * @module
 */
import { parsePeriod } from "../../core/period.ts";
import { MAX_ACCOUNT_NICK } from "../../nmdc/nick.ts";
import type { RightsChange } from "../../port/moderation_port.ts";
import { BAN_TYPES, type BanType, type Right, RIGHTS } from "../../store/types.ts";
import { type Handlers, LATER, ownBot } from "./context.ts";

const WEEK = 7 * 86_400;

/** The kind of ban of an `eBF_*` number; 0 counts as NICKIP. @throws {RangeError} When it is none. */
function kindOf(flag: number): BanType {
  const type = BAN_TYPES[flag === 0 ? 0 : Math.log2(flag)];
  if (type === undefined) throw new RangeError(`vh.Ban(): type ${flag} is none of vh.eBF_*`);
  return type;
}

/** Seconds of a period as scripts write it: 0 gives a right back, 1 takes it for a week. @throws {RangeError} */
function periodOf(text: string): number {
  if (text === "0") return 0;
  if (text === "1") return WEEK;
  const seconds = parsePeriod(text);
  if (seconds === null || seconds === 0) {
    throw new RangeError(`"${text.slice(0, 40)}" is no period: write a number and one of s m h d w M y`);
  }
  return seconds;
}

/** Handlers of bans and rights. */
export const bans: Handlers<
  | "Ban"
  | "DelNickTempBan"
  | "DelIPTempBan"
  | "PassTempBan"
  | "UserRestrictions"
  | "GetTempRights"
  | "SetTempRights"
> = {
  Ban({ port }, [op, what, reason, seconds, flag], done) {
    if (seconds < 0) throw new RangeError(`vh.Ban(): ${seconds} seconds are no time; 0 is for ever`);
    port.ban({ op, what, reason, noteOp: "", seconds, type: kindOf(flag) }, done);
    return LATER;
  },
  DelNickTempBan: ({ port }, [nick]) => port.liftNickBan(nick),
  DelIPTempBan: ({ port }, [ip]) => port.liftIpBan(ip),
  PassTempBan: ({ port }, [ip, multiplier]) => port.banAfterPassword(ip, multiplier),
  UserRestrictions({ port }, [nick, ...periods]) {
    const change: RightsChange = {};
    RIGHTS.forEach((right, i) => {
      const period = periods[i] ?? "";
      if (period !== "") change[right] = periodOf(period);
    });
    return port.restrict(nick, change);
  },
  GetTempRights({ port }, [nick]) {
    const taken = port.takenRights(nick);
    const until = (right: Right) => taken[right] === Infinity ? -1 : taken[right];
    return { chat: until("chat"), pm: until("pm"), search: until("search"), ctm: until("ctm") };
  },
  SetTempRights({ port }, [nick, name, period]) {
    const right = RIGHTS.find((one) => one === name);
    if (!right) {
      throw new RangeError(`vh.SetTempRights(): "${name.slice(0, 40)}" is none of ${RIGHTS.join(", ")}`);
    }
    if (nick.length > MAX_ACCOUNT_NICK) throw new RangeError("vh.SetTempRights(): the nick is too long");
    port.takeRights(nick, { [right]: periodOf(period) }, ownBot(port));
    return true;
  },
};
