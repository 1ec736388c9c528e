/**
 * What a table's importer is: rows in, rows of ours and a tally out. Owns the shape only.
 *
 * @module
 */
import type { Fields } from "./fields.ts";
import type { TableTally } from "./report.ts";
import type { Target } from "./target.ts";

/** What an importer works with. */
export interface ImportContext {
  /** The hub's tables. */
  readonly target: Target;
  /** The report on this table. */
  readonly tally: TableTally;
  /** Unix seconds. */
  readonly now: number;
}

/** Takes the rows of one table. */
export interface Importer {
  /** The next row. */
  row(fields: Fields): void;
  /** No more rows. */
  end(): void;
}

/** Makes the importer of a table. */
export type MakeImporter = (context: ImportContext) => Importer;
