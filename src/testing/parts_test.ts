/**
 * Tests of the kit's parts: how lines are read and recognised, that pausing holds frames back, that lists are bounded.
 *
 * @module
 */
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import type { Link } from "../net/link.ts";
import { createCodec } from "../nmdc/encoding.ts";
import { createClient, MAX_INBOX } from "./client.ts";
import { connectFake } from "./fake_link.ts";
import { fits, readLine, shown } from "./received.ts";
import { createScriptLog, MAX_LINES } from "./script_log.ts";
import { found, untilQuiet } from "./wait.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

const LINES: readonly [line: string, from: string, text: string, inPM: boolean][] = [
  ["<bob> hi &#36; &#124;", "bob", "hi $ |", false],
  ["<bob> two\r\nlines", "bob", "two\r\nlines", false],
  ["<bob>", "bob", "", false],
  ["$To: a From: b $<Shown> psst", "Shown", "psst", true],
  ["$Quit bob", "", "$Quit bob", false],
  ["no chat at all", "", "no chat at all", false],
];

for (const [line, from, text, inPM] of LINES) {
  Deno.test(`kit: ${JSON.stringify(line)} is read`, () =>
    assertEquals(readLine(line), { line, from, text, inPM }));
}

Deno.test("kit: a text is the line, its text or with its author; a pattern fits the line or the text", () => {
  const line = readLine("$To: a From: b $<Bot> 5 &#36;");
  for (const wanted of ["5 $", "<Bot> 5 $", line.line, /^5/, /^\$To: a/, /\$$/g]) {
    assertEquals(fits(line, wanted), true);
  }
  for (const wanted of ["5", "Bot", /^Bot/, ""]) assertEquals(fits(line, wanted), false);
  const again = /5/g; // keeps its place between calls
  assertEquals([fits(line, again), fits(line, again)], [true, true]);
});

Deno.test("kit: an error shows the last 20 lines, none of them endless", () => {
  const lines = Array.from({ length: 30 }, (_, i) => readLine(`line ${i} ${"x".repeat(500)}`));
  const text = shown(lines);
  assertMatch(text, /^ {2}\(10 earlier lines\)\n {2}"line 10 x+… \(508 characters\)"/);
  assertEquals(text.split("\n").length, 21);
  assertEquals(shown([]), "  nothing");
});

/** A hub's end that notes what it gets. */
function doorOf(
  heard: string[],
): { accept: (link: Link) => { frame(f: Uint8Array): void; closed(): void }; link(): Link } {
  let taken: Link | undefined;
  return {
    link: () => taken!,
    accept(link) {
      taken = link;
      return {
        frame: (frame) => void heard.push(new TextDecoder().decode(frame)),
        closed: () => void heard.push("closed"),
      };
    },
  };
}

Deno.test("kit: a paused connection keeps frames back in order, and a closed one delivers nothing", () => {
  const heard: string[] = [], got: string[] = [];
  const door = doorOf(heard);
  const link = connectFake(door.accept, {
    ip: "1.2.3.4",
    tls: "",
    frame: (f) => got.push(new TextDecoder().decode(f)),
  });
  link.send(bytes("a|"));
  door.link().pause();
  link.send(bytes("b|c|"));
  assertEquals(heard, ["a"]);
  door.link().resume();
  assertEquals(heard, ["a", "b", "c"]);
  door.link().write(bytes("one|tw"));
  door.link().writeLater(bytes("o||"));
  assertEquals(got, ["one", "two", ""]);
  link.close();
  link.close();
  link.send(bytes("d|"));
  door.link().write(bytes("three|"));
  assertEquals([heard, got.length, link.closed], [["a", "b", "c", "closed"], 3, true]);
});

Deno.test("kit: a refused connection is closed from the start", () => {
  const link = connectFake(() => null, { ip: "1.2.3.4", tls: "", frame() {} });
  assertEquals([link.accepted, link.closed], [false, true]);
});

Deno.test("kit: inbox and log keep the newest lines within their bounds", () => {
  const door = doorOf([]);
  const { client } = createClient({
    nick: "a",
    ip: "1.2.3.4",
    tls: "",
    codec: createCodec("utf-8")!,
    accept: door.accept,
    settled: () => Promise.resolve(),
    errors: [],
  });
  for (let i = 0; i < MAX_INBOX + 5; i++) door.link().write(bytes(`<b> ${i}|`));
  assertEquals([client.inbox.length, client.inbox[0]!.text], [MAX_INBOX, "5"]);
  const { log, lines, errors } = createScriptLog();
  const script = log.child("script").child("x");
  for (let i = 0; i < MAX_LINES + 5; i++) script.error(`${i}`);
  assertEquals([lines.length, errors.length, errors[0]], [MAX_LINES, MAX_LINES, "x: 5"]);
});

Deno.test("kit: the log keeps lines about scripts, and of the hub's own only errors", () => {
  const { log, lines, errors } = createScriptLog();
  log.child("hub").info("not kept");
  log.child("hub").error("Broken", { error: "why" });
  const script = log.child("script").child("x");
  script.info("kept");
  script.error("OnTimer failed: Error: a", { stack: "Error: a\n  at f (mod.ts:7:3)" });
  assertEquals(lines.map(({ level, script, text }) => [level, script, text]), [
    ["info", "x", "kept"],
    ["error", "x", "OnTimer failed: Error: a"],
  ]);
  assertEquals(errors, ["Broken: why", "x: OnTimer failed: Error: a (mod.ts:7:3)"]);
});

Deno.test("kit: waiting ends with its bound", async () => {
  await assertRejects(() => untilQuiet({ openHooks: 2 }, 5), Error, "after 5 ms: 2 hooks");
  assertEquals(await found(() => undefined, 5), undefined);
  assertEquals(await found(() => 7, 0), 7);
});
