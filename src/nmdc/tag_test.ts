/**
 * Client tags: every vector, odd ones seen in the wild, hostile ones.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { latin1Bytes, latin1Text } from "../core/bytes.ts";
import tags from "../../tests/corpus/nmdc/tags.json" with { type: "json" };
import { descriptionPart, parseTag, type Tag, totalHubs } from "./tag.ts";

const read = (text: string) => parseTag(latin1Bytes(text));
const plain = (tag: Tag | null) => tag && { ...tag, client: latin1Text(tag.client) };

Deno.test("tag: every description of the corpus", () => {
  for (const { description, tag, hubsTotal, text } of tags) {
    const bytes = latin1Bytes(description);
    const found = parseTag(bytes);
    assertEquals(plain(found), tag as ReturnType<typeof plain>, description);
    assertEquals(found?.hubs ? totalHubs(found.hubs, 3) : 0, hubsTotal, description);
    assertEquals(latin1Text(descriptionPart(bytes, found)), text, description);
  }
});

Deno.test("tag: hubs are added up as far as asked, missing ones count nothing", () => {
  assertEquals([1, 2, 3].map((sum) => totalHubs({ guest: 4, registered: 2, operator: 1 }, sum)), [4, 6, 7]);
  assertEquals(totalHubs({ guest: 4, registered: null, operator: null }, 3), 4);
});

Deno.test("tag: a lone < before the tag is description", () => {
  const tag = read("I <3 you<++ V:1.0,M:A>")!;
  assertEquals(tag.start, 8);
  assertEquals(latin1Text(tag.client), "++");
});

Deno.test("tag: a tag inside the tag's opening belongs to it", () => {
  const tag = read("x<<IP>Client V:1.5,M:P>")!;
  assertEquals([tag.start, latin1Text(tag.client), tag.version], [1, "Client", 1.5]);
});

Deno.test("tag: the first complete tag counts, a broken one before it does not", () => {
  assertEquals(read("<a V:1><b V:2,M:P>")!.versionText, "2");
  assertEquals(read("V:1,2> <b V:2,M:P>")!.versionText, "2");
  assertEquals(read("a <b> V:1,M:A>"), null);
});

Deno.test("tag: modes by the first letter, limits from L, B or F, junk is left out", () => {
  assertEquals(["A", "P", "5", "AP", "PA", "NA", "", "x"].map((mode) => read(`<c V:1,M:${mode}>`)!.mode), [
    "active",
    "passive",
    "socks5",
    "active",
    "passive",
    "other",
    "other",
    "other",
  ]);
  assertEquals(["L:5", "B:6.5", "F:7/9", "L:x", "O:3"].map((field) => read(`<c V:1,${field}>`)!.limit), [
    5,
    6.5,
    7,
    null,
    null,
  ]);
  assertEquals(read("<c V:1,H:x/1/2,S:-1>")!.hubs, null);
  assertEquals(read("<c V:1,H:1/y/2,S:-1>")!.hubs, { guest: 1, registered: null, operator: 2 });
  assertEquals(read("<c V:1,S:-1>")!.slots, null);
  assertEquals(read("<c V:1,S:99999999999999999999>")!.slots, null);
});

Deno.test("tag: the first field of a kind counts", () => {
  const tag = read("<c V:1,M:A,M:P,H:1,H:2,S:3,S:4,L:5,B:6>")!;
  assertEquals([tag.mode, tag.hubs?.guest, tag.slots, tag.limit], ["active", 1, 3, 5]);
});

Deno.test("tag: versions become one comparable number", () => {
  const number = (version: string) => read(`<c V:${version},M:A>`)!.version;
  assertEquals(["", "x", "(r1.2)", "r501", "1.2.3.4", "2.41-5", "7.0.0-beta"].map(number), [
    0,
    0,
    1.2,
    501,
    1.234,
    2.415,
    7,
  ]);
  assert(Number.isFinite(number("9".repeat(500))));
});

Deno.test("tag: never throws, and positions stay inside the description", () => {
  const piece = fc.constantFrom("<", ">", " V:", ",", "M:", "H:", "S:", "L:", "/", "1", ".", "-", "r", "(");
  const text = fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 60 }).map((all) =>
    all.join("")
  );
  fc.assert(fc.property(text, (description) => {
    const tag = read(description.replace(/[^\0-\xff]/g, "?"));
    if (!tag) return;
    assert(tag.start >= 0 && tag.start < description.length);
    assert(Number.isFinite(tag.version));
  }));
});
