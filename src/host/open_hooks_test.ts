/**
 * Tests of open_hooks.ts.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { HookName } from "../vh/hooks.ts";
import { type HookOwner, type OpenHook, OpenHooks } from "./open_hooks.ts";

const LIMIT = 100;
const OWNER: HookOwner = { answered: () => {}, unanswered: () => {}, timedOut: () => {} };
const hook = (name: HookName, sentAt: number, hubTimeAt = 0, nested = false): OpenHook => ({
  hook: name,
  owner: OWNER,
  nested,
  sentAt,
  hubTimeAt,
  settle: () => {},
});
const names = (hooks: readonly OpenHook[]) => hooks.map(({ hook }) => hook);

Deno.test("open hooks: an answered hook is taken out once", () => {
  const open = new OpenHooks(LIMIT);
  open.add(1, hook("OnNewConn", 0));
  assertEquals(open.take(1)?.hook, "OnNewConn");
  assertEquals(open.take(1), undefined);
  assertEquals(open.oldest(), undefined);
});

Deno.test("open hooks: stuck when the oldest is past the limit, not at it", () => {
  const open = new OpenHooks(LIMIT);
  open.add(1, hook("OnNewConn", 0));
  open.add(2, hook("OnTimer", 50));
  assertEquals(open.stuck(100, 0), undefined);
  assertEquals(open.stuck(101, 0)?.hook, "OnNewConn");
});

Deno.test("open hooks: a queue of hooks that are answered one by one is not stuck", () => {
  const open = new OpenHooks(LIMIT);
  for (let seq = 1; seq <= 5; seq++) open.add(seq, hook("OnNewConn", 0));
  for (let seq = 1; seq < 5; seq++) {
    open.take(seq);
    open.progress(seq * 90, 0);
  }
  assertEquals(open.stuck(460, 0), undefined);
  assertEquals(open.stuck(461, 0)?.hook, "OnNewConn");
});

Deno.test("open hooks: time spent waiting for the hub does not count, up to ten times the limit", () => {
  const open = new OpenHooks(LIMIT);
  open.add(1, hook("OnNewConn", 0, 40));
  assertEquals(open.stuck(900, 40 + 800), undefined);
  assertEquals(open.stuck(902, 40 + 801)?.hook, "OnNewConn");
  assertEquals(open.stuck(1001, 40 + 1001)?.hook, "OnNewConn");
});

Deno.test("open hooks: hub time before the last sign of life is not counted twice", () => {
  const open = new OpenHooks(LIMIT);
  open.add(1, hook("OnNewConn", 0, 0));
  open.progress(500, 480);
  assertEquals(open.stuck(600, 480), undefined);
  assertEquals(open.stuck(601, 480)?.hook, "OnNewConn");
});

Deno.test("open hooks: a promise ends at the limit and never makes the script stuck", () => {
  const open = new OpenHooks(LIMIT);
  open.add(1, hook("OnNewConn", 0));
  open.promise(1);
  open.promise(7);
  assertEquals([open.stuck(5000, 0), names(open.takeLate(100))], [undefined, []]);
  assertEquals(names(open.takeLate(101)), ["OnNewConn"]);
  assertEquals([names(open.takeLate(9999)), open.take(1)], [[], undefined]);
});

Deno.test("open hooks: a promise made late by an old hook does not hide behind a younger one", () => {
  const open = new OpenHooks(LIMIT);
  open.add(1, hook("OnParsedMsgChat", 0));
  open.add(2, hook("OnOperatorKicks", 90, 0, true));
  open.promise(2);
  open.promise(1);
  assertEquals(names(open.takeLate(101)), ["OnParsedMsgChat"]);
});

Deno.test("open hooks: nested ones are known until they are answered or promised", () => {
  const open = new OpenHooks(LIMIT);
  open.add(1, hook("OnNewConn", 0));
  open.add(2, hook("OnOperatorKicks", 0, 0, true));
  open.add(3, hook("OnOperatorKicks", 0, 0, true));
  open.promise(3);
  assertEquals([1, 2, 3, 4].map((seq) => open.runsNested(seq)), [false, true, false, false]);
  assertEquals([open.runs("OnOperatorKicks", OWNER), open.runs("OnTimer", OWNER)], [true, false]);
});

Deno.test("open hooks: silence starts with the oldest thing sent, or the last sign of life after it", () => {
  const open = new OpenHooks(LIMIT);
  assertEquals(open.silentMs(1000), 0);
  assertEquals(open.silentMs(1000, 700), 300);
  open.add(1, hook("OnNewConn", 600));
  assertEquals([open.silentMs(1000, 700), open.silentMs(1000)], [400, 400]);
  open.progress(950, 0);
  assertEquals(open.silentMs(1000), 50);
  open.take(1);
  assertEquals(open.silentMs(1000), 0);
});

Deno.test("open hooks: at the end everything is handed out, promised or not", () => {
  const open = new OpenHooks(LIMIT);
  open.add(1, hook("OnNewConn", 0));
  open.add(2, hook("OnTimer", 0));
  open.promise(1);
  assertEquals(names(open.takeAll()).sort(), ["OnNewConn", "OnTimer"]);
  assertEquals(open.takeAll(), []);
});

Deno.test("open hooks: what one script of a worker was sent is taken out alone", () => {
  const open = new OpenHooks(LIMIT);
  const other: HookOwner = { ...OWNER };
  open.add(1, hook("OnNewConn", 0));
  open.add(2, { ...hook("OnTimer", 0), owner: other });
  open.add(3, { ...hook("OnNewConn", 0), owner: other });
  open.promise(3);
  assertEquals([open.runs("OnTimer", other), open.runs("OnTimer", OWNER)], [true, false]);
  assertEquals(open.takeOf(other).map(({ open, running }) => [open.hook, running]), [
    ["OnTimer", true],
    ["OnNewConn", false],
  ]);
  assertEquals(open.takeOf(other), []);
  assertEquals(open.takeAll().length, 1);
});
