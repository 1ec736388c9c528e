/**
 * What happens to scripts that hang, and to the event they were asked about.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Slot } from "../../src/host/slot.ts";
import { ALLOW } from "../../src/port/script_sink.ts";
import { type Rig, startRig, until } from "./rig.ts";

/** Limit of every script here; the hub has 200 ms more to act. */
const HOOK_MS = 300;
const KILL_MS = HOOK_MS + 200;

const TAGS = ["hook", "nested", "regex", "park", "timer", "ticks", "calls", "casts", "calm"] as const;

/** One lab script per way to hang; each stays off after its first death. */
const start = () =>
  startRig(TAGS.map((tag) => ({
    source: "host/lab.ts",
    name: tag,
    options: { tag },
    limits: { hookMs: HOOK_MS, memoryMb: 512 }, // memory is the business of alone/memory.ts
    restarts: { max: 0, windowSeconds: 60 },
  })));

/** Runs `code` as a chat hook of the script `tag` only. */
async function timed(rig: Rig, tag: string, code: string): Promise<number> {
  const before = performance.now();
  assertEquals(await rig.chat(`if (tag === "${tag}") { ${code} }`), ALLOW);
  return performance.now() - before;
}

Deno.test("limits: a script that hangs is killed in time, alone", async (t) => {
  await using rig = await start();
  const slot = (tag: string): Slot => rig.host.slots.find(({ definition }) => definition.name === tag)!;
  assertEquals(rig.host.slots.map(({ state }) => state), TAGS.map(() => "running"));

  let worstGap = 0;
  let last = performance.now();
  const meter = setInterval(() => {
    const now = performance.now();
    worstGap = Math.max(worstGap, now - last);
    last = now;
  }, 5);

  const killed = async (tag: string, ms: number, reason: RegExp) => {
    await until(() => slot(tag).state === "quarantined", `${tag} to end`, 3000);
    assert(reason.test(slot(tag).trouble!.message), slot(tag).trouble!.message);
    // What this thread itself was late, on a machine busy with other tests, is not the watchdog's doing.
    assert(ms >= HOOK_MS - 50 && ms < KILL_MS + worstGap, `${tag}: ${Math.round(ms)} ms`);
    assertEquals(slot("calm").state, "running");
  };

  await t.step("a busy loop in a hook: the line is allowed, operators are told", async () => {
    const ms = await timed(rig, "hook", "for(;;);");
    await killed("hook", ms, /^OnParsedMsgChat ran longer than 300 ms$/);
    const reports = rig.taken().filter((line) => line.startsWith("report"));
    assertEquals(reports, [
      'report Script "hook" was stopped: OnParsedMsgChat ran longer than 300 ms. ' +
      "It died once within 60 s and stays off; !tsreload #1 starts it again.",
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
    await until(() => slot("calls").state === "quarantined", "the end", 3000);
    assert(ms >= HOOK_MS - 50 && ms < HOOK_MS * 10 + 500, `${ms} ms`);
  });

  await t.step("a busy loop in a timer, found without any event", async () => {
    await timed(rig, "timer", "setTimeout(() => { for(;;); }, 5)");
    await until(() => slot("timer").state === "quarantined", "the end", 3000);
    assertEquals(slot("timer").trouble!.message, "a timer or promise ran longer than 300 ms");
  });

  await t.step("promises without end", async () => {
    await timed(rig, "ticks", "void (async () => { for(;;) await null; })()");
    await until(() => slot("ticks").state === "quarantined", "the end", 3000);
    assertStringIncludes(slot("ticks").trouble!.message, "ran longer than 300 ms");
  });

  await t.step("the hub thread was never held up meanwhile", () => {
    clearInterval(meter);
    // Usually below 40 ms; whatever waited for a script would have waited for its whole limit.
    assert(worstGap < HOOK_MS - 50, `${Math.round(worstGap)} ms`);
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
  await using rig = await startRig([{ source: "host/lab.ts", limits: { hookMs: 150 } }]);
  rig.port.kickDelayMs = 400;
  assertEquals(await rig.chat("vh.mc(`${vh.KickUser('op', 'bob', 'slowly')}`)"), ALLOW);
  assertEquals(rig.taken().at(-1), "mc <Hubcap> true 0-10");
  assertEquals([rig.host.slots[0]!.state, rig.host.slots[0]!.stats.timedOutCount], ["running", 0]);
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
  const before = performance.now();
  assertEquals((await rig.ask("OnNewConn", "10.0.0.9")).allow, true);
  assert(performance.now() - before < 200);
  assertStringIncludes(await loading, "Loaded script #2");
  assertEquals((await rig.ask("OnNewConn", "10.0.0.9")).allow, false);
});

Deno.test("limits: where the sandbox does not hold, no script runs", async () => {
  const checks = [{ name: "a busy loop can be killed", ok: false, ms: 1, detail: "it ran on" }];
  await using rig = await startRig([{ source: "host/lab.ts" }], { selfTest: { ok: false, checks } });
  assertEquals(rig.host.slots[0]!.state, "failed");
  assertStringIncludes(rig.host.slots[0]!.trouble!.message, "a busy loop can be killed: it ran on");
});
