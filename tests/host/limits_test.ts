/**
 * What happens to scripts that hang, and to the event they were asked about.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Slot } from "../../src/host/slot.ts";
import { ALLOW } from "../../src/port/script_sink.ts";
import { type Rig, type RigScript, startRig, until } from "./rig.ts";

/** Limit of the scripts that hang. */
const HOOK_MS = 300;

/**
 * A lab script that stays off after its first death, loaded right before it hangs: on a busy machine one with so short
 * a limit would not live long beside the others.
 */
const hanging = (tag: string): RigScript => ({
  source: "host/lab.ts",
  name: tag,
  options: { tag },
  limits: { hookMs: HOOK_MS, memoryMb: 512 }, // memory is the business of alone/memory.ts
  restarts: { max: 0, windowSeconds: 60 },
});

/** Loads a script and runs `code` as a chat hook of it only. */
async function timed(rig: Rig, tag: string, code: string): Promise<number> {
  await rig.load(hanging(tag));
  rig.taken();
  const before = performance.now();
  assertEquals(await rig.chat(`if (tag === "${tag}") { ${code} }`), ALLOW);
  return performance.now() - before;
}

Deno.test("limits: a script that hangs is killed in time, alone", async (t) => {
  await using rig = await startRig([{ source: "host/lab.ts", name: "calm", options: { tag: "calm" } }]);
  const slot = (tag: string): Slot => rig.host.slots.find(({ definition }) => definition.name === tag)!;

  let turns = 0;
  const meter = setInterval(() => turns++, 5);

  // How exactly in time it is killed is measured by a clock that stands still, in instance_test.ts.
  const killed = async (tag: string, ms: number, reason: RegExp) => {
    await until(() => slot(tag).state === "quarantined", `${tag} to end`);
    assert(reason.test(slot(tag).trouble!.message), slot(tag).trouble!.message);
    assert(ms >= HOOK_MS - 50, `${tag}: ${Math.round(ms)} ms`);
    assertEquals(slot("calm").state, "running");
  };

  await t.step("a busy loop in a hook: the line is allowed, operators are told", async () => {
    const ms = await timed(rig, "hook", "for(;;);");
    await killed("hook", ms, /^OnParsedMsgChat ran longer than 300 ms$/);
    const reports = rig.taken().filter((line) => line.startsWith("report"));
    assertEquals(reports, [
      'report Script "hook" was stopped: OnParsedMsgChat ran longer than 300 ms. ' +
      "It died once within 60 s and stays off; !tsreload #2 starts it again.",
    ]);
    assertEquals(slot("hook").stats.timedOutCount, 1);
  });

  await t.step("a busy loop in a hook that the script's own call caused", async () => {
    const ms = await timed(rig, "nested", "vh.KickUser('op', 'bob', 'run:if (tag === \"nested\") for(;;);')");
    await killed("nested", ms, /ran longer than 300 ms/);
    assert(rig.taken().includes('kick op bob run:if (tag === "nested") for(;;); true'));
  });

  await t.step("a regular expression that backtracks for ever", async () => {
    const ms = await timed(rig, "regex", "/^(a+)+$/.test('a'.repeat(60) + '!')");
    await killed("regex", ms, /OnParsedMsgChat ran longer/);
  });

  await t.step("a flood of casts is throttled, and ends with the hook's limit", async () => {
    const ms = await timed(rig, "casts", "for(;;) vh.mc('flood')");
    await killed("casts", ms, /OnParsedMsgChat ran longer/);
    assert(rig.taken().length > 1000);
  });

  await t.step("a flood of calls does not buy time for ever: ten times the limit is the end", async () => {
    const before = performance.now();
    await timed(rig, "calls", "for(;;) vh.GetConfig('other', 'x')");
    const ms = performance.now() - before;
    await until(() => slot("calls").state === "quarantined", "the end");
    assert(ms >= HOOK_MS - 50, `${ms} ms`);
  });

  await t.step("a busy loop in a timer, found without any event", async () => {
    await timed(rig, "timer", "setTimeout(() => { for(;;); }, 5)");
    await until(() => slot("timer").state === "quarantined", "the end");
    assertEquals(slot("timer").trouble!.message, "a timer or promise ran longer than 300 ms");
  });

  await t.step("promises without end", async () => {
    await timed(rig, "ticks", "void (async () => { for(;;) await null; })()");
    await until(() => slot("ticks").state === "quarantined", "the end");
    assertStringIncludes(slot("ticks").trouble!.message, "ran longer than 300 ms");
  });

  await t.step("the hub thread went on while a script hung", async () => {
    await rig.load(hanging("last"));
    turns = 0;
    await rig.chat('if (tag === "last") for(;;);');
    clearInterval(meter);
    // Some fifty; whatever waits for a script waits for its whole limit, in one turn.
    assert(turns >= 3, `${turns} turns`);
  });

  await t.step("the script beside them was asked every time and is well", async () => {
    assertEquals([slot("calm").state, slot("calm").stats.failedCount, slot("calm").stats.timedOutCount], [
      "running",
      0,
      0,
    ]);
    const answer = await rig.chat("return 0");
    assertEquals(answer.allow, false);
  });
});

