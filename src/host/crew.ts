/**
 * The scripts of one worker: one in nearly all cases, several for `isolation: "shared:<name>"`. They live and die
 * together, so deaths and restarts are counted here. Owns that bookkeeping, and what a worker's scripts must have in
 * common; starts and stops nothing.
 *
 * @module
 */
import { difference } from "../config/groups.ts";
import { HubError } from "../core/errors.ts";
import type { ScriptDefinition, Slot } from "./slot.ts";
import type { ScriptWorker } from "./worker.ts";

/** Back-off before a restart: this, doubled with every recent death. */
const FIRST_RESTART_MS = 1000;
/** Longest back-off. */
const LAST_RESTART_MS = 60_000;

/** Scripts that share a worker. */
export interface Crew {
  /** Name of the group; null for a script by itself. */
  readonly group: string | null;
  /** Its scripts in call order. */
  readonly slots: Slot[];
  /** The worker, while there is one. */
  worker: ScriptWorker | undefined;
  /** Monotonic times of recent deaths. */
  deaths: number[];
  /** Takes back a planned restart. */
  cancelRestart: (() => void) | undefined;
}

/** A crew without scripts. */
export function createCrew(group: string | null): Crew {
  return { group, slots: [], worker: undefined, deaths: [], cancelRestart: undefined };
}

/** The group a script belongs to; null when it has a worker of its own. */
export function groupOf({ isolation }: Pick<ScriptDefinition, "isolation">): string | null {
  return isolation.startsWith("shared:") ? isolation.slice("shared:".length) : null;
}

/** What operators call a crew. */
export function crewTitle({ group, slots }: Crew): string {
  if (group === null) return `Script "${slots[0]!.definition.name}"`;
  return `Group "${group}" (${slots.map(({ definition }) => definition.name).join(", ")})`;
}

/**
 * Counts a death.
 *
 * @param now Monotonic milliseconds.
 * @returns Milliseconds to wait before the next start, or null when there were too many deaths.
 */
export function countDeath(crew: Crew, now: number): number | null {
  const { max, windowSeconds } = crew.slots[0]!.definition.restarts;
  crew.deaths = [...crew.deaths.filter((at) => now - at < windowSeconds * 1000), now];
  if (crew.deaths.length > max) return null;
  return Math.min(LAST_RESTART_MS, FIRST_RESTART_MS * 2 ** (crew.deaths.length - 1));
}

/**
 * Refuses a script that cannot live in the worker of another one of its group.
 *
 * @throws {HubError} `config.invalid` naming both and what differs.
 */
export function checkSameWorker(first: ScriptDefinition, second: ScriptDefinition): void {
  const shared = ({ permissions, limits, restarts }: ScriptDefinition) => ({
    permissions: permissions.deno,
    limits,
    restarts,
  });
  const differs = difference(shared(first), shared(second));
  if (differs === null) return;
  throw new HubError(
    "config.invalid",
    `Scripts "${first.name}" and "${second.name}" share the worker "${
      groupOf(first)
    }" but differ in ${differs}`,
    { remedy: "Give them the same permissions and limits, or other groups" },
  );
}
