/**
 * Formatting and bounds of the console a script sees.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { MAX_LINE, scriptConsole } from "./console.ts";

type Print = (...values: unknown[]) => void;

function make() {
  const lines: string[] = [];
  const out = scriptConsole({
    log: (level, text) => lines.push(`${level} ${text}`),
    now: () => 5,
  });
  return { lines, out: out as Record<string, Print> };
}

Deno.test("console: formats like the usual one and keeps the level", () => {
  const { lines, out } = make();
  out.log!("%s is %d", "a", 1, { b: [2] });
  out.warn!("w");
  out.error!("e");
  out.assert!(true, "no");
  out.assert!(false, "yes");
  out.count!();
  out.time!("t");
  out.timeEnd!("t");
  out.timeEnd!("unknown");
  assertEquals(lines, [
    "info a is 1 { b: [ 2 ] }",
    "warn w",
    "error e",
    "error Assertion failed: yes",
    "info default: 1",
    "info t: 0.000 ms",
  ]);
});

Deno.test("console: cuts long lines and survives values that throw", () => {
  const { lines, out } = make();
  out.log!("x".repeat(MAX_LINE * 10));
  assertEquals(lines[0]!.length, "info ".length + MAX_LINE + 1);
  out.log!({
    [Symbol.for("nodejs.util.inspect.custom")](): string {
      throw new Error("no");
    },
  });
  assertEquals(lines[1], "info (a value that cannot be shown)");
});

Deno.test("console: labels are bounded", () => {
  const { lines, out } = make();
  for (let i = 0; i < 2500; i++) out.count!(`label ${i}`);
  out.count!("label 0");
  assertEquals(lines.at(-1), "info label 0: 1");
  assert(lines.length === 2501);
});
