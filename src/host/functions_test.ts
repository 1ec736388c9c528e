/**
 * Tests of functions.ts: scopes, bounds, deadlines.
 *
 * @module
 */
import { assertEquals, assertThrows } from "@std/assert";
import { fakeClock } from "../core/fake_clock.ts";
import { CallError } from "./call_error.ts";
import { createHostFunctions, type HostFunction, MAX_FUNCTIONS, MAX_NAME } from "./functions.ts";

const CALLER = { id: 7, name: "s" };

function made() {
  const clock = fakeClock();
  const functions = createHostFunctions({ clock, known: (id) => id === 7, timeoutMs: () => 100 });
  const results: unknown[] = [];
  const call = (name: string, ...args: unknown[]) =>
    functions.call(CALLER, name, args, (result) => {
      results.push(result instanceof Error ? `${(result as CallError).code}: ${result.message}` : result);
    });
  return { clock, functions, results, call };
}
const settled = () => new Promise<void>((resolve) => setTimeout(resolve));

Deno.test("functions: the narrowest offer wins, an equal one is replaced, a number must be known", () => {
  const { functions, results, call } = made();
  assertEquals(functions.register("*", "f", () => "all"), true);
  assertEquals(functions.register("other", "f", () => "other"), true);
  call("f");
  functions.register("s", "f", () => "name");
  call("f");
  assertEquals(functions.register(7, "f", () => "number"), true);
  assertEquals(functions.register(8, "f", () => "nobody"), false);
  call("f");
  functions.register(7, "f", () => "number again");
  call("f");
  functions.forget(7);
  call("f");
  assertEquals([functions.unregister("s", "f"), functions.unregister("s", "f")], [true, false]);
  call("f");
  assertEquals(results, ["all", "name", "number", "number again", "name", "all"]);
});

Deno.test("functions: names and functions are checked, their number has a bound that offers give back", () => {
  const { functions } = made();
  for (const name of ["", "x".repeat(MAX_NAME + 1), 7 as unknown as string]) {
    assertThrows(() => functions.register("*", name, () => 1), TypeError, "name of a function");
  }
  assertThrows(() => functions.register("*", "f", {} as HostFunction), TypeError, '"f" must be a function');
  for (let i = 0; i < MAX_FUNCTIONS; i++) functions.register(i % 2 ? 7 : "*", `f${i}`, () => i);
  assertThrows(() => functions.register("*", "one more", () => 1), RangeError, `${MAX_FUNCTIONS}`);
  assertEquals(functions.register("*", "f0", () => "replaced"), true);
  functions.forget(7);
  for (let i = 0; i < MAX_FUNCTIONS / 2; i++) functions.register("s", `g${i}`, () => i);
  assertThrows(() => functions.register("s", "one more", () => 1), RangeError);
});

Deno.test("functions: results, promises and whatever is thrown come back once", async () => {
  const { functions, results, call } = made();
  functions.register("*", "sum", (a: number, b: number) => a + b);
  functions.register("*", "later", (text: string) => Promise.resolve(text));
  functions.register("*", "coded", () => Promise.reject(Object.assign(new Error("no"), { code: "x.y" })));
  functions.register("*", "text", () => Promise.reject("just text"));
  functions.register("*", "liar", () => {
    throw {
      get code(): string {
        throw new Error("no code");
      },
    };
  });
  call("sum", 1, 2);
  call("later", "x");
  call("coded");
  call("text");
  call("liar");
  call("missing");
  await settled();
  assertEquals(results.map(String).sort(), [
    "3",
    "function.failed: [object Object]",
    "function.failed: just text",
    'function.unknown: There is no function "missing" for script "s"',
    "x",
    "x.y: no",
  ]);
});

Deno.test("functions: a promise that takes too long ends the call, its late result is nobody's", async () => {
  const { functions, results, call, clock } = made();
  const slow = Promise.withResolvers<string>();
  functions.register("*", "slow", () => slow.promise);
  call("slow");
  clock.tick(99);
  assertEquals(results, []);
  clock.tick(1);
  assertEquals(results, ["script.timeout: slow() did not answer within 100 ms"]);
  slow.resolve("late");
  await settled();
  assertEquals(results.length, 1);
});
