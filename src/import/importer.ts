/**
 * What a table's importer is: rows in, rows of ours and a tally out. Owns the shape only.
 *
 * @module
 */
import type { Fields } from "./fields.ts";
import type { TableTally } from "./report.ts";
import type { Target } from "./target.ts";
import type { WantedText } from "./texts.ts";

/** What an importer works with. */
export interface ImportContext {
  /** The hub's tables. */
  readonly target: Target;
  /** The report on this table. */
  readonly tally: TableTally;
  /** Unix seconds. */
  readonly now: number;
  /** Files that triggers show are copied, not only named. */
  readonly copiesTexts: boolean;
  /** Hears of a file that a trigger of this hub shows. */
  wantText(wanted: WantedText): void;
}

/** Takes the rows of one table. */
export interface Importer {
  /** The next row. */
  row(fields: Fields): void;
  /** No more rows; for those that cannot tell before. */
  end?(): void;
}

/** Makes the importer of a table. */
export type MakeImporter = (context: ImportContext) => Importer;
