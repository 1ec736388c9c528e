/**
 * What every call handler is given, and the shape of a handler. Knows no call.
 *
 * @module
 */
import type { HubPort } from "../../port/hub_port.ts";
import type { CallArgs, CallName } from "../calls.ts";

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
  /** Names a script in lists; `null` keeps. */
  rename(from: CallingScript, name: string | null, version: string | null): void;
}

/** Given to a handler with every call. */
export interface CallContext {
  /** The hub. */
  readonly port: HubPort;
  /** The caller. */
  readonly script: CallingScript;
  /** The script host. */
  readonly services: ScriptServices;
}

/** Returned by a handler that will call `done` later. */
export const LATER: unique symbol = Symbol("later");

/** Carries out one call. Arguments are checked and complete. May throw; the text reaches the script. */
export type Handler<N extends CallName> = (
  context: CallContext,
  args: CallArgs<N>,
  done: (result: unknown) => void,
) => unknown;

/** Handlers of some calls by name. */
export type Handlers<N extends CallName> = { readonly [K in N]: Handler<K> };
