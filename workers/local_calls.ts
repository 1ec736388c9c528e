/**
 * The calls that a worker answers by itself, from its replica or from nothing at all.
 *
 * @module
 */
import { decodeText, encodeText } from "../src/nmdc/escape.ts";
import type { CallArgs, CallName, LocalCall } from "../src/vh/calls.ts";
import { CONSTANTS } from "../src/vh/constants.ts";
import type { UserState } from "../src/vh/user_state.ts";
import { findUser, type Replica } from "./replica.ts";

/** Computes the result of a call from the replica. */
export type Local<N extends CallName> = (replica: Replica, args: CallArgs<N>) => unknown;

type TextField = "ip" | "hubUrl" | "extJson" | "version" | "supports" | "tls";

const text = (replica: Replica, nick: string, field: TextField) => findUser(replica, nick)?.[field] || null;

/** Taken when the worker starts: a script can change what `Date.now` gives it, not what this does. */
const now = Date.now;
const upTime = (startedAt: number, milliseconds: boolean): number => {
  const ms = Math.max(0, now() - startedAt * 1000);
  return milliseconds ? ms : Math.floor(ms / 1000);
};

const nicks = (replica: Replica, wanted: (user: UserState) => boolean): string[] => {
  const out: string[] = [];
  for (const user of replica.users.values()) if (wanted(user)) out.push(user.nick);
  return out;
};

const anybody = () => true;
const isOp = (user: UserState) => user.op;
const isBot = (user: UserState) => !user.connected;
const rawList = (command: string, names: readonly string[]) =>
  names.length === 0 ? `$${command} ` : `$${command} ${names.join("$$")}$$`;

/** Splits a `$MyINFO $ALL …` line; null when it is none. The tag is what stands in `<…>` right before the `$`. */
export function splitMyInfo(line: string): [string, string, string, string, string, string] | null {
  const match = /^\$MyINFO \$ALL (\S+) ([^$]*)\$.\$([^$]*)\$([^$]*)\$([^$]*)\$$/s.exec(line);
  if (!match) return null;
  const [, nick = "", info = "", speed = "", email = "", share = ""] = match;
  const open = info.endsWith(">") ? info.lastIndexOf("<") : -1;
  return open < 0
    ? [nick, info, "", speed, email, share]
    : [nick, info.slice(0, open), info.slice(open), speed, email, share];
}

function robotNickProblem(replica: Replica, nick: string): number {
  const { values } = CONSTANTS.eBOT;
  if (nick === "") return values.WITHOUT_NICK;
  if (/[ $|<>\r\n]/.test(nick)) return values.BAD_CHARS;
  if (nick === replica.botName || nick === replica.opChatName) return values.RESERVED_NICK;
  return findUser(replica, nick)?.connected === false ? values.EXISTS : values.OK;
}

/** The local calls by name. */
export const LOCAL_CALLS: { readonly [N in LocalCall]: Local<N> } = {
  GetUserClass: (replica, [nick]) => findUser(replica, nick)?.class ?? CONSTANTS.eUC.values.OFFLINE,
  GetUserIP: (replica, [nick]) => text(replica, nick, "ip"),
  GetUserHubURL: (replica, [nick]) => text(replica, nick, "hubUrl"),
  GetUserExtJSON: (replica, [nick]) => text(replica, nick, "extJson"),
  GetUserVersion: (replica, [nick]) => text(replica, nick, "version"),
  GetUserSupports: (replica, [nick]) => text(replica, nick, "supports"),
  GetUserShare: (replica, [nick]) => findUser(replica, nick)?.share ?? null,
  InUserSupports: (replica, [nick, feature]) =>
    (findUser(replica, nick)?.supports ?? "").split(" ").includes(feature),
  IsUserOnline: (replica, [nick]) => findUser(replica, nick) !== undefined,
  GetMyINFO: (replica, [nick]) => findUser(replica, nick)?.myInfo || null,
  GetMyINFOParts: (replica, [nick]) => splitMyInfo(findUser(replica, nick)?.myInfo ?? ""),
  GetNickList: (replica) => nicks(replica, anybody),
  GetOpList: (replica) => nicks(replica, isOp),
  GetBotList: (replica) => nicks(replica, isBot),
  GetRawNickList: (replica) => rawList("NickList", nicks(replica, anybody)),
  GetRawOpList: (replica) => rawList("OpList", nicks(replica, isOp)),
  GetRawBotList: (replica) => rawList("BotList", nicks(replica, isBot)),
  IsBot: (replica, [nick]) => findUser(replica, nick)?.connected === false,
  IsChatUser: (replica, [nick]) => findUser(replica, nick)?.chat === true,
  IsSecConn: (replica, [nick]) => (findUser(replica, nick)?.tls ?? "") !== "",
  GetTLSVer: (replica, [nick]) => text(replica, nick, "tls"),
  GetTopic: (replica) => replica.topic,
  GetVHCfgDir: (replica) => replica.baseDir,
  GetHubSecAlias: (replica) => replica.botName,
  GetUpTime: (replica, [unit]) => upTime(replica.startedAt, unit === 2),
  GetUsersCount: (replica) => replica.userCount,
  GetTotalShareSize: (replica) => BigInt(Math.trunc(replica.totalShare)).toString(),
  IsRobotNickBad: (replica, [nick]) => robotNickProblem(replica, nick),
  Encode: (_replica, [text]) => encodeText(text),
  Decode: (_replica, [text]) => decodeText(text),
};
