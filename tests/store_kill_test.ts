/**
 * A hub's store is killed with SIGKILL in the middle of registrations, bans, settings, triggers and a script's SQL: everything
 * it acknowledged is there. The long run is `deno run -A tests/store_kill.ts 200`.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { killRun } from "./store_kill.ts";

Deno.test("store: kill -9 at any moment loses nothing that was acknowledged", async () => {
  const { kills, acknowledged } = await killRun(20);
  assertEquals(kills, 20);
  assert(acknowledged > 100, `${acknowledged} steps`);
});
