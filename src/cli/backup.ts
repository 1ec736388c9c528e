/**
 * `hubcap backup`: one file with everything a hub keeps, made while it runs. Owns the words; what belongs to a backup
 * stands in the store.
 *
 * @module
 */
import { resolve } from "@std/path";
import type { Clock } from "../core/clock.ts";
import { OWN_FILE } from "../net/tls_identity.ts";
import { makeBackup } from "../store/backup.ts";
import { type Command, EXIT, type OptionValues } from "./command.ts";
import { dataDirOf, settledConfig } from "./settle.ts";
import { noteOnTrail } from "./trail.ts";
import { VERSION } from "./version.ts";

/** Plain files of the data folder that a hub cannot make again as they were. */
export const KEPT_FILES: readonly string[] = [OWN_FILE];

const MIB = 1 << 20;

/** Bytes for people. */
export function sizeText(bytes: number): string {
  return bytes >= MIB ? `${(bytes / MIB).toFixed(1)} MiB` : `${Math.ceil(bytes / 1024)} KiB`;
}

/** Certificate and key that the configuration names. One that cannot be read names none, but stops no backup. */
async function tlsFilesOf(options: OptionValues): Promise<string[]> {
  try {
    const { tls: { cert, key } } = await settledConfig(options);
    return [cert, key].filter((file) => file !== undefined);
  } catch {
    return [];
  }
}

/** The verb. */
export function backupCommand({ clock }: { readonly clock: Clock }): Command {
  return {
    name: "backup",
    summary: "Copy everything the hub keeps into one file; also while the hub runs",
    forms: [["FILE", "Write and check a backup; an existing file is never overwritten"]],
    options: {},
    async run({ args: [file = ""], options, io }) {
      const dataDir = await dataDirOf(options);
      const { files, leftOut } = makeBackup({
        dataDir,
        file: resolve(file),
        plain: KEPT_FILES,
        named: await tlsFilesOf(options),
        version: VERSION,
        now: clock.now(),
      });
      for (const { name, size } of files) io.out(`${name}  ${sizeText(size)}`);
      for (const reason of leftOut) io.err(`Left out: ${reason}`);
      const outcome = leftOut.length === 0 ? "done" : `left out: ${leftOut.join(", ")}`;
      noteOnTrail(dataDir, clock, { action: "backup", target: "", detail: resolve(file), outcome }, io.err);
      io.out(`Wrote ${resolve(file)}. Not in it: the configuration, scripts, logs`);
      return leftOut.length > 0 ? EXIT.failed : EXIT.ok;
    },
  };
}
