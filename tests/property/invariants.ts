/**
 * What has to hold of a hub at any time, and once everybody is gone. Owns these rules as functions that report
 * breaches as texts; changes nothing.
 *
 * @module
 */
import type { Hub } from "../../src/hub/hub.ts";
import { Progress, UserClass } from "../../src/hub/model.ts";
import { isOperatorHere } from "../../src/hub/talk/op_chat.ts";
import { KIND_COUNT } from "../../src/nmdc/message.ts";
import { createReplica, type Replica } from "./fuzz_scripts.ts";

/** Gets one breach. */
export type Breach = (text: string) => void;

/** Totals, membership and bounds. `peak` is the most users and bots that ever were in the list at once. */
export function checkTables(hub: Hub, peak: number, breach: Breach): void {
  const { context, users } = hub;
  const expect = (what: string, is: number, wanted: number) => {
    if (is !== wanted) breach(`${what}: ${is} instead of ${wanted}`);
  };
  let share = 0n;
  let [listed, bots, people] = [0, 0, 0];
  for (const user of users.slots) {
    if (!user) continue;
    share += BigInt(user.share);
    if (users.get(user.key) !== user) breach(`${user.nick} has a place and is not found`);
    if (!user.session) bots++;
    else {
      listed++;
      if (user.class >= UserClass.Guest) people++;
      else if (user.share !== 0) breach(`The share of pinger ${user.nick} is counted`);
      // An operator who left the room comes back with the next message to it, so not all who may be there are.
      const guest = context.roomGuests.has(user);
      const may = context.room !== null && (isOperatorHere(context, user) || guest);
      const isMember = context.opChat.has(user);
      if (isMember && !may) breach(`${user.nick} should not be in operator chat`);
      if (guest && may && !isMember) breach(`${user.nick} was invited and is not in operator chat`);
      if (!context.sessions.has(user.session) || user.session.over) breach(`${user.nick} has no connection`);
      if (user.session.user !== user) breach(`${user.nick} is not the user of its connection`);
    }
  }
  expect("share", users.share, Number(share));
  expect("bots", users.bots, bots);
  expect("people", users.people, people);
  expect("size", users.size, listed + bots);
  let [accepted, inList, loggingIn] = [0, 0, 0];
  const zones = context.zones.map(() => 0);
  for (const session of context.sessions) {
    const isListed = (session.progress & Progress.Listed) !== 0;
    if (session.user) {
      accepted++;
      zones[session.zone]!++;
    }
    if (isListed) inList++;
    if (isListed && (!session.user || session.user.slot < 0)) breach("A listed connection has no place");
    if (session.over && session.user) breach(`${session.user.nick} is still a user after the end`);
    if (!isListed && !session.over) loggingIn++;
    if (session.held < 0) breach(`${session.user?.nick} is held ${session.held} times`);
    if (session.seen.size > KIND_COUNT) breach(`${session.seen.size} kinds seen`);
    if (session.pace.pmRepeats > 1001) breach("Repeats grow without bound");
  }
  expect("accepted", context.accepted, accepted);
  zones.forEach((count, zone) => expect(`users of zone ${zone}`, context.zones[zone]!, count));
  expect("listed connections", inList, listed);
  if (context.logins.size < loggingIn) breach(`${context.logins.size} logins counted, ${loggingIn} are`);
  if (users.slots.length > peak) breach(`${users.slots.length} places for at most ${peak} users`);
  for (const table of [context.nickBans, context.ipBans]) {
    if (table.size > 20_000) breach(`${table.size} temporary bans`);
  }
  for (const user of context.opChat) {
    if (user.slot < 0 || !user.session) breach(`${user.nick} is in operator chat and not in the list`);
  }
}

/** A replica that was fed all along equals one that is fed now. */
export function checkReplica(hub: Hub, replica: Replica, breach: Breach): void {
  const fresh = createReplica(breach);
  hub.port.snapshot(fresh.sink);
  for (const [nick, user] of fresh.users) {
    const known = replica.users.get(nick);
    if (!known) breach(`Scripts do not know ${nick}`);
    else {
      for (const [field, value] of Object.entries(user)) {
        if (known[field] === value) continue;
        breach(`Scripts see ${field} of ${nick} as ${String(known[field])} instead of ${String(value)}`);
      }
    }
  }
  for (const nick of replica.users.keys()) if (!fresh.users.has(nick)) breach(`Scripts still know ${nick}`);
  for (const [name, value] of fresh.settings) {
    if (replica.settings.get(name) !== value) {
      breach(`Scripts see ${name} as ${replica.settings.get(name)} instead of ${value}`);
    }
  }
  const [is, wanted] = [JSON.stringify(replica.rest), JSON.stringify(fresh.rest)];
  if (is !== wanted) breach(`Scripts see ${is} instead of ${wanted}`);
}

/** Nobody waits although nothing is to come. */
export function checkNothingHeld(hub: Hub, breach: Breach): void {
  for (const { held, paused, over, user } of hub.context.sessions) {
    if (!over && (held !== 0 || paused)) breach(`${user?.nick ?? "A login"} waits for nothing: held ${held}`);
  }
}

/** Everybody is gone. `timers` are those still set, besides the hub's own one. */
export function checkEmpty(hub: Hub, timers: number, breach: Breach): void {
  const { context, users } = hub;
  const left = {
    accepted: context.accepted,
    ...Object.fromEntries(context.zones.map((count, zone) => [`users of zone ${zone}`, count])),
    sessions: context.sessions.size,
    logins: context.logins.size,
    opChat: context.opChat.size,
    users: users.size - users.bots,
    bots: users.bots - (context.room ? 2 : 1),
    share: users.share,
    timers,
  };
  for (const [what, count] of Object.entries(left)) if (count !== 0) breach(`${count} ${what} left`);
}
