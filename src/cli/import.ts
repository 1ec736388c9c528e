/**
 * `hubcap import`: takes over the data of another hub. Owns the options and the words of the report; the password of
 * the database may come over standard input, so that it stands in no process list.
 *
 * @module
 */
import { resolve } from "@std/path";
import type { Clock } from "../core/clock.ts";
import { openStore } from "../store/store.ts";
import { type Command, EXIT, type Invocation, usage } from "./command.ts";
import { dataDirOf } from "./settle.ts";
import { onTrail } from "./trail.ts";

async function sourceOf({ options, io }: Invocation) {
  const [url, dump] = [options.text("mysql"), options.text("dump")];
  if ((url === undefined) === (dump === undefined)) {
    throw usage("Cannot tell where to import from", "Write either --mysql URL or --dump FILE");
  }
  if (dump !== undefined && options.flag("password-stdin")) {
    throw usage("Cannot use --password-stdin with --dump", "A dump needs no password");
  }
  if (dump !== undefined) return (await import("../import/dump_source.ts")).openDump(resolve(dump));
  const { openMysql } = await import("../import/mysql_source.ts");
  return await openMysql({
    url: url!,
    ...options.flag("password-stdin") ? { password: await io.readLine() } : {},
  });
}

/** The verb. */
export function importCommand({ clock }: { readonly clock: Clock }): Command {
  return {
    name: "import",
    summary: "Take over accounts, bans and settings of a Verlihub; the hub must not run",
    forms: [["verlihub", "Read --mysql or --dump; what is here already stays as it is"]],
    options: {
      mysql: { type: "string", value: "URL", help: "mysql://USER@HOST:3306/DATABASE" },
      "password-stdin": {
        type: "boolean",
        help: "Read the password of that user from the first line of standard input",
      },
      dump: { type: "string", value: "FILE", help: "A file that mysqldump wrote, plain or gzipped" },
      encoding: {
        type: "string",
        value: "PAGE",
        help: "Code page of text that is not UTF-8 (default: the old hub's hub_encoding, else cp1252)",
      },
      texts: {
        type: "string",
        value: "FOLDER",
        help: "Also copy the files that triggers show from here, the folder of the old hub's configuration",
      },
      "dry-run": { type: "boolean", help: "Only report; the hub may run" },
    },
    async run(invocation) {
      const { options, io } = invocation;
      const dataDir = await dataDirOf(options);
      const encoding = options.text("encoding");
      const texts = options.text("texts");
      const dryRun = options.flag("dry-run");
      const source = await sourceOf(invocation);
      try {
        const [{ importVerlihub }, { tableLines }] = await Promise.all([
          import("../import/verlihub.ts"),
          import("../import/report.ts"),
        ]);
        const report = await importVerlihub({
          source,
          dataDir,
          dryRun,
          clock,
          ...encoding === undefined ? {} : { encoding },
          ...texts === undefined ? {} : { texts: resolve(texts) },
        });
        io.out(`Text that is not UTF-8 was read as ${report.encoding}`);
        for (const [table, figures] of report.tables) {
          for (const line of tableLines(table, figures)) io.out(line);
        }
        if (report.others.length > 0) io.out(`Tables not looked at: ${report.others.join(", ")}`);
        if (!dryRun) await noteImport(dataDir, clock);
        io.out(dryRun ? "Dry run: nothing was changed" : `Imported into ${dataDir}`);
        return EXIT.ok;
      } finally {
        await source.close();
      }
    },
  };
}

/** One row for all that was taken over: the figures stand in the report. */
async function noteImport(dataDir: string, clock: Clock): Promise<void> {
  const store = openStore(dataDir, { clock });
  try {
    await onTrail(store, clock, { action: "import verlihub", target: "", detail: "" }, () => ["done"]);
  } finally {
    store.close();
  }
}
