/**
 * Deep equality as `jsr:@std/assert` defines it: by value, with constructors compared, NaN equal to NaN, 0 equal to
 * −0, sets and maps without order, cycles allowed. Throws nothing of its own but for weak collections.
 *
 * @module
 */

/** A plain object and one without a prototype count as the same kind. */
function sameKind(a: object, b: object): boolean {
  const [left, right] = [a.constructor, b.constructor];
  return left === right || (left === Object && !right) || (!left && right === Object);
}

const keysOf = (value: object): PropertyKey[] => [
  ...Object.keys(value),
  ...Object.getOwnPropertySymbols(value).filter((key) =>
    Object.prototype.propertyIsEnumerable.call(value, key)
  ),
];

function equalSets(a: Set<unknown>, b: Set<unknown>, same: Same): boolean {
  if (a.size !== b.size) return false;
  const rest = new Set(b);
  for (const item of a) {
    let found = rest.has(item) ? [item] : undefined;
    if (!found) { for (const other of rest) if (same(item, other)) found ??= [other]; }
    if (!found) return false;
    rest.delete(found[0]);
  }
  return true;
}

function equalMaps(a: Map<unknown, unknown>, b: Map<unknown, unknown>, same: Same): boolean {
  if (a.size !== b.size) return false;
  const rest = new Map(b);
  for (const [key, value] of a) {
    let found = rest.has(key) && same(value, rest.get(key)) ? [key] : undefined;
    if (!found) { for (const [k, v] of rest) if (same(key, k) && same(value, v)) found ??= [k]; }
    if (!found) return false;
    rest.delete(found[0]);
  }
  return true;
}

type Same = (a: unknown, b: unknown) => boolean;

/** True when both values are deeply equal. */
export function equal(left: unknown, right: unknown): boolean {
  const seen = new Map<object, object>();
  const same: Same = (a, b) => {
    if (Object.is(a, b)) return true;
    if (typeof a === "number" && typeof b === "number") return a === b;
    if (!a || !b || typeof a !== "object" || typeof b !== "object" || !sameKind(a, b)) return false;
    if (a instanceof Date && b instanceof Date) return Object.is(a.getTime(), b.getTime());
    if (a instanceof RegExp || a instanceof URL) return String(a) === String(b);
    if (a instanceof WeakMap || a instanceof WeakSet) {
      throw new TypeError(`Cannot compare ${a.constructor.name} instances`);
    }
    if (a instanceof WeakRef && b instanceof WeakRef) return same(a.deref(), b.deref());
    if (seen.get(a) === b) return true;
    seen.set(a, b);
    if (ArrayBuffer.isView(a) && "length" in a && "length" in b && a.length !== b.length) return false;
    if (a instanceof ArrayBuffer && b instanceof ArrayBuffer) {
      return same(new Uint8Array(a), new Uint8Array(b));
    }
    if (a instanceof Set && b instanceof Set) return equalSets(a, b, same);
    if (a instanceof Map && b instanceof Map) return equalMaps(a, b, same);
    const keys = keysOf(a);
    if (keys.length !== keysOf(b).length) return false;
    if (a instanceof Error && b instanceof Error && (a.message !== b.message || a.name !== b.name)) {
      return false;
    }
    const [x, y] = [a as Record<PropertyKey, unknown>, b as Record<PropertyKey, unknown>];
    if (Array.isArray(a) && Array.isArray(b) && a.length !== b.length) return false;
    return keys.every((key) => Object.hasOwn(y, key) && same(x[key], y[key]));
  };
  return same(left, right);
}
