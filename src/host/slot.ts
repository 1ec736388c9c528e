/**
 * One script as operators know it, from first load to unload: its definition, its state, its history. The running
 * part is an {@linkcode Instance}, which a slot outlives. Owns the words for what a script is doing.
 *
 * @module
 */
import { HubError, messageOf } from "../core/errors.ts";
import { oneLine } from "../core/one_line.ts";
import type { JailPermissions } from "./jail/grants.ts";
import type { SqlGrant } from "../vh/capabilities.ts";
import type { CapabilityName } from "../vh/table.ts";
import type { HookStats } from "./hook_stats.ts";
import type { Crew } from "./crew.ts";
import type { Instance } from "./instance.ts";
import type { WorkerLimits } from "./worker_types.ts";

/** A script to run, checked and with every default filled in. */
export interface ScriptDefinition {
  /** Name in lists and messages. */
  readonly name: string;
  /** Source as the operator wrote it. */
  readonly source: string;
  /** File of the entry module. */
  readonly file: string;
  /** Deno permissions. */
  readonly permissions: JailPermissions;
  /** Hub capabilities. */
  readonly capabilities: ReadonlySet<CapabilityName>;
  /** Which database its SQL sees. */
  readonly sql: SqlGrant;
  /** How it is locked in: `hardened`, `worker`, or `shared:` and the name of a group. */
  readonly isolation: string;
  /** Limits of its worker. */
  readonly limits: WorkerLimits;
  /** Deaths within the window before the script is quarantined. */
  readonly restarts: { readonly max: number; readonly windowSeconds: number };
  /** Handed to the script as `vh.options`. */
  readonly options: unknown;
  /** The hub's data folder, when the script may read all of it. */
  readonly baseDir?: string;
  /** What a failed hook counts as. */
  readonly onFailure: Readonly<Record<string, "allow" | "block">>;
}

/**
 * `starting` its worker boots or its modules load; `running`; `restarting` it died and waits for its next start;
 * `quarantined` it died too often and stays off; `failed` it could not be loaded; `stopped` it was unloaded.
 */
export type ScriptState = "starting" | "running" | "restarting" | "quarantined" | "failed" | "stopped";

/** What went wrong last. */
export interface ScriptTrouble {
  /** One line. */
  readonly message: string;
  /** Where, `file:line` or a stack, if known. */
  readonly where: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/** A script in the call order. */
export interface Slot {
  /** Shown by `!tslist`; never reused. A reload takes a new one. */
  id: number;
  /** What to run. */
  readonly definition: ScriptDefinition;
  /** What it is doing. */
  state: ScriptState;
  /** The running part. */
  instance: Instance | undefined;
  /** Name and version the script gave itself. */
  title: { name: string; version: string };
  /** What went wrong last. */
  trouble: ScriptTrouble | undefined;
  /** The scripts it lives and dies with; itself at least. */
  readonly crew: Crew;
  /** Figures across restarts. */
  readonly stats: HookStats;
}

/** Key under which the bots of a script are kept. */
export function ownerOf(id: number): string {
  return `script ${id}`;
}

/** What a script said, as operators see it: one line, which cannot pass for one of somebody else, not too long. */
export function toldLine(text: string): string {
  return oneLine(text, 300);
}

/** What went wrong and, if a script's own file is to blame, where. */
export function explain(error: unknown): string {
  const where = error instanceof HubError && typeof error.cause === "string" ? whereOf(error.cause) : "";
  return `${toldLine(messageOf(error))}${where && ` (${where})`}`;
}

/** The line of a stack that names the author's own file, `mod.ts:12`; `""` when none does. */
export function whereOf(stack: string | undefined): string {
  const match = /([^\s()/]+\.[cm]?[jt]s):(\d+)/.exec((stack ?? "").split("\n").slice(1).join("\n"));
  return match ? `${match[1]}:${match[2]}` : "";
}
