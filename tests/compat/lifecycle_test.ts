/**
 * What the script runtime itself promises: load and unload, hooks found and called, their results, text in any
 * language and encoding. The counterpart of the wrapper tests of Verlihub's Python plugin.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { startRig } from "../host/rig.ts";
import { startTestHub } from "../support/hub.ts";
import { asks, CALM, fixture, FIXTURES, quiet, readIn, utf8 } from "./kit.ts";
import { latin1Text } from "../../src/core/bytes.ts";
import { createCodec } from "../../src/nmdc/encoding.ts";

const LIMITS = { hookMs: 20_000, loadMs: 60_000 };
const ECHO = { source: `${FIXTURES}echo.ts`, limits: LIMITS };

/** Texts in languages that share no code page. */
const TEXTS = [
  "Hello, world",
  "Café déjà vu, où êtes-vous",
  "Привет, мир",
  "Zażółć gęślą jaźń",
  "中文 and English",
  "¿Dónde está el niño?",
];

Deno.test("lifecycle: a script is loaded, found out, asked, unloaded and gone", async (t) => {
  await using rig = await startRig([ECHO]);
  const slot = rig.host.slots[0]!;

  await t.step("lifecycle: it gets an id, and the hooks it exports are known", () => {
    assertEquals([slot.id, slot.state], [1, "running"]);
    const { wanted } = rig.port.sink;
    assertEquals([wanted.OnTimer, wanted.OnParsedMsgChat, wanted.OnUserLogin], [true, true, false]);
  });

  await t.step("lifecycle: a hook's result comes back as what it means", async () => {
    const answer = await rig.chat("hello");
    assertEquals([answer.allow, answer.fields], [true, [null, "Processed: hello"]]);
    rig.tick();
    assertEquals((await rig.ask("OnHubCommand", "alice", "seen", 0, 0, "!")).allow, false);
    assertEquals(rig.taken(), ['chatTo alice <Hubcap> {"timer":1,"lines":1,"encodings":0}']);
  });

  await t.step("lifecycle: unloading ends it, and nothing asks it any more", async () => {
    assertStringIncludes(await rig.command("!tsunload echo"), "echo");
    assertEquals(rig.host.slots.filter(({ state }) => state === "running"), []);
    assertEquals(rig.port.sink.wanted.OnParsedMsgChat, false);
    assertEquals((await rig.chat("hello")).fields, null);
  });
});

Deno.test("lifecycle: a host starts and stops without any script", async () => {
  await using rig = await startRig([]);
  assertEquals([rig.host.slots.length, rig.host.openHooks], [0, 0]);
  assertEquals((await rig.chat("hello")).allow, true);
});

Deno.test("text: what a script sees and says is what was meant, in UTF-8", async (t) => {
  await using hub = await startTestHub({ scripts: [fixture("echo")], settings: CALM });
  const alice = await hub.login("alice");
  const bob = await hub.login("bob");
  const says = async (text: string) => {
    alice.send(utf8(`<alice> ${text}|`));
    return readIn("utf-8", await bob.expect(/^<alice> /)).slice("<alice> ".length);
  };

  await t.step("text: an echo is identical, in six languages", async () => {
    for (const text of TEXTS) assertEquals(await says(`echo ${text}`), text);
  });

  await t.step("text: what a script adds in other alphabets arrives too", async () => {
    assertEquals(await says("mark Привет"), "до Привет 后 😀");
  });

  await t.step("text: odd characters break nothing", async () => {
    const long = `start${"Ñ".repeat(100)}end`;
    for (const text of ["你好™©®", "a\tb\x01c\nd", long, "😀🎉👩‍👩‍👧", "\u{10ffff}\ufeff"]) {
      assertEquals(await says(`echo ${text}`), text);
    }
    assertEquals(await asks(alice, "alice", utf8("points é😀\n")), "233 128512 10");
    assertEquals(await says("echo "), "");
  });

  await t.step("text: a nick of any characters reads the same in a script", async () => {
    for (const nick of ["Ünïcödé", "Кириллица", "名前", "zwölf™"]) {
      const client = await hub.connect();
      const wire = utf8(nick);
      await client.login({ nick: wire });
      client.send(`<${wire}> !seen|`);
      assertStringIncludes(await client.expect(/^<Hubcap> \{/), "timer");
      client.close();
    }
  });
});

Deno.test("text: a hub of a code page loses only what the page does not have", async (t) => {
  for (
    const [encoding, text, added] of [
      ["windows-1251", "Привет", "Привет"],
      ["iso-8859-1", "déjà vu", "déjà vu"],
      ["windows-1250", "Zażółć", "Zażółć"],
    ] as const
  ) {
    await t.step(`text: ${encoding}`, async () => {
      await using hub = await startTestHub({ scripts: [fixture("echo")], settings: CALM, encoding });
      const codec = createCodec(encoding)!;
      const wire = (text: string) => latin1Text(codec.encode(text));
      const alice = await hub.login("alice");
      const says = async (text: string) => {
        alice.send(`<alice> ${wire(text)}|`);
        return readIn(encoding, await alice.expect(/^<alice> /)).slice("<alice> ".length);
      };
      // A first line the hub cannot take for UTF-8 tells it what this client writes.
      assertEquals(await says(`echo ${text}`), text);
      const marked = await says(`mark ${added}`);
      assert(marked.includes(added) && !marked.includes("😀"), marked);
      assertStringIncludes(marked, "&#128512;");
      for (const [i, next] of Array.from({ length: 100 }, (_, i) => [i, TEXTS[i % TEXTS.length]!] as const)) {
        const answer = await says(`work Test ${next} ${i}`);
        assert(answer.startsWith("true Test ") && answer.endsWith(` ${i}`), answer);
      }
      assertStringIncludes(await asks(alice, "alice", "!seen"), '"encodings":100');
      await quiet(hub);
    });
  }
});
