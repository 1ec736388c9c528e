/**
 * Data between the program around the hub and scripts, both ways: scalars, lists, objects, sets, pairs, large and deep
 * ones, exact numbers, any text. Where the old plugin wrote JSON, values cross as themselves here.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Value } from "../../src/channel/codec.ts";
import { CallError } from "../../src/host/call_error.ts";
import { startRig } from "../host/rig.ts";
import { FIXTURES } from "./kit.ts";

const LIMITS = { hookMs: 20_000, loadMs: 60_000 };

/** Objects that cross have no prototype; comparing needs one. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Set) return new Set([...value].map(plain));
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, plain(item)]));
  if (value instanceof Date || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

Deno.test("marshal: exported functions of a script", async (t) => {
  await using rig = await startRig([{ source: `${FIXTURES}marshal.ts`, limits: LIMITS }]);
  const call = async (name: string, ...args: Value[]) =>
    plain(await rig.host.bridge.call("marshal", name, ...args));
  const same = async (...values: Value[]) => assertEquals(await call("echo", ...values), values);
  const kinds = (...values: Value[]) => call("kinds", ...values);

  await t.step("marshal: null, truth, whole and broken numbers, text", async () => {
    await same(null, true, false, 42, -123, 3.14, -0.5, "text", "");
    assertEquals(await kinds(null, true, 42, -123, 3.14, "text"), [
      "null",
      "boolean",
      "number",
      "number",
      "number",
      "string",
    ]);
  });

  await t.step("marshal: numbers that JSON loses: infinities, NaN, -0", async () => {
    await same(Infinity, -Infinity, NaN, -0, Number.MAX_SAFE_INTEGER, 5e-324);
  });

  await t.step("marshal: empty, text, number and mixed lists keep order, length and types", async () => {
    await same([], ["user1", "user2", "user3"], [1, 2.5, -3], ["a", 1, 2.5, true, null]);
    assertEquals(await kinds([], ["a", 1, 2.5, true, null]), ["array of 0", "array of 5"]);
    assertEquals(await call("list"), ["one", "two", "three", "four", "five"]);
    assertEquals(await call("lengthOf", ["a", "b", "c"]), 3);
  });

  await t.step("marshal: empty, simple and nested objects keep keys and their order", async () => {
    const nested = { user: { nick: "alice", share: 5, tags: ["a", { deep: null }] }, z: 1, a: 2 };
    await same({}, { key: "value" }, nested);
    const [back] = await call("echo", nested) as [typeof nested];
    assertEquals(Object.keys(back), ["user", "z", "a"]);
  });

  await t.step("marshal: an object comes from a script, goes to one, and comes back with more", async () => {
    assertEquals(await call("facts"), {
      name: "Hub",
      users: 3,
      load: 0.5,
      open: true,
      motd: null,
      tags: ["a", "b"],
    });
    assertEquals(await call("validate", { nick: "alice", share: 1 }), "valid");
    assertEquals(await call("validate", { share: 1 }), "incomplete");
    assertEquals(await call("process", { count: 2, items: [{ id: 1 }], steps: ["host"] }), {
      count: 2,
      items: [{ id: 1 }],
      steps: ["host", "script"],
      processed: true,
    });
  });

  await t.step("marshal: text of any language, control characters, quotes and backslashes", async () => {
    await same(
      "中文字符 😀🎉",
      "Привет",
      "العربية",
      "日本語",
      'say "hi" \\ \n\t\r end',
      "\u0000\u0001\u2028",
      "\ud800",
      { 'key "with" \\ and \n': "ž" },
    );
  });

  await t.step("marshal: whole numbers of any size are exact", async () => {
    await same(2n ** 63n - 1n, -(2n ** 63n), 2n ** 64n, 10n ** 100n, 0n);
    assertEquals(await kinds(2n ** 63n - 1n, 2 ** 53), ["bigint", "number"]);
  });

  await t.step("marshal: sets come from a script and go to one, members of any type", async () => {
    assertEquals(await call("distinct", [3, 1, 3, "x", 1]), new Set([3, 1, "x"]));
    assertEquals(await call("distinct", ["b", "a", "b"]), new Set(["b", "a"]));
    assertEquals(await call("sizeOf", new Set([1, 2, 3, 4])), 4);
    assertEquals(await kinds(new Set([1]), new Map([["k", 1]])), ["Set", "Map"]);
  });

  await t.step("marshal: pairs and nested lists, what tuples were", async () => {
    assertEquals(await call("ends", [10, 20]), 30);
    await same([1, 2, 3], ["x", "y"], ["text", 1, 2.5, false, null], [[1, 2], [3, [4, 5]]]);
  });

  await t.step("marshal: lists of objects of lists, dates, bytes", async () => {
    await same([{ rows: [[1, { cell: [null] }]] }, { rows: [] }], new Date(0), new Uint8Array([0, 255]));
  });

  await t.step("marshal: three containers in one call", async () => {
    assertEquals(await call("mix", [1, 2], { b: 1, a: [] }, new Set(["x"])), {
      values: 2,
      fields: ["a", "b"],
      members: 1,
    });
  });

  await t.step("marshal: five levels deep and more, up to a bound that is told", async () => {
    let deep: Value = { bottom: "here" };
    for (let i = 0; i < 5; i++) deep = { level: i, list: [deep] };
    await same(deep);
    for (let i = 0; i < 100; i++) deep = [deep];
    const error = await assertRejects(() => call("echo", deep), TypeError);
    assert(error.message.includes("nested deeper than"), error.message);
  });

  await t.step("marshal: a thousand objects and a thousand texts arrive whole", async () => {
    const users = Array.from({ length: 1000 }, (_, id) => ({ id, nick: `user${id}`, tags: ["a", id % 7] }));
    const [back] = await call("echo", users) as [typeof users];
    assertEquals([back.length, back[0], back[500], back[999]], [1000, users[0], users[500], users[999]]);
    assertEquals(await call("lengthOf", users.map(({ nick }) => nick)), 1000);
  });

  await t.step(
    "marshal: what cannot be sent is refused with its place, nothing is replaced silently",
    async () => {
      const cyclic: unknown[] = [];
      cyclic.push({ me: cyclic });
      const refused = (value: unknown) =>
        assertRejects(() => rig.host.bridge.call("marshal", "echo", value as Value), TypeError);
      assert((await refused(cyclic)).message.includes("args[0][0].me"));
      assert((await refused({ run: () => {} })).message.includes("args[0].run"));
      assert((await refused([Symbol("x")])).message.includes("args[0][0]"));
    },
  );

  await t.step("marshal: only exported functions can be called, and an error is told, not null", async () => {
    for (const name of ["kindOf", "count", "toString", "", "nothing"]) {
      const error = await assertRejects(() => rig.host.bridge.call("marshal", name), CallError);
      assertEquals(error.code, "function.unknown", name);
    }
    const error = await assertRejects(() => rig.host.bridge.call("marshal", "lengthOf"), CallError);
    assertEquals(error.code, "script.failed");
    assertEquals(
      (await assertRejects(() => rig.host.bridge.call("other", "list"), CallError)).code,
      "script.unknown",
    );
    assertEquals(plain(await rig.host.bridge.call(rig.host.slots[0]!.id, "lengthOf", [1])), 1);
  });

  await t.step("marshal: what the module keeps lasts from call to call", async () => {
    const { list, ends, distinct } = await call("statistics") as Record<string, number>;
    assertEquals([list, ends, distinct], [1, 1, 2]);
  });
});
