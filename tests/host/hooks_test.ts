/**
 * Hooks of real scripts in real workers: answers, order, nesting, failures, what a script reads meanwhile.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { LOG_LINES } from "../../src/host/script_log.ts";
import { ALLOW } from "../../src/port/script_sink.ts";
import { startRig, until } from "./rig.ts";

Deno.test("hooks: two scripts in their workers", async (t) => {
  await using rig = await startRig([
    { source: "host/lab.ts", name: "first", options: { tag: "1" } },
    { source: "host/lab.ts", name: "second", options: { tag: "2" }, capabilities: { moderate: false } },
  ]);
  const { port } = rig;
  assertEquals(rig.host.slots.map(({ state }) => state), ["running", "running"], rig.lines.join("\n"));
  const [first, second] = rig.host.slots;

  await t.step("a substitution is what the next script sees, and the answer", async () => {
    const answer = await rig.chat(`return "vh.mc(tag); return [null, 'third']"`);
    assertEquals([answer.allow, answer.fields], [true, [null, "third"]]);
    assertEquals(rig.taken(), ["mc <Hubcap> 2 0-10"]);
  });

  await t.step("a block is final, and the other script is asked all the same", async () => {
    const answer = await rig.chat("vh.mc(tag); return tag === '1' ? 0 : 1");
    assertEquals([answer.allow, rig.taken()], [false, ["mc <Hubcap> 1 0-10", "mc <Hubcap> 2 0-10"]]);
  });

  await t.step("raw lines and a disconnect come with the answer", async () => {
    const answer = await rig.chat(
      "return tag === '1' ? { send: ['$A', '$B'], disconnect: true } : ['$C', 1]",
    );
    assertEquals(answer, { allow: true, fields: null, send: ["$A", "$B", "$C"], disconnect: true });
  });

  await t.step("a disconnect of a script that may not moderate counts for nothing", async () => {
    const answer = await rig.chat("return tag === '1' ? 1 : { allow: false, disconnect: true }");
    assertEquals([answer.allow, answer.disconnect], [false, false]);
  });

  await t.step("what a hook sends is done before its answer counts", async () => {
    let doneBefore: string[] = [];
    await new Promise<void>((done) => {
      const text = "for (let i = 0; i < 3; i++) vh.pm(nick, tag + i)";
      port.sink.ask("OnParsedMsgChat", ["alice", text], () => (doneBefore = rig.taken(), done()));
    });
    assertEquals(doneBefore.map((line) => line.slice(-2)), ["10", "11", "12", "20", "21", "22"]);
  });

  await t.step(
    "KickUser inside a hook runs OnOperatorKicks of the caller too, before it returns",
    async () => {
      await rig.chat("if (tag === '1') vh.mc('result ' + vh.KickUser('op', 'bob', 'bad'))");
      const done = rig.taken();
      assertEquals(done.slice(0, 2).sort(), [
        "mc <1> OnOperatorKicks: op bob bad 0-10",
        "mc <2> OnOperatorKicks: op bob bad 0-10",
      ]);
      assertEquals(done.slice(2), ["kick op bob bad true", "mc <Hubcap> result true 0-10"]);
    },
  );

  await t.step("a kick is vetoed by any script", async () => {
    await rig.chat("if (tag === '1') vh.KickUser('op', 'bob', 'veto')");
    assertEquals(rig.taken().at(-1), "kick op bob veto false");
  });

  await t.step("two scripts whose hooks call into each other do not wait for ever", async () => {
    // Asked side by side, so that both stand in a call of their own while the other's call asks them.
    await rig.chat(
      "vh.on('OnUserLogin', (who) => { if (who === 'x') vh.SetConfig('config', 'k' + tag, '1') })",
    );
    await until(() => port.sink.wanted.OnUserLogin, "the hub to know");
    rig.taken();
    const asked = Array.from({ length: 50 }, () => rig.ask("OnUserLogin", "x"));
    assertEquals(new Set((await Promise.all(asked)).map(({ allow }) => allow)), new Set([true]));
    assertEquals(rig.taken().filter((line) => line.includes("OnSetConfig")).length, 50 * 2 * 2);
    assertEquals([port.getConfig("config", "k1"), port.getConfig("config", "k2")], ["1", "1"]);
    assertEquals([first!.state, second!.state], ["running", "running"]);
  });

  await t.step("SetConfig asks OnSetConfig, and a veto keeps the old value everywhere", async () => {
    await rig.chat("if (tag === '1') vh.mc(`${vh.SetConfig('config', 'hub_topic', 'new')}`)");
    assertEquals(rig.taken().at(-1), "mc <Hubcap> true 0-10");
    await rig.chat("vh.mc(`${tag} ${vh.GetConfig('config', 'hub_topic')}`)");
    assertEquals(rig.taken(), ["mc <Hubcap> 1 new 0-10", "mc <Hubcap> 2 new 0-10"]);
    await rig.chat("if (tag === '1') vh.mc(`${vh.SetConfig('config', 'hub_topic', 'veto')}`)");
    assertEquals(rig.taken().at(-1), "mc <Hubcap> false 0-10");
    assertEquals(port.getConfig("config", "hub_topic"), "new");
  });

  await t.step("a kick within a kick ends at the depth bound, not in a dead script", async () => {
    const again = "run:vh.KickUser('op', 'bob', reason())".replace("reason()", "globalThis.again");
    await rig.chat(
      `if (tag === '1') { globalThis.again = ${JSON.stringify(again)}; vh.KickUser('op', 'bob', again); }`,
    );
    const kicks = rig.taken().filter((line) => line.startsWith("kick"));
    assert(kicks.length >= 16 && kicks.length < 40, `${kicks.length} kicks`);
    assertEquals(rig.metrics.read("hubcap_hooks_too_deep_total"), 1);
    assertEquals([first!.state, second!.state], ["running", "running"]);
  });

  await t.step("inside OnUserLogout the user can still be read, afterwards not", async () => {
    port.leave("bob");
    await rig.chat("vh.mc(`${vh.IsUserOnline('bob')} ${vh.GetUsersCount()}`, tag)");
    assertEquals(rig.taken().sort(), [
      "mc <1> OnUserLogout: bob true 10.0.0.1 3 0-10",
      "mc <1> false 2 0-10",
      "mc <2> OnUserLogout: bob true 10.0.0.1 3 0-10",
      "mc <2> false 2 0-10",
    ]);
  });

  await t.step("a hook that throws counts as allow and is reported with the author's line", async () => {
    const answer = await rig.chat("if (tag === '1') throw new RangeError('lost')");
    assertEquals(answer, ALLOW);
    assertEquals([first!.stats.failedCount, first!.state], [1, "running"]);
    assertEquals(first!.trouble?.message, "OnParsedMsgChat: RangeError: lost");
    assertStringIncludes(first!.trouble!.where, "lab.ts:");
    assert(rig.lines.includes("error first: OnParsedMsgChat failed: RangeError: lost"), rig.lines.join("\n"));
  });

  await t.step(
    "a denied capability throws NotCapable in the script and does nothing in the hub",
    async () => {
      const code = "try { vh.KickUser('op', 'alice', 'x') } catch (e) { vh.mc(`${e.name} ${e.message}`) }";
      await rig.chat(`if (tag === '2') { ${code} }`);
      const [line, ...rest] = rig.taken();
      assertStringIncludes(line!, "NotCapable");
      assertStringIncludes(line!, '"moderate"');
      assertEquals(rest, []);
    },
  );

  rig.lines.splice(0);
  await t.step("console lines reach the log under the script's name and level", async () => {
    await rig.chat("if (tag === '2') { console.log('a', 1); console.warn('b'); console.error('c') }");
    await until(() => rig.lines.includes("error second: c"), "the last line");
    assertEquals(rig.lines.filter((line) => line.includes(" second: ")), [
      "info second: a 1",
      "warn second: b",
      "error second: c",
    ]);
  });

  await t.step("a script that fails a thousand times does not flood the log", async () => {
    rig.lines.splice(0);
    await rig.chat("if (tag === '2') vh.on('OnUserCommand', () => { throw new Error('again') })");
    await until(() => port.sink.wanted.OnUserCommand, "the hub to know");
    const before = second!.stats.failedCount;
    const start = performance.now();
    await Promise.all(Array.from({ length: 1000 }, () => rig.ask("OnUserCommand", "alice", "+x")));
    assertEquals(second!.stats.failedCount - before, 1000);
    // In every second some, and one line more in each that says how many were left out.
    const most = (LOG_LINES + 1) * (2 + (performance.now() - start) / 1000);
    assert(rig.lines.length >= 100 && rig.lines.length <= most, `${rig.lines.length} lines, not ${most}`);
  });

  await t.step("vh.on adds a hook to a running script and chains inside it", async () => {
    assertEquals(port.sink.wanted.OnNewConn, false);
    await rig.chat("if (tag === '2') vh.on('OnNewConn', (ip) => ip !== '10.9.9.9')");
    await until(() => port.sink.wanted.OnNewConn, "the hub to know");
    assertEquals((await rig.ask("OnNewConn", "10.9.9.9")).allow, false);
    assertEquals((await rig.ask("OnNewConn", "10.9.9.8")).allow, true);
  });

  await t.step(
    "ScriptCommand waits for the tick unless it is immediate; the sender receives it too",
    async () => {
      await rig.chat("if (tag === '1') vh.mc(`${vh.ScriptCommand('go', 'x')}`)");
      assertEquals(rig.taken(), ["mc <Hubcap> true 0-10"]);
      rig.tick();
      await rig.chat("");
      assertEquals(rig.taken().sort(), [
        "mc <1> OnScriptCommand: go x deno lab.ts 0-10",
        "mc <2> OnScriptCommand: go x deno lab.ts 0-10",
      ]);
      await rig.chat("if (tag === '1') vh.mc(`${vh.ScriptCommand('now', 'y', 'lua', true)}`)");
      const done = rig.taken();
      assertEquals([done.length, done.at(-1)], [3, "mc <Hubcap> true 0-10"]);
      assertEquals(done[0]!.replace(/<.>/, ""), "mc  OnScriptCommand: now y lua lab.ts 0-10");
    },
  );

  await t.step("the queue of script messages ends at 1000, and the sender is told", async () => {
    const loop = "let n = 0; for (let i = 0; i < 1005; i++) n += vh.ScriptCommand('c', '');";
    await rig.chat(`if (tag === '1') { ${loop} vh.mc(String(n)) }`);
    assertEquals(rig.taken(), ["mc <Hubcap> 1000 0-10"]);
    rig.tick();
    await rig.chat("");
    assertEquals(rig.taken().length, 2000);
  });

  await t.step("name_and_version names the script in the list, cut to a sane length", async () => {
    await rig.chat("if (tag === '1') vh.mc(vh.name_and_version('N'.repeat(100), '2.0'))");
    assertEquals(rig.taken(), ["mc <Hubcap> Hubcap test 0-10"]);
    assertEquals(first!.title, { name: "N".repeat(63) + "…", version: "2.0" });
  });
});

Deno.test("hooks: one that cannot answer while its own script waits for it ends at the limit", async () => {
  await using rig = await startRig([{ source: "host/lab.ts", limits: { hookMs: 1000 } }]);
  const code = "run:return new Promise((resolve) => setTimeout(resolve, 1, 0))";
  const before = performance.now();
  await rig.chat(`vh.mc(String(vh.KickUser('op', 'bob', ${JSON.stringify(code)})))`);
  const ms = performance.now() - before;
  assert(ms >= 950, `${ms} ms`);
  const { state, stats } = rig.host.slots[0]!;
  assertEquals([rig.taken().at(-1), state, stats.timedOutCount], ["mc <Hubcap> true 0-10", "running", 1]);
});

Deno.test("hooks: failures may block, options arrive, an exported title is taken", async (t) => {
  await using rig = await startRig([{
    source: "host/strict.ts",
    options: { word: "spam", deep: { list: [1, 2] } },
    onFailure: { OnParsedMsgChat: "block", OnNewConn: "block" },
    limits: { hookMs: 1000 },
  }]);
  const slot = rig.host.slots[0]!;
  assertEquals(slot.state, "running", slot.trouble?.message ?? "");

  await t.step("a thrown hook blocks where the config says so", async () => {
    assertEquals((await rig.chat("throw")).allow, false);
    assertEquals((await rig.chat("fine")).allow, true);
  });

  await t.step("an answer that cannot be read counts as a failure too", async () => {
    assertEquals((await rig.chat("getter")).allow, false);
    assertEquals((await rig.chat("late getter")).allow, false);
  });

  await t.step("a promise may take its time up to the limit", async () => {
    assertEquals((await rig.chat("later 0")).allow, false);
    assertEquals((await rig.chat("later 1")).allow, true);
  });

  await t.step("a promise that comes too late counts as a failure, and the script lives", async () => {
    const before = performance.now();
    const both = await Promise.all([rig.ask("OnParsedMsgPM", "alice", "never", "bob"), rig.chat("never")]);
    assertEquals(both.map(({ allow }) => allow), [true, false]);
    const ms = performance.now() - before;
    assert(ms >= 950, `${ms} ms`);
    assertEquals([slot.stats.timedOutCount, slot.state], [2, "running"]);
    assertEquals((await rig.chat("fine")).allow, true);
  });

  await t.step("a rejected promise is reported", async () => {
    assertEquals((await rig.chat("reject")).allow, false);
    assertStringIncludes(slot.trouble!.message, "Error: turned down");
  });

  await t.step("options and the exported title", async () => {
    assertEquals((await rig.chat("spam")).allow, false);
    assertEquals(slot.title, { name: "Strict", version: "1.2" });
  });

  await t.step("what is exported under a hook's name but is no function is no hook", () => {
    assertEquals(rig.port.sink.wanted.OnTimer, false);
  });
});
