/**
 * Which scripts an operator may load by hand.
 *
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { parseConfig } from "../config/load.ts";
import { HubError } from "../core/errors.ts";
import { defineByHand } from "./script_folder.ts";

Deno.test("scripts by hand: below class 10 only those of the config and of the folder, however the path is written", async () => {
  const base = await Deno.makeTempDir({ prefix: "hubcap-hand-" });
  try {
    const folder = join(base, "scripts");
    await Deno.mkdir(folder);
    const [inside, outside, named] = [join(folder, "a.ts"), join(base, "b.ts"), join(base, "c.ts")];
    for (const file of [inside, outside, named]) await Deno.writeTextFile(file, "export {};");
    const text = JSON.stringify({ scripts: [{ source: "./c.ts" }] });
    const parsed = parseConfig(text, join(base, "hubcap.jsonc"));
    if (!parsed.ok) throw new Error("the config is refused");
    const define = async (source: string, anywhere: boolean) =>
      (await defineByHand(source, parsed.config, folder, anywhere)).file;
    assertEquals(await define(inside, false), inside);
    assertEquals(await define("scripts/a.ts", false), inside);
    assertEquals(await define(named, false), named);
    assertEquals(await define(outside, true), outside);
    for (
      const source of [outside, "b.ts", `${folder}/../b.ts`, `${folder}-x/b.ts`, "https://a.example/b.ts"]
    ) {
      const refused = await assertRejects(() => define(source, false), HubError, "Only class 10");
      assertEquals(refused.code, "script.denied");
    }
  } finally {
    await Deno.remove(base, { recursive: true });
  }
});
