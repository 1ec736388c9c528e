/**
 * Turns the hub's state changes into the deltas that feed the replicas. Owns the translation only.
 *
 * @module
 */
import type { StateSink } from "../port/script_sink.ts";
import { DELTA, USER_FIELDS } from "../vh/protocol.ts";

/** A sink that passes every change on as a numbered delta. */
export function stateFeed(delta: (op: number, args: unknown[]) => void): StateSink {
  return {
    userIn: (user) => delta(DELTA.userIn, USER_FIELDS.map((field) => user[field])),
    userOut: (nick) => delta(DELTA.userOut, [nick]),
    userSet: (nick, field, value) => delta(DELTA.userSet, [nick, USER_FIELDS.indexOf(field), value]),
    setting: (name, value) => delta(DELTA.setting, [name, value]),
    topic: (topic) => delta(DELTA.topic, [topic]),
    counts: (users, share) => delta(DELTA.counts, [users, share]),
    names: (bot, opChat) => delta(DELTA.names, [bot, opChat]),
  };
}
