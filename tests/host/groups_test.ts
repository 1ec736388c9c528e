/**
 * Scripts that share a worker: what they share, what each keeps for itself, and that no call of one waits for ever for
 * a hook of another, though all of them have one thread.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { HubError } from "../../src/core/errors.ts";
import { MAX_MEMBERS } from "../../src/vh/protocol.ts";
import { type RigScript, startRig, until } from "./rig.ts";

/** A member of the group `g` that runs chat lines; see tests/scripts/host/lab.ts. */
const member = (name: string, more: Partial<RigScript> = {}): RigScript => ({
  source: "host/lab.ts",
  name,
  isolation: "shared:g",
  options: { tag: name },
  ...more,
});

/** A chat line that only the script `name` runs. */
const only = (name: string, code: string): string => `if (tag === "${name}") { ${code} }`;

/** What the lines of one script say, whoever else spoke meanwhile. */
const of = (lines: readonly string[], name: string): string[] =>
  lines.filter((line) => line.startsWith(`mc <${name}> `)).map((line) =>
    line.slice(name.length + 6, -" 0-10".length)
  );

Deno.test("groups: a member's call waits for hooks of the others, of itself and of outsiders, and never for ever", async () => {
  await using rig = await startRig([
    member("a"),
    { source: "host/lab.ts", name: "out", options: { tag: "out" } },
    member("b"),
  ]);
  await rig.chat(only("a", "vh.mc('kicked: ' + vh.KickUser('op', 'bob', 'spam'), tag)"));
  const lines = rig.taken();
  for (const name of ["a", "out", "b"]) assertEquals(of(lines, name)[0], "OnOperatorKicks: op bob spam");
  assertEquals(lines.slice(-2), ["kick op bob spam true", "mc <a> kicked: true 0-10"]);
  assert(
    lines.indexOf("mc <a> OnOperatorKicks: op bob spam 0-10") <
      lines.indexOf("mc <b> OnOperatorKicks: op bob spam 0-10"),
  );

  // Each hook calls the hub again: all three wait at once, two of them on one thread.
  await rig.chat(only("b", "vh.KickUser('op', 'bob', 'run:vh.SetConfig(\"config\", \"hub_topic\", tag)')"));
  const sets = rig.taken().filter((line) => line.includes("OnSetConfig: hub_topic"));
  assertEquals(sets.length, 9, "each of three sets it, each of three hears of it");
  assertEquals(rig.host.slots.map(({ state }) => state), ["running", "running", "running"]);
});

Deno.test("groups: one global object, but vh, modules and hooks of one's own", async (t) => {
  await using rig = await startRig([
    member("a", { capabilities: { moderate: false } }),
    member("b"),
    { source: "host/lab.ts", name: "out", options: { tag: "out" } },
  ]);

  await t.step("what one leaves on the global object the others find, outsiders do not", async () => {
    await rig.chat(only("a", "globalThis.left = 'here'"));
    await rig.chat("vh.mc(String(globalThis.left), tag)");
    assertEquals(["a", "b", "out"].map((name) => of(rig.port.done, name)), [["here"], ["here"], [
      "undefined",
    ]]);
    rig.taken();
  });

  await t.step("hooks of the same name run in all, in call order; a block of one is final", async () => {
    // Each passes on a text that shows its own name and is a function body for the next one.
    const { fields } = await rig.chat(
      "const seen = (globalThis.seen ??= []); seen.push(tag); return tag === 'out' ? 'end' : text",
    );
    assertEquals(fields, [null, "end"]);
    await rig.chat("vh.mc(String(globalThis.seen), tag)");
    assertEquals(of(rig.taken(), "b"), ["a,b"]);
    const blocked = await rig.chat(only("b", "return 0") + "; vh.mc('asked', tag)");
    assertEquals(blocked.allow, false);
    rig.taken();
  });

  await t.step("each has its own name, number, options and grants", async () => {
    await rig.chat("vh.mc([vh.name, vh.myid, vh.options.tag].join(), tag)");
    const lines = rig.taken();
    assertEquals([of(lines, "a"), of(lines, "b")], [["a,1,a"], ["b,2,b"]]);
    await rig.chat("try { vh.KickUser('op', 'bob', 'x') } catch (e) { vh.mc(e.name, tag) }");
    assertEquals(of(rig.taken(), "a"), [
      "NotCapable",
      "OnOperatorKicks: op bob x",
      "OnOperatorKicks: op bob x",
    ]);
  });

  await t.step("there is no global vh that could be anybody's", async () => {
    await rig.chat("const seen = Object.hasOwn(globalThis, 'vh'); arguments[0].mc(String(seen), tag)");
    const lines = rig.taken();
    assertEquals([of(lines, "a"), of(lines, "out")], [["false"], ["true"]]);
  });

  await t.step("console lines go to the log of the one who writes them", async () => {
    await rig.chat("console.log('line of ' + tag)");
    await until(() => rig.lines.filter((line) => line.includes("line of")).length === 3, "three lines");
    assertEquals(rig.lines.filter((line) => line.includes("line of")).sort(), [
      "info a: line of a",
      "info b: line of b",
      "info out: line of out",
    ]);
  });
});

