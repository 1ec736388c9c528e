/**
 * Tests of errors.ts.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { HubError, messageOf, systemTextOf } from "./errors.ts";

Deno.test("errors: a HubError carries code, message, remedy and cause", () => {
  const cause = new Error("below");
  const error = new HubError("net.listen", "Cannot listen", { remedy: "Choose another port", cause });
  assert(error instanceof Error);
  assertEquals([error.name, error.code, error.message, error.remedy, error.cause], [
    "HubError",
    "net.listen",
    "Cannot listen",
    "Choose another port",
    cause,
  ]);
});

Deno.test("errors: without remedy and cause there are none", () => {
  const error = new HubError("cli.usage", "Wrong");
  assertEquals([error.remedy, "cause" in error], [undefined, false]);
});

Deno.test("errors: messageOf gives one line for anything that was thrown", () => {
  assertEquals(messageOf(new Error("a\n  b\r\nc")), "a b c");
  assertEquals(messageOf(new RangeError("")), "RangeError");
  assertEquals([messageOf("text"), messageOf(undefined), messageOf(7)], ["text", "undefined", "7"]);
});

Deno.test("errors: what the system says is told without number, call and path", () => {
  const missing = new Error("No such file or directory (os error 2): open '/nowhere'");
  assertEquals(systemTextOf(missing), "no such file or directory");
  assertEquals(systemTextOf(new Error("Connection refused (os error 111)")), "connection refused");
  assertEquals(systemTextOf(new Error("it is larger than 5 bytes")), "it is larger than 5 bytes");
});
