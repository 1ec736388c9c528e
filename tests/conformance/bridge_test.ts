/**
 * Plugins, embedder functions, questions between scripts, groups, operator commands and the folder of scripts, in a
 * whole hub with real clients.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { CallError, HubError } from "../../mod.ts";
import { startTestHub } from "../support/hub.ts";

const at = (path: string): string => fromFileUrl(new URL(path, import.meta.url));
const BRIDGE = at("../scripts/host/bridge.ts");
const script = (name: string, more: Record<string, unknown> = {}) => ({
  source: BRIDGE,
  name,
  options: { tag: name },
  ...more,
});
const only = (name: string, code: string): string => `if (tag === '${name}') { ${code} }`;
/** Chat lines travel escaped. */
const escaped = (text: string): string => text.replaceAll("$", "&#36;").replaceAll("|", "&#124;");
const BOSS = { nick: "boss", class: 10, password: "secret" };
const OP = { nick: "oper", class: 3, password: "secret" };

Deno.test("bridge: a plugin and an embedder offer functions; scripts use them and are called back", async () => {
  await using test = await startTestHub({
    settings: { max_class_proto_flood: -1, int_flood_chat_limit: 0 },
    scripts: [script("desk"), script("other")],
    config: { plugins: [{ source: at("../plugins/shop.ts"), options: { prices: { tea: 3, cake: 4 } } }] },
  });
  const { hub } = test;
  const alice = await test.login("alice");
  const run = async (code: string, wanted: string | RegExp) => {
    alice.send(`<alice> ${escaped(only("desk", code))}|`);
    await alice.expect(wanted);
  };
  hub.registerFunction("desk", "double", (n: number) => n * 2);
  await run(
    "vh.mc('tea costs ' + vh.fn.price('tea') + ', twice ' + vh.fn.double(3))",
    "<Hubcap> tea costs 3, twice 6",
  );
  await run("vh.mc([...vh.fn.prices().keys()].join())", "<Hubcap> tea,cake");
  await run(
    "try { vh.fn.price('rum') } catch (e) { vh.mc(e.code + ' ' + e.message) }",
    "<Hubcap> shop.none no rum today",
  );
  await run("vh.mc(vh.fn.shoutBack('hey'))", "<Hubcap> HEY");
  await run("vh.mc(vh.ScriptQuery('name', 'x').map((a) => a.value).join())", "<Hubcap> other x deno a");

  const value = new Map([["when", new Date(0)]]);
  assertEquals<unknown>(await hub.call("desk", "echo", value, 2n ** 70n), [value, 2n ** 70n]);
  const error = await assertRejects(
    () => hub.call("desk", "fails", "shop.closed"),
    CallError,
    "failed on purpose",
  );
  assertEquals(error.code, "shop.closed");
  assertEquals(hub.unregisterFunction("desk", "double"), true);
  await run("try { vh.fn.double(1) } catch (e) { vh.mc(e.code) }", "<Hubcap> function.unknown");
});

Deno.test("bridge: a plugin that fails keeps the hub from starting", async () => {
  const config = { plugins: [{ source: at("../plugins/broken.ts") }] };
  const error = await assertRejects(() => startTestHub({ config }), HubError, "no stock");
  assertEquals(error.code, "plugin.load");
});

Deno.test("bridge: scripts of a group serve users side by side", async () => {
  const grouped = { isolation: "shared:g" };
  await using test = await startTestHub({ scripts: [script("a", grouped), script("b", grouped)] });
  const alice = await test.login("alice");
  alice.send(`<alice> ${escaped("vh.mc('here is ' + vh.name)")}|`);
  await alice.expect("<Hubcap> here is a");
  await alice.expect("<Hubcap> here is b");
  alice.send(`<alice> ${escaped(only("b", "return 0"))}|`);
  alice.send("<alice> 'end'|");
  await alice.expect("<alice> 'end'");
  assert(!alice.frames.some((frame) => frame.includes("return 0")), "a block of one member is final");
});

