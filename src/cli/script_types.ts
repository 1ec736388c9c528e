/**
 * Checks the types of a script with `deno check`, as the hub's editor support does. Owns the settings of that check
 * and the search for a Deno: the running one, or for a compiled hub the one on PATH.
 *
 * @module
 */
import { join, toFileUrl } from "@std/path";

const TYPES = new URL("../vh/vh_module.d.ts", import.meta.url);

/** The compiler settings of a script: strict, as in a fresh clone. */
const COMPILER = {
  strict: true,
  noImplicitOverride: true,
};

/** The Deno to check with, or `null` when there is none. */
function findDeno(): string | null {
  if (!Deno.build.standalone) return Deno.execPath();
  const windows = Deno.build.os === "windows";
  for (const folder of (Deno.env.get("PATH") ?? "").split(windows ? ";" : ":")) {
    const file = join(folder, windows ? "deno.exe" : "deno");
    try {
      if (Deno.statSync(file).isFile) return file;
    } catch {
      // It is not in this folder.
    }
  }
  return null;
}

/** What the type checker says about a file: nothing when all is well; `null` when there is no Deno. */
export async function checkTypes(file: string, deno = findDeno()): Promise<string[] | null> {
  if (deno === null) return null;
  const folder = await Deno.makeTempDir({ prefix: "hubcap_check_" });
  try {
    // A copy: in a compiled hub the types are inside the binary, where no other program can read them.
    await Deno.writeTextFile(join(folder, "vh.d.ts"), await Deno.readTextFile(TYPES));
    const config = join(folder, "deno.json");
    const imports = { vh: toFileUrl(join(folder, "vh.d.ts")).href };
    await Deno.writeTextFile(config, JSON.stringify({ compilerOptions: COMPILER, imports }));
    const { success, stderr } = await new Deno.Command(deno, {
      args: ["check", "--quiet", "--no-lock", "--config", config, file],
      env: { NO_COLOR: "1" },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).output();
    if (success) return [];
    const text = new TextDecoder().decode(stderr);
    return text.split("\n").filter((line) =>
      line.trim() !== "" && !/^\s*(Stack backtrace:|\d+: <unknown>)/.test(line)
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
