/**
 * The three loads in a size that fits the gate; `deno task bench stress` runs them in full.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { MAX_GROWTH, stress } from "../bench/stress.ts";

Deno.test("stress: a flood, rapid commands and work beside chat lose nothing and leave no memory behind", async () => {
  const rows = await stress({ messages: 16_000, commands: 600, lines: 1000, served: 100 }, 0.5);
  assertEquals(rows.map(({ name, count, hooks }) => [name, count, hooks]), [
    ["messages into one connection", 16_000, 4000],
    ["rapid commands", 600, 600],
    ["chat beside asynchronous work", 1100, 1100],
  ]);
  for (const { name, growth } of rows) assert(growth < MAX_GROWTH, `${name} left ${growth} bytes behind`);
});
