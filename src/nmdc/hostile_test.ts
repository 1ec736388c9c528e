/**
 * What every parser must bear: any bytes, any cut of a valid frame, long lines built against it.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { latin1Bytes } from "../core/bytes.ts";
import parse from "../../tests/corpus/nmdc/parse.json" with { type: "json" };
import { PARSERS } from "./_testing.ts";
import { parsePortField } from "./connect.ts";
import { splitList } from "./lists.ts";
import { lockToKey } from "./lock.ts";
import { classify, kindName } from "./message.ts";
import { parseShare } from "./myinfo.ts";
import { isBrokenTth, parseLimits, repairTth, shortTthOf, tthOf } from "./search.ts";
import { parseSupports } from "./supports.ts";
import { parseTag } from "./tag.ts";
import { cpuMs } from "../../tests/support/cpu.ts";

/** Every function that reads untrusted bytes and is no frame parser. */
const READERS: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
  classify,
  lockToKey,
  parseLimits,
  parsePortField,
  parseShare,
  parseSupports,
  parseTag,
  splitList: (bytes) => splitList(bytes, 1000),
  tthOf: (bytes) => tthOf({ limits: bytes, pattern: bytes }),
  shortTthOf: (bytes) => shortTthOf({ limits: bytes, pattern: bytes }),
  isBrokenTth: (bytes) => isBrokenTth({ limits: bytes, pattern: bytes }),
  repairTth: (bytes) => repairTth({ limits: bytes, pattern: bytes }),
};

/** The bytes that mean something somewhere, and others. */
const bytes = fc.array(
  fc.oneof(
    fc.constantFrom(...[
      " ",
      "$",
      "<",
      ">",
      "> ",
      " $",
      " $<",
      " From: ",
      ":",
      "?",
      "\x05",
      "/",
      "[",
      "]",
      "$$",
    ]),
    fc.constantFrom(
      "$Where:",
      "$Msg:",
      " Pk=",
      "Ref=",
      "TTH:",
      "F?T?0?9?",
      " V:",
      ",",
      "412",
      "a",
      "\xff",
      "\0",
    ),
  ),
  { maxLength: 40 },
).map((pieces) => latin1Bytes(pieces.join("")));

/** Every view lies inside the frame it was cut from. */
function assertViews(value: object, frame: Uint8Array, text: string): void {
  for (const field of Object.values(value)) {
    if (!(field instanceof Uint8Array) || field.length === 0) continue;
    assert(field.buffer === frame.buffer, text);
    assert(field.byteOffset >= frame.byteOffset, text);
    assert(field.byteOffset + field.length <= frame.byteOffset + frame.length, text);
  }
}

Deno.test("hostile: no parser throws on any bytes behind its prefix, and its fields are views into the frame", () => {
  for (const [kind, prefix, read] of PARSERS) {
    fc.assert(fc.property(fc.oneof(bytes, fc.uint8Array()), (tail) => {
      const frame = Uint8Array.of(...latin1Bytes(prefix), ...tail);
      const value = read(frame);
      if (value) assertViews(value, frame, kindName(kind));
    }));
  }
});

Deno.test("hostile: no other reader throws on any bytes", () => {
  for (const [name, read] of Object.entries(READERS)) {
    fc.assert(fc.property(fc.oneof(bytes, fc.uint8Array()), (input) => {
      assert(read(input) !== undefined, name);
    }));
  }
});

Deno.test("hostile: every cut of every valid frame is parsed or refused", () => {
  let refused = 0;
  for (const { raw, kind } of parse) {
    const entry = PARSERS.find(([known]) => kindName(known) === kind);
    if (!entry) continue;
    const [, prefix, read] = entry;
    const frame = latin1Bytes(raw);
    for (let end = prefix.length; end <= frame.length; end++) {
      const value = read(frame.subarray(0, end));
      if (value) assertViews(value, frame, raw);
      else refused++;
    }
  }
  assert(refused > 500, `Only ${refused} cuts were refused`);
});

/** Whether `read` takes linear time for a quarter of a megabyte: milliseconds; quadratic would be half a minute. */
const isQuick = (read: () => unknown): boolean => cpuMs(() => void read()) < 1000;

Deno.test("hostile: a line made to fool a parser costs time in proportion to its length", () => {
  const patterns = [
    " ",
    "$",
    "> ",
    ">",
    "<",
    " From: ",
    " From:",
    " $<",
    " $",
    ":",
    "?",
    "\x05",
    "/",
    "[",
    "$$",
  ];
  patterns.push(
    "$Where:",
    "$Where",
    "$Msg:",
    " Pk=",
    "<<a>",
    " V:",
    "< V:",
    "< V:1>",
    "TTH:",
    "-",
    ".",
    "9",
    "a$",
  );
  const size = 1 << 18;
  for (const pattern of patterns) {
    const tail = pattern.repeat(size / pattern.length);
    for (const [kind, prefix, read] of PARSERS) {
      const frame = latin1Bytes(prefix + tail);
      assert(isQuick(() => read(frame)), `${kindName(kind)} is slow on ${JSON.stringify(pattern)}`);
    }
    const line = latin1Bytes(tail);
    for (const [name, read] of Object.entries(READERS)) {
      assert(isQuick(() => read(line)), `${name} is slow on ${JSON.stringify(pattern)}`);
    }
  }
});

Deno.test("hostile: a list of many entries is cut at the limit", () => {
  assertEquals(splitList(latin1Bytes("a$$".repeat(5000)), 50).length, 50);
});
