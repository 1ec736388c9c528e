/**
 * Tests of hook_table.ts.
 *
 * @module
 */
import { assertEquals, assertThrows } from "@std/assert";
import type { HookName } from "../src/vh/hooks.ts";
import { createHookTable } from "./hook_table.ts";

function table() {
  const failed: [HookName, unknown][] = [];
  const changed: HookName[][] = [];
  const hooks = createHookTable({
    failed: (hook, error) => failed.push([hook, error]),
    changed: (names) => changed.push(names),
  });
  return { hooks, failed, changed };
}

Deno.test("hook table: takes exported functions that bear hook names, in table order", () => {
  const { hooks, changed } = table();
  hooks.adopt({ UnLoad: () => 1, OnTimer: 5, helper: () => 0, OnNewConn: () => 0, default: () => 0 });
  assertEquals(hooks.names(), ["OnNewConn", "UnLoad"]);
  assertEquals(changed, []);
});

Deno.test("hook table: a hook without functions is no objection", () => {
  assertEquals(table().hooks.run("OnNewConn", ["1.2.3.4"]), null);
});

Deno.test("hook table: vh.on tells when a hook is new and refuses what is no hook or function", () => {
  const { hooks, changed } = table();
  hooks.on("OnTimer", () => {});
  hooks.on("OnTimer", () => {});
  assertEquals(changed, [["OnTimer"]]);
  assertThrows(() => hooks.on("OnNothing" as HookName, () => {}), TypeError, 'no hook "OnNothing"');
  assertThrows(() => hooks.on("toString" as HookName, () => {}), TypeError, 'no hook "toString"');
  assertThrows(() => hooks.on("OnTimer", 1 as never), TypeError, "must be a function");
});

Deno.test("hook table: functions of one hook chain, and a block stays", () => {
  const { hooks } = table();
  const seen: unknown[][] = [];
  hooks.adopt({ OnParsedMsgChat: (...args: unknown[]) => (seen.push(args), "two") });
  hooks.on("OnParsedMsgChat", (...args: unknown[]) => (seen.push(args), 0));
  hooks.on("OnParsedMsgChat", (...args: unknown[]) => (seen.push(args), ["new", null]));
  assertEquals(hooks.run("OnParsedMsgChat", ["nick", "one"]), [false, ["new", "two"], null, false]);
  assertEquals(seen, [["nick", "one"], ["nick", "two"], ["nick", "two"]]);
});

Deno.test("hook table: MyINFO fields chain after the nick", () => {
  const { hooks } = table();
  const seen: unknown[][] = [];
  hooks.on("OnParsedMsgMyINFO", () => ["D", null, null, null, 9]);
  hooks.on("OnParsedMsgMyINFO", (...args: unknown[]) => (seen.push(args), 1));
  hooks.run("OnParsedMsgMyINFO", ["nick", "d", "t", "s", "m", "1"]);
  assertEquals(seen, [["nick", "D", "t", "s", "m", "9"]]);
});

Deno.test("hook table: promises are awaited in turn and chain like plain results", async () => {
  const { hooks } = table();
  const order: string[] = [];
  hooks.on("OnParsedMsgChat", () => (order.push("first"), null));
  hooks.on("OnParsedMsgChat", async () => {
    await Promise.resolve();
    order.push("second");
    return "two";
  });
  hooks.on("OnParsedMsgChat", (_nick: string, text: string) => (order.push(`third ${text}`), 0));
  const result = hooks.run("OnParsedMsgChat", ["nick", "one"]);
  assertEquals(result instanceof Promise, true);
  assertEquals(await result, [false, [null, "two"], null, false]);
  assertEquals(order, ["first", "second", "third two"]);
});

Deno.test("hook table: what throws, rejects or lies about its shape is reported and fails", async () => {
  const trap = {
    get allow() {
      throw new Error("trap");
    },
  };
  const liar = {
    get then() {
      throw new Error("liar");
    },
  };
  const fail: [string, () => unknown][] = [
    ["thrown", () => {
      throw new Error("thrown");
    }],
    ["rejected", () => Promise.reject(new Error("rejected"))],
    ["trap", () => trap],
    ["trap", () => Promise.resolve(trap)],
    ["liar", () => liar],
  ];
  for (const [message, fn] of fail) {
    const { hooks, failed } = table();
    hooks.on("OnNewConn", fn);
    assertEquals(await hooks.run("OnNewConn", ["ip"]), "failed", message);
    assertEquals(failed.map(([hook, error]) => [hook, (error as Error).message]), [["OnNewConn", message]]);
  }
});

Deno.test("hook table: one function that fails does not silence the next", async () => {
  const { hooks, failed } = table();
  hooks.on("OnNewConn", () => {
    throw new Error("x");
  });
  hooks.on("OnNewConn", () => Promise.reject(new Error("y")));
  hooks.on("OnNewConn", () => 0);
  assertEquals([await hooks.run("OnNewConn", ["ip"]), failed.length], [false, 2]);
});
