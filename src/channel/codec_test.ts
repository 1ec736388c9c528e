/**
 * Values there and back, what is refused, and bytes that lie. The property tests stand for everything nobody
 * thought of.
 *
 * @module
 */
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { HubError } from "../core/errors.ts";
import { MAX_DEPTH, MAX_ITEMS, TAG, type Value } from "./codec.ts";
import { Decoder } from "./decoder.ts";
import { Encoder } from "./encoder.ts";
import { Scratch } from "./scratch.ts";

const LIMIT = 4 * 1024 * 1024;

function encoded(value: unknown, encoder: Encoder = new Encoder(LIMIT)): Encoder {
  encoder.reset();
  encoder.value(value, "args");
  return encoder;
}

function roundTrip(value: unknown): Value {
  const { scratch, length } = encoded(value);
  const decoder = new Decoder(scratch);
  decoder.reset(length);
  const result = decoder.value();
  assertEquals(decoder.done, true);
  return result;
}

function decoded(bytes: readonly number[]): Value {
  const scratch = new Scratch();
  scratch.reserve(bytes.length, 0);
  scratch.bytes.set(bytes);
  const decoder = new Decoder(scratch);
  decoder.reset(bytes.length);
  return decoder.value();
}

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(fc.integer({ min: 0, max: 255 })).map((units) => String.fromCharCode(...units)),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);
const anyLeaf = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.double(),
  fc.bigInt(),
  anyText,
  fc.uint8Array(),
  fc.date({ noInvalidDate: false }),
);
const anyValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    anyLeaf,
    fc.array(tie("value")),
    fc.dictionary(anyText, tie("value"), { noNullPrototype: false }),
    fc.array(fc.tuple(tie("value"), tie("value"))).map((pairs) => new Map(pairs)),
    fc.array(tie("value")).map((values) => new Set(values)),
  ),
})).value;

