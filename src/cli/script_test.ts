/**
 * `hubcap script` as an author uses it: what it writes works, what it says is true.
 *
 * @module
 */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { fakeClock } from "../core/fake_clock.ts";
import { createPasswords } from "../store/password.ts";
import { dispatch } from "./dispatch.ts";
import { reportOf } from "./script.ts";
import { analyseScript } from "./script_analysis.ts";
import { checkTypes } from "./script_types.ts";

async function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await dispatch(words, {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    readLine: () => Promise.resolve(""),
  }, {
    clock: fakeClock(),
    passwords: createPasswords({ logN: 4 }),
    inspect: () => Promise.reject(new Error("not here")),
    run: () => Promise.reject(new Error("not here")),
    analyse: analyseScript,
  });
  return { code, out: out.join("\n"), err: err.join("\n") };
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  // Inside the project, where its import map applies.
  const folder = await Deno.makeTempDir({ dir: "tests/scripts", prefix: "new_" });
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Runs Deno; its output, empty when it succeeds. */
async function deno(...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    env: { NO_COLOR: "1" },
  })
    .output();
  return success ? "" : new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
}

Deno.test("script new: what it writes passes its own test, the type check, the formatter and the linter", async () => {
  await inFolder(async (folder) => {
    const { code, out, err } = await run("script", "new", "Lucky-7", "--folder", folder);
    assertEquals([code, err], [0, ""]);
    for (const file of ["mod.ts", "mod_test.ts", "README.md"]) {
      assertStringIncludes(out, `Wrote ${join(folder, "Lucky-7", file)}`);
    }
    const place = join(folder, "Lucky-7");
    assertEquals(await deno("fmt", "--check", place), "");
    assertEquals(
      await deno("lint", "--quiet", "--no-config", join(place, "mod.ts"), join(place, "mod_test.ts")),
      "",
    );
    assertEquals(await deno("test", "-A", place), "");
    const checked = await run("script", "check", join(place, "mod.ts"));
    assertEquals([checked.code, checked.err], [0, ""]);
    assertMatch(
      checked.out,
      /Types: fine\nHooks: OnUserLogin, OnParsedMsgChat\nCapabilities:\n {2}chat: vh\.pm \(mod\.ts:13\)/,
    );
  });
});

Deno.test("script new: refuses names that are no words and folders that exist, and touches nothing", async () => {
  await inFolder(async (folder) => {
    for (const name of ["../up", ".hidden", "a b", "9lives", "x".repeat(65), "a/b", ""]) {
      const { code, err } = await run("script", "new", name, "--folder", folder);
      assertEquals([code, err.includes("Cannot name a script")], [2, true], name);
    }
    await Deno.mkdir(join(folder, "taken"));
    await Deno.writeTextFile(join(folder, "taken", "mod.ts"), "mine");
    const { code, err } = await run("script", "new", "taken", "--folder", folder);
    assertEquals(code, 2);
    assertStringIncludes(err, "it exists already");
    assertEquals(await Deno.readTextFile(join(folder, "taken", "mod.ts")), "mine");
    assertEquals((await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name), ["taken"]);
    const unwritable = await run("script", "new", "x", "--folder", join(folder, "taken", "mod.ts"));
    assertEquals([unwritable.code, unwritable.err.includes("Cannot write")], [1, true]);
  });
});

Deno.test("script check: lists hooks, capabilities, permissions with places, and the entry for the config", async () => {
  await inFolder(async (folder) => {
    const source = join(folder, "mod.ts");
    await Deno.writeTextFile(
      source,
      `import vh from "vh";
import { basename } from "node:path";
import { load } from "./lib/load.ts";
export async function OnUserLogin(nick: string) {
  vh.pm(nick, basename(await load()));
  vh.KickUser("op", nick, "why");
}
vh.on("OnTimer", () => {});
export const key: string | undefined = Deno.env.get("API_KEY");
`,
    );
    await Deno.mkdir(join(folder, "lib"));
    await Deno.writeTextFile(
      join(folder, "lib/load.ts"),
      `export const load = () => fetch("https://api.example.org:8443/x").then((r: Response) => r.text());
export const save = (text: string) => Deno.writeTextFileSync("./a", text);
`,
    );
    const { code, out } = await run("script", "check", source);
    assertEquals(code, 0, out);
    assertEquals(out.split("\n").slice(1), [
      "Types: fine",
      "Hooks: OnUserLogin, OnTimer",
      "Capabilities:",
      "  chat: vh.pm (mod.ts:5)",
      "  moderate: vh.KickUser (mod.ts:6)",
      "Permissions:",
      "  env: Deno.env (mod.ts:9)",
      "  net: fetch (lib/load.ts:1)",
      "  write: Deno.writeTextFileSync (lib/load.ts:2)",
      "Built-in modules, which need nothing: node:path",
      "Entry for hubcap.jsonc:",
      `  {"source":"${source}","permissions":{"env":["API_KEY"],"net":["api.example.org:8443"],"write":[]}}`,
      "  Fill the empty lists with the hosts, paths or names it may use.",
    ]);
  });
});

Deno.test("script check: wrong types and what scripts do not have are shown, with the exit code of a failure", async () => {
  await inFolder(async (folder) => {
    const source = join(folder, "mod.ts");
    await Deno.writeTextFile(source, `import vh from "vh";\nvh.pm("a");\nDeno.exit(1);\nconsole.log(vh);\n`);
    const { code, err } = await run("script", "check", source);
    assertEquals(code, 1);
    assertStringIncludes(err, "Types: wrong\n  TS2554");
    assertStringIncludes(err, "Note: Deno.exit is not there for scripts (mod.ts:3)");
    assertStringIncludes(err, "Note: vh is handed on at mod.ts:4");
    await Deno.writeTextFile(source, `import "node:fs";\n`);
    const refused = await run("script", "check", source);
    assertEquals(refused.code, 1);
    assertMatch(refused.err, /^Cannot run: Cannot import "node:fs" in .*mod\.ts:1: .*Deno\.readTextFile/);
    assertEquals((await run("script", "check", join(folder, "none.ts"))).code, 1);
    assertEquals((await run("script", "check", source, "--folder", "x")).code, 2);
  });
});

Deno.test("script check: without a Deno on the machine it says that types were not checked", async () => {
  assertEquals(await checkTypes("mod.ts", null), null);
  const found = await analyseScript("scripts/quickstart/mod.ts");
  const { lines, ok } = reportOf("x", { ...found, types: null });
  assertEquals([lines[1]!.startsWith("Types: not checked"), ok], [true, true]);
});
