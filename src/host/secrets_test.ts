/**
 * Tests of secrets.ts.
 *
 * @module
 */
import { assertEquals, assertStrictEquals } from "@std/assert";
import { resolveCapabilities } from "../vh/capabilities.ts";
import { shownArgs } from "./secrets.ts";

const USUAL = resolveCapabilities({});
const TRUSTED = resolveCapabilities({ passwords: true });

Deno.test("secrets: a password is cut off for a script without the grant, wherever it shows up", () => {
  for (const hook of ["OnParsedMsgMyPass", "OnParsedMsgAny", "OnParsedMsgAnyEx"] as const) {
    assertEquals(shownArgs(hook, ["anna", "$MyPass s3cret $MyPass "], USUAL), ["anna", "$MyPass "], hook);
  }
});

Deno.test("secrets: with the grant, and without a password, arguments are passed on as they are", () => {
  for (const [data, grants] of [["$MyPass s3cret", TRUSTED], ["$Version 1", USUAL], ["", USUAL]] as const) {
    const args = ["anna", data];
    assertStrictEquals(shownArgs("OnParsedMsgAny", args, grants), args);
  }
  const args = ["anna", "$MyPass in chat"];
  assertStrictEquals(shownArgs("OnParsedMsgChat", args, USUAL), args);
});