/** The same value with prototypes removed, as it should arrive. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array || value instanceof Date) return value;
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [bare(key), bare(item)]));
  if (value instanceof Set) return new Set([...value].map(bare));
  const object: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(value)) object[key] = bare((value as Record<string, unknown>)[key]);
  return object;
}

function assertSame(actual: unknown, expected: unknown): void {
  if (Array.isArray(expected)) {
    assertEquals(Array.isArray(actual) && actual.length, expected.length);
    expected.forEach((item, i) => assertSame((actual as unknown[])[i], item));
  } else if (expected instanceof Map) {
    assertEquals(actual instanceof Map, true);
    assertSame([...actual as Map<unknown, unknown>], [...expected]);
  } else if (expected instanceof Set) {
    assertEquals(actual instanceof Set, true);
    assertSame([...actual as Set<unknown>], [...expected]);
  } else if (expected instanceof Date) {
    assertEquals(actual instanceof Date && actual.getTime(), expected.getTime());
  } else if (expected instanceof Uint8Array) {
    assertEquals(actual, expected);
  } else if (typeof expected === "object" && expected !== null) {
    assertStrictEquals(Object.getPrototypeOf(actual), null);
    assertEquals(Object.keys(actual as object), Object.keys(expected));
    for (const key of Object.keys(expected)) {
      assertSame((actual as Record<string, unknown>)[key], (expected as Record<string, unknown>)[key]);
    }
  } else assertEquals(Object.is(actual, expected), true, `${String(actual)} is not ${String(expected)}`);
}

Deno.test("codec: every plain value arrives as it was sent", () => {
  fc.assert(fc.property(anyValue, (value) => assertSame(roundTrip(value), bare(value))), { numRuns: 500 });
});

Deno.test("codec: the edges of numbers survive", () => {
  const edges = [
    0,
    -0,
    1,
    -1,
    2147483647,
    -2147483648,
    2147483648,
    4294967295,
    NaN,
    Infinity,
    -Infinity,
    5e-324,
    0.1,
  ];
  for (const edge of edges) assertStrictEquals(roundTrip(edge), edge);
  for (const edge of [0n, -1n, 1n << 63n, -(1n << 64n), 10n ** 100n]) {
    assertStrictEquals(roundTrip(edge), edge);
  }
});

Deno.test("codec: undefined and holes become null", () => {
  assertSame(roundTrip([undefined, , 1, { a: undefined }]), [null, null, 1, bare({ a: null })]);
});

Deno.test("codec: lone surrogates survive", () => {
  for (const text of ["\ud800", "a\udc00b", "\udc00\ud800", "x\u0100\xff"]) {
    assertStrictEquals(roundTrip(text), text);
  }
});

Deno.test("codec: a key named __proto__ is an ordinary key", () => {
  const value = roundTrip(JSON.parse('{"__proto__": {"admin": true}}')) as Record<string, Value>;
  assertStrictEquals(Object.getPrototypeOf(value), null);
  assertEquals(Object.keys(value), ["__proto__"]);
  assertStrictEquals(value.admin, undefined);
});

Deno.test("codec: what is no data is refused with its path", () => {
  const refused: [value: unknown, path: string][] = [
    [[1, () => {}], "args[1]"],
    [[{ user: { run() {} } }], "args[0].user.run"],
    [[[Symbol("x")]], "args[0][0]"],
    [[new Map([["key", () => {}]])], "args[0].key"],
    [[new Map([[() => {}, 1]])], "args[0][0]"],
    [[new Set([1, Symbol("x")])], "args[0][1]"],
    [[new WeakMap()], "args[0]"],
    [{ at: Object.create(Date.prototype) }, "args.at"],
    [{ at: Object.create(Map.prototype) }, "args.at"],
    [{ at: new Proxy(new Set(), {}) }, "args.at"],
    [[new Float64Array(1)], "args[0]"],
    [new (class Nick {})(), "args"],
  ];
  for (const [value, path] of refused) {
    const error = assertThrows(() => encoded(value), TypeError);
    assertEquals(error.message.startsWith(`Cannot send ${path}: `), true, error.message);
  }
});

Deno.test("codec: a cycle is refused and the encoder stays usable", () => {
  const encoder = new Encoder(LIMIT);
  const cycle: Record<string, unknown> = {};
  cycle.self = { back: cycle };
  const error = assertThrows(() => encoded([cycle], encoder), TypeError);
  assertEquals(error.message, "Cannot send args[0].self.back: it contains itself");
  const map = new Map<string, unknown>();
  map.set("me", new Set([map]));
  const inMap = assertThrows(() => encoded([map], encoder), TypeError);
  assertEquals(inMap.message, "Cannot send args[0].me[0]: it contains itself");
  assertEquals(encoded(7, encoder).length, 5);
});

Deno.test("codec: a map or set that changes while it is read is refused, whatever its getters do", () => {
  const growing = new Map<string, unknown>();
  growing.set("a", {
    get x() {
      growing.set(`more ${growing.size}`, 1);
      return 1;
    },
  });
  assertThrows(() => encoded(growing), TypeError, "changes while it is read");
  const shrinking = new Set<unknown>();
  shrinking.add({
    get x() {
      shrinking.clear();
      return 1;
    },
  });
  shrinking.add(2);
  assertThrows(() => encoded(shrinking), TypeError, "changes while it is read");
});

Deno.test("codec: depth has a bound on both sides", () => {
  const nested = (levels: number): unknown => levels === 0 ? 1 : [nested(levels - 1)];
  assertSame(roundTrip(nested(MAX_DEPTH)), nested(MAX_DEPTH));
  assertThrows(() => encoded(nested(MAX_DEPTH + 1)), TypeError, `deeper than ${MAX_DEPTH}`);
  const { scratch, length } = encoded(nested(MAX_DEPTH + 1), new Encoder(LIMIT, MAX_DEPTH + 1));
  const decoder = new Decoder(scratch);
  decoder.reset(length);
  assertThrows(() => decoder.value(), HubError, "deep");
});

Deno.test("codec: bytes have a bound that the message names", () => {
  assertThrows(() => encoded("x".repeat(1000), new Encoder(1000)), RangeError, "1000 bytes");
  assertThrows(() => encoded("\u0100".repeat(600), new Encoder(1000)), RangeError, "1000 bytes");
  assertThrows(() => encoded(new Uint8Array(LIMIT)), RangeError, `${LIMIT} bytes`);
  assertEquals(encoded("x".repeat(995), new Encoder(1000)).length, 1000);
});

Deno.test("codec: items have a bound on both sides", () => {
  assertThrows(() => encoded(new Array(MAX_ITEMS + 1).fill(null)), RangeError, `${MAX_ITEMS} items`);
  assertThrows(() => encoded([new Array(MAX_ITEMS).fill(null)]), RangeError, `${MAX_ITEMS} items`);
  const n = MAX_ITEMS + 1;
  const bytes = [TAG.array, n & 255, (n >> 8) & 255, n >> 16, 0, ...new Array(n).fill(TAG.null)];
  assertThrows(() => decoded(bytes), HubError, "items");
});

Deno.test("codec: a large value does not keep its memory", () => {
  const encoder = encoded("x".repeat(1 << 20));
  assertEquals(encoder.scratch.capacity >= 1 << 20, true);
  assertEquals(encoded(1, encoder).scratch.capacity, 1024);
});

Deno.test("codec: lengths that lie are corrupt", () => {
  const lies: number[][] = [
    [],
    [99],
    [TAG.int, 1, 2],
    [TAG.double, 1, 2, 3],
    [TAG.narrow, 5, 0, 0, 0, 65],
    [TAG.narrow, 255, 255, 255, 255],
    [TAG.wide, 1, 0, 0, 0, 65],
    [TAG.wide, 0, 0, 0, 0x40, 65],
    [TAG.bytes, 255, 255, 255, 127],
    [TAG.array, 2, 0, 0, 0, 0],
    [TAG.array, 255, 255, 255, 255],
    [TAG.object, 1, 0, 0, 0, TAG.int, 1, 0, 0, 0, 0],
    [TAG.big, TAG.narrow, 0, 0, 0, 0],
    [TAG.big, TAG.narrow, 1, 0, 0, 0, 120],
    [TAG.big, TAG.int, 1, 0, 0, 0],
    [TAG.map, 2, 0, 0, 0, 0, 0],
    [TAG.map, 255, 255, 255, 127],
    [TAG.set, 2, 0, 0, 0, 0],
    [TAG.set, 255, 255, 255, 255],
    [TAG.date, 1, 2, 3],
  ];
  for (const lie of lies) {
    assertEquals(assertThrows(() => decoded(lie), HubError).code, "channel.corrupt", String(lie));
  }
});

Deno.test("codec: random bytes give a value or channel.corrupt, never anything else", () => {
  const anyBytes = fc.array(fc.oneof(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 255 })), {
    maxLength: 200,
  });
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      try {
        decoded(bytes);
      } catch (error) {
        assertEquals((error as HubError).code, "channel.corrupt");
      }
    }),
    { numRuns: 3000 },
  );
});
