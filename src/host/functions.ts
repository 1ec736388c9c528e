/**
 * The functions that the program around the hub offers to scripts, and how a script's call of one ends. Owns the
 * registry, its bounds and the deadline; knows nothing of workers.
 *
 * @module
 */
import type { Value } from "../channel/codec.ts";
import type { Clock } from "../core/clock.ts";
import { HubError } from "../core/errors.ts";
import { CallError, codeOf } from "./call_error.ts";

/** What can cross the border between a script and the program around the hub: by value, no cycles, no functions. */
export type Data = Value;

/** The script that calls a host function. */
export interface FunctionCaller {
  /** Never reused while the hub runs. */
  readonly id: number;
  /** Name in lists. */
  readonly name: string;
}

/**
 * A function offered to scripts. Its `this` is the calling script. The arguments come from a script: whatever their
 * declared types are, they may be any data. A promise is awaited; what it throws the script catches, with message and
 * `code`.
 */
export type HostFunction = (this: FunctionCaller, ...args: never[]) => unknown;

/** Most functions that may be registered at once. */
export const MAX_FUNCTIONS = 10_000;
/** Longest name of a function. */
export const MAX_NAME = 100;

/** What the registry needs. */
export interface HostFunctionsOptions {
  /** Time. */
  readonly clock: Clock;
  /** Is there a script of this number? */
  known(id: number): boolean;
  /** Milliseconds a function may take for this caller. */
  timeoutMs(caller: FunctionCaller): number;
}

/** The functions offered to scripts. */
export interface HostFunctions {
  /**
   * Offers a function; one of the same name and scope is replaced.
   *
   * @param script Name of a script, loaded or not: the offer outlives reloads. Or the number of one, which takes the
   *   offer with it. Or `"*"` for all scripts. The narrowest offer wins.
   * @returns False when there is no script of that number.
   * @throws {TypeError} When `name` is no text of 1 to {@linkcode MAX_NAME} characters or `fn` no function.
   * @throws {RangeError} When there are {@linkcode MAX_FUNCTIONS} already.
   */
  register(script: string | number, name: string, fn: HostFunction): boolean;
  /** Takes an offer back. False when there is none. */
  unregister(script: string | number, name: string): boolean;
  /** Takes back what was offered to the script of this number. */
  forget(id: number): void;
  /** Runs a function for a script; `done` gets the result or an Error, once. */
  call(caller: FunctionCaller, name: string, args: readonly unknown[], done: (result: unknown) => void): void;
}

/** Creates an empty registry. */
export function createHostFunctions({ clock, known, timeoutMs }: HostFunctionsOptions): HostFunctions {
  const offers = new Map<string | number, Map<string, HostFunction>>();
  let count = 0;

  const find = ({ id, name }: FunctionCaller, fn: string): HostFunction | undefined =>
    offers.get(id)?.get(fn) ?? offers.get(name)?.get(fn) ?? offers.get("*")?.get(fn);

  const unregister = (script: string | number, name: string): boolean => {
    const names = offers.get(script);
    if (!names?.delete(name)) return false;
    if (names.size === 0) offers.delete(script);
    count--;
    return true;
  };

  return {
    register(script, name, fn) {
      if (typeof name !== "string" || name === "" || name.length > MAX_NAME) {
        throw new TypeError(`The name of a function must be a text of 1 to ${MAX_NAME} characters`);
      }
      if (typeof fn !== "function") throw new TypeError(`"${name}" must be a function`);
      if (typeof script === "number" && !known(script)) return false;
      unregister(script, name);
      if (count >= MAX_FUNCTIONS) throw new RangeError(`There are ${MAX_FUNCTIONS} functions already`);
      const names = offers.get(script) ?? new Map<string, HostFunction>();
      offers.set(script, names.set(name, fn));
      count++;
      return true;
    },
    unregister,
    forget(id) {
      count -= offers.get(id)?.size ?? 0;
      offers.delete(id);
    },
    call(caller, name, args, done) {
      const fn = find(caller, name);
      if (!fn) {
        const shown = name.slice(0, MAX_NAME);
        return done(
          new HubError("function.unknown", `There is no function "${shown}" for script "${caller.name}"`),
        );
      }
      const self: FunctionCaller = { id: caller.id, name: caller.name };
      let result: unknown;
      try {
        result = Reflect.apply(fn, self, args);
      } catch (error) {
        return done(asError(error));
      }
      if (!(result instanceof Promise)) return done(result);
      const ms = timeoutMs(caller);
      let open = true;
      const finish = (outcome: unknown) => {
        if (!open) return;
        open = false;
        cancel();
        done(outcome);
      };
      const cancel = clock.after(
        ms,
        () => finish(new HubError("script.timeout", `${name}() did not answer within ${ms} ms`)),
      );
      result.then(finish, (error) => finish(asError(error)));
    },
  };
}

const asError = (error: unknown): CallError =>
  new CallError(codeOf(error, "function.failed"), error instanceof Error ? error.message : String(error));
