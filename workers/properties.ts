/**
 * Two ways to define what a script sees on an object of the runtime: like a built-in, which it may replace, or for good.
 *
 * @module
 */

/** Defines a property as built-in functions have them: hidden from loops, replaceable. */
export function put(on: object, name: string, value: unknown): void {
  Object.defineProperty(on, name, { value, writable: true, configurable: true, enumerable: false });
}

/** Defines a property that nobody can change again. */
export function pin(on: object, name: string, value: unknown): void {
  Object.defineProperty(on, name, { value, writable: false, configurable: false, enumerable: false });
}
