/**
 * Turns a fresh worker into one that may run a stranger's code: removes what Deno's permissions do not guard.
 * Owns the order of that work. Must run to the end before the first line of user code; knows nothing of hubs.
 *
 * @module
 */
import "node:assert";
import "node:events";
import "node:stream";
import "node:stream/consumers";
import "node:stream/promises";
import "node:stream/web";
import "node:timers/promises";
import "node:util";
import "node:zlib";
import { scriptConsole } from "./console.ts";
import { limitCrypto } from "./crypto_limits.ts";
import { denoFacade, type FacadeGrants } from "./deno_facade.ts";
import { keptGlobals } from "./globals.ts";
import { closeInspect, guardGlobals } from "./guarded_globals.ts";
import type { KillGuard } from "./kill_guard.ts";
import type { LogSink } from "./log_limit.ts";
import { processFacade } from "./process_facade.ts";
import { pin, put } from "./properties.ts";

/** What hardening needs. */
export interface HardenOptions {
  /** What the operator granted. */
  grants: FacadeGrants;
  /** Where `console` writes. Already bounded. */
  log: LogSink;
  /** Milliseconds that never run backwards. */
  now(): number;
  /** Keeps a kill out of functions that would swallow it. */
  guard: KillGuard;
}

/** Globals that stay defined as `undefined` for good: Deno's own code looks them up again later. */
const PINNED = ["postMessage", "close", "onmessage"];

/**
 * Holds a Web Lock until the worker ends. Deno interrupts running code of a node worker on terminate() only while
 * it holds one; tests/jail/kill_test.ts fails if a newer Deno changes that.
 */
export function holdLock(): void {
  const { locks } = navigator as unknown as {
    locks: { request(name: string, held: () => Promise<never>): Promise<never> };
  };
  void locks.request(crypto.randomUUID(), () => new Promise<never>(() => {}));
}

/** Replaces and removes globals. Returns nothing: what the runtime still needs it has taken before. */
export function harden({ grants, log, now, guard }: HardenOptions): void {
  const scope = globalThis as unknown as Record<string, unknown>;
  const facade = denoFacade(Deno, {
    grants,
    guard,
    onServeError: (error) => log("error", `Error in a Deno.serve handler: ${String(error)}`),
  });
  // Functions reach their global object's class by `constructor`; neither leads to a live capability.
  const process = processFacade(log);
  limitCrypto(SubtleCrypto.prototype);
  guardGlobals(scope, guard);
  closeInspect();
  const kept = keptGlobals(grants.net);
  for (const name of Object.getOwnPropertyNames(scope)) {
    if (kept.has(name)) continue;
    // What `var` made, such as `__filename`, cannot be deleted, only emptied.
    if (!Reflect.deleteProperty(scope, name)) {
      Object.defineProperty(scope, name, { value: undefined, writable: false });
    }
  }
  for (const name of PINNED) pin(scope, name, undefined);
  // Deno reports uncaught errors through this property of the global object.
  pin(scope, "dispatchEvent", EventTarget.prototype.dispatchEvent);
  pin(scope, "Deno", facade);
  pin(scope, "process", process);
  Object.defineProperty(scope, "self", { value: globalThis, writable: false, configurable: false });
  put(scope, "console", scriptConsole({ log, now }));
}
