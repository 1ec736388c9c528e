/**
 * Fails in its top-level code; the log must name this file and line 7.
 *
 * @module
 */

throw new Error("broken on purpose");
