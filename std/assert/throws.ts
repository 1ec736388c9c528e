/**
 * Assertions about what a function throws or a promise rejects with. Owns the checks on the error.
 *
 * @module
 */
import { AssertionError } from "./error.ts";

/** A class of errors. */
export type ErrorType<E extends Error> = abstract new (...args: never[]) => E;

const because = (msg: string | undefined) => msg ? `: ${msg}` : ".";

function checkError<E extends Error>(
  error: unknown,
  ErrorClass: ErrorType<E> | undefined,
  msgIncludes: string | undefined,
  msg: string | undefined,
): void {
  if (!ErrorClass) return;
  if (!(error instanceof Error)) throw new AssertionError(`A non-Error object was thrown${because(msg)}`);
  if (!(error instanceof ErrorClass)) {
    throw new AssertionError(
      `Expected error to be instance of "${ErrorClass.name}", but was "${error.constructor.name}" ("${error.message}")${
        because(msg)
      }`,
    );
  }
  if (msgIncludes && !error.message.includes(msgIncludes)) {
    throw new AssertionError(
      `Expected error message to include "${msgIncludes}", but got "${error.message}"${because(msg)}`,
    );
  }
}

/** Fails unless `fn` throws; returns what was thrown. */
export function assertThrows(fn: () => unknown, msg?: string): unknown;
/** Fails unless `fn` throws an error of this class whose message contains the text; returns it. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass: ErrorType<E>,
  msgIncludes?: string,
  msg?: string,
): E;
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  classOrMsg?: ErrorType<E> | string,
  msgIncludes?: string,
  msg?: string,
): unknown {
  const ErrorClass = typeof classOrMsg === "string" ? undefined : classOrMsg;
  const note = typeof classOrMsg === "string" ? classOrMsg : msg;
  try {
    fn();
  } catch (error) {
    checkError(error, ErrorClass, msgIncludes, note);
    return error;
  }
  throw new AssertionError(`Expected function to throw${because(note)}`);
}

/** Fails unless the promise rejects; resolves with the reason. */
export function assertRejects(fn: () => PromiseLike<unknown>, msg?: string): Promise<unknown>;
/** Fails unless the promise rejects with an error of this class whose message contains the text. */
export function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: ErrorType<E>,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;
export async function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  classOrMsg?: ErrorType<E> | string,
  msgIncludes?: string,
  msg?: string,
): Promise<unknown> {
  const ErrorClass = typeof classOrMsg === "string" ? undefined : classOrMsg;
  const note = typeof classOrMsg === "string" ? classOrMsg : msg;
  let pending: PromiseLike<unknown> | undefined;
  try {
    pending = fn();
    if (typeof pending?.then === "function") await pending;
  } catch (error) {
    if (pending === undefined) {
      throw new AssertionError(`Function throws when expected to reject${because(note)}`, { cause: error });
    }
    checkError(error, ErrorClass, msgIncludes, note);
    return error;
  }
  throw new AssertionError(`Expected function to reject${because(note)}`);
}
