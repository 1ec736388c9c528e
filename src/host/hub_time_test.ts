/**
 * Tests of hub_time.ts.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { fakeClock } from "../core/fake_clock.ts";
import { createHubTime } from "./hub_time.ts";

function watch() {
  const clock = fakeClock();
  const time = createHubTime(() => clock.mono());
  return { clock, time, now: () => time.at(clock.mono()) };
}

Deno.test("hub time: runs while a call is open", () => {
  const { clock, time, now } = watch();
  clock.tick(10);
  const end = time.callBegan();
  clock.tick(5);
  assertEquals(now(), 5);
  end();
  clock.tick(100);
  assertEquals(now(), 5);
});

Deno.test("hub time: calls that overlap count once", () => {
  const { clock, time, now } = watch();
  const endFirst = time.callBegan();
  clock.tick(5);
  const endSecond = time.callBegan();
  clock.tick(5);
  endFirst();
  clock.tick(5);
  endSecond();
  clock.tick(5);
  assertEquals(now(), 15);
});

Deno.test("hub time: stands while a hook that the call caused is in the script's hands", () => {
  const { clock, time, now } = watch();
  const end = time.callBegan();
  clock.tick(1);
  time.hookBegan();
  clock.tick(100);
  const endInner = time.callBegan();
  clock.tick(10);
  endInner();
  clock.tick(100);
  time.hookEnded();
  clock.tick(1);
  end();
  assertEquals(now(), 12);
});

Deno.test("hub time: runs for a call made inside another script's nested hook", () => {
  const { clock, time, now } = watch();
  time.hookBegan();
  clock.tick(50);
  const end = time.callBegan();
  clock.tick(7);
  end();
  time.hookEnded();
  assertEquals(now(), 7);
});

Deno.test("hub time: tells whether a call is open, even while a nested hook runs", () => {
  const { time } = watch();
  assertEquals(time.inCall, false);
  const end = time.callBegan();
  time.hookBegan();
  assertEquals(time.inCall, true);
  time.hookEnded();
  assertEquals(time.inCall, true);
  end();
  assertEquals(time.inCall, false);
  time.hookBegan();
  assertEquals(time.inCall, false, "a hook that another script's call caused");
});

Deno.test("hub time: counts what the hub's thread stood still, once", () => {
  const { clock, time, now } = watch();
  time.stoodStill(30);
  assertEquals(now(), 30);
  const end = time.callBegan();
  clock.tick(50);
  time.stoodStill(40);
  assertEquals(now(), 80, "a call was open all the time");
  end();
  assertEquals(now(), 80);
});
