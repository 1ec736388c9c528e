/**
 * Deaths and what follows them: restarts, quarantine, what a script leaves behind, the end of the hub.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { startRig, until } from "./rig.ts";

const BOT = "vh.AddRobot('Robo' + tag, 3, 'd', 'LAN', '', 0)";

Deno.test("restart: a dead script comes back with a longer wait each time, then stays off", async (t) => {
  await using rig = await startRig([
    { source: "host/lab.ts", name: "weak", options: { tag: "w" }, restarts: { max: 1, windowSeconds: 60 } },
    { source: "host/lab.ts", name: "other", options: { tag: "o" } },
  ]);
  const weak = rig.host.slots[0]!;
  const die = () => rig.chat("if (tag === 'w') setTimeout(() => { throw new Error('out of luck') }, 0)");

  await t.step("it is told to operators with reason and line, and its bots leave", async () => {
    await rig.chat(BOT);
    assertEquals(rig.taken(), ["bot script 1 Robow", "bot script 2 Roboo"]);
    await die();
    await until(() => weak.state === "restarting", "the death");
    const [swept, report] = rig.taken();
    assertEquals(swept, "unbots script 1");
    assertEquals(
      report!.replace(/:\d+\)/, ":LINE)"),
      'report Script "weak" was stopped: Error: out of luck (lab.ts:LINE). It starts again in 1 s.',
    );
  });

  await t.step(
    "meanwhile the others are asked, then it runs again in its place with its own id",
    async () => {
      await rig.chat("vh.mc(tag)");
      assertEquals(rig.taken(), ["mc <Hubcap> o 0-10"]);
      await until(() => weak.state === "running", "the restart");
      await rig.chat("vh.mc(tag + vh.myid + vh.IsUserOnline('alice'))");
      assertEquals(rig.taken(), ["mc <Hubcap> w1true 0-10", "mc <Hubcap> o2true 0-10"]);
    },
  );

  await t.step("one death too many and it stays off", async () => {
    await die();
    await until(() => weak.state === "quarantined", "the second death");
    assertStringIncludes(
      rig.taken().at(-1)!,
      "It died 2 times within 60 s and stays off; !tsreload #1 starts",
    );
  });

  await t.step("a reload starts it again with a clean record", async () => {
    assertEquals(await rig.command("!tsreload weak"), "Unloaded script #1 weak. Loaded it again as #3.");
    const again = rig.host.slots[0]!;
    assertEquals([again.state, again.id, again.crew.deaths], ["running", 3, []]);
  });
});

Deno.test("restart: a script that cannot start again says so once and is off", async () => {
  const dir = await Deno.makeTempDir();
  const file = `${dir}/fragile.ts`;
  await Deno.writeTextFile(file, "setTimeout(() => { throw new Error('first') }, 50);");
  try {
    await using rig = await startRig([{ source: file }]);
    await until(() => rig.host.slots[0]!.state === "restarting", "the death");
    await Deno.writeTextFile(file, "throw new Error('second')");
    await until(() => rig.host.slots[0]!.state === "failed", "the failed restart");
    assertEquals(rig.taken().filter((line) => line.startsWith("report")), [
      'report Script "fragile" was stopped: Error: first (fragile.ts:1). It starts again in 1 s.',
      'report Script "fragile" did not start again: Cannot load script "fragile": Error: second (fragile.ts:1)',
    ]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("restart: at a stop scripts run OnUnLoad and UnLoad, and one that hangs there holds it up 2 s", async () => {
  const rig = await startRig([{ source: "host/lab.ts" }, { source: "host/stubborn.ts" }]);
  rig.taken();
  const before = performance.now();
  await rig.host.stop(7);
  const ms = performance.now() - before;
  assert(ms >= 1900 && ms < 30_000, `${ms} ms`);
  assertEquals(rig.taken().filter((line) => line.startsWith("mc")), [
    "mc <lab> OnUnLoad: 7 0-10",
    "mc <lab> UnLoad 0-10",
  ]);
  assertEquals(rig.host.slots.map(({ state }) => state), ["stopped", "stopped"]);
});
