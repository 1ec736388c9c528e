/**
 * Where an import reads from: tables of another hub, row by row, values as the bytes that stand in the database.
 * Owns the shapes; knows neither SQL nor encodings.
 *
 * @module
 */

/** A row: column (lower case) → bytes, or null for SQL's NULL. */
export type SourceRow = ReadonlyMap<string, Uint8Array | null>;

/** What a source calls while it reads. */
export interface SourceVisitor {
  /** True for tables whose rows are wanted; the name is in lower case. Asked once for each table that is there. */
  wants(table: string): boolean;
  /** A row of such a table. */
  row(table: string, row: SourceRow): void;
  /** A row that cannot be read, and why. */
  broken(table: string, reason: string): void;
}

/** Tables of another hub. */
export interface Source {
  /** Reads everything once, from the start. @throws {HubError} When the source cannot be read. */
  read(visitor: SourceVisitor): Promise<void>;
  /** Lets go of it. */
  close(): Promise<void>;
}
