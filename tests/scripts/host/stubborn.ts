/**
 * Does not want to go.
 *
 * @module
 */

/** Hangs. */
export function UnLoad(): void {
  for (;;);
}
