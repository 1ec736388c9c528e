/**
 * Calls between scripts and the program around the hub, both ways, and questions between scripts: values, errors,
 * deadlines, and no two that wait for each other for ever.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { CallError } from "../../src/host/call_error.ts";
import { type Rig, startRig, until } from "./rig.ts";

/** A chat line that only the script `name` runs. */
const only = (name: string, code: string): string => `if (tag === "${name}") { ${code} }`;

/** Runs code in the script `a` and returns what it said with `vh.mc`. */
async function said(rig: Rig, code: string): Promise<string[]> {
  rig.taken();
  await rig.chat(only("a", code));
  return rig.taken().map((line) => line.replace(/^mc <\w+> (.*) 0-10$/s, "$1"));
}

const VALUES: readonly unknown[] = [
  null,
  true,
  -0,
  1.5,
  2 ** 53,
  10n ** 30n,
  -1n,
  "text \u0000 ž \ud800",
  new Uint8Array([0, 255]),
  new Date(86_400_000),
  [1, [2, [3]]],
  { a: { b: [null] }, "key with spaces": 1 },
  new Map<unknown, unknown>([["k", new Set([1, "x"])], [2, new Map([[new Date(1), null]])]]),
  new Set<unknown>([[1], "x"]),
];

/** Objects lose their prototypes on the way; nothing else may change. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [bare(key), bare(item)]));
  if (value instanceof Set) return new Set([...value].map(bare));
  if (value instanceof Uint8Array || value instanceof Date || typeof value !== "object" || value === null) {
    return value;
  }
  return Object.assign(
    Object.create(null),
    Object.fromEntries(Object.entries(value).map(([k, v]) => [k, bare(v)])),
  );
}

Deno.test("bridge: scripts call functions of the host", async (t) => {
  await using rig = await startRig([
    { source: "host/bridge.ts", name: "a", options: { tag: "a" } },
    { source: "host/bridge.ts", name: "b", options: { tag: "b" } },
  ]);
  const { bridge } = rig.host;

  await t.step("by name and by vh.fn, with a result or a promise for one", async () => {
    bridge.registerFunction("*", "add", (a: number, b: number) => a + b);
    bridge.registerFunction("*", "later", async (text: string) => {
      await new Promise((done) => setTimeout(done, 20));
      return `${text}!`;
    });
    assertEquals(
      await said(
        rig,
        "vh.mc(`${vh.CallDynamicFunction('add', 1, 2)} ${vh.fn.add(3, 4)} ${vh.fn.later('so')}`)",
      ),
      ["3 7 so!"],
    );
  });

  await t.step("at the top level of a script that is loaded after the offer", async () => {
    bridge.registerFunction("*", "greeting", () => "at load");
    const slot = rig.host.slots.find(({ definition }) => definition.name === "b")!;
    await rig.command(`!tsreload #${slot.id}`);
    assertEquals(await rig.host.bridge.call("b", "atLoad"), "at load");
  });

  await t.step("every kind of data arrives as it was, both ways", async () => {
    const seen: unknown[] = [];
    bridge.registerFunction("a", "echo", (...values: unknown[]) => (seen.push(...values), values));
    await bridge.call("a", "throughHost", ...VALUES).then((back: unknown) =>
      assertEquals(back, VALUES.map(bare))
    );
    assertEquals(seen, VALUES.map(bare));
    assertEquals<unknown>(await bridge.call("a", "echo", ...VALUES), VALUES.map(bare));
  });

  await t.step("what is no data is refused where it is written, with its path", async () => {
    const refused = async (expression: string) =>
      (await said(rig, `try { vh.fn.add(${expression}) } catch (e) { vh.mc(e.name + ': ' + e.message) }`))[
        0
      ]!;
    assertEquals(
      await refused("[1, { run() {} }]"),
      "TypeError: Cannot send args[1][1].run: a function is not data",
    );
    assertEquals(
      await refused("(() => { const a = { b: [] }; a.b.push(a); return a; })()"),
      "TypeError: Cannot send args[1].b[0]: it contains itself",
    );
    assertEquals(
      await refused("new Map([['x', new (class Nick {})()]])"),
      "TypeError: Cannot send args[1].x: only plain objects, arrays, Map, Set, Date and Uint8Array are data",
    );
    const error = await assertRejects(() => bridge.call("a", "echo", { x: [() => {}] }), TypeError);
    assertEquals(error.message, "Cannot send args[0].x[0]: a function is not data");
    assertStringIncludes(
      (await assertRejects(() => bridge.call("a", "returnsCycle"), CallError)).message,
      "it contains itself",
    );
    bridge.registerFunction("a", "cycle", () => {
      const cycle: unknown[] = [];
      cycle.push(cycle);
      return cycle;
    });
    assertStringIncludes(
      (await said(rig, "try { vh.fn.cycle() } catch (e) { vh.mc(e.message) }"))[0]!,
      "it contains itself",
    );
  });

  await t.step("an error arrives with the host's message and code, whatever was thrown", async () => {
    bridge.registerFunction("a", "broken", () => {
      throw Object.assign(new Error("no such order"), { code: "shop.order" });
    });
    bridge.registerFunction("a", "brokenLater", () => Promise.reject("just text"));
    const caught = (name: string) =>
      said(rig, `try { vh.fn.${name}(1) } catch (e) { vh.mc(e.code + ': ' + e.message) }`);
    assertEquals(await caught("broken"), ["shop.order: no such order"]);
    assertEquals(await caught("brokenLater"), ["function.failed: just text"]);
    assertEquals(await caught("nothing"), [
      'function.unknown: There is no function "nothing" for script "a"',
    ]);
    assertEquals(
      await said(rig, "try { vh.CallDynamicFunction() } catch (e) { vh.mc(e.message) }"),
      ["vh.CallDynamicFunction(): argument 1 (name) is missing"],
    );
  });

  await t.step("the narrowest offer wins, and ends with what it was made for", async () => {
    const [a] = rig.host.slots;
    bridge.registerFunction("*", "who", () => "all");
    bridge.registerFunction("a", "who", () => "named");
    bridge.registerFunction(a!.id, "who", function () {
      return `number ${this.id} ${this.name}`;
    });
    assertEquals(await bridge.call("b", "throughHost", "who").catch((e) => e.code), "function.unknown");
    assertEquals(await said(rig, "vh.mc(vh.fn.who())"), [`number ${a!.id} a`]);
    await rig.command(`!tsreload a`);
    assertEquals(await said(rig, "vh.mc(vh.fn.who())"), ["named"]);
    assertEquals(bridge.unregisterFunction("a", "who"), true);
    assertEquals(bridge.unregisterFunction("a", "who"), false);
    assertEquals(await said(rig, "vh.mc(vh.fn.who())"), ["all"]);
    assertEquals([bridge.registerFunction(9999, "x", () => 1), bridge.unregisterFunction("*", "x")], [
      false,
      false,
    ]);
  });

  await t.step("a function may call back into the script that waits for it, even later", async () => {
    bridge.registerFunction("a", "back", async (text: string) => {
      await new Promise((done) => setTimeout(done, 10));
      return await bridge.call("a", "shout", text);
    });
    assertEquals(await said(rig, "vh.mc(vh.fn.back('hello'))"), ["HELLO"]);
  });
});

Deno.test("bridge: a function of the host that never answers ends the call, not the script", async () => {
  await using rig = await startRig([
    { source: "host/bridge.ts", name: "a", options: { tag: "a" }, limits: { hookMs: 400 } },
  ]);
  rig.host.bridge.registerFunction("a", "never", () => new Promise(() => {}));
  const [line] = await said(rig, "try { vh.fn.never() } catch (e) { vh.mc(e.code + ': ' + e.message) }");
  assertEquals(line, "script.timeout: never() did not answer within 2000 ms");
  assertEquals(rig.host.slots[0]!.state, "running");
});

Deno.test("bridge: a megabyte crosses both ways, through a ring of a quarter of it", async () => {
  await using rig = await startRig([{ source: "host/bridge.ts", name: "a" }]);
  const { bridge } = rig.host;
  const text = "ž".repeat(512 * 1024), bytes = new Uint8Array(1 << 20).fill(7);
  bridge.registerFunction("a", "echo", (...values: unknown[]) => values);
  const back = await bridge.call("a", "throughHost", text, bytes) as [string, Uint8Array];
  assert(back[0] === text && back[1].length === bytes.length && back[1].every((byte) => byte === 7));
});

Deno.test("bridge: the host calls functions of scripts", async (t) => {
  await using rig = await startRig([
    { source: "host/bridge.ts", name: "a", options: { tag: "a" }, limits: { hookMs: 1000 } },
  ]);
  const { bridge } = rig.host;
  const failure = async (name: string, ...args: unknown[]) => {
    const error = await assertRejects(() => bridge.call("a", name, ...args), CallError);
    return `${error.code}: ${error.message}`;
  };

  await t.step("by name or number, exported ones only", async () => {
    assertEquals(await bridge.call("a", "shout", "x"), "X");
    assertEquals(await bridge.call(rig.host.slots[0]!.id, "shout", "x"), "X");
    assertEquals(await bridge.call("a", "shoutLater", "x"), "X");
    assertEquals(await bridge.call("a", "nothing"), null);
    for (const name of ["hidden", "constructor", "toString", "__proto__", "number", ""]) {
      assertEquals(await failure(name), `function.unknown: Script "a" exports no function "${name}"`);
    }
    const gone = await assertRejects(
      () => bridge.call("nobody", "x"),
      CallError,
      'Script "nobody" is not loaded',
    );
    assertEquals(gone.code, "script.unknown");
  });

  await t.step("what a function throws arrives with its message and code", async () => {
    assertEquals(await failure("fails", "shop.order"), "shop.order: failed on purpose");
    assertEquals(await failure("fails", 7), "script.failed: failed on purpose");
    assertEquals(await failure("failsLater"), "script.failed: later");
    assertEquals(await failure("throwsNonsense"), "script.failed: an error that cannot be shown");
  });

  await t.step("one that is too slow fails the call; one that hangs costs the script its life", async () => {
    assertEquals(
      await failure("neverAnswers"),
      "script.timeout: neverAnswers() did not answer within 1000 ms",
    );
    assertEquals(rig.host.slots[0]!.state, "running");
    assertStringIncludes(await failure("hangs"), "script.");
    await until(() => rig.host.slots[0]!.state !== "running", "the script is stopped");
    assertStringIncludes(
      rig.port.done.find((line) => line.startsWith("report"))!,
      "hangs() ran longer than 1000 ms",
    );
    await assertRejects(() => bridge.call("a", "shout", "x"), CallError, "is restarting");
  });
});

Deno.test("bridge: calls of one script that wait have a bound", async () => {
  await using rig = await startRig([{ source: "host/bridge.ts", name: "a", limits: { hookMs: 1000 } }]);
  const calls = Array.from({ length: 1001 }, () => rig.host.bridge.call("a", "neverAnswers"));
  const over = await assertRejects(() => calls.at(-1)!, CallError, "1000 calls");
  assertEquals(over.code, "script.overload");
  const ends = await Promise.allSettled(calls);
  assert(ends.every(({ status }) => status === "rejected"));
  assertEquals(await rig.host.bridge.call("a", "shout", "x"), "X");
});

Deno.test("bridge: scripts ask one another", async (t) => {
  const script = (name: string, more = {}) => ({
    source: "host/bridge.ts",
    name,
    options: { tag: name },
    ...more,
  });
  await using rig = await startRig([script("a"), script("b"), script("c", { isolation: "shared:g" }), {
    ...script("d"),
    isolation: "shared:g",
  }]);
  const asked = async (code: string) => JSON.parse((await said(rig, `vh.mc(JSON.stringify(${code}))`))[0]!);

  await t.step("all others answer, in call order, with text only", async () => {
    const answers = await asked("vh.ScriptQuery('name', 'x')");
    assertEquals(answers.map(({ value }: { value: string }) => value), [
      "b x deno a",
      "c x deno a",
      "d x deno a",
    ]);
    assertStringIncludes(answers[0].script, "bridge.ts");
    assertEquals(await asked("vh.ScriptQuery('number', '')"), []);
    assertEquals(await asked("vh.ScriptQuery('throw', '')"), []);
  });

  await t.step("or one alone, by name or number; never the one who asks", async () => {
    const values = async (target: string) =>
      (await asked(`vh.ScriptQuery('name', 'x', ${target})`)).map(({ value }: { value: string }) => value);
    assertEquals(await values("'c'"), ["c x deno a"]);
    assertEquals(await values(String(rig.host.slots[1]!.id)), ["b x deno a"]);
    assertEquals(await values("'a'"), []);
    assertEquals(await values("'nobody'"), []);
  });

  await t.step("a question may cause further ones, back to the one who waits", async () => {
    assertEquals(await asked("vh.ScriptQuery('ask', 'a', 'b')").then(([{ value }]) => value), "a got b");
    assertEquals(await asked("vh.ScriptQuery('ask', 'd', 'c')").then(([{ value }]) => value), "d got c");
  });

  await t.step("questions that go round in circles end", async () => {
    // Or the hook would be ended, and the script with it.
    await rig.chat(only("a", "try { vh.ScriptQuery('circle', '') } catch {}"));
    assertEquals(rig.host.slots.map(({ state }) => state), Array(4).fill("running"));
  });

  await t.step("who does not answer within a second is left out", async () => {
    const start = performance.now();
    const answers = await asked("vh.ScriptQuery('slow b', 'x')");
    assertEquals(answers.map(({ value }: { value: string }) => value), ["c", "d"]);
    const ms = performance.now() - start;
    assert(ms > 950, `${ms} ms`);
  });
});
