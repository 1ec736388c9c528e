/**
 * The script's own copy of what it may read: users, settings, topic, counters. Fed by state changes in the order
 * the hub made them, so a read is exact as of the event being handled. Knows nothing of rings or hooks.
 *
 * @module
 */
import { DELTA, USER_FIELDS } from "../src/vh/protocol.ts";
import type { UserState } from "../src/vh/user_state.ts";

/** State of the hub as of the last change applied. */
export interface Replica {
  /** Users and bots by {@linkcode nickKey}. */
  readonly users: Map<string, UserState>;
  /** Hub variables in text form. */
  readonly settings: Map<string, string>;
  /** Current topic. */
  topic: string;
  /** Users online, bots excluded. */
  userCount: number;
  /** Total share in bytes. */
  totalShare: number;
  /** Nick of the hub's bot. */
  botName: string;
  /** Nick of the operator chat room, `""` = none. */
  opChatName: string;
  /** Start of the hub, Unix seconds. */
  startedAt: number;
  /** Data folder of the hub, null unless the script may read it. */
  baseDir: string | null;
}

/** Key of a nick: ASCII letters in lower case, everything else as it is. */
export function nickKey(nick: string): string {
  return nick.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** An empty replica. */
export function createReplica(): Replica {
  return {
    users: new Map(),
    settings: new Map(),
    topic: "",
    userCount: 0,
    totalShare: 0,
    botName: "",
    opChatName: "",
    startedAt: 0,
    baseDir: null,
  };
}

/** The user or bot of this nick. */
export function findUser(replica: Replica, nick: string): UserState | undefined {
  return replica.users.get(nick) ?? replica.users.get(nickKey(nick));
}

/** Applies one state change as it came from the hub. */
export function applyDelta(replica: Replica, op: number, args: readonly unknown[]): void {
  switch (op) {
    case DELTA.userIn: {
      const user: Record<string, unknown> = {};
      for (let i = 0; i < USER_FIELDS.length; i++) user[USER_FIELDS[i]!] = args[i];
      const state = user as unknown as UserState;
      replica.users.set(nickKey(state.nick), state);
      return;
    }
    case DELTA.userOut:
      replica.users.delete(nickKey(args[0] as string));
      return;
    case DELTA.userSet: {
      const user = replica.users.get(nickKey(args[0] as string));
      const field = USER_FIELDS[args[1] as number];
      if (user && field) (user as unknown as Record<string, unknown>)[field] = args[2];
      return;
    }
    case DELTA.setting:
      replica.settings.set(args[0] as string, args[1] as string);
      return;
    case DELTA.topic:
      replica.topic = args[0] as string;
      return;
    case DELTA.counts:
      replica.userCount = args[0] as number;
      replica.totalShare = args[1] as number;
      return;
    case DELTA.names:
      replica.botName = args[0] as string;
      replica.opChatName = args[1] as string;
      return;
  }
}
