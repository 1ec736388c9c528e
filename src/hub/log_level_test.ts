/**
 * Tests of the setting `log_level`.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { followLogLevel } from "./log_level.ts";
import { memoryStore } from "./testing/memory_store.ts";

Deno.test("log_level: the configuration's level counts until the setting says something, and for 0 again", () => {
  const { settings } = memoryStore({}, []);
  const levels: string[] = [];
  const stop = followLogLevel(settings, { setLevel: (level) => void levels.push(level) }, "warn");
  assertEquals(levels, []);
  for (const value of [1, 2, 3, 4, 6, 0]) settings.set("log_level", value);
  settings.set("max_users", 7);
  assertEquals(levels, ["error", "warn", "info", "debug", "debug", "warn"]);
  stop();
  settings.set("log_level", 3);
  assertEquals(levels.length, 6);
});

Deno.test("log_level: a stored level counts from the start", () => {
  const { settings } = memoryStore({ log_level: 5 }, []);
  const levels: string[] = [];
  followLogLevel(settings, { setLevel: (level) => void levels.push(level) }, "error");
  assertEquals(levels, ["debug"]);
});
