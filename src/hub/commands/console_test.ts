/**
 * Reading console arguments.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { consoleHelp, type ConsoleOptions, consoleUsage, formatOption, parseConsole } from "./console.ts";

const OPTIONS = {
  text: { flag: "d", type: "text", meaning: "Text.", max: 20 },
  title: { flag: "h", type: "line", meaning: "Title.", min: 1 },
  from: { flag: "a", type: "int", meaning: "Hour.", max: 23 },
  version: { flag: "v", type: "number", meaning: "Version.", min: -1 },
  on: { flag: "e", type: "switch", meaning: "Counts." },
  flags: { flag: "f", type: "bits", meaning: "When.", names: { pm: 2, motd: 4 } },
  way: { flag: "s", type: "choice", meaning: "Way.", names: { plain: 0, tls: 1, any: 2 } },
  every: { flag: "t", type: "period", meaning: "Pause.", max: 86_400 },
  speed: { flag: "ls", type: "int", meaning: "Speed." },
} as const satisfies ConsoleOptions;

const read = (args: string) => parseConsole(OPTIONS, ["name"], args);
const problemOf = (args: string): string => {
  const result = read(args);
  return result.ok ? "" : result.problem;
};

Deno.test("console: every type of option is read, the word before, between or after them", () => {
  const values = {
    text: "two words",
    title: "Title",
    from: 23,
    version: -1,
    on: true,
    flags: 6,
    way: 1,
    every: 300,
    speed: 7,
  };
  const options = '-d "two words" -h Title -a 23 -v -1 -e on -f pm,motd -s tls -t 5m -ls 7';
  assertEquals(read(`x ${options}`), { ok: true, rest: ["x"], values });
  assertEquals(read(`${options} x`), { ok: true, rest: ["x"], values });
  assertEquals(read(`-a 1 x -e 0`), { ok: true, rest: ["x"], values: { from: 1, on: false } });
});

Deno.test("console: names work like letters, numbers like names", () => {
  assertEquals(read("x --text hi --flags 6"), { ok: true, rest: ["x"], values: { text: "hi", flags: 6 } });
  assertEquals(read("x -f 2,motd -s 2 -t 90 -v 1.25"), {
    ok: true,
    rest: ["x"],
    values: { flags: 6, way: 2, every: 90, version: 1.25 },
  });
});

Deno.test("console: quotes keep spaces, line breaks, options and quotes", () => {
  assertEquals(read('"a b" -d"-h \\"q\\" \\\\\r\nc"'), {
    ok: true,
    rest: ["a b"],
    values: { text: '-h "q" \\\r\nc' },
  });
  assertEquals(read('x -d ""'), { ok: true, rest: ["x"], values: { text: "" } });
  assertEquals(read('5" -d a"b'), { ok: true, rest: ['5"'], values: { text: 'a"b' } });
});

Deno.test("console: what cannot be read is said exactly", () => {
  assertEquals(problemOf(""), "the name is missing");
  assertEquals(problemOf("x y"), '"y" belongs to nothing: put texts with spaces in "quotes"');
  assertEquals(problemOf('x -d "open'), 'a " is not closed');
  assertEquals(problemOf("x -q 1"), "there is no option -q");
  assertEquals(problemOf("x -a"), "-a needs a whole number from 0 to 23 behind it");
  assertEquals(problemOf("x -h -a 1"), "-h needs one line of 1 to 255 bytes behind it");
  assertEquals(problemOf("x -a 24"), '-a must be a whole number from 0 to 23: received "24"');
  assertEquals(
    problemOf("x -f pm,nonsense"),
    '-f must be 0 or some of pm (2), motd (4), commas between: received "pm,nonsense"',
  );
  assertMatch(problemOf("x -f 8"), /^-f must be 0 or some of pm/);
  assertMatch(problemOf("x -s constructor"), /^-s must be one of plain \(0\), tls \(1\), any \(2\)/);
  assertMatch(problemOf("x -e maybe"), /^-e must be 0 or 1/);
  assertMatch(problemOf("x -t 2d"), /^-t must be seconds or a time/);
  assertMatch(problemOf(`x -d ${"ä".repeat(11)}`), /^-d must be a text of 0 to 20 bytes/);
  assertMatch(problemOf('x -h "a\nb"'), /^-h must be one line/);
  assertMatch(problemOf("x -d a\0b"), /^-d must be a text/);
  assertMatch(problemOf(`x -${"a".repeat(5000)} 1`), /^there is no option -a{39}…$/);
});

Deno.test("console: help and pattern come from the table", () => {
  assertEquals(consoleUsage({ a: OPTIONS.from, b: OPTIONS.on }, ["name"]), "<name> [-a ...] [-e ...]");
  assertEquals(
    consoleHelp({ from: OPTIONS.from, flags: OPTIONS.flags }),
    "-a or --from: Hour. Takes a whole number from 0 to 23.\r\n" +
      "-f or --flags: When. Takes 0 or some of pm (2), motd (4), commas between.",
  );
});

Deno.test("console: values are shown as they are typed", () => {
  assertEquals(formatOption(OPTIONS.flags, 6), "pm,motd");
  assertEquals(formatOption(OPTIONS.flags, 0), "0");
  assertEquals(formatOption(OPTIONS.way, 1), "tls");
  assertEquals(formatOption(OPTIONS.on, true), "1");
  assertEquals(formatOption(OPTIONS.text, "a b"), "a b");
});