Deno.test("bridge: the folder of scripts is loaded after the config, sorted, without permissions, unless turned off", async () => {
  const config = { autoload: true };
  await using test = await startTestHub({
    scripts: [script("desk")],
    config,
    prepare: async (data: string) => {
      await Deno.mkdir(`${data}/scripts/zoo`, { recursive: true });
      const text = (name: string) =>
        `import vh from "vh";\nexport function OnUserLogin(nick) { vh.pm(nick, "${name}"); }\n` +
        `export function reads() { try { return Deno.readTextFileSync("/etc/hostname"); } catch (e) { return e.name; } }\n`;
      await Deno.writeTextFile(`${data}/scripts/beta.js`, text("beta"));
      await Deno.writeTextFile(`${data}/scripts/alpha.ts`, text("alpha"));
      await Deno.writeTextFile(`${data}/scripts/zoo/mod.ts`, text("zoo"));
      await Deno.writeTextFile(`${data}/scripts/desk.ts`, text("second desk"));
      await Deno.writeTextFile(`${data}/scripts/alpha_test.ts`, "throw new Error('a test is no script');");
      await Deno.writeTextFile(`${data}/scripts/notes.txt`, "not a script");
    },
  });
  assertEquals(test.hub.slots.map(({ definition, state }) => `${definition.name} ${state}`), [
    "desk running",
    "alpha running",
    "beta running",
    "desk_2 running",
    "zoo running",
  ]);
  assertEquals(await test.hub.call("alpha", "reads"), "NotCapable");
  await using quiet = await startTestHub({
    config: { autoload: false },
    prepare: async (data: string) => {
      await Deno.mkdir(`${data}/scripts`);
      await Deno.writeTextFile(`${data}/scripts/alpha.ts`, "export {};");
    },
  });
  assertEquals(quiet.hub.slots.length, 0);
});

Deno.test("bridge: script commands work in main chat and by message, for those who may", async (t) => {
  await using test = await startTestHub({
    scripts: [script("desk")],
    accounts: [BOSS, OP],
    prepare: async (data: string) => {
      await Deno.mkdir(`${data}/scripts`);
      await Deno.writeTextFile(`${data}/scripts/late.ts`, "throw new Error('out of order');");
    },
    config: { autoload: false },
  });
  const boss = await test.login("boss", { password: "secret" });
  const oper = await test.login("oper", { password: "secret" });

  await t.step(
    "the answer goes to the one who asked, with any operator trigger and the old names",
    async () => {
      for (const line of ["!tslist", "+pylist"]) {
        boss.send(`<boss> ${line}|`);
        assertMatch(await boss.expect(/Scripts in call order/), /^<Hubcap> [^]*\t1\tdesk \[running\]/);
      }
      boss.send("$To: Hubcap From: boss $<boss> !tsperm #1|");
      assertMatch(await boss.expect(/Grants of script/), /\tnet: none/);
      await test.settled();
      assertEquals(oper.take(), []);
    },
  );

  await t.step("a class below plugin_mod_class may not; help names only what one may use", async () => {
    oper.send("<oper> !tslist|");
    assertEquals(await oper.next(), "<Hubcap> You have no right to use !tslist.");
    oper.send("<oper> !help|");
    assert(!(await oper.expect(/help/)).includes("tslist"));
    boss.send("<boss> !help|");
    const help = await boss.expect(/tsperm/);
    for (const word of ["tslist", "tsfiles", "tsload", "tsunload", "tsreload", "tslog", "tserr"]) {
      assert(help.includes(`!${word}`), word);
    }
  });

  await t.step(
    "a script that fails to load is told to the one who asked and to operators of err_class",
    async () => {
      const told =
        /^\$To: \w+ From: OpChat .*"late" could not be loaded \(asked by boss\): .*out of order.*late\.ts:1/;
      boss.send("<boss> !tsload late|");
      await boss.expect(/^<Hubcap> Cannot load script "late": Error: out of order \(late\.ts:1\)/);
      await oper.expect(told);
      boss.send("<boss> !tserr 5|");
      await boss.expect("<Hubcap> pi_python err_class: 3 -> 5.");
      oper.take();
      boss.take();
      boss.send("<boss> !tsload late|");
      await boss.expect(told);
      await test.settled();
      assertEquals(oper.take(), []);
    },
  );
});
