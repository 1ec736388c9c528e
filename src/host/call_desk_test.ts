/**
 * Tests of call_desk.ts.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { fakePort } from "../../tests/host/fake_port.ts";
import { fakeClock } from "../core/fake_clock.ts";
import type { HubPort } from "../port/hub_port.ts";
import { CALL_NUMBER, CALLS, type OwnCall } from "../vh/calls.ts";
import { CAPABILITY_NAMES } from "../vh/capabilities.ts";
import { HANDLERS } from "../vh/handlers/mod.ts";
import type { ScriptServices } from "../vh/handlers/context.ts";
import type { CapabilityName } from "../vh/table.ts";
import { createCallDesk } from "./call_desk.ts";
import { createHubTime } from "./hub_time.ts";

const nothing = { queueCommand: () => true, deliverCommand: () => {}, rename: () => {} };

function made(more: Partial<HubPort> = {}, capabilities: readonly CapabilityName[] = CAPABILITY_NAMES) {
  const clock = fakeClock();
  const port = fakePort();
  const seen: unknown[][] = [];
  const hubTime = createHubTime(() => clock.mono());
  let depth = 0;
  const desk = createCallDesk({
    context: {
      port: { ...port, ...more },
      script: { id: 1, name: "s", path: "p", owner: "script 1" },
      services: nothing as unknown as ScriptServices,
      warn: (text) => void seen.push(["warn", text]),
    },
    capabilities: new Set(capabilities),
    hubTime,
    caused(fn) {
      depth++;
      try {
        return fn();
      } finally {
        depth--;
      }
    },
    reply: (id, result) => seen.push(["reply", id, result, depth]),
    fail: (id, code, message) => seen.push(["fail", id, code, message]),
    castFailed: (message) => seen.push(["castFailed", message]),
  });
  return {
    clock,
    port,
    seen,
    hubTime: () => hubTime.at(clock.mono()),
    take: (name: OwnCall, given: unknown[], id: number | null) => desk.take(CALL_NUMBER[name], given, id),
    desk,
  };
}

Deno.test("call desk: a call is answered, its hooks are nested in it", () => {
  const { take, seen, port } = made();
  assertEquals(take("AddRobot", ["Bot", 3, "", "", "", 5], 9), true);
  assertEquals([seen, port.done], [[["reply", 9, true, 0]], ["bot script 1 Bot"]]);
});

Deno.test("call desk: defaults are filled in, arguments are checked again", () => {
  const { take, seen, port } = made();
  take("mc", ["hi"], null);
  take("mc", [{}], null);
  take("KickUser", ["op"], 4);
  assertEquals(port.done, ["mc <Hubcap> hi 0-10"]);
  assertEquals(seen, [
    ["castFailed", "vh.mc(): argument 1 (message) must be a string, not an object"],
    ["fail", 4, "script.failed", "vh.KickUser(): argument 2 (nick) is missing"],
  ]);
});

Deno.test("call desk: a script that got around its own checks is denied here", () => {
  const { take, seen, port } = made({}, ["chat"]);
  take("KickUser", ["op", "bob", "why"], 4);
  take("CloseConnection", ["bob"], null);
  assertEquals(port.done, []);
  assertEquals(seen, [
    ["fail", 4, "script.denied", 'vh.KickUser() needs the capability "moderate"'],
    ["castFailed", 'vh.CloseConnection() needs the capability "moderate"'],
  ]);
});

Deno.test("call desk: numbers without a handler are forged", () => {
  const { desk, seen } = made();
  const local = CALLS.findIndex(({ name }) => !(name in HANDLERS));
  assertEquals(
    [CALLS.length, local, -1, 0xffff].map((number) => desk.take(number, [], 1)),
    Array(4).fill(false),
  );
  assertEquals(seen, []);
});

Deno.test("call desk: an answer that comes later ends the hub's time then", () => {
  let done: (ok: boolean) => void = () => {};
  const { take, seen, clock, hubTime } = made({ kick: (_request, later) => void (done = later) });
  take("KickUser", ["op", "bob", "why"], 4);
  clock.tick(30);
  assertEquals([seen, hubTime()], [[], 30]);
  done(true);
  clock.tick(30);
  assertEquals([seen, hubTime()], [[["reply", 4, true, 0]], 30]);
});

Deno.test("call desk: a handler that throws fails the call and ends the hub's time", () => {
  const { take, seen, clock, hubTime } = made({
    kick() {
      throw new RangeError("broken");
    },
    rawToAll() {
      throw new Error("broken too");
    },
  });
  take("KickUser", ["op", "bob", "why"], 4);
  take("SendDataToAll", ["$X"], null);
  clock.tick(10);
  assertEquals(seen, [["fail", 4, "script.failed", "broken"], [
    "castFailed",
    "vh.SendDataToAll(): broken too",
  ]]);
  assertEquals(hubTime(), 0);
});
