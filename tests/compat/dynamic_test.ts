/**
 * Functions that the program around the hub registers for scripts: found by name, for one script or all, replaced and
 * taken back, with containers both ways.
 *
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import { CallError } from "../../src/host/call_error.ts";
import { defined, startRig } from "../host/rig.ts";
import { FIXTURES } from "./kit.ts";

const LIMITS = { hookMs: 20_000, loadMs: 60_000 };
const script = (name: string) => ({ source: `${FIXTURES}dynamic.ts`, name, limits: LIMITS });

Deno.test("dynamic functions: two scripts", async (t) => {
  await using rig = await startRig([]);
  const { bridge } = rig.host;
  const reverse = (list: unknown[]) => [...list].reverse();

  await t.step("dynamic functions: registered before the load, used by its top-level code", async () => {
    assertEquals(bridge.registerFunction("one", "reverse", reverse), true);
    await rig.host.load(await defined(script("one")));
    await rig.host.load(await defined(script("two")));
    assertEquals(await bridge.call("one", "loaded"), ["at", "load"]);
  });

  await t.step("dynamic functions: one script's function is unknown to another", async () => {
    assertEquals(
      await bridge.call("two", "loaded"),
      'There is no function "reverse" for script "two"',
    );
    const error = await assertRejects(() => bridge.call("two", "relay", "reverse", []), CallError);
    assertEquals(error.code, "function.unknown");
  });

  await t.step("dynamic functions: called from a hook, the result is used there", async () => {
    assertEquals(bridge.registerFunction("*", "add", (a: number, b: number) => a + b), true);
    await rig.ask("OnHubCommand", "alice", "calc 5 7", 0, 0, "!");
    const line = "chatTo alice <Hubcap> 5 + 7 = 12";
    assertEquals(rig.taken(), [line, line]);
  });

  await t.step("dynamic functions: several side by side, text and numbers", async () => {
    bridge.registerFunction("one", "shout", (text: string) => text.toUpperCase());
    bridge.registerFunction("one", "tenfold", (n: number) => n * 10);
    assertEquals(await bridge.call("one", "relay", "add", 1, 2), 3);
    assertEquals(await bridge.call("one", "relay", "shout", "abc"), "ABC");
    assertEquals(await bridge.call("one", "relay", "tenfold", 4.5), 45);
  });

  await t.step("dynamic functions: lists, empty and of one, and objects gain fields", async () => {
    for (const list of [[1, 2, 3], [], ["x"]]) {
      assertEquals(await bridge.call("one", "relay", "reverse", list), [...list].reverse());
    }
    bridge.registerFunction("one", "stamp", (fields: object) => ({ ...fields, stamped: true }));
    assertEquals({ ...await bridge.call("one", "relay", "stamp", { a: 1 }) as object }, {
      a: 1,
      stamped: true,
    });
    assertEquals({ ...await bridge.call("one", "relay", "stamp", {}) as object }, { stamped: true });
  });

  await t.step("dynamic functions: text, number, list and object in one call keep their types", async () => {
    const seen: unknown[] = [];
    bridge.registerFunction("one", "mixed", (...args: unknown[]) => {
      seen.push(...args.map((arg) => Array.isArray(arg) ? "list" : typeof arg));
      return args.length;
    });
    assertEquals(await bridge.call("one", "relay", "mixed", "text", 7, [1], { a: null }, null), 5);
    assertEquals(seen, ["string", "number", "list", "object", "object"]);
  });

  await t.step("dynamic functions: taken back once; unknown ones and second times say so", async () => {
    assertEquals(bridge.unregisterFunction("*", "add"), true);
    assertEquals(bridge.unregisterFunction("*", "add"), false);
    assertEquals(bridge.unregisterFunction("one", "nothing"), false);
    assertEquals(bridge.registerFunction(99, "add", () => 0), false);
    await rig.ask("OnHubCommand", "alice", "calc 5 7", 0, 0, "!");
    const line = "chatTo alice <Hubcap> Cannot: function.unknown";
    assertEquals(rig.taken(), [line, line]);
  });

  await t.step("dynamic functions: registering again replaces", async () => {
    bridge.registerFunction("one", "tenfold", (n: number) => n * 100);
    assertEquals(await bridge.call("one", "relay", "tenfold", 2), 200);
  });
});
