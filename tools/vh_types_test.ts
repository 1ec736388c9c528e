/**
 * Tests of vh_types.ts: the generated types are fresh, complete, and what a script may write against them.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { CALLS } from "../src/vh/calls.ts";
import { HOOK_NAMES } from "../src/vh/hooks.ts";
import { GENERATED, staleFiles } from "./generate.ts";
import { VH_TYPES_FILE, vhTypesText } from "./vh_types.ts";

Deno.test("vh types: the file in the tree is what the tables make", async () => {
  const own = GENERATED.filter(({ path }) => path === VH_TYPES_FILE);
  assertEquals([own.length, await staleFiles(own)], [1, []]);
});

Deno.test("vh types: every call, hook and constant is there", () => {
  const text = vhTypesText();
  for (const { name } of CALLS) assertStringIncludes(text, `\n  ${name}(`);
  for (const name of HOOK_NAMES) assertStringIncludes(text, `\n  ${name}(`);
  for (const constant of ["eCR_KICKED: 2", "readonly eUC: {", "eBF_REVERSE: 512"]) {
    assertStringIncludes(text, constant);
  }
});

/** `deno check` on a script; its output, empty when it passes. */
async function check(source: string): Promise<string> {
  const file = await Deno.makeTempFile({ dir: "tests/scripts", suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, source);
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", file],
      env: { NO_COLOR: "1" },
    }).output();
    return success ? "" : new TextDecoder().decode(stderr);
  } finally {
    await Deno.remove(file);
  }
}

Deno.test("vh types: a sound script checks", async () => {
  assertEquals(
    await check(`import vh from "vh";
      vh.pm("nick", "text", null);
      vh.ScriptCommand("c", "d", 1);
      vh.AddRobot("b", vh.eUC_OPERATOR, "", "", "", 5n);
      vh.on("OnParsedMsgChat", (nick: string, text: string) => text === "" ? 0 : [nick, null]);
      vh.on("OnUserLogin", async () => await Promise.resolve({ allow: true, send: ["$X"] }));
      const share: number | null = vh.GetUserShare("nick");
      export const ok: boolean = share !== null && vh.classmc("x", 0, vh.eUC.MASTER);`),
    "",
  );
});

Deno.test("vh types: mistakes are found", async () => {
  const output = await check(`import vh from "vh";
    vh.pm("nick");
    vh.GetNickList(1);
    vh.on("OnNothing", () => {});
    vh.on("OnNewConn", (ip: number) => ip);`);
  assertStringIncludes(output, "Found 4 errors");
});
