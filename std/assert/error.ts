/**
 * The error every failed assertion throws. Knows no assertion.
 *
 * @module
 */

/** Thrown by a failed assertion. */
export class AssertionError extends Error {
  /** `AssertionError`. */
  override name = "AssertionError";
}
