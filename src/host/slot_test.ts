/**
 * Tests of slot.ts.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { HubError } from "../core/errors.ts";
import { explain, toldLine, whereOf } from "./slot.ts";

Deno.test("slot: the place in a stack is the first author's file behind the message", () => {
  assertEquals(
    whereOf("Error: in other.ts:1\n    at f (/srv/my script/mod.ts:12:3)\n    at lib.ts:4:1"),
    "mod.ts:12",
  );
  assertEquals(whereOf("Error: x\n    at file.mjs:7"), "file.mjs:7");
  assertEquals([whereOf("Error: a.ts:1"), whereOf(""), whereOf(undefined)], ["", "", ""]);
});

Deno.test("slot: text of a script is one line of bounded length", () => {
  assertEquals(toldLine("a\r\n<Admin> b\tc\x00\u202ed"), "a <Admin> b c d");
  assertEquals([toldLine("x".repeat(300)).length, toldLine("x".repeat(301))], [300, "x".repeat(299) + "…"]);
});

Deno.test("slot: an error is explained with its place where a script's stack is its cause", () => {
  const cause = "Error: x\n    at /s/mod.ts:3:1";
  assertEquals(explain(new HubError("script.load", "Cannot load", { cause })), "Cannot load (mod.ts:3)");
  assertEquals(explain(new HubError("script.load", "Cannot load", { cause: new Error("x") })), "Cannot load");
  assertEquals(explain(new Error("a\nb")), "a b");
});
