/**
 * The import of a Verlihub database: which tables are read, by whom, in which encoding. Owns the order and the report;
 * all or nothing is written.
 *
 * @module
 */
import { MAIN_SET } from "../config/settings.ts";
import { type Clock, unixSeconds } from "../core/clock.ts";
import { HubError } from "../core/errors.ts";
import { type Codec, createCodec } from "../nmdc/encoding.ts";
import { accountImporter } from "./accounts.ts";
import { banImporter, kickImporter, unbanImporter } from "./bans.ts";
import { clientImporter } from "./clients.ts";
import { connTypeImporter } from "./conn_types.ts";
import { fieldsOf } from "./fields.ts";
import type { Importer, MakeImporter } from "./importer.ts";
import { redirectImporter } from "./redirects.ts";
import { createTally, type TableReport, type TableTally } from "./report.ts";
import { rightsImporter } from "./rights.ts";
import { settingImporter } from "./settings.ts";
import type { Source } from "./source.ts";
import { openTarget, openTrial } from "./target.ts";
import { copyTexts, type WantedText } from "./texts.ts";
import { triggerImporter } from "./triggers.ts";

/** The page a hub without `hub_encoding` most likely used. */
const DEFAULT_PAGE = "windows-1252";
/** Names of tables nobody asked for, kept for the report at most. */
const MAX_OTHERS = 200;

/** Table (lower case) → its name in the report and who takes its rows. */
const TABLES: ReadonlyMap<string, { readonly name: string; readonly take: MakeImporter }> = new Map([
  ["reglist", { name: "reglist", take: accountImporter }],
  ["banlist", { name: "banlist", take: banImporter }],
  ["unbanlist", { name: "unbanlist", take: unbanImporter }],
  ["kicklist", { name: "kicklist", take: kickImporter }],
  ["setuplist", { name: "SetupList", take: settingImporter }],
  ["temp_rights", { name: "temp_rights", take: rightsImporter }],
  ["file_trigger", { name: "file_trigger", take: triggerImporter }],
  ["custom_redirects", { name: "custom_redirects", take: redirectImporter }],
  ["conn_types", { name: "conn_types", take: connTypeImporter }],
  ["client_list", { name: "client_list", take: clientImporter }],
]);

/** Tables whose report names every row that needs a hand. */
const WORDY: ReadonlySet<string> = new Set(["SetupList", "file_trigger"]);

/** What {@linkcode importVerlihub} needs. */
export interface VerlihubOptions {
  /** Where the tables come from. */
  readonly source: Source;
  /** The hub's data folder. */
  readonly dataDir: string;
  /** Encoding of text that is not UTF-8; without it the source's own `hub_encoding` counts. */
  readonly encoding?: string;
  /** Folder of the old hub's configuration, to copy the files from that triggers show; without it none is copied. */
  readonly texts?: string;
  /** Write into a copy that is thrown away. */
  readonly dryRun: boolean;
  /** Time. */
  readonly clock: Clock;
}

/** What was done, or would be. */
export interface ImportReport {
  /** The page that text was read in where it is not UTF-8. */
  readonly encoding: string;
  /** By table, in the order in which they came; the files that were copied as "texts". */
  readonly tables: ReadonlyMap<string, TableReport>;
  /** Tables that were not looked at. */
  readonly others: readonly string[];
}

function codecOf(name: string): Codec {
  const codec = createCodec(name);
  if (codec) return codec;
  throw new HubError("cli.usage", `Cannot read text in "${name}": it is no single-byte page`, {
    remedy: "Write --encoding with a page such as cp1251, cp1252 or iso-8859-2",
  });
}

/** The encoding the old hub was set to. */
async function ownEncoding(source: Source): Promise<string> {
  let found = "";
  const ascii = codecOf("utf-8");
  await source.read({
    wants: (table) => table === "setuplist",
    row(_table, row) {
      const fields = fieldsOf(row, ascii);
      if (fields.text("file") === MAIN_SET && fields.text("var") === "hub_encoding") {
        found = fields.text("val");
      }
    },
    broken: () => {},
  });
  return createCodec(found)?.name ?? DEFAULT_PAGE;
}

/**
 * Imports everything this hub can hold. What is here already is left as it is, so a second run changes nothing.
 *
 * @throws {HubError} `cli.usage` when the source cannot be read, `store.busy` while the hub runs (unless `dryRun`);
 * nothing is changed then.
 */
export async function importVerlihub(options: VerlihubOptions): Promise<ImportReport> {
  const { source, dataDir, dryRun, clock } = options;
  const codec = codecOf(options.encoding ?? await ownEncoding(source));
  const now = unixSeconds(clock);
  const { target, close } = (dryRun ? openTrial : openTarget)(dataDir);
  const running = new Map<string, { tally: TableTally; importer: Importer }>();
  const others: string[] = [];
  const files: WantedText[] = [];
  const texts = createTally(400, 200);
  let whole = false;
  try {
    await source.read({
      wants(table) {
        const known = TABLES.get(table);
        if (!known) {
          // deno-lint-ignore no-control-regex
          if (others.length < MAX_OTHERS) others.push(table.replace(/[\0-\x1f\x7f-\x9f]/g, "?").slice(0, 64));
          return false;
        }
        const { name, take } = known;
        const tally = WORDY.has(name) ? createTally(400, 200) : createTally();
        const importer = take({
          target,
          tally,
          now,
          copiesTexts: options.texts !== undefined,
          wantText: (wanted) => void files.push(wanted),
        });
        running.set(table, { tally, importer });
        return true;
      },
      row(table, row) {
        const { tally, importer } = running.get(table)!;
        tally.read();
        importer.row(fieldsOf(row, codec));
      },
      broken(table, reason) {
        const { tally } = running.get(table) ?? {};
        tally?.read();
        tally?.skip(reason, "");
      },
    });
    for (const { importer } of running.values()) importer.end?.();
    if (options.texts !== undefined) {
      await copyTexts(files, { from: options.texts, dataDir, codec, dryRun, tally: texts });
    }
    whole = true;
  } finally {
    close(whole && !dryRun);
  }
  const tables = new Map([...running].map(([table, { tally }]) => [TABLES.get(table)!.name, tally.report]));
  if (options.texts !== undefined) tables.set("texts", texts.report);
  return { encoding: codec.fallback.name, tables, others };
}