Deno.test("limits: time that the hub takes is not the script's", async () => {
  await using rig = await startRig([{ source: "host/lab.ts", limits: { hookMs: 400 } }]);
  rig.port.kickDelayMs = 900;
  assertEquals(await rig.chat("vh.mc(`${vh.KickUser('op', 'bob', 'slowly')}`)"), ALLOW);
  assertEquals(rig.taken().at(-1), "mc <Hubcap> true 0-10");
  assertEquals([rig.host.slots[0]!.state, rig.host.slots[0]!.stats.timedOutCount], ["running", 0]);
});

Deno.test("limits: time in which the hub's own thread stands still is not the script's", async () => {
  await using rig = await startRig([{ source: "host/lab.ts", limits: { hookMs: 5000 } }]);
  // Long enough for several looks at the hook after the one that came late.
  const asked = rig.chat("const end = performance.now() + 250; while (performance.now() < end); return 0");
  rig.stall(20_000);
  assertEquals([(await asked).allow, rig.host.slots[0]!.state], [false, "running"]);
});

Deno.test("limits: loading has its own limit and failures name the author's line", async () => {
  await using rig = await startRig([
    { source: "hostile/busy_loop_at_load.ts", limits: { loadMs: 500 } },
    { source: "hostile/throw_at_load.ts" },
    { source: "host/missing.ts" },
    { source: "host/lab.ts" },
  ]);
  const [busy, thrown, missing, lab] = rig.host.slots;
  assertEquals([busy!.state, thrown!.state, missing!.state, lab!.state], [
    "failed",
    "failed",
    "failed",
    "running",
  ]);
  assertStringIncludes(busy!.trouble!.message, "did not load within 500 ms");
  assertStringIncludes(thrown!.trouble!.message, "broken on purpose");
  assertStringIncludes(thrown!.trouble!.where, "throw_at_load.ts:7");
  const reports = rig.taken().filter((line) => line.startsWith("report"));
  assertEquals(reports.length, 3);
  assertStringIncludes(reports[0]!, 'report Script "busy_loop_at_load" could not be loaded: ');
});

Deno.test("limits: a hook added while the script still loads is not asked before it runs", async () => {
  await using rig = await startRig([{ source: "host/lab.ts" }]);
  const loading = rig.command(
    "!tsload " + new URL("../scripts/host/slow_start.ts", import.meta.url).pathname,
  );
  await until(() => rig.host.slots.length === 2, "the second script");
  await until(() => rig.lines.some((line) => line.includes("listening")), "its first line");
  await rig.command("!tsreload lab"); // makes the hub look for hooks again
  assertEquals((await rig.ask("OnNewConn", "10.0.0.9")).allow, true);
  await rig.chat("vh.SetConfig('slow', 'go', '1')");
  assertStringIncludes(await loading, "Loaded script #2");
  assertEquals((await rig.ask("OnNewConn", "10.0.0.9")).allow, false);
});

Deno.test("limits: where the sandbox does not hold, no script runs", async () => {
  const checks = [{ name: "a busy loop can be killed", ok: false, ms: 1, detail: "it ran on" }];
  await using rig = await startRig([{ source: "host/lab.ts" }], { selfTest: { ok: false, checks } });
  assertEquals(rig.host.slots[0]!.state, "failed");
  assertStringIncludes(rig.host.slots[0]!.trouble!.message, "a busy loop can be killed: it ran on");
});
