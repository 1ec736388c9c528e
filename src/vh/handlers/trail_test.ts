/**
 * Tests of which calls of scripts leave a row in the audit trail, and that none of them holds a password.
 *
 * @module
 */
import { assertEquals, assertFalse, assertThrows } from "@std/assert";
import type { HubPort, ScriptDeed } from "../../port/hub_port.ts";
import type { HubCall } from "../calls.ts";
import { type CallContext, LATER } from "./context.ts";
import { HANDLERS } from "./mod.ts";

/** A hub in which everything succeeds, or nothing, and what it was told to write down. */
function desk(ok: boolean) {
  const deeds: ScriptDeed[] = [];
  const answered: unknown[] = [];
  const later = (...args: unknown[]) => (args.at(-1) as (ok: boolean) => void)(ok);
  const port = {
    getConfig: () => "Guard",
    auditScript: (deed: ScriptDeed) => void deeds.push(deed),
    register: later,
    ban: later,
    setConfig: later,
    typeCommand: later,
    kick: later,
    unregister: () => ok,
    setRegisteredClass: () => ok,
    liftNickBan: () => ok,
    liftIpBan: () => ok,
    takeRights: () => {},
    stop: () => {},
  } as unknown as HubPort;
  const context = { port, script: { id: 1, name: "s", path: "", owner: "" }, services: {} } as CallContext;
  const run = (name: HubCall, ...args: unknown[]) =>
    (HANDLERS[name] as (context: CallContext, args: unknown[], done: (result: unknown) => void) => unknown)(
      context,
      args,
      (result) => void answered.push(result),
    );
  return { run, deeds, answered };
}

const CALLS: readonly [name: HubCall, args: unknown[], row: string][] = [
  ["Ban", ["op", "10.0.0.1", "why", 60, 0], "op 10.0.0.1 60 s: why"],
  ["DelNickTempBan", ["bob"], "Guard bob "],
  ["DelIPTempBan", ["10.0.0.1"], "Guard 10.0.0.1 "],
  ["AddRegUser", ["bob", 1, "Geheim99", "note"], "Guard bob class 1"],
  ["DelRegUser", ["bob"], "Guard bob "],
  ["SetRegClass", ["bob", 3], "Guard bob class 3"],
  ["SetConfig", ["config", "max_users", "5"], "Guard max_users 5"],
  ["ParseCommand", ["bob", "!regpass eve Geheim99", 0], "bob  !regpass"],
];

Deno.test("script trail: calls that change something for others leave a row, once, with how they went", () => {
  for (const ok of [true, false]) {
    for (const [name, args, row] of CALLS) {
      const { run, deeds, answered } = desk(ok);
      const result = run(name, ...args);
      assertEquals(result === LATER ? answered[0] : result, ok, name);
      assertEquals(
        deeds.map(({ op, target, detail }) => `${op} ${target} ${detail}`),
        [row],
        name,
      );
      assertEquals([deeds[0]!.script, deeds[0]!.action, deeds[0]!.ok], ["s", name, ok]);
      assertFalse(JSON.stringify(deeds).includes("Geheim99"));
    }
  }
});

Deno.test("script trail: a script's own values, kicks and what could not be understood leave none here", () => {
  const { run, deeds } = desk(true);
  run("SetConfig", "my_script", "count", "5");
  run("KickUser", "op", "bob", "why", "", "", 0);
  assertThrows(() => run("SetTempRights", "bob", "nonsense", "1"), RangeError);
  assertThrows(() => run("Ban", "op", "bob", "why", -1, 0), RangeError);
  assertEquals(deeds, []);
  run("SetTempRights", "bob", "chat", "1h");
  run("StopHub", 0, 5);
  assertEquals(deeds.map(({ action, detail }) => `${action} ${detail}`), [
    "SetTempRights chat 1h",
    "StopHub code 0, after 5 s",
  ]);
});
