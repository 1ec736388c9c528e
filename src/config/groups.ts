/**
 * What scripts of one group must have in common, because it belongs to the worker they share. Pure.
 *
 * @module
 */

/**
 * The first place where two plain values differ, such as `permissions.net: ["a"] and false`; null when they are equal.
 * The order of keys does not matter, that of lists does.
 */
export function difference(first: unknown, second: unknown, path = ""): string | null {
  if (isRecord(first) && isRecord(second)) {
    for (const key of new Set([...Object.keys(first), ...Object.keys(second)])) {
      const found = difference(first[key], second[key], path === "" ? key : `${path}.${key}`);
      if (found !== null) return found;
    }
    return null;
  }
  const [one, two] = [shown(first), shown(second)];
  return one === two ? null : `${path}: ${one} and ${two}`;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const shown = (value: unknown): string => JSON.stringify(value) ?? "nothing";
