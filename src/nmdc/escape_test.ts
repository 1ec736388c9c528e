/**
 * The escapings: every vector, both ways, and what must not be touched.
 *
 * @module
 */
import { assertEquals, assertFalse } from "@std/assert";
import fc from "fast-check";
import escapes from "../../tests/corpus/nmdc/escapes.json" with { type: "json" };
import {
  decodeText,
  encodeText,
  escapeDcn,
  escapeField,
  escapeText,
  unescapeDcn,
  unescapeField,
  unescapeText,
} from "./escape.ts";

type Pair = readonly [write: (text: string) => string, read: (text: string) => string];

const PAIRS: Readonly<Record<string, Pair>> = {
  script: [encodeText, decodeText],
  text: [escapeText, unescapeText],
  dcn: [escapeDcn, unescapeDcn],
};

Deno.test("escape: every vector, written and read", () => {
  for (const { set, plain, escaped } of escapes) {
    const [write, read] = PAIRS[set]!;
    assertEquals(write(plain), escaped, set);
    assertEquals(read(escaped), plain, set);
  }
});

Deno.test("escape: visible text survives the way there and back, and carries no separator", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const written = escapeText(text);
    assertEquals(unescapeText(written), text);
    assertFalse(/[$|]/.test(written));
  }));
});

Deno.test("escape: any text survives the DCN form unless it already holds one", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    fc.pre(!text.includes("/%DCN"));
    assertEquals(unescapeDcn(escapeDcn(text)), text);
  }));
});

Deno.test("escape: a text escaped twice is read back in two steps, not in one", () => {
  assertEquals(escapeText("&#36;"), "&amp;#36;");
  assertEquals(unescapeText("&amp;#36;"), "&#36;");
  assertEquals(unescapeText("&amp;amp;"), "&amp;");
});

Deno.test("escape: codes outside the sets stay as they are", () => {
  assertEquals(decodeText("&#300; &#0; &#; &#037; &#36 &amp;"), "&#300; &#0; &#; &#037; &#36 &amp;");
  assertEquals(unescapeDcn("/%DCN037%/ /%DCN36%/ /%DCN0036%/"), "/%DCN037%/ /%DCN36%/ /%DCN0036%/");
  assertEquals(unescapeField("&#36;&#124;&#96;&amp;"), "$|&#96;&amp;");
  assertEquals(escapeField("$|`&~"), "&#36;&#124;`&~");
});
