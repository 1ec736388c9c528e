/**
 * The guess of what a connection writes: what tells, what does not, what turns it, what keeps it.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { latin1Bytes } from "../core/bytes.ts";
import { createCodec } from "./encoding.ts";
import { createGuess, isValidUtf8, utf8Evidence } from "./guess.ts";
import { cpuMs } from "../../tests/support/cpu.ts";

const CP1251 = createCodec("CP1251")!;
const utf8 = (text: string) => new TextEncoder().encode(text);
const STRICT = new TextDecoder("utf-8", { fatal: true });

Deno.test("guess: ASCII tells nothing, the first other text does", () => {
  const guess = createGuess(CP1251);
  assertEquals([guess.learn(latin1Bytes("hi")), guess.writes], [false, "ascii"]);
  assertEquals([guess.learn(utf8("да")), guess.writes], [true, "utf-8"]);
  assertEquals([guess.learn(utf8("нет")), guess.writes], [false, "utf-8"]);
  const old = createGuess(CP1251);
  assertEquals([old.learn(CP1251.encode("да")), old.writes], [true, "page"]);
  assertEquals(old.read(CP1251.encode("да")), "да");
});

Deno.test("guess: text that is not UTF-8 turns it to the page, long text that is turns it back", () => {
  const guess = createGuess(CP1251);
  guess.learn(utf8("да"));
  assertEquals([guess.learn(CP1251.encode("Привет")), guess.writes], [true, "page"]);
  assertEquals([guess.learn(utf8("да")), guess.writes], [false, "page"]);
  assertEquals([guess.learn(utf8("Привет")), guess.writes], [true, "utf-8"]);
});

Deno.test("guess: it turns a few times and stays then", () => {
  const guess = createGuess(CP1251);
  let turns = 0;
  for (let i = 0; i < 50; i++) if (guess.learn(i % 2 ? utf8("Привет") : CP1251.encode("Привет"))) turns++;
  assertEquals(turns, 4);
});

Deno.test("guess: a pinned one stays, and one bad byte spoils only itself", () => {
  const guess = createGuess(CP1251);
  guess.learn(utf8("Иван"));
  guess.pin(undefined);
  assertEquals(guess.learn(CP1251.encode("Привет")), false);
  const frame = new Uint8Array([...utf8("<Иван> "), 0xff, ...utf8("да"), 0xd0]);
  assertEquals(guess.read(frame), "<Иван> яда");
  const page = createGuess(CP1251);
  page.pin("page");
  assertEquals([page.learn(utf8("Привет")), page.writes], [false, "page"]);
});

Deno.test("guess: a character cut off at the end of a field is a habit of clients and no page", () => {
  assertEquals(utf8Evidence(new Uint8Array([...utf8("да"), 0xd0])), 2);
  assertEquals(utf8Evidence(new Uint8Array([...utf8("да"), 0xe2, 0x82, 0x24, 0x41])), 2);
  assertEquals(utf8Evidence(new Uint8Array([...utf8("да"), 0xd0, 0x41])), -1);
  assertEquals(utf8Evidence(latin1Bytes("caf\xe9")), -1);
});

Deno.test("guess: what counts as UTF-8 is what the platform's strict decoder takes", () => {
  const byte = fc.oneof(
    fc.nat(255),
    fc.constantFrom(0xc0, 0xc1, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf),
  );
  const bytes = fc.oneof(
    fc.array(byte, { maxLength: 6 }).map((list) => Uint8Array.from(list)),
    fc.string({ unit: "grapheme" }).map(utf8),
  );
  fc.assert(
    fc.property(bytes, (input) => {
      let valid = true;
      try {
        STRICT.decode(input);
      } catch {
        valid = false;
      }
      assertEquals(isValidUtf8(input), valid);
      if (!valid) return;
      const guess = createGuess(CP1251);
      guess.learn(utf8("да"));
      assertEquals(guess.read(input), new TextDecoder("utf-8", { ignoreBOM: true }).decode(input));
    }),
    { numRuns: 2000 },
  );
});

Deno.test("guess: reading never throws and never makes a separator", () => {
  fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 20 })), fc.boolean(), (texts, known) => {
    const guess = createGuess(CP1251);
    if (known) guess.learn(utf8("да"));
    for (const bytes of texts) {
      guess.learn(bytes);
      const separators = (input: Iterable<string>) =>
        [...input].filter((char) => "$|<> \x05".includes(char)).length;
      assertEquals(
        separators(guess.read(bytes)),
        separators([...bytes].map((code) => String.fromCharCode(code))),
      );
    }
  }));
});

Deno.test("guess: bytes that are no UTF-8 cost no more than others, however they are mixed", () => {
  const guess = createGuess(CP1251);
  guess.learn(utf8("да"));
  const bytes = new Uint8Array(1_000_000).map((_, i) => i % 2 ? 0xff : 0x61);
  let text = "";
  const spent = cpuMs(() => text = guess.read(bytes));
  // Some 20 ms. Piece by piece it would be a second, and a client could stop a hub with such messages.
  assert(spent < 500, `${spent} ms`);
  assertEquals([text.length, text.slice(0, 4)], [1_000_000, "aяaя"]);
});
