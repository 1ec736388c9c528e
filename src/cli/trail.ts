/**
 * The command line in the audit trail: what a verb changes beside a running hub, or without one, is written like an
 * operator's command. Owns the name it is written under; whoever calls it keeps secrets out.
 *
 * @module
 */
import type { Clock } from "../core/clock.ts";
import { HubError } from "../core/errors.ts";
import type { AuditAction } from "../store/audit.ts";
import type { Store } from "../store/store.ts";

/** Stands where a nick stands; no nick has a space. */
const COMMAND_LINE = "command line";
/** Whoever may write the database is above every operator. */
const MASTER = 10;

/** What a verb is about to do. */
export type CliDeed = Pick<AuditAction, "action" | "target" | "detail">;

/**
 * Does the work and writes how it went: its first line, or the message of its failure. Words that cannot be understood
 * are no attempt and are not written; `null` is work that changes nothing.
 */
export async function onTrail(
  store: Store,
  clock: Clock,
  deed: CliDeed | null,
  work: () => readonly string[] | Promise<readonly string[]>,
): Promise<readonly string[]> {
  const write = (outcome: string) => {
    if (!deed) return;
    const time = Math.floor(clock.now() / 1000);
    store.audit.add({ time, op: COMMAND_LINE, opClass: MASTER, opIp: "", ...deed, outcome });
  };
  try {
    const lines = await work();
    write(lines[0] ?? "");
    return lines;
  } catch (error) {
    if (error instanceof HubError && error.code !== "cli.usage") write(error.message);
    throw error;
  }
}
