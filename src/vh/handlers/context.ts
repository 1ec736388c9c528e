/**
 * What every call handler is given, and the shape of a handler. Knows no call.
 *
 * @module
 */
import type { HubPort } from "../../port/hub_port.ts";
import type { CallArgs, CallName } from "../calls.ts";
import type { Lookups } from "./lookup.ts";

/** Who called. */
export interface CallingScript {
  /** Never reused while the hub runs. */
  readonly id: number;
  /** As operators see it. */
  readonly name: string;
  /** `vh.path`. */
  readonly path: string;
  /** Key under which the script's bots are kept. */
  readonly owner: string;
}

/** What the script host offers to handlers. */
export interface ScriptServices {
  /** Queues a script command for the next tick. `false`: the queue is full. */
  queueCommand(from: CallingScript, cmd: string, data: string, plugin: string): boolean;
  /** Delivers a script command now; `done` after every script has handled it. */
  deliverCommand(from: CallingScript, cmd: string, data: string, plugin: string, done: () => void): void;
  /**
   * Asks OnScriptQuery in the other scripts, or in `target` alone. `done` gets the list of answers, or an Error.
   */
  query(
    from: CallingScript,
    cmd: string,
    data: string,
    target: string | null,
    done: (result: unknown) => void,
  ): void;
  /** Calls a host function registered for the script. `done` gets its result, or an Error. */
  callFunction(from: CallingScript, name: string, args: unknown[], done: (result: unknown) => void): void;
  /** Name of the script behind an owner key, `""` when it is gone. */
  scriptName(owner: string): string;
  /** Turns per second that the event loop of the hub manages. */
  turnsPerSecond(): number;
  /** Names a script in lists; `null` keeps. */
  rename(from: CallingScript, name: string | null, version: string | null): void;
  /** What the script may look up beyond the hub. */
  readonly lookups: Lookups;
}

/** Given to a handler with every call. */
export interface CallContext {
  /** The hub. */
  readonly port: HubPort;
  /** The caller. */
  readonly script: CallingScript;
  /** The script host. */
  readonly services: ScriptServices;
  /**
   * Writes into the script's log why a call did not do what the script wanted, where it does not throw: each reason
   * once, with the value it was first about.
   */
  warn(reason: string, value: string): void;
}

/** Nick of the hub's bot: who speaks and acts where a call names nobody. */
export function ownBot(port: Pick<HubPort, "getConfig">): string {
  return port.getConfig("config", "hub_security") ?? "";
}

/** Returned by a handler that will call `done` later. */
export const LATER: unique symbol = Symbol("later");

/**
 * Carries out one call. Arguments are checked and complete. May throw, or give `done` an Error; the text reaches the
 * script.
 */
export type Handler<N extends CallName> = (
  context: CallContext,
  args: CallArgs<N>,
  done: (result: unknown) => void,
) => unknown;

/** Handlers of some calls by name. */
export type Handlers<N extends CallName> = { readonly [K in N]: Handler<K> };
