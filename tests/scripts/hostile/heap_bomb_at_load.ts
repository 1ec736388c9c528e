/**
 * Fills its heap in its top-level code, where Deno may report nothing.
 *
 * @module
 */
const kept: unknown[] = [];
for (;;) kept.push({ n: kept.length, text: "x".repeat(100) + kept.length });
