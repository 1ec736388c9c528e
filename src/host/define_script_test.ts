/**
 * Tests of define_script.ts.
 *
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import { parseConfig } from "../config/load.ts";
import { HubError } from "../core/errors.ts";
import { defineScript } from "./define_script.ts";

const entry = (script: Record<string, unknown>) => {
  const parsed = parseConfig(JSON.stringify({ scripts: [script] }), "/hub/hubcap.jsonc");
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config.scripts[0]!;
};

Deno.test("define script: an entry with nothing but a source has nothing but defaults", async () => {
  const given = entry({ source: "./greet/mod.ts" });
  const script = await defineScript(given, "/hub");
  assertEquals([script.name, script.file], ["greet", "/hub/greet/mod.ts"]);
  assertEquals(script.permissions.deno.net, false);
  assertEquals([script.capabilities.has("chat"), script.capabilities.has("sql")], [true, false]);
  assertEquals([script.options, script.onFailure, script.restarts], [{}, {}, given.limits.restarts]);
});

Deno.test("define script: file addresses are files, others are refused with a remedy", async () => {
  assertEquals((await defineScript(entry({ source: "file:///x/a.ts" }), "/hub")).file, "/x/a.ts");
  for (const source of ["https://x.test/a.ts", "npm:a", "jsr:@a/b"]) {
    const error = await assertRejects(
      () => defineScript({ ...entry({ source: "./a.ts" }), source }, "/hub"),
      HubError,
      `Cannot load "${source}"`,
    );
    assertEquals(error.code, "script.import");
  }
});

Deno.test("define script: a script knows the data folder only when it may read all of it", async () => {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  await Deno.mkdir(`${folder}/data/files`, { recursive: true });
  const baseDir = async (read: boolean | string[]) =>
    (await defineScript(entry({ source: "./a.ts", permissions: { read } }), `${folder}/data`)).baseDir;
  const data = `${folder}/data`;
  assertEquals(await Promise.all([true, [data], [folder]].map(baseDir)), [data, data, data]);
  assertEquals(
    await Promise.all([false, [], [`${data}/files`], [`${folder}/dat`]].map(baseDir)),
    Array(4).fill(undefined),
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test("define script: a grant that makes no sense is refused by its field", async () => {
  const script = entry({ source: "./a.ts", name: "a", permissions: { sys: ["nothing such"] } });
  const error = await assertRejects(() => defineScript(script, "/hub"), HubError, 'scripts "a".permissions');
  assertEquals(error.code, "config.invalid");
});
