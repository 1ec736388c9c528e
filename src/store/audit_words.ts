/**
 * The audit trail in words: what somebody types to search it, and a row as a line. One way for operators in the hub
 * and for the command line. Pure.
 *
 * @module
 */
import { oneLine } from "../core/one_line.ts";
import { utcSecond } from "../core/utc.ts";
import { AUDIT_FIELDS, type AuditEntry, type AuditWord } from "./audit.ts";

/** Most words of one search. */
const MAX_WORDS = 8;
/** Largest page. */
const MAX_PAGE = 1_000_000;

/** What somebody typed. */
export interface AuditSearch {
  /** What to look for. */
  readonly words: readonly AuditWord[];
  /** Page, counted from 1. */
  readonly page: number;
  /** Whether the last word said so. */
  readonly paged: boolean;
}

/**
 * Reads words: `anna` is operator, target, address or action; `op:anna`, `target:`, `action:` and `ip:` name the
 * place. A last word that is a number is the page; `target:5` looks for a nick of digits.
 *
 * @returns the search, or what is wrong as a text without a full stop
 */
export function parseAuditSearch(words: readonly string[]): AuditSearch | string {
  const last = words.at(-1) ?? "";
  const paged = /^\d{1,7}$/.test(last);
  const page = paged ? Number(last) : 1;
  if (page < 1 || page > MAX_PAGE) return "Pages are counted from 1";
  const rest = paged ? words.slice(0, -1) : words;
  if (rest.length > MAX_WORDS) return `Write at most ${MAX_WORDS} words`;
  const found = rest.map((word): AuditWord => {
    const colon = word.indexOf(":");
    const name = word.slice(0, Math.max(colon, 0)).toLowerCase();
    const field = AUDIT_FIELDS.find((known) => known === name);
    return field ? { field, text: word.slice(colon + 1) } : { field: "any", text: word.replace(/^[!+]/, "") };
  });
  return { words: found, page, paged };
}

/** A row as a line for people. */
export function auditLine(entry: AuditEntry): string {
  const { id, time, op, opClass, opIp, action, target, detail, outcome } = entry;
  const who = `${op} (class ${opClass}${opIp && `, ${opIp}`})`;
  const what = [action, target, detail].filter((part) => part !== "").join(" ");
  // What stands in a database may have come from anywhere.
  return oneLine(`#${id} ${utcSecond(time)} ${who}: ${what} -> ${outcome || "no answer"}`, 2000);
}
