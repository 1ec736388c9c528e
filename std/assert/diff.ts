/**
 * Turns two values into a readable line difference. Owns formatting and the diff, no assertion.
 *
 * @module
 */

/** Longest texts (in lines) that are compared line by line; larger ones are printed whole. */
const MAX_LINES = 600;

/** One value as text: stable key order, one item per line, nothing cut off below 10 levels. */
export function format(value: unknown): string {
  const text = Deno.inspect(value, {
    depth: 10,
    sorted: true,
    trailingComma: true,
    compact: false,
    iterableLimit: 2000,
    strAbbreviateSize: 1e6,
    breakLength: Infinity,
  } as Deno.InspectOptions);
  return typeof value === "string" ? `"${text.slice(1, -1).replaceAll('"', '\\"')}"` : text;
}

/** Length table of the longest common subsequence of the tails of both lists. */
function commonTails(a: readonly string[], b: readonly string[]): Uint16Array[] {
  const rows = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      rows[i]![j] = a[i] === b[j] ? rows[i + 1]![j + 1]! + 1 : Math.max(rows[i + 1]![j]!, rows[i]![j + 1]!);
    }
  }
  return rows;
}

/** Lines of `actual` marked `-`, of `expected` marked `+`, common lines unmarked. */
export function diff(actual: unknown, expected: unknown): string {
  const bothText = typeof actual === "string" && typeof expected === "string";
  const lines = (value: unknown) => {
    const whole = bothText ? JSON.stringify(value).replaceAll("\\n", "\\n\n") : format(value);
    return whole.split("\n");
  };
  const a = lines(actual);
  const b = lines(expected);
  if (a.length > MAX_LINES || b.length > MAX_LINES) {
    return [
      ...a.map((l) => `-   ${l}`),
      ...b.map((l) => `+   ${l}`),
    ].join("\n");
  }
  const common = commonTails(a, b);
  const out = ["    [Diff] Actual / Expected", ""];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      out.push(`    ${a[i++]}`);
      j++;
    } else if (i < a.length && (j >= b.length || common[i + 1]![j]! >= common[i]![j + 1]!)) {
      out.push(`-   ${a[i++]}`);
    } else out.push(`+   ${b[j++]}`);
  }
  return out.join("\n");
}
