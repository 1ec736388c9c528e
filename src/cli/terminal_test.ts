/**
 * Tests of terminal.ts.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- it is what is tested
import { assertEquals } from "@std/assert";
import { terminal } from "./terminal.ts";

Deno.test("terminal: nothing that is shown can steer it, and lines stay lines", () => {
  const shown: string[] = [];
  const real = [console.log, console.error] as const;
  try {
    console.log = console.error = (line: string) => void shown.push(line);
    terminal().out("topic = \x1b]0;owned\x07\u009b2J\u202e\n\tд next");
    terminal().err("a\rb");
  } finally {
    [console.log, console.error] = real;
  }
  assertEquals(shown, [
    "topic = \\u001b]0;owned\\u0007\\u009b2J\\u202e\n\tд next",
    "a\\u000db",
  ]);
});