Deno.test("groups: members come and go by themselves", async (t) => {
  await using rig = await startRig([member("a"), member("b")]);
  const ids = () => rig.host.slots.map(({ id, state }) => `${id} ${state}`);

  await t.step("a reload imports the member anew and leaves the others their state", async () => {
    await rig.chat(
      "globalThis[tag] = (globalThis[tag] ?? 0) + 1; vh.AddRobot('bot' + tag, 3, '', '', '', 0)",
    );
    rig.taken();
    assertEquals(await rig.command("!tsreload a"), "Unloaded script #1 a. Loaded it again as #3.");
    assertEquals(ids(), ["3 running", "2 running"]);
    assertEquals(rig.taken(), ["mc <a> UnLoad 0-10", "unbots script 1"]);
    await rig.chat("vh.mc(`${tag} ${vh.myid} ${globalThis[tag]}`, tag)");
    assertEquals(rig.taken(), ["mc <a> a 3 1 0-10", "mc <b> b 2 1 0-10"]);
  });

  await t.step("a member that fails to load leaves the others alone", async () => {
    await assertRejects(
      () => rig.load({ source: "hostile/throw_at_load.ts", isolation: "shared:g" }),
      HubError,
      "broken on purpose",
    );
    assertEquals(ids(), ["3 running", "2 running"]);
    await rig.chat("vh.mc('still here', tag)");
    assertEquals(rig.taken().length, 2 + 1);
  });

  await t.step("after an unload its hooks are gone, and its timers reach the hub no more", async () => {
    await rig.chat(
      only(
        "a",
        "globalThis.ticks = []; setInterval(() => { try { vh.GetConfig('x', 'y'); globalThis.ticks.push('ok') } catch (e) { globalThis.ticks.push(e.message) } vh.mc('tick', tag) }, 5)",
      ),
    );
    await until(() => rig.port.done.includes("mc <a> tick 0-10"), "a tick");
    await rig.command("!tsunload a");
    rig.taken();
    await rig.chat("globalThis.ticks.length = 0");
    await until(() => rig.metrics.read("hubcap_script_hooks_total", { script: "b" })! > 0, "b answers");
    let last = "";
    while (last === "") {
      await rig.chat("vh.mc(String(globalThis.ticks.at(-1) ?? ''), tag)");
      last = of(rig.taken(), "b")[0]!;
    }
    assertEquals(last, "This script was unloaded");
    assertEquals(of(rig.taken(), "a"), []);
  });

  await t.step("the last one to go takes the worker with it; the next one gets a new one", async () => {
    await rig.command("!tsunload b");
    assertEquals(rig.host.slots.length, 0);
    await rig.load(member("lab", { options: { tag: "lab" } }));
    await rig.chat("vh.mc(String(globalThis.b), tag)");
    assertEquals(of(rig.port.done, "lab").at(-1), "undefined");
  });
});

Deno.test("groups: all die together, are reported once, and come back in order", async () => {
  await using rig = await startRig([
    member("a"),
    { source: "host/lab.ts", name: "out", options: { tag: "out" } },
    member("b"),
  ]);
  await rig.chat(only("b", "globalThis.old = 1; setTimeout(() => { throw new Error('oops') })"));
  await until(() => rig.host.slots[0]!.state === "restarting", "the group is down");
  assertEquals(rig.host.slots.map(({ state }) => state), ["restarting", "running", "restarting"]);
  assertEquals(rig.port.done.filter((line) => line.startsWith("report")).length, 1);
  assertMatch(
    rig.port.done.find((line) => line.startsWith("report"))!,
    /^report Group "g" \(a, b\) was stopped: Error: oops.*\. It starts again in 1 s\.$/,
  );
  await until(() => rig.host.slots.every(({ state }) => state === "running"), "the group is up again");
  rig.taken();
  await rig.chat("vh.mc(String(globalThis.old), tag)");
  const lines = rig.taken();
  assertEquals(of(lines, "a").concat(of(lines, "b")), ["undefined", "undefined"]);
});

Deno.test("groups: a member that hangs while it loads fails alone, the others start again", async () => {
  const short = { limits: { loadMs: 2000 }, restarts: { max: 3, windowSeconds: 60 } };
  await using rig = await startRig([member("a", short), member("b", short)]);
  await assertRejects(
    () => rig.load({ ...member("c", short), source: "hostile/busy_loop_at_load.ts" }),
    HubError,
    "did not load within 2000 ms",
  );
  await until(() => rig.host.slots.every(({ state }) => state === "running"), "a and b run again");
  assertEquals(rig.host.slots.map(({ definition }) => definition.name), ["a", "b"]);
});

Deno.test("groups: what belongs to the worker must be equal", async () => {
  const error = await assertRejects(
    () => startRig([member("a"), member("b", { limits: { memoryMb: 32 } })]),
    HubError,
    'Scripts "a" and "b" share the worker "g" but differ in limits.memoryMb: 64 and 32',
  );
  assertEquals(error.code, "config.invalid");
  await assertRejects(
    () => startRig([member("a"), member("b", { permissions: { net: ["x.org"] } })]),
    HubError,
    'differ in permissions.net: false and ["x.org"]',
  );
});

Deno.test("groups: a worker takes so many scripts, one after the other, and no more", async () => {
  await using rig = await startRig([member("a")]);
  for (let i = 1; i < MAX_MEMBERS; i++) await rig.reload("a");
  await assertRejects(() => rig.reload("a"), HubError, `${MAX_MEMBERS} scripts in one worker`);
  assertEquals(rig.host.slots.map(({ state }) => state), ["failed"]);
  await rig.reload("a");
  assertEquals(
    rig.host.slots.map(({ state }) => state),
    ["running"],
    "the worker was empty, so a new one came",
  );
});
