/**
 * `hubcap restore`: puts a backup back into a data folder that no hub uses. Owns the words only.
 *
 * @module
 */
import { resolve } from "@std/path";
import type { Clock } from "../core/clock.ts";
import { restoreBackup } from "../store/restore.ts";
import { KEPT_FILES, sizeText } from "./backup.ts";
import { type Command, EXIT } from "./command.ts";
import { dataDirOf } from "./settle.ts";
import { noteOnTrail } from "./trail.ts";

/** The verb. */
export function restoreCommand({ clock }: { readonly clock: Clock }): Command {
  return {
    name: "restore",
    summary: "Put a backup back; the hub must not run",
    forms: [["FILE", "Check the backup and move it into the data folder"]],
    options: {
      force: { type: "boolean", help: "Put a database that is there aside, instead of refusing" },
    },
    async run({ args: [file = ""], options, io }) {
      const dataDir = await dataDirOf(options);
      const { contents, before } = restoreBackup({
        dataDir,
        file: resolve(file),
        plain: KEPT_FILES,
        force: options.flag("force"),
        now: clock.now(),
      });
      for (const { name, size } of contents.files) io.out(`${name}  ${sizeText(size)}`);
      const outcome = `as of ${contents.made}`;
      noteOnTrail(dataDir, clock, { action: "restore", target: "", detail: resolve(file), outcome }, io.err);
      if (before !== null) io.out(`What was there before is in ${before}`);
      io.out(`Restored ${dataDir} as of ${contents.made}`);
      return EXIT.ok;
    },
  };
}
