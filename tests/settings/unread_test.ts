/**
 * No runtime variable is declared and then forgotten: something outside the tables names every one of them. What the
 * naming code does with it is shown by the cases beside this file.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { SETTING_NAMES } from "../../src/config/settings.ts";
import { readSources } from "../../tools/house_lint.ts";

/** The program without the tables of variables, and without tests. */
function programText(): string {
  return [...readSources(".")].filter(([file]) =>
    file.startsWith("src/") && !file.startsWith("src/config/") && !/_test\.ts$|\/testing\//.test(file)
  ).map(([, text]) => text.replaceAll(/^\s*(\/\/|\/?\*).*$/gm, "")).join("\n");
}

/** Names that no code mentions, neither whole nor as a template such as `int_flood_${name}_limit`. */
function unread(names: readonly string[], program: string): string[] {
  const words = new Set(program.match(/\b[a-z][a-z0-9_]*\b/g));
  const templates = [...program.matchAll(/`([a-z0-9_]*\$\{[\w.]+\}[a-z0-9_]*)`/g)].map(([, text]) => text!)
    .filter((text) => text.replace(/\$\{[^}]*\}/, "").length >= 6)
    .map((text) => new RegExp(`^${text.replace(/\$\{[^}]*\}/, "[a-z0-9]+")}$`));
  return names.filter((name) => !words.has(name) && !templates.some((template) => template.test(name)));
}

Deno.test("settings: every variable is read somewhere", () => {
  assertEquals(unread(SETTING_NAMES, programText()), []);
});

Deno.test("settings: a name that stands nowhere, or in a comment only, is found", () => {
  const program = "vars.hub_name; const limit = `int_flood_${name}_limit`;\n`${a}_x`";
  assertEquals(
    unread(["hub_name", "int_flood_chat_limit", "hub_nam", "int_flood_chat_period", "b_x"], program),
    [
      "hub_nam",
      "int_flood_chat_period",
      "b_x",
    ],
  );
});
