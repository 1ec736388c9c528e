/**
 * What an import did, or would do: per table how many rows were read, taken over, there already and left out, and why.
 * Owns the bounds of the report and its words. Pure.
 *
 * @module
 */

/** Reasons and examples kept for one table at most. */
const MAX_REASONS = 40;

/** Longer lines are broken: each example gets one of its own. */
const MAX_LINE = 160;

/** Rows of one kind with the same reason. */
export interface Reason {
  /** How many. */
  readonly count: number;
  /** The first of them. */
  readonly examples: readonly string[];
}

/** What became of one table. */
export interface TableReport {
  /** Rows of the source. */
  readonly read: number;
  /** Rows that are new here. */
  readonly imported: number;
  /** Rows that were here already, or are what a new hub has anyway. */
  readonly present: number;
  /** Rows that were left out, by reason. */
  readonly skipped: ReadonlyMap<string, Reason>;
  /** Rows that were taken over, but not everything in them, by what is missing. */
  readonly notes: ReadonlyMap<string, Reason>;
}

/** The report on one table while it grows. */
export interface TableTally {
  /** A row was read. */
  read(): void;
  /** A row is new, or was there already. */
  stored(isNew: boolean): void;
  /** A row is left out. */
  skip(reason: string, example: string): void;
  /** A row is taken over, but. */
  note(reason: string, example: string): void;
  /** So far. */
  readonly report: TableReport;
}

type Reasons = Map<string, { count: number; examples: string[] }>;

function count(reasons: Reasons, reason: string, example: string, most: number, length: number) {
  let entry = reasons.get(reason);
  if (!entry) {
    // Reasons are ours and few; whatever happens, the report stays readable.
    if (reasons.size >= MAX_REASONS) reason = "for other reasons";
    entry = reasons.get(reason);
    if (!entry) reasons.set(reason, entry = { count: 0, examples: [] });
  }
  entry.count++;
  const shown = example.length > length ? `${example.slice(0, length)}…` : example;
  if (entry.examples.length < most && shown !== "") entry.examples.push(shown);
}

/** Starts the report on a table that names at most `most` examples of `length` characters for each reason. */
export function createTally(most = 3, length = 60): TableTally {
  let [read, imported, present] = [0, 0, 0];
  const skipped: Reasons = new Map();
  const notes: Reasons = new Map();
  return {
    read: () => void read++,
    stored: (isNew) => void (isNew ? imported++ : present++),
    skip: (reason, example) => count(skipped, reason, example, most, length),
    note: (reason, example) => count(notes, reason, example, most, length),
    get report() {
      return { read, imported, present, skipped, notes };
    },
  };
}

/** Control characters of a foreign database never reach a terminal. */
// deno-lint-ignore no-control-regex
const plain = (text: string): string => text.replace(/[\0-\x1f\x7f-\x9f]/g, "?");

function reasonLines(mark: string, reasons: ReadonlyMap<string, Reason>): string[] {
  return [...reasons].sort(([, a], [, b]) => b.count - a.count).flatMap(([reason, { count, examples }]) => {
    const more = examples.length > 0 && count > examples.length;
    const all = more ? [...examples, "…"] : examples;
    const line = `  ${mark} ${count} ${reason}${all.length > 0 ? ":" : ""}`;
    const short = `${line} ${all.join(", ")}`.trimEnd();
    return short.length <= MAX_LINE ? [plain(short)] : [line, ...all.map((one) => `      ${one}`)].map(plain);
  });
}

/** The lines on one table: the figures, then what was left out (`-`) and what to know (`!`). */
export function tableLines(table: string, report: TableReport): string[] {
  const { read, imported, present, skipped, notes } = report;
  const left = [...skipped.values()].reduce((sum, { count }) => sum + count, 0);
  return [
    `${plain(table)}: ${read} read, ${imported} imported, ${present} there already, ${left} skipped`,
    ...reasonLines("-", skipped),
    ...reasonLines("!", notes),
  ];
}
