/**
 * Scripts in a light worker: everything that serves or limits a script works as in a jail, except what the thread of a
 * plain web Worker cannot do.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { startRig, until } from "./rig.ts";

Deno.test("light worker: a script is served and locked in like any other, and operators are warned", async (t) => {
  await using rig = await startRig([{ source: "host/lab.ts", name: "a", isolation: "worker" }]);

  await t.step("hooks, calls and nested hooks work", async () => {
    await rig.chat("vh.mc(String(vh.KickUser('op', 'bob', 'x')))");
    assertEquals(rig.taken(), [
      "mc <a> OnOperatorKicks: op bob x 0-10",
      "kick op bob x true",
      "mc <Hubcap> true 0-10",
    ]);
  });

  await t.step("it cannot reach what was not granted, nor end the process or its worker", async () => {
    await rig.chat(`
      const tried = ["readTextFileSync('/etc/passwd')", "exit(1)", "kill(Deno.pid)"].map((code) => {
        try { return new Function("Deno." + code)() } catch (e) { return e.name }
      });
      vh.mc([...tried, typeof close, typeof postMessage, typeof Worker, typeof onmessage].join())`);
    assertEquals(rig.taken(), [
      "mc <Hubcap> NotCapable,TypeError,TypeError,undefined,undefined,undefined,undefined 0-10",
    ]);
  });

  await t.step("it is reloaded, and its uncaught errors cost only itself", async () => {
    assertEquals(await rig.command("!tsreload a"), "Unloaded script #1 a. Loaded it again as #2.");
    await rig.chat("setTimeout(() => { throw new Error('oops') })");
    await until(() => rig.host.slots[0]!.state === "restarting", "it is down");
    await until(() => rig.host.slots[0]!.state === "running", "it is up again");
    await rig.chat("vh.mc('back')");
    assertEquals(rig.taken().at(-1), "mc <Hubcap> back 0-10");
  });

  await t.step("the log and !tslist say what it lacks", async () => {
    const warning = "no heap cap, and a script that hangs may use a processor until the hub is restarted";
    assertEquals(rig.lines.some((line) => line.startsWith("warn") && line.includes(warning)), true);
    assertStringIncludes(await rig.command("!tslist"), `(light worker: ${warning})`);
  });
});
