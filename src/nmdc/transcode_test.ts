/**
 * Frames into another encoding: what stays, what is remembered, what never comes into being.
 *
 * @module
 */
import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import { concatBytes, latin1Bytes } from "../core/bytes.ts";
import { createCodec } from "./encoding.ts";
import { createTranscoder } from "./transcode.ts";

const CP1251 = createCodec("CP1251")!;
const UTF8 = createCodec("utf-8")!;
const toPage = () => createTranscoder(UTF8, CP1251);
const toUtf8 = () => createTranscoder(CP1251, UTF8);

Deno.test("transcode: what is the same in both encodings is the same array", () => {
  const plain = latin1Bytes("<anna> hi &amp; bye|");
  assertStrictEquals(toPage().write(plain), plain);
  assertStrictEquals(toUtf8().write(plain), plain);
  const number = latin1Bytes("<anna> &#252;|");
  assertStrictEquals(toPage().write(number), number);
  assertEquals(toUtf8().write(number), UTF8.encode("<anna> ü|"));
});

Deno.test("transcode: frames sent in turn are rewritten once, however many get them", () => {
  const writer = toUtf8();
  const turn = ["а|", "б|", "в|", "г|"].map(CP1251.encode);
  const copies = turn.map((frame) => writer.write(frame));
  for (let user = 0; user < 100; user++) {
    turn.forEach((frame, i) => assertStrictEquals(writer.write(frame), copies[i]));
  }
  const list = CP1251.encode("$MyINFO $ALL Иван $ $$$0$|".repeat(100));
  const copy = writer.write(list);
  for (let i = 0; i < 50; i++) writer.write(CP1251.encode(`${i} я|`));
  assertStrictEquals(writer.write(list), copy);
  assertEquals(UTF8.decode(copy), CP1251.decode(list));
});

Deno.test("transcode: only a few small frames are remembered", () => {
  const writer = toUtf8();
  const frame = CP1251.encode("я|");
  const copy = writer.write(frame);
  for (let i = 0; i < 4; i++) writer.write(CP1251.encode(`${i} я|`));
  assert(writer.write(frame) !== copy);
});

Deno.test("transcode: status bytes stay, frames without an end do too", () => {
  const info = (text: (text: string) => Uint8Array) =>
    concatBytes([text("$MyINFO $ALL Иван я<t>$ $50"), Uint8Array.of(0xf1), text("$я$10$|")]);
  const two = (text: (text: string) => Uint8Array) =>
    concatBytes([info(text), text("<я> я|"), info(text), text("$Quit я")]);
  assertEquals(toUtf8().write(two(CP1251.encode)), two(UTF8.encode));
  assertEquals(toPage().write(two(UTF8.encode)), two(CP1251.encode));
});

Deno.test("transcode: no separator comes into being or goes", () => {
  const separators = (bytes: Uint8Array) =>
    bytes.filter((byte) => [0x7c, 0x24, 0x3c, 0x3e, 0x20, 5].includes(byte));
  for (const [from, to] of [[CP1251, UTF8], [UTF8, CP1251]] as const) {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      assertEquals(separators(createTranscoder(from, to).write(bytes)), separators(bytes));
    }));
  }
});
