/**
 * The operator commands about scripts, typed and answered, with real workers behind them.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { HubError } from "../../src/core/errors.ts";
import { SCRIPTS, startRig, until } from "./rig.ts";

const FOLDER = `${SCRIPTS}host`;
const FILES = ["bridge.ts", "lab.ts", "slow_start.ts", "stubborn.ts"];

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
    assertMatch(rows[3]!, /^\t\tmost time: OnParsedMsgChat 1x [\d.]+\/\d+ ms$/);
    assertMatch(rows[4]!, /^\t\tmemory: [\d.]+ MiB heap$/);
    assertMatch(rows[5]!, /^\t\tlast trouble: OnParsedMsgChat: Error: oops \(lab\.ts:\d+\)$/);
    assertEquals(rows[6], `\t2\ttwo [running] ${FOLDER}/lab.ts`);
    assertStringIncludes(await rig.command("!pylist"), "Scripts in call order:");
  });

  await t.step("script commands: the words of Verlihub's plugins work", async () => {
    for (
      const [words, same] of [
        [["!pylist", "!pluglist", "!lstplug"], "!tslist"],
        [["!pyload x", "!plugin x", "!onplug x"], "!tsload x"],
        [["!pyunload x", "!plugout x", "!offplug x"], "!tsunload x"],
        [["!pyreload x", "!plugreload x", "!replug x"], "!tsreload x"],
        [["!addplug x -a 1", "!modplug x", "!delplug x"], "!tsadd"],
      ] as const
    ) {
      const answer = await rig.command(same);
      assertMatch(
        answer,
        /^Scripts in call order|^There is no|^No script|^A script is loaded at every start if/,
      );
      const steady = (text: string) => text.replace(/[\d.]+/g, "");
      for (const word of words) assertEquals(steady(await rig.command(word)), steady(answer), word);
    }
  });

  await t.step(
    "!tsfiles lists the folder; a file that is not loaded shows the number it will have",
    async () => {
      const listed = async () => (await rig.command("!tsfiles")).split("\r\n");
      const rows = await listed();
      assertEquals(rows[0], `Scripts in ${FOLDER}:`);
      assertEquals(rows.slice(-4), [
        "\t3\tbridge.ts",
        "\t1\tlab.ts\t(running)",
        "\t4\tslow_start.ts",
        "\t5\tstubborn.ts",
      ]);
      assertEquals(await listed(), rows, "numbers stay");
    },
  );

  await t.step(
    "!tsload takes a number, a name with or without extension, a path or a URL, once",
    async () => {
      assertEquals(await rig.command("!tsload #5"), "Loaded script #5 stubborn.");
      const again = "Script #5 stubborn is loaded already; try !tsreload #5.";
      for (
        const what of [
          "5",
          "stubborn",
          "stubborn.ts",
          `${FOLDER}/stubborn.ts`,
          `file://${FOLDER}/stubborn.ts`,
        ]
      ) {
        assertEquals(await rig.command(`!tsload ${what}`), again);
      }
      for (const what of ["nothing", "17", "#0"]) {
        assertEquals(
          await rig.command(`!tsload ${what}`),
          `There is no file "${what}" in ${FOLDER}. !tsfiles shows the files to choose from.`,
        );
      }
      assertStringIncludes(await rig.command("!tsload"), "Name a script");
      assertStringIncludes(await rig.command(`!tsload ${FOLDER}/nothing.ts`), "Cannot read script");
      assertEquals(await rig.command(`!tsload file://${FOLDER}/bridge.ts`), "Loaded script #3 bridge.");
      assertEquals(await rig.command("!tsunload bridge.ts"), "Unloaded script #3 bridge.");
      assertEquals(ids(), [1, 2, 5]);
      const rows = (await rig.command("!tsfiles")).split("\r\n");
      assertEquals(rows.at(-4), "\t7\tbridge.ts", "the number of an unloaded script is not used again");
      assertEquals(await rig.command("!tsload bridge"), "Loaded script #7 bridge.");
      await rig.command("!tsunload 7");
    },
  );

  await t.step(
    "a script that fails to load is not in the list; the operator and the others read why and where",
    async () => {
      rig.taken();
      const reply = await rig.command(`!tsload ${SCRIPTS}hostile/throw_at_load.ts`);
      assertStringIncludes(reply, "broken on purpose");
      assertStringIncludes(reply, "throw_at_load.ts:7");
      const report = rig.taken().find((line) => line.startsWith("report"))!;
      assertMatch(
        report,
        /^report Script "throw_at_load" could not be loaded \(asked by op\): .*throw_at_load\.ts:7/,
      );
      assertEquals(ids(), [1, 2, 5]);
    },
  );

  await t.step("!tsreload keeps the place, takes a new number and takes the bots away", async () => {
    await rig.chat("if (tag === 'one') { vh.AddRobot('Robo', 3, '', '', '', 0); globalThis.old = 1 }");
    rig.taken();
    const reply = await rig.command("!tsreload one");
    const [, id] = /^Unloaded script #1 one\. Loaded it again as #(\d+)\.$/.exec(reply)!;
    assertEquals(ids(), [Number(id), 2, 5]);
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
    assertEquals(ids().slice(1), [5]);
  });

  await t.step("a script unloaded while it loads does not come back", async () => {
    const loading = rig.command("!tsload slow_start");
    await until(() => rig.lines.some((line) => line.includes("listening")), "its first line");
    assertMatch(await rig.command("!tsunload slow_start"), /^Unloaded script #\d+ slow_start\.$/);
    assertMatch(await loading, /Cannot load|unloaded meanwhile/);
    assertEquals(ids().slice(1), [5]);
  });

  await t.step("!tsperm shows everything a script may do", async () => {
    const rows = (await rig.command("!tsperm one")).split("\r\n");
    assertMatch(rows[0]!, /^Grants of script #\d+ one \(.*lab\.ts\):$/);
    for (
      const row of ["\tnet: none", "\tnot granted: sql, commands, stop, passwords", "\tisolation: hardened"]
    ) {
      assert(rows.includes(row), row);
    }
    assertStringIncludes(await rig.command("!tsperm nobody"), "There is no script");
  });

  await t.step("!tserr shows and sets who is told", async () => {
    assertStringIncludes(await rig.command("!tserr"), "pi_python err_class: 3.");
    assertEquals(await rig.command("!tserr 5"), "pi_python err_class: 3 -> 5.");
    assertStringIncludes(await rig.command("!tserr 11"), '"11" is no class');
  });

  await t.step("!tslog shows and sets the level, and the level counts", async () => {
    assertStringIncludes(await rig.command("!tslog"), "pi_python log_level: 1.");
    assertStringIncludes(await rig.command("!tslog much"), '"much" is no log level');
    const logged = async (level: number) => {
      await rig.command(`!tslog ${level}`);
      const from = rig.lines.length, name = `line ${level}`;
      await rig.chat(`for (const as of ["error", "warn", "info", "debug"]) console[as]("${name} as " + as)`);
      await rig.chat("throw new Error('end')");
      await until(
        () => rig.lines.slice(from).some((line) => line.includes("failed: Error: end")),
        "the last line",
      );
      return rig.lines.slice(from).filter((line) => !line.includes("failed")).map((line) =>
        line.slice(0, 60)
      );
    };
    assertEquals(await logged(0), ["error one: line 0 as error"]);
    assertEquals((await logged(1)).length, 3);
    rig.taken();
    assertEquals((await logged(2)).at(-1), "info one: line 2 as debug");
    assertMatch(rig.taken().join(), /report Script "one": OnParsedMsgChat: Error: end \(lab\.ts:\d+\)/);
    const all = await logged(3);
    assert(
      all.some((line) => line.startsWith('info one: OnParsedMsgChat("alice", "for (const')),
      all.join("\n"),
    );
    assert(all.some((line) => /^info one: OnParsedMsgChat = null, [\d.]+ ms$/.test(line)), all.join("\n"));
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
