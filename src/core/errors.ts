/**
 * The one error family of Hubcap. Owns the list of codes and the shape of a message that tells what to do.
 * Knows nothing of hubs, scripts or wires; those layers pick a code and write the text.
 *
 * @module
 */

/** Every code a {@linkcode HubError} may carry. The part before the dot names the area. */
export type ErrorCode =
  | "channel.corrupt"
  | "channel.full"
  | "cli.usage"
  | "config.invalid"
  | "config.unreadable"
  | "function.unknown"
  | "hub.denied"
  | "hub.failed"
  | "net.listen"
  | "nmdc.syntax"
  | "plugin.load"
  | "script.crashed"
  | "script.denied"
  | "script.failed"
  | "script.import"
  | "script.load"
  | "script.memory"
  | "script.overload"
  | "script.timeout"
  | "script.unknown"
  | "setting.invalid"
  | "setting.unknown"
  | "store.busy"
  | "store.corrupt"
  | "store.unwritable";

/** What may accompany a {@linkcode HubError}. */
export interface HubErrorOptions {
  /** What the reader can do about it, one sentence without a final period. */
  remedy?: string;
  /** The error underneath. */
  cause?: unknown;
}

/**
 * An error that a person is expected to read: it has a stable `code` and, where one exists, a remedy.
 *
 * @example Refuse a value
 * ```ts
 * import { HubError } from "./errors.ts";
 *
 * const error = new HubError("config.invalid", 'Cannot use listen.port: "x" is not a number', {
 *   remedy: "Write a number between 1 and 65535",
 * });
 * console.assert(error.code === "config.invalid");
 * ```
 */
export class HubError extends Error {
  /** `"HubError"`. */
  override readonly name = "HubError";
  /** Stable, machine-readable kind. */
  readonly code: ErrorCode;
  /** What to do, or `undefined` when nothing useful can be said. */
  readonly remedy: string | undefined;

  /** Builds an error from its code, its message and what goes with it. */
  constructor(code: ErrorCode, message: string, options: HubErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.remedy = options.remedy;
  }
}

/** The text of anything that was thrown, on one line. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.replace(/\s*\n\s*/g, " ");
}

/**
 * The text of an error of the system, for a message that names the file or address already: without number, system
 * call and path. Anything else as {@linkcode messageOf} has it.
 */
export function systemTextOf(error: unknown): string {
  const text = messageOf(error);
  const said = /^(.+?) \(os error \d+\)/.exec(text)?.[1];
  return said === undefined ? text : said.charAt(0).toLowerCase() + said.slice(1);
}
