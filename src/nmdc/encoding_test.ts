/**
 * Codecs: names, every byte of every page, characters a page lacks and their numbers.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { concatBytes, latin1Bytes } from "../core/bytes.ts";
import { createCodec, normalizeEncoding } from "./encoding.ts";

const PAGES = [
  ...["1250", "1251", "1252", "1253", "1254", "1255", "1256", "1257", "1258", "874"].map((page) =>
    `windows-${page}`
  ),
  ...[2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16].map((part) => `iso-8859-${part}`),
  ...["ibm866", "koi8-r", "koi8-u", "macintosh", "x-mac-cyrillic"],
];

Deno.test("encoding: names as operators write them", () => {
  const names = ["CP1251", "cp-1251", "windows_1251", "Win1251", " windows-1251 ", "ANSI 1251"];
  for (const name of names) assertEquals(normalizeEncoding(name), "windows-1251", name);
  assertEquals(["CP1252", "ISO-8859-1", "latin1"].map(normalizeEncoding), Array(3).fill("windows-1252"));
  assertEquals(["UTF-8", "utf8", "CP866", "KOI8-R", "cp874"].map(normalizeEncoding), [
    "utf-8",
    "utf-8",
    "ibm866",
    "koi8-r",
    "windows-874",
  ]);
});

Deno.test("encoding: unknown names and encodings of several bytes are refused", () => {
  for (
    const name of [
      "",
      "CP437",
      "klingon",
      "utf-16le",
      "utf-16",
      "gbk",
      "big5",
      "shift_jis",
      "euc-kr",
      "CP932",
    ]
  ) {
    assertEquals(createCodec(name), null, name);
  }
});

Deno.test("encoding: every byte a page gives a meaning to survives", () => {
  for (const page of PAGES) {
    const codec = createCodec(page)!;
    assertEquals(codec.name, page);
    for (let byte = 0; byte < 256; byte++) {
      const text = codec.decode(Uint8Array.of(byte));
      assertEquals(text.length, 1);
      if (text !== "\ufffd") assertEquals(codec.encode(text), Uint8Array.of(byte), `${page} ${byte}`);
    }
  }
});

Deno.test("encoding: a character the page lacks becomes its number, also beyond 16 bits and when it is half a pair", () => {
  const codec = createCodec("CP1251")!;
  assertEquals(codec.encode("д"), Uint8Array.of(0xe4));
  assertEquals(codec.encode("ä|ж"), latin1Bytes("&#228;|\xe6"));
  assertEquals(codec.encode("\u{1f600}"), latin1Bytes("&#128512;"));
  assertEquals(codec.encode("\ud83d!"), latin1Bytes("&#65533;!"));
  assertEquals(createCodec("windows-874")!.encode("\ufffd"), latin1Bytes("&#65533;"));
});

Deno.test("encoding: no character can forge a separator", () => {
  const codecs = ["CP1252", "ibm866", "utf-8"].map((name) => createCodec(name)!);
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    fc.pre(!/[$|]/.test(text));
    for (const codec of codecs) assert(!codec.encode(text).some((byte) => byte === 0x24 || byte === 0x7c));
  }));
});

Deno.test("encoding: UTF-8 keeps every text, a byte order mark too, and reads broken bytes as U+FFFD", () => {
  const codec = createCodec("utf-8")!;
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => {
    assertEquals(codec.decode(codec.encode(text)), text);
  }));
  assertEquals(codec.decode(codec.encode("\ufeffa")), "\ufeffa");
  assertEquals(codec.decode(Uint8Array.of(0x61, 0xff, 0x62)), "a\ufffdb");
  assertEquals(codec.fallback.name, "windows-1252");
});

Deno.test("encoding: a page reads back the numbers of what it lacks, and no others", () => {
  const codec = createCodec("CP1251")!;
  const read = (text: string) => codec.decode(latin1Bytes(text));
  assertEquals(read("J&#252;rgen &#128512;"), "Jürgen \u{1f600}");
  // What the page has, what could be a separator, what is no character, what the hub would write otherwise.
  for (
    const text of ["&#1076;", "&#36;", "&#124;", "&#55357;", "&#1114112;", "&#0252;", "&#252", "&#;", "&amp;"]
  ) {
    assertEquals(read(text), text);
  }
});

Deno.test("encoding: bytes of a page come back from text as they were, numbers of all kinds among them", () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 8 }),
    fc.nat(0x120000).map((code) => latin1Bytes(`&#${code};`)),
  );
  // Pages without a meaning for some byte cannot promise it.
  for (const name of ["CP1251", "CP1252", "CP1250", "KOI8-R", "iso-8859-2"]) {
    const codec = createCodec(name)!;
    fc.assert(fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      const bytes = concatBytes(pieces);
      assertEquals(codec.encode(codec.decode(bytes)), bytes);
    }));
  }
});

Deno.test("encoding: any text without such numbers comes back from a page as it was", () => {
  const codec = createCodec("CP1251")!;
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => {
    fc.pre(!text.includes("&#"));
    assertEquals(codec.decode(codec.encode(text)), text);
  }));
});

Deno.test("encoding: UTF-8 falls back to the page it is created with", () => {
  assertEquals(createCodec("utf-8", "cp1251")!.fallback.name, "windows-1251");
  assertEquals(createCodec("utf-8", "utf-8")!.fallback.name, "windows-1252");
  assertEquals(createCodec("CP1250")!.fallback.name, "windows-1250");
});
