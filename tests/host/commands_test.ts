/**
 * The operator commands about scripts, typed and answered, with real workers behind them.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { HubError } from "../../src/core/errors.ts";
import { SCRIPTS, startRig, until } from "./rig.ts";

const FOLDER = `${SCRIPTS}host`;
const FILES = ["lab.ts", "slow_start.ts", "strict.ts", "stubborn.ts"];

Deno.test("commands: list, load, unload, reload", async (t) => {
  await using rig = await startRig([
    { source: "host/lab.ts", name: "one", options: { tag: "one" } },
    { source: "host/lab.ts", name: "two", options: { tag: "two" } },
  ], { files: () => FILES, folder: FOLDER });
  const ids = () => rig.host.slots.map(({ id }) => id);

  await t.step("!tslist shows number, name, state, grants and figures", async () => {
    await rig.chat("if (tag === 'one') throw new Error('oops')");
    const [title, empty, head, rule, empty2, ...rows] = (await rig.command("!tslist")).split("\r\n");
    assertEquals([title, empty, head, empty2], ["Scripts in call order:", "", "\tID\tScript", ""]);
    assertMatch(rule!, /^\t-+$/);
    assertEquals(rows[0], `\t1\tone [running] ${FOLDER}/lab.ts`);
    assertEquals(rows[1], "\t\tgrants: none");
    assertMatch(
      rows[2]!,
      /^\t\thooks: 1 answered, [\d.]+ ms on average, \d+ ms at most; 1 failed, 0 too slow$/,
    );
    assertMatch(rows[3]!, /^\t\tmemory: [\d.]+ MiB heap$/);
    assertMatch(rows[4]!, /^\t\tlast trouble: OnParsedMsgChat: Error: oops \(lab\.ts:\d+\)$/);
    assertEquals(rows[5], `\t2\ttwo [running] ${FOLDER}/lab.ts`);
    assertStringIncludes(await rig.command("!pylist"), "Scripts in call order:");
  });

  await t.step("!tsfiles lists the folder, numbered from 0", async () => {
    const rows = (await rig.command("!tsfiles")).split("\r\n");
    assertEquals(rows[0], `Scripts in ${FOLDER}:`);
    assertEquals(rows.slice(-4), [
      "\t0\tlab.ts\t(loaded)",
      "\t1\tslow_start.ts",
      "\t2\tstrict.ts",
      "\t3\tstubborn.ts",
    ]);
  });

  await t.step("!tsload takes a number, a name or a path, once", async () => {
    assertEquals(await rig.command("!tsload 3"), "Loaded script #3 stubborn.");
    assertEquals(
      await rig.command("!tsload stubborn"),
      "Script #3 stubborn is loaded already; try !tsreload #3.",
    );
    assertEquals(
      await rig.command(`!tsload ${FOLDER}/stubborn.ts`),
      "Script #3 stubborn is loaded already; try !tsreload #3.",
    );
    assertEquals(
      await rig.command("!tsload nothing"),
      `There is no file "nothing" in ${FOLDER}. !tsfiles shows the files to choose from.`,
    );
    assertEquals(
      await rig.command("!tsload 17"),
      `There is no file "17" in ${FOLDER}. !tsfiles shows the files to choose from.`,
    );
    assertStringIncludes(await rig.command("!tsload"), "Which script?");
    assertStringIncludes(await rig.command(`!tsload ${FOLDER}/nothing.ts`), "Cannot read script");
    assertEquals(ids(), [1, 2, 3]);
  });

  await t.step(
    "a script that fails to load is not in the list, and the operator reads why and where",
    async () => {
      const reply = await rig.command(`!tsload ${SCRIPTS}hostile/throw_at_load.ts`);
      assertStringIncludes(reply, "broken on purpose");
      assertStringIncludes(reply, "throw_at_load.ts:7");
      assertEquals(ids(), [1, 2, 3]);
    },
  );

  await t.step("!tsreload keeps the place, takes a new number and takes the bots away", async () => {
    await rig.chat("if (tag === 'one') { vh.AddRobot('Robo', 3, '', '', '', 0); globalThis.old = 1 }");
    rig.taken();
    assertEquals(await rig.command("!tsreload one"), "Unloaded script #1 one. Loaded it again as #6.");
    assertEquals(ids(), [6, 2, 3]);
    assertEquals(rig.taken(), ["mc <one> UnLoad 0-10", "unbots script 1"]);
    await rig.chat("vh.mc(tag + globalThis.old)");
    assertEquals(rig.taken(), ["mc <Hubcap> oneundefined 0-10", "mc <Hubcap> twoundefined 0-10"]);
  });

  await t.step("!tsunload takes a number or a name; UnLoad runs", async () => {
    assertEquals(await rig.command("!tsunload #2"), "Unloaded script #2 two.");
    assertEquals(rig.taken(), ["mc <two> UnLoad 0-10", "unbots script 2"]);
    assertEquals(
      await rig.command("!tsunload two"),
      'There is no script "two" in the list. !tslist shows the names and numbers.',
    );
    assertEquals(ids(), [6, 3]);
  });

  await t.step("a script unloaded while it loads does not come back", async () => {
    const loading = rig.command("!tsload slow_start");
    await until(() => rig.lines.some((line) => line.includes("listening")), "its first line");
    assertMatch(await rig.command("!tsunload slow_start"), /^Unloaded script #\d+ slow_start\.$/);
    assertMatch(await loading, /Cannot load|unloaded meanwhile/);
    assertEquals(ids(), [6, 3]);
  });

  await t.step("!tslog shows and sets the level", async () => {
    assertEquals(await rig.command("!tslog"), "Script log level: 1.");
    assertEquals(await rig.command("!tslog 3"), "pi_python log_level: 1 -> 3.");
    assertStringIncludes(await rig.command("!tslog much"), '"much" is no log level');
  });
});

Deno.test("commands: an empty list, a folder that cannot be read, and who may", async () => {
  const files = () => {
    throw new HubError("store.unwritable", "Cannot read the folder");
  };
  await using rig = await startRig([], { files });
  assertEquals(
    await rig.command("!tslist"),
    "No scripts are loaded. !tsfiles shows the files to choose from.",
  );
  assertEquals(await rig.command("!tsfiles"), "Cannot read the folder.");
  assertEquals(new Set(rig.port.commands.map((command) => command.minClass())), new Set([5]));
  assert(rig.port.commands.every(({ name, aliases }) => aliases[0] === name.replace(/^ts/, "py")));
});
