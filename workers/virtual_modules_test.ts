/**
 * The hand-over of live exports to generated module text.
 *
 * @module
 */
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { offer, take, virtualSource, virtualUrl } from "./virtual_modules.ts";

Deno.test("virtual modules: exports are handed over exactly once", () => {
  const exports = { default: 1 };
  offer("once", exports);
  assertEquals(take("once"), exports);
  assertThrows(() => take("once"), Error, 'No virtual module "once"');
});

Deno.test("virtual modules: the text exports the names and nothing else", () => {
  const text = virtualSource("vh", { default: 1, SendToAll: 2, eCR_KICKED: 3 });
  assertStringIncludes(text, "export const { SendToAll, eCR_KICKED } = all;");
  assertStringIncludes(text, "export default all.default;");
  assertEquals(virtualUrl("vh", 3), "hubcap-runtime:///virtual/vh/3");
  assertThrows(() => virtualSource("vh", { "a;b": 1 }), TypeError, "Cannot export");
});
