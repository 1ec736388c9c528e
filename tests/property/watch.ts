/**
 * The eye on everything the hub writes: who may see which frame. Owns the rules; reports a breach as a text and
 * changes nothing. Most buffers go to many users, so what one says is read once.
 *
 * @module
 */
import { latin1Bytes, latin1Text } from "../../src/core/bytes.ts";
import type { HubContext } from "../../src/hub/context.ts";
import type { Session, User } from "../../src/hub/model.ts";
import { nickKey } from "../../src/hub/nick_key.ts";
import { isForeign } from "../../src/hub/transcode.ts";
import { Feature } from "../../src/nmdc/supports.ts";
import { FORGED, mark, SECRET } from "./scene.ts";

/** Messages only for clients that announced them. */
const NEEDS: readonly (readonly [prefix: string, feature: number])[] = [
  ["$MCTo: ", Feature.MCTo],
  ["$SA ", Feature.TTHS],
  ["$SP ", Feature.TTHS],
  ["$ExtJSON ", Feature.ExtJSON2],
  ["$BotList ", Feature.BotList],
];

const FORGED_REQUEST = new RegExp(
  `^\\$(?:Search|MultiSearch|SA \\S+|ConnectToMe \\S+) ${FORGED.replaceAll(".", "\\.")}`,
);
const RANGE = /~c(-?\d+),(\d+)~/g;
const ONLY = /~p([^~]*)~/g;

type Rule = (user: User, session: Session) => string | null;

const lower = (nick: string): string => nick.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
/** A user's nick as its own client spells it. */
const nickOf = (hub: HubContext, { nickBytes, session }: User): string =>
  lower(latin1Text(session && isForeign(hub, session) ? hub.foreign.write(nickBytes) : nickBytes));
/** What of a nick is the same in every encoding. */
const plain = (nick: string): string => lower(nick).replace(/[^!-~]|&#\d+;/g, "");

/** Creates the eye of one hub; `breach` gets what was seen by whom. */
export function createWatch(
  hub: HubContext,
  breach: (text: string) => void,
): (session: Session, bytes: Uint8Array) => void {
  let last: Uint8Array | null = null;
  let rules: readonly Rule[] = [];

  const read = (bytes: Uint8Array): readonly Rule[] => {
    const text = latin1Text(bytes);
    if (!text.endsWith("|")) breach(`An unfinished frame: ${text}`);
    if (text.includes(SECRET) || text.includes(mark.nobody)) breach(`A password went out: ${text}`);
    if (FORGED_REQUEST.test(text)) breach(`A request went out with a forged address: ${text}`);
    return rulesOf(hub, text);
  };
  return (session, bytes) => {
    // Nothing is nothing: the transport does not send it.
    if (bytes.length === 0) return;
    if (bytes !== last) [last, rules] = [bytes, read(bytes)];
    const { user } = session;
    if (rules.length === 0 || !user || session.over) return;
    for (const rule of rules) {
      const problem = rule(user, session);
      if (problem !== null) {
        breach(`${user.nick} of class ${user.class} got ${latin1Text(bytes)}: ${problem}`);
      }
    }
  };
}

/** Nobody is told of a pinger but the pinger; what its client wrote before it became one is not looked at. */
const OF_ONE =
  /^\$(?:MyINFO \$ALL (\S+) |Hello ([^|]+)|ExtJSON (\S+) |BotList ([^|$]+)\$\$\||OpList ([^|$]+)\$\$\|)/;

function hiddenRule(hub: HubContext, text: string): Rule | null {
  const [, ...nicks] = OF_ONE.exec(text) ?? [];
  const nick = nicks.find((one) => one !== undefined);
  const about = nick === undefined ? undefined : hub.users.get(nickKey(hub.codec.decode(latin1Bytes(nick))));
  if (!about?.session || about.class >= 0) return null;
  return (user) => user.key === about.key ? null : "nobody is shown a pinger";
}

function rulesOf(hub: HubContext, text: string): Rule[] {
  const rules: Rule[] = [];
  if (text.startsWith("$")) {
    for (const [prefix, feature] of NEEDS) {
      if (text.startsWith(prefix)) {
        rules.push((_user, { features }) => (features & feature) === 0 ? "not announced" : null);
      }
    }
    rules.push(...addressed(hub, text));
    const hidden = hiddenRule(hub, text);
    if (hidden) rules.push(hidden);
  }
  if (!text.includes("~")) return rules;
  for (const [, min, max] of text.matchAll(RANGE)) {
    rules.push((user) => user.class < Number(min) || user.class > Number(max) ? "not of that class" : null);
  }
  for (const [, nick] of text.matchAll(ONLY)) {
    // Its writer may have spelled the mark otherwise than the rest of the line.
    rules.push((user) => mayRead(hub, user, nick!) ? null : "meant for somebody else");
  }
  if (text.includes(mark.chat)) rules.push((user) => user.chat ? null : "does not see main chat");
  if (text.includes(mark.room)) {
    rules.push((user) => hub.opChat.has(user) ? null : "not in operator chat");
  }
  return rules;
}

/** True for the user of a nick; what the hub's bot is told goes to the author of the last broadcast. */
function mayRead(hub: HubContext, user: User, nick: string): boolean {
  const wanted = plain(nick);
  return plain(nickOf(hub, user)) === wanted ||
    (plain(latin1Text(hub.bot.nickBytes)) === wanted && nickKey(user.nick) === nickKey(hub.vars.bc_reply));
}

/** Messages that name their receiver, and addresses. */
function addressed(hub: HubContext, text: string): Rule[] {
  const to = /^\$To: (\S+) From: (\S+) \$</.exec(text);
  if (to) {
    const fromRoom = hub.room !== null && latin1Text(hub.room.nickBytes) === to[2];
    return [
      (user) => nickOf(hub, user) === lower(to[1]!) ? null : "a private message to somebody else",
      (user) => fromRoom && !hub.opChat.has(user) ? "not in operator chat" : null,
    ];
  }
  const connect = /^\$(?:ConnectToMe (\S+)|RevConnectToMe \S+ ([^|]+))/.exec(text);
  if (connect) {
    const nick = lower(connect[1] ?? connect[2]!);
    return [(user) => nickOf(hub, user) === nick ? null : "a connect request to somebody else"];
  }
  if (!text.startsWith("$UserIP ")) return [];
  const nicks = text.slice(8).split("$$").map((entry) => lower(entry.split(" ")[0]!));
  return [
    (user) =>
      user.class >= hub.vars.user_ip_class ||
        nicks.every((nick) => nick === "|" || nick === nickOf(hub, user))
        ? null
        : "an address of somebody else",
  ];
}
