/**
 * Texts that the hub shows by itself or when somebody types a word (`file_trigger`). Owns the columns, the shape
 * of a row and its bounds; does not know when anything is shown.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import type { Guard } from "./database.ts";
import { type KeptRows, keptRows } from "./kept_rows.ts";
import { type Columns, rowTable } from "./row_table.ts";

/** Bits of {@linkcode Trigger.flags}. Verlihub: `file_trigger.flags`; bit 1 is gone. */
export const TriggerFlag = {
  /** As private message. */
  Pm: 2,
  /** When a user enters. */
  Motd: 4,
  /** When a user asks for help. */
  Help: 8,
  /** `def` is the text itself, not the name of a file. */
  Text: 16,
  /** `%[NAME]` in the text is replaced. */
  Vars: 32,
  /** To everybody in the range of classes, not only to who typed it. */
  All: 64,
} as const;

/** A text and when it is shown. */
export interface Trigger {
  /** The word that shows it, its first character included: `+rules`. */
  readonly command: string;
  /** Nick that says it, `""` for the hub's bot. */
  readonly sendAs: string;
  /** The text, or the name of a file in the folder of texts. */
  readonly def: string;
  /** One line for help. */
  readonly descr: string;
  /** Lowest class that sees it. */
  readonly minClass: number;
  /** Highest class that sees it. */
  readonly maxClass: number;
  /** Bits of {@linkcode TriggerFlag}. */
  readonly flags: number;
  /** Shown again after so many seconds; 0 = not by itself. */
  readonly seconds: number;
}

/** The triggers. */
export type TriggerStore = KeptRows<Trigger>;

/** Bounds of a trigger; lengths in bytes of UTF-8. */
export const TRIGGER_LIMITS = { count: 200, command: 64, sendAs: 64, def: 65_536, descr: 255 } as const;

/** What a new trigger has where nobody says otherwise. */
export const NEW_TRIGGER: Omit<Trigger, "command"> = {
  sendAs: "",
  def: "",
  descr: "",
  minClass: 0,
  maxClass: 10,
  flags: 0,
  seconds: 0,
};

/** The triggers of a new hub: words for texts that nobody has written yet. Migration 3 writes them. */
export const FIRST_TRIGGERS: readonly Trigger[] = [
  { ...NEW_TRIGGER, command: "+faq", def: "faq.txt", descr: "Questions and answers", flags: 32 },
  { ...NEW_TRIGGER, command: "+motd", def: "motd.txt", descr: "Message of the day", flags: 36 },
  { ...NEW_TRIGGER, command: "+rules", def: "rules.txt", descr: "Rules of the hub", flags: 32 },
];

/** Why a trigger cannot be like this, for operators, or `null`. */
export function whyNotTrigger(
  { command, sendAs, minClass, maxClass }: Pick<Trigger, "command" | "sendAs" | "minClass" | "maxClass">,
): string | null {
  if (command.length === 0 || new TextEncoder().encode(command).length > TRIGGER_LIMITS.command) {
    return `a command has 1 to ${TRIGGER_LIMITS.command} bytes`;
  }
  if (/[\s|\0]/.test(command)) return "a command is one word without |";
  if (/[\s|$<>\0]/.test(sendAs)) return "-n must be a nick: without spaces, $, |, < and >";
  return minClass <= maxClass ? null : "-c must not be larger than -C";
}

const COLUMNS: Columns<Trigger> = {
  command: { column: "command", holds: "text" },
  sendAs: { column: "send_as", holds: "text" },
  def: { column: "def", holds: "text", max: TRIGGER_LIMITS.def },
  descr: { column: "descr", holds: "text" },
  minClass: { column: "min_class", holds: "number" },
  maxClass: { column: "max_class", holds: "number" },
  flags: { column: "flags", holds: "number" },
  seconds: { column: "seconds", holds: "number" },
};

const isSound = (trigger: Trigger): boolean => whyNotTrigger(trigger) === null;

/** The triggers of an open database, or without one those of a hub in memory. */
export function triggerStore(db?: DatabaseSync, guard?: Guard): TriggerStore {
  return keptRows(
    rowTable(db, guard, "file_trigger", COLUMNS, isSound),
    ({ command }: Trigger) => command,
    TRIGGER_LIMITS.count,
  );
}
