/**
 * The table of commands as a whole: words, help, menus and secrets fit together, whoever wrote the row.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { defaultSettings } from "../../config/settings.ts";
import { createCommands } from "../command_line/command_registry.ts";
import { UserClass } from "../model.ts";
import { publicLine } from "../command_line/secret_words.ts";
import { HUB_COMMANDS } from "./mod.ts";

const wordsOf = ({ name, aliases = [] }: { name: string; aliases?: readonly string[] }) => [name, ...aliases];
const shown = ({ name, operator }: { name: string; operator: boolean }) => (operator ? "!" : "+") + name;

Deno.test("command table: no two commands of operators, and no two of everybody, share a word", () => {
  for (const operators of [true, false]) {
    const words = HUB_COMMANDS.filter(({ operator }) => operator === operators).flatMap(wordsOf);
    assertEquals(words.filter((word, at) => words.indexOf(word) !== at), []);
  }
});

Deno.test("command table: every word is lower case without blanks; only a timed command has none with _", () => {
  for (const row of HUB_COMMANDS) {
    for (const word of wordsOf(row)) {
      assert(word === word.toLowerCase() && !/[\s$|]/.test(word) && word.length <= 20, word);
      assert(!word.includes("_"), `${word}: what follows _ is a span of time`);
    }
  }
});

Deno.test("command table: help is one line that says something, usage begins with < or [", () => {
  for (const row of HUB_COMMANDS) {
    const { help, usage } = row;
    assert(help.length > 10 && !/[|\r\n]/.test(help) && !help.endsWith("."), `${shown(row)}: ${help}`);
    assert(usage === "" || /^[<[][^\r\n]*$/.test(usage), `${shown(row)}: ${usage}`);
  }
});

Deno.test("command table: classes are classes, operators' commands are not below operator", () => {
  const vars = defaultSettings();
  for (const row of HUB_COMMANDS) {
    const min = row.minClass(vars);
    assert(min >= UserClass.Pinger && min <= 11, shown(row));
    assert(!row.operator || min >= UserClass.Operator, shown(row));
  }
});

Deno.test("command table: menu entries have titles of their own and words their command is found by", () => {
  const commands = createCommands(defaultSettings);
  commands.add(HUB_COMMANDS);
  const titles = new Set<string>();
  for (const row of HUB_COMMANDS) {
    for (const { title, on, args, word = row.name } of row.menu ?? []) {
      const place = `${on} ${title.replace(/\\+/g, "\\")}`;
      assert(!titles.has(place), place);
      titles.add(place);
      assert(!/[$|&\r\n]/.test(title + args) && title.trim() === title && title !== "", place);
      assert(!title.startsWith("\\") && !title.endsWith("\\"), place);
      assertEquals(commands.find(word, row.operator)?.name, row.name, place);
      assert(on === "user" || !args.includes("%[nick]"), `${place}: there is no nick on the hub`);
      assert(args !== "" || !row.usage.startsWith("<"), `${place}: the command needs arguments`);
    }
  }
});

Deno.test("command table: no submenu is an entry, too", () => {
  for (const on of ["user", "hub"] as const) {
    const titles = HUB_COMMANDS.flatMap(({ menu = [] }) => menu.filter((entry) => entry.on === on)).map(
      ({ title }) => title.replace(/\\+/g, "\\"),
    );
    for (const title of titles) assert(!titles.some((other) => other.startsWith(`${title}\\`)), title);
  }
});

Deno.test("command table: every command that takes a password hides it", () => {
  const commands = createCommands(defaultSettings);
  commands.add(HUB_COMMANDS);
  const taking = HUB_COMMANDS.filter(({ usage }) => /password/i.test(usage));
  assert(taking.length >= 4, "there are commands that take passwords");
  for (const row of taking) {
    const words = row.usage.split(/[\s|]+/);
    const at = words.findIndex((word) => /password/i.test(word)) + 1;
    for (const word of wordsOf(row)) {
      const line = `!${word} ${"x ".repeat(at - 1)}s3cret more`;
      assert(!/s3cret|more/.test(publicLine(commands, line)), `${word}: ${publicLine(commands, line)}`);
    }
  }
});
