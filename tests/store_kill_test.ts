/**
 * A hub's store is killed with SIGKILL two hundred times in the middle of everything it writes, a script's SQL
 * included: what it acknowledged is there. `deno run -A tests/store_kill.ts 1000` is a longer run.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { killRun } from "./store_kill.ts";

Deno.test("store: kill -9 at any moment loses nothing that was acknowledged", async () => {
  // Two data folders side by side: each run waits most of its time.
  const runs = await Promise.all([killRun(100), killRun(100)]);
  for (const { kills, acknowledged } of runs) {
    assertEquals(kills, 100);
    assert(acknowledged > 200, `${acknowledged} steps`);
  }
});
