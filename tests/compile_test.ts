/**
 * The single binary, as far as it can be made without a download: Deno itself stands in for the base binary, so the
 * file is written in full and what is embedded in it can be read back.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { compileArgs, embeddedFiles } from "../tools/compile.ts";

/** Deno: metadata is JSON behind this mark and its length as a 64-bit number. */
const MAGIC = new TextEncoder().encode("d3n0l4nd");

function metadataOf(binary: Uint8Array): Record<string, unknown> {
  for (let at = binary.length - MAGIC.length; at >= 0; at--) {
    if (binary[at] !== MAGIC[0] || !MAGIC.every((byte, i) => binary[at + i] === byte)) continue;
    const length = Number(new DataView(binary.buffer, at + MAGIC.length, 8).getBigUint64(0, true));
    const text = new TextDecoder().decode(
      binary.subarray(at + MAGIC.length + 8, at + MAGIC.length + 8 + length),
    );
    try {
      return JSON.parse(text);
    } catch {
      // the mark may stand in other places too
    }
  }
  throw new Error("The binary holds no metadata");
}

Deno.test("compile: the binary holds the worker runtime, the permissions and the unstable features it needs", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const output = `${folder}/hubcap`;
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: await compileArgs(output),
      env: { DENORT_BIN: Deno.execPath(), NO_COLOR: "1" },
      stdout: "piped",
      stderr: "piped",
    }).output();
    const said = new TextDecoder().decode(stderr);
    assert(success, said);
    const metadata = metadataOf(await Deno.readFile(output));
    const permissions = metadata.permissions as Record<string, unknown>;
    assertEquals(permissions.prompt, false);
    // An empty list means everything.
    for (const kind of ["env", "net", "ffi", "read", "run", "sys", "write"]) {
      assertEquals([permissions[`allow_${kind}`], permissions[`deny_${kind}`]], [[], null], kind);
    }
    assertStringIncludes(JSON.stringify(metadata), "worker-options");
    for (const file of ["boot.cjs", "warden.ts", "script_end.ts", "node_modules"]) {
      assertStringIncludes(said, file);
    }
    assertEquals(/\btests\b/.test(said), false, "tests are not shipped");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("compile: every file that is embedded by name exists", async () => {
  const files = await embeddedFiles();
  assert(files.includes("workers/runtime.ts") && files.includes("src/channel/script_end.ts"));
  for (const file of files) assert((await Deno.stat(new URL(`../${file}`, import.meta.url))).isFile, file);
});
