/**
 * Tests of script_host.ts: one script served in this thread, with a real channel to a hub's end beside it.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { notingHost, type Seen } from "../src/channel/testing/noting_host.ts";
import { CALL_NUMBER } from "../src/vh/calls.ts";
import { CAPABILITY_NAMES } from "../src/vh/capabilities.ts";
import { HOOK_NAMES, type HookName } from "../src/vh/hooks.ts";
import { CONTROL, DELTA, NOTICE } from "../src/vh/protocol.ts";
import type { ScriptStart } from "./script_host.ts";
import { startScriptHost } from "./script_host.ts";

/** Only one per file: the global `vh` cannot be taken back. */
function start() {
  const { end, seen } = notingHost();
  const data: ScriptStart = {
    memory: end.memory,
    callTimeoutMs: 100,
    shared: false,
    hub: { name: "Hubcap", version: "1", startedAt: 0 },
  };
  const host = startScriptHost({ data });
  const script = host.member(0, {
    id: 1,
    name: "s",
    path: "s.ts",
    capabilities: CAPABILITY_NAMES,
    options: {},
  });
  /** What the worker has sent once `count` things are there. */
  const taken = async (count: number): Promise<Seen[]> => {
    for (let turn = 0; seen.length < count && turn < 1000; turn++) {
      await new Promise((resolve) => setTimeout(resolve));
      end.poll();
    }
    return seen.splice(0);
  };
  const event = (hook: HookName, ...args: unknown[]) => end.event(HOOK_NAMES.indexOf(hook), args);
  return { end, host, script, taken, event };
}

Deno.test("script host: serves hooks, state, controls and its script's title", async (t) => {
  const { end, host, script, taken, event } = start();
  const vh = (globalThis as unknown as { vh: Record<string, (...args: unknown[]) => unknown> }).vh;

  await t.step("the global vh is the module's, and cannot be replaced", () => {
    assertEquals((script.modules!.vh as { default: unknown }).default, vh);
    const slot = Object.getOwnPropertyDescriptor(globalThis, "vh");
    assertEquals([slot?.writable, slot?.configurable], [false, false]);
  });

  await t.step("a loaded script tells its hooks, then its title", async () => {
    script.loaded({
      OnNewConn: (ip: string) => ip !== "bad",
      OnParsedMsgChat: () => {
        throw new TypeError("no");
      },
      OnParsedMsgPM: () => Promise.resolve(0),
      OnUnLoad: (code: number) => vh.mc!(`bye ${code}`),
      UnLoad: async () => {
        await Promise.resolve();
        vh.mc!("gone");
      },
      name_and_version: () => ["Title", "3"],
    });
    assertEquals(await taken(2), [
      ["notice", NOTICE.hooks, [["OnNewConn", "OnParsedMsgChat", "OnParsedMsgPM", "OnUnLoad", "UnLoad"]]],
      ["cast", CALL_NUMBER.name_and_version, ["Title", "3"]],
    ]);
  });

  await t.step("hooks are answered, errors told before the answer", async () => {
    event("OnNewConn", "good");
    event("OnNewConn", "bad");
    event("OnParsedMsgChat", "n", "t");
    event("OnParsedMsgPM", "n", "t", "m");
    event("OnTimer", 5);
    const seen = await taken(7);
    assertEquals(seen.slice(0, 2), [["decision", 1, null], ["decision", 2, false]]);
    const [, op, [hook, message, stack]] = seen[2] as [string, number, string[]];
    assertEquals([op, hook, message], [NOTICE.error, "OnParsedMsgChat", "TypeError: no"]);
    assert(stack!.includes("script_host_test.ts"));
    assertEquals(seen.slice(3).map(([what, seq, value]) => [what, seq, value]).sort(), [
      ["decision", 3, "failed"],
      ["decision", 4, false],
      ["decision", 5, null],
      ["pending", 4, undefined],
    ]);
  });

  await t.step("state changes are there for the next hook", async () => {
    end.delta(DELTA.counts, [42, 7]);
    end.delta(DELTA.names, ["Sec", ""]);
    vh.on!("OnUserLogin", () => vh.mc!(`${vh.GetUsersCount!()} ${vh.botname}`));
    event("OnUserLogin", "nick");
    assertEquals(await taken(3), [
      ["notice", NOTICE.hooks, [[
        "OnNewConn",
        "OnUserLogin",
        "OnParsedMsgChat",
        "OnParsedMsgPM",
        "OnUnLoad",
        "UnLoad",
      ]]],
      ["cast", CALL_NUMBER.mc, ["42 Sec", null]],
      ["decision", 6, null],
    ]);
  });

  await t.step("a ping is answered with its number and the memory in use", async () => {
    end.control(CONTROL.ping, [9]);
    const [[what, op, args] = []] = await taken(1);
    const [number, heap, external] = args as number[];
    assertEquals([what, op, number, heap! > 0, external! >= 0], ["notice", NOTICE.pong, 9, true, true]);
  });

  await t.step("a console line travels as a notice", async () => {
    host.log("warn", "careful");
    assertEquals(await taken(1), [["notice", NOTICE.log, ["warn", "careful"]]]);
  });

  await t.step("an error that cannot be shown is told all the same", async () => {
    vh.on!("OnUserLogout", () => {
      throw {
        toString() {
          throw new Error("never");
        },
      };
    });
    event("OnUserLogout", "nick");
    assertEquals((await taken(3))[1], [
      "notice",
      NOTICE.error,
      ["OnUserLogout", "an error that cannot be shown", ""],
    ]);
  });

  await t.step("unloading runs OnUnLoad with the code, waits for UnLoad, then says so", async () => {
    end.control(CONTROL.unload, [4]);
    assertEquals(await taken(3), [
      ["cast", CALL_NUMBER.mc, ["bye 4", null]],
      ["cast", CALL_NUMBER.mc, ["gone", null]],
      ["notice", NOTICE.unloaded, []],
    ]);
    end.control(CONTROL.unload, [null]);
    assertEquals(await taken(2), [
      ["cast", CALL_NUMBER.mc, ["gone", null]],
      ["notice", NOTICE.unloaded, []],
    ]);
  });
});
