/**
 * Codecs: names, every byte of every page, characters a page lacks, and the guess per connection.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { latin1Bytes } from "../core/bytes.ts";
import { createCodec, createTextReader, normalizeEncoding } from "./encoding.ts";

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

Deno.test("encoding: a connection is UTF-8 until it writes something else, then the hub's page for good", () => {
  const reader = createTextReader(createCodec("CP1251")!);
  const utf8 = new TextEncoder().encode("да");
  assertEquals([reader.read(latin1Bytes("hi")), reader.writes], ["hi", "ascii"]);
  assertEquals([reader.read(utf8), reader.writes], ["да", "utf-8"]);
  assertEquals([reader.read(Uint8Array.of(0xe4, 0xe0)), reader.writes], ["да", "page"]);
  assertEquals([reader.read(utf8), reader.writes], ["РґР°", "page"]);
  assertEquals(reader.read(latin1Bytes("hi")), "hi");
});

Deno.test("encoding: the page of a UTF-8 hub's old clients is windows-1252", () => {
  const reader = createTextReader(createCodec("UTF-8")!);
  assertEquals(reader.read(Uint8Array.of(0x80, 0xe4)), "€ä");
});

Deno.test("encoding: reading never throws", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("utf-8", "CP1251", "iso-8859-8"),
      fc.array(fc.uint8Array()),
      (name, texts) => {
        const codec = createCodec(name)!;
        const reader = createTextReader(codec);
        for (const text of texts) {
          assertEquals(typeof reader.read(text), "string");
          assertEquals(typeof codec.decode(text), "string");
        }
      },
    ),
  );
});
