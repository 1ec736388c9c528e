/**
 * Calls of a script's exported functions by the host: one promise per call, a deadline on each, a bound on how many
 * wait. Owns the outcome of such a call and its errors; the way to the script comes in as a function.
 *
 * @module
 */
import type { Value } from "../channel/codec.ts";
import type { Clock } from "../core/clock.ts";
import { messageOf } from "../core/errors.ts";
import { RUN_FUNCTION } from "../vh/protocol.ts";
import { CallError } from "./call_error.ts";
import type { HookOwner, OpenHook } from "./open_hooks.ts";

/** Calls of one script's functions that may wait at once. */
const MAX_OPEN_FUNCTIONS = 1000;

/** How a call ended. */
export type FunctionOutcome =
  /** The script's answer, unchecked. */
  | { readonly value: unknown; readonly failed?: never }
  /** There is none: a code and why. */
  | { readonly failed: string; readonly message: string };

/** A function call among the unanswered hooks. */
export interface FunctionCall extends OpenHook {
  /** Hands on the outcome; later ones are ignored. */
  readonly settle: (outcome: FunctionOutcome) => void;
}

/** What a desk needs. */
export interface FunctionDeskOptions {
  /** Name of the script, for messages. */
  readonly script: string;
  /** Who the answer goes to. */
  readonly owner: HookOwner;
  /** Time. */
  readonly clock: Clock;
  /** Does the script's thread wait for the hub? Then only a nested event reaches it. */
  inCall(): boolean;
  /** Sends the event; false when it cannot be sent. */
  send(
    event: number,
    args: readonly unknown[],
    open: Pick<OpenHook, "hook" | "owner" | "nested" | "settle">,
  ): boolean;
  /** Why the last event was not sent, if its arguments were to blame. */
  refusal(): unknown;
}

/** The function calls of one script. */
export interface FunctionDesk {
  /**
   * Runs an exported function. A promise it returns is awaited.
   *
   * @param timeoutMs Longest wait.
   * @throws {CallError} What the function threw, with its code; or `function.unknown`, `script.timeout`,
   *   `script.crashed`, `script.overload`.
   * @throws {TypeError} When an argument is no data; names the path.
   */
  run(name: string, args: readonly unknown[], timeoutMs: number): Promise<Value>;
}

const SUFFIX = "()";

/** Is this open hook a function call? Hook names have no parentheses. */
export function isFunctionCall(open: OpenHook): open is FunctionCall {
  return open.hook.endsWith(SUFFIX);
}

/** Creates the desk of one script. */
export function createFunctionDesk(options: FunctionDeskOptions): FunctionDesk {
  const { script, owner, clock, inCall, send, refusal } = options;
  let waiting = 0;

  const run = (name: string, args: readonly unknown[], timeoutMs: number): Promise<Value> => {
    if (waiting >= MAX_OPEN_FUNCTIONS) {
      return Promise.reject(
        new CallError("script.overload", `${MAX_OPEN_FUNCTIONS} calls of script "${script}" wait already`),
      );
    }
    const { promise, resolve, reject } = Promise.withResolvers<Value>();
    let over = false;
    const settle = (outcome: FunctionOutcome) => {
      if (over) return;
      over = true;
      waiting--;
      cancel();
      try {
        resolve(valueOf(outcome));
      } catch (error) {
        reject(error);
      }
    };
    waiting++;
    const cancel = clock.after(
      timeoutMs,
      () => settle({ failed: "script.timeout", message: `${name}() did not answer within ${timeoutMs} ms` }),
    );
    const open = { hook: `${name.slice(0, 100)}${SUFFIX}`, owner, nested: inCall(), settle };
    if (!send(RUN_FUNCTION, [name, args], open)) {
      const error = refusal();
      over = true;
      waiting--;
      cancel();
      reject(
        error === undefined
          ? new CallError("script.unknown", `Script "${script}" does not run`)
          : worded(error),
      );
    }
    return promise;
  };
  return { run };
}

/** Reads what the worker wrote. @throws {CallError} When the call failed or the answer is none of ours. */
function valueOf(outcome: FunctionOutcome): Value {
  if (outcome.failed !== undefined) throw new CallError(outcome.failed, outcome.message);
  const { value } = outcome;
  if (Array.isArray(value)) {
    if (value[0] === true && value.length === 2) return value[1];
    const [ok, code, message] = value as unknown[];
    if (ok === false && typeof code === "string" && typeof message === "string") {
      throw new CallError(code, message);
    }
  }
  throw new CallError("script.failed", "The script answered with something that is no result");
}

/** The caller thinks of its arguments, not of the record they travel in. */
function worded(error: unknown): Error {
  const message = messageOf(error).replace(/^Cannot send the value(\[1\])?/, "Cannot send args");
  return error instanceof RangeError ? new RangeError(message) : new TypeError(message);
}
