/**
 * The start-up self test must pass where the tests run.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { patientClock } from "../../../tests/support/patient_clock.ts";
import { selfTest } from "./sandbox_proof.ts";

Deno.test("self test: passes on this machine", async () => {
  const { ok, checks } = await selfTest({ clock: patientClock() });
  assertEquals(checks.filter((check) => !check.ok), []);
  assertEquals(checks.length, 3);
  assertEquals(ok, true);
});
