/**
 * Writes the files that are made from code: JSON schema, references of configuration and commands, types and
 * reference of the `vh` module. Owns the list and the formatting; the texts come from the modules that know the tables. `--check` compares, writes nothing.
 *
 * @module
 */
import { configJsonSchema } from "../src/config/json_schema.ts";
import { configReference } from "../src/config/reference.ts";
import { SCRIPT_WORDS } from "../src/host/script_words.ts";
import { commandReference } from "../src/hub/commands/reference.ts";
import { REFERENCE, REFERENCE_FOLDER } from "./reference.ts";
import { VH_TYPES_FILE, vhTypesText } from "./vh_types.ts";

/** One generated file. */
export interface Generated {
  /** Where it stands, from the project's root. */
  readonly path: string;
  /** Its text before formatting. */
  readonly make: () => string;
}

/** All generated files. */
export const GENERATED: readonly Generated[] = [
  { path: "src/config/hubcap.schema.json", make: () => JSON.stringify(configJsonSchema()) },
  { path: "docs/config.md", make: configReference },
  { path: "docs/commands.md", make: () => commandReference(SCRIPT_WORDS.values()) },
  { path: VH_TYPES_FILE, make: vhTypesText },
  ...REFERENCE.map(({ file, make }) => ({ path: `${REFERENCE_FOLDER}/${file}`, make })),
];

/** The text as `deno fmt` leaves it, so that generated files pass the gate. */
async function formatted(path: string, text: string): Promise<string> {
  const extension = path.slice(path.lastIndexOf(".") + 1);
  const command = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext", extension, "-"],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  });
  const child = command.spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  const { success, stdout } = await child.output();
  if (!success) throw new Error(`Cannot format ${path}`);
  return new TextDecoder().decode(stdout);
}

/** The text a generated file should have. */
export function textOf({ path, make }: Generated): Promise<string> {
  return formatted(path, make());
}

/** Generated files whose text is not what the code makes. */
export async function staleFiles(files: readonly Generated[] = GENERATED): Promise<string[]> {
  const stale: string[] = [];
  for (const file of files) {
    const current = await Deno.readTextFile(file.path).catch(() => "");
    if (current !== await textOf(file)) stale.push(file.path);
  }
  return stale;
}

if (import.meta.main) {
  const stale = await staleFiles();
  if (Deno.args.includes("--check")) {
    // deno-lint-ignore no-console
    for (const path of stale) console.error(`${path} is stale; run: deno task gen`);
    Deno.exit(stale.length > 0 ? 1 : 0);
  }
  for (const file of GENERATED) {
    if (!stale.includes(file.path)) continue;
    await Deno.writeTextFile(file.path, await textOf(file));
    // deno-lint-ignore no-console
    console.log(`Wrote ${file.path}`);
  }
}
