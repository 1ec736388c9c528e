/**
 * The audit trail: who did what to whom, and how it went. Owns the shapes, the statements and the bounds of the
 * table `audit`. Knows nothing of which actions are worth a row; whoever writes one keeps secrets out of it.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import type { Guard } from "./database.ts";
import { oneLine } from "../core/one_line.ts";

/** Something an operator, a script in an operator's name, or the command line did or tried to do. */
export interface AuditAction {
  /** Unix seconds. */
  readonly time: number;
  /** Nick of the operator. */
  readonly op: string;
  /** The operator's class at that time. */
  readonly opClass: number;
  /** The operator's address, `""` where there is none. */
  readonly opIp: string;
  /** Word of the command or message, without a trigger. */
  readonly action: string;
  /** Nick, address or setting it was about, `""` for the hub. */
  readonly target: string;
  /** The rest of what was written, without secrets. Begins with the address in brackets of a target who was online. */
  readonly detail: string;
  /** What the operator was told; `""` while nothing was answered. */
  readonly outcome: string;
}

/** A row of the trail. */
export interface AuditEntry extends AuditAction {
  /** Its number; later ones are larger. */
  readonly id: number;
}

/** What one word of a search has to be equal to, ASCII case aside. `any`: one of the others. */
export const AUDIT_FIELDS = ["any", "op", "target", "action", "ip"] as const;

/** One word of a search. */
export interface AuditWord {
  /** Where it is looked for. */
  readonly field: typeof AUDIT_FIELDS[number];
  /** What is looked for. */
  readonly text: string;
}

/** What to find. */
export interface AuditQuery {
  /** All of these must fit. */
  readonly words: readonly AuditWord[];
  /** Most entries. */
  readonly limit: number;
  /** Newer entries to leave out first. */
  readonly skip: number;
}

/** The trail. */
export interface AuditStore {
  /** Writes a row and returns its number. Texts are made one line and cut. */
  add(action: AuditAction): number;
  /** Writes how it went, once that is known. */
  settle(id: number, outcome: string): void;
  /** Newest first. */
  find(query: AuditQuery): AuditEntry[];
  /** How many rows fit. */
  count(words: readonly AuditWord[]): number;
}

/** Most rows; the oldest go first. About 20 MB, and a search through all of them takes some 60 ms. */
const MAX_AUDIT_ROWS = 100_000;
/** The bound is kept once in so many rows. */
const TIDY_EVERY = 256;

const LONGEST = { op: 255, opIp: 45, action: 64, target: 255, detail: 1000, outcome: 300 } as const;

/** An action as it is stored. */
function tidyAction(action: AuditAction): AuditAction {
  const cut = (name: keyof typeof LONGEST) => oneLine(action[name], LONGEST[name]);
  return {
    time: action.time,
    op: cut("op"),
    opClass: action.opClass,
    opIp: cut("opIp"),
    action: cut("action"),
    target: cut("target"),
    detail: cut("detail"),
    outcome: cut("outcome"),
  };
}

/** An outcome as it is stored. */
function tidyOutcome(outcome: string): string {
  return oneLine(outcome, LONGEST.outcome);
}

const CONDITIONS: Readonly<Record<AuditWord["field"], string>> = {
  any:
    "(op = ?1 OR target = ?1 OR op_ip = ?1 OR action = ?1 COLLATE NOCASE OR instr(detail, '(' || ?1 || ')') = 1)",
  op: "op = ?1",
  target: "target = ?1",
  action: "action = ?1 COLLATE NOCASE",
  ip: "(op_ip = ?1 OR target = ?1 OR instr(detail, '(' || ?1 || ')') = 1)",
};

const toEntry = (row: Record<string, unknown>): AuditEntry => ({
  id: Number(row.id),
  time: Number(row.time),
  op: String(row.op),
  opClass: Number(row.op_class),
  opIp: String(row.op_ip),
  action: String(row.action),
  target: String(row.target),
  detail: String(row.detail),
  outcome: String(row.outcome),
});

/** The trail of an open database. */
export function auditStore(
  db: DatabaseSync,
  guard: Guard,
  maxRows: number = MAX_AUDIT_ROWS,
): AuditStore {
  const insert = db.prepare(`
    INSERT INTO audit (time, op, op_class, op_ip, action, target, detail, outcome)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  const outcomeOf = db.prepare("UPDATE audit SET outcome = ? WHERE id = ?");
  const drop = db.prepare("DELETE FROM audit WHERE id <= ?");
  const where = (words: readonly AuditWord[]) => ({
    sql: words.map(({ field }, i) => CONDITIONS[field].replaceAll("?1", `?${i + 1}`)).join(" AND ") || "1",
    values: words.map(({ text }) => text),
  });
  return {
    add: (action) =>
      guard(() => {
        const { time, op, opClass, opIp, action: what, target, detail, outcome } = tidyAction(action);
        const { lastInsertRowid } = insert.run(time, op, opClass, opIp, what, target, detail, outcome);
        const id = Number(lastInsertRowid);
        if (id % TIDY_EVERY === 0) drop.run(id - maxRows);
        return id;
      }),
    settle: (id, outcome) => guard(() => void outcomeOf.run(tidyOutcome(outcome), id)),
    find: ({ words, limit, skip }) =>
      guard(() => {
        const { sql, values } = where(words);
        const rows = db.prepare(
          `SELECT * FROM audit WHERE ${sql} ORDER BY id DESC LIMIT ${limit | 0} OFFSET ${skip | 0}`,
        );
        return rows.all(...values).map(toEntry);
      }),
    count: (words) =>
      guard(() => {
        const { sql, values } = where(words);
        return Number(db.prepare(`SELECT count(*) AS n FROM audit WHERE ${sql}`).get(...values)?.n);
      }),
  };
}
