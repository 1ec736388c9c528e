/**
 * What a call that does not wait will have returned, predicted from the replica, and the legacy argument orders
 * that are put right first. A call predicted to fail is not sent.
 *
 * @module
 */
import type { CallArgs, CallName, CallOf, HubCall } from "../src/vh/calls.ts";
import { CONSTANTS } from "../src/vh/constants.ts";
import { findUser, nickKey, type Replica } from "./replica.ts";

/** Calls that never wait. */
export type CastCall = { [N in HubCall]: CallOf<N>["effect"] extends "W" ? N : never }[HubCall];

/** Predicts a result; may put swapped arguments right in place. */
export type Prediction<N extends CallName> = (replica: Replica, args: CallArgs<N>) => boolean;

const online = (replica: Replica, nick: string): boolean => findUser(replica, nick)?.connected === true;
const always = () => true;
const inOrder = (min: number, max: number): boolean => min <= max;

/**
 * COMPAT Verlihub plugins: `pm(message, nick)` and `usermc(message, nick)`. Taken as swapped when only the second
 * argument is an online nick. Test: "vh object: pm and usermc accept the old argument order".
 */
function toOnline(replica: Replica, args: [string, string, ...unknown[]]): boolean {
  if (online(replica, args[0])) return true;
  if (!online(replica, args[1])) return false;
  [args[0], args[1]] = [args[1], args[0]];
  return true;
}

/** Topics are shorter than this, in UTF-16 units. */
const MAX_TOPIC = 1024;

const FLAGS: readonly number[] = Object.values(CONSTANTS.eMF.values);

/** Nicks are compared with case here, as Verlihub does. */
const flagged = (replica: Replica, [nick, flag]: [string, number]): boolean =>
  FLAGS.includes(flag) && replica.users.get(nickKey(nick))?.nick === nick && online(replica, nick);

/** The own effect is read back before the hub's confirmation comes. */
function setChat(replica: Replica, nick: string, on: boolean): boolean {
  const user = findUser(replica, nick);
  if (user?.connected !== true) return false;
  replica.users.set(nickKey(nick), { ...user, chat: on });
  return true;
}

/** The predictions by name; complete by type. */
export const PREDICTIONS: { readonly [N in CastCall]: Prediction<N> } = {
  mc: always,
  usermc: toOnline,
  classmc: (_replica, [, min, max]) => inOrder(min, max),
  pm: toOnline,
  SendToOpChat: (replica) => replica.opChatName !== "",
  SendPMToAll: (_replica, [, , min, max]) => inOrder(min, max),
  SendDataToUser: (replica, [, nick]) => online(replica, nick),
  SendDataToAll: (_replica, [, min, max]) => inOrder(min, max),
  SendToAll: always,
  SendToActive: always,
  SendToPassive: always,
  SendToActiveClass: (_replica, [, min, max]) => inOrder(min, max),
  SendToPassiveClass: (_replica, [, min, max]) => inOrder(min, max),
  SetMyINFO: (replica, [nick]) => findUser(replica, nick) !== undefined,
  CloseConnection: (replica, [nick]) => online(replica, nick),
  SendToChat: (_replica, [, , min, max]) => inOrder(min, max),
  Disconnect: (replica, [nick]) => online(replica, nick),
  AddChatUser: (replica, [nick]) => setChat(replica, nick, true),
  DelChatUser: (replica, [nick]) => setChat(replica, nick, false),
  SetMyINFOFlag: flagged,
  UnsetMyINFOFlag: flagged,
  ReportUser: (replica, [nick]) => online(replica, nick),
  StopHub: always,
  SetTopic(replica, [topic]) {
    if (topic.length >= MAX_TOPIC) return false;
    replica.topic = topic;
    return true;
  },
};
