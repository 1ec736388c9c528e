/**
 * Tests of script_names.ts; tests/host/commands_test.ts has those that need scripts that run.
 *
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import { HubError } from "../core/errors.ts";
import { createScriptNames } from "./script_names.ts";

Deno.test("script names: a script of the config that is not loaded is found by its name, behind the folder's", async () => {
  const names = createScriptNames({
    slots: [],
    folder: "/data/scripts",
    listFiles: () => Promise.resolve(["both.ts"]),
    sources: new Map([["quiz", "/hub/quiz/mod.ts"], ["both", "/hub/both.ts"]]),
    reserveId: () => 1,
  });
  assertEquals(await names.source("quiz"), { source: "/hub/quiz/mod.ts", id: undefined });
  assertEquals(await names.source("both"), { source: "/data/scripts/both.ts", id: undefined });
  await assertRejects(() => names.source("other"), HubError, 'There is no file "other"');
});
