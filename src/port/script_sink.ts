/**
 * What a hub tells its scripts: hooks to ask, hooks to report, and every change of the state that scripts can read.
 * Owns shapes and the "nobody listens" implementation; knows nothing of workers.
 *
 * @module
 */
import { type AskHook, HOOK_NAMES, type HookArgs, type HookName, type TellHook } from "../vh/hooks.ts";
import type { UserField, UserState } from "../vh/user_state.ts";

export type { UserField, UserState };

/** The merged answer of all scripts to one hook. */
export interface Answer {
  /** False when any script blocked. */
  readonly allow: boolean;
  /** Substituted fields (chat: `[nick, text]`, MyINFO: `[desc, tag, speed, mail, share]`), `null` = keep. */
  readonly fields: readonly (string | null)[] | null;
  /** Raw protocol data for the connection that triggered the hook. */
  readonly send: readonly string[];
  /** Close the connection that triggered the hook. */
  readonly disconnect: boolean;
}

/** The answer when nobody objects. */
export const ALLOW: Answer = Object.freeze({
  allow: true,
  fields: null,
  send: Object.freeze([]) as readonly string[],
  disconnect: false,
});

/** Receives state changes, in the order they happened. */
export interface StateSink {
  /** A user or bot entered the list. */
  userIn(user: UserState): void;
  /** A user or bot left the list. */
  userOut(nick: string): void;
  /** One field of a user changed. */
  userSet(nick: string, field: UserField, value: string | number | boolean): void;
  /** A hub variable changed; text form. */
  setting(name: string, value: string): void;
  /** The topic changed. */
  topic(topic: string): void;
  /** Users online (from nick validation on, bots excluded) and total share in bytes. */
  counts(users: number, share: number): void;
  /** Nicks of the hub's bots; `opChat` is `""` when there is no room. */
  names(bot: string, opChat: string): void;
}

/** The script side, as a hub sees it. */
export interface ScriptSink {
  /** Per hook: does any running script export it? A plain field read for hot paths. */
  readonly wanted: Readonly<Record<HookName, boolean>>;
  /**
   * Asks every script. `done` runs exactly once: at once when nobody wants the hook, otherwise when all have
   * answered or their deadline has passed.
   */
  ask<H extends AskHook>(hook: H, args: HookArgs<H>, done: (answer: Answer) => void): void;
  /** Reports to every script that exports the hook; nobody waits. */
  tell<H extends TellHook>(hook: H, args: HookArgs<H>): void;
  /** Where state changes go. */
  readonly state: StateSink;
}

/** A sink for a hub without scripts. */
export function noScripts(): ScriptSink {
  const nothing = () => {};
  return {
    wanted: Object.fromEntries(HOOK_NAMES.map((name) => [name, false])) as Record<HookName, boolean>,
    ask: (_hook, _args, done) => done(ALLOW),
    tell: nothing,
    state: {
      userIn: nothing,
      userOut: nothing,
      userSet: nothing,
      setting: nothing,
      topic: nothing,
      counts: nothing,
      names: nothing,
    },
  };
}
