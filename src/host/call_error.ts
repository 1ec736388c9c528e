/**
 * The error of a call between host and script that failed on the other side. Owns the shape only.
 *
 * @module
 */

/** Carries message and code of the side that failed. */
export class CallError extends Error {
  /** `"CallError"`. */
  override readonly name = "CallError";
  /** The `code` of the error thrown there, `script.failed` when it had none, or the hub's own, such as `script.timeout`. */
  readonly code: string;

  /** Builds an error from its code and message. */
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Longest code that is passed on. */
const MAX_CODE = 100;

/** The `code` of anything that was thrown; `otherwise` when it has none. The value may lie or throw. */
export function codeOf(error: unknown, otherwise: string): string {
  try {
    const { code } = error as { readonly code?: unknown };
    return typeof code === "string" && code !== "" ? code.slice(0, MAX_CODE) : otherwise;
  } catch {
    return otherwise;
  }
}
