/**
 * What a script may do with the hub, as data: the grants an operator gives or takes, and their defaults.
 * Deno permissions (net, read, …) are another matter and live with the jail.
 *
 * @module
 */
import type { CapabilityName } from "./table.ts";

/** One capability. */
export interface Capability {
  /** Granted unless the config takes it away. */
  readonly granted: boolean;
  /** What it opens, one line. */
  readonly doc: string;
}

/** All capabilities. */
export const CAPABILITIES: Readonly<Record<CapabilityName, Capability>> = {
  users: { granted: true, doc: "Read users: classes, addresses, MyINFO, lists" },
  chat: { granted: true, doc: "Send chat, private messages and raw protocol data; set the topic" },
  bots: { granted: true, doc: "Add and remove bots" },
  moderate: { granted: true, doc: "Kick, ban, disconnect, change what others see of a user" },
  register: { granted: true, doc: "Make, change and remove accounts" },
  config: { granted: true, doc: "Read and change hub settings" },
  scripts: { granted: true, doc: "Talk to other scripts" },
  sql: { granted: false, doc: "Run SQL" },
  commands: { granted: false, doc: "Run hub commands as another user" },
  stop: { granted: false, doc: "Stop or restart the hub" },
  passwords: { granted: false, doc: "See passwords in clear" },
};

/**
 * Which database the SQL of a script with the capability `sql` sees: `own` a file of its own, `hub-read` the hub's
 * without password hashes and without writing, `hub-full` the hub's whole.
 */
export type SqlGrant = "own" | "hub-read" | "hub-full";

/** The grants, weakest first. */
export const SQL_GRANTS = ["own", "hub-read", "hub-full"] as const satisfies readonly SqlGrant[];

/** The capability names in table order. */
export const CAPABILITY_NAMES: readonly CapabilityName[] = Object.keys(CAPABILITIES) as CapabilityName[];

/** Applies a config's deviations to the defaults. */
export function resolveCapabilities(
  config: Partial<Readonly<Record<CapabilityName, boolean | undefined>>>,
): ReadonlySet<CapabilityName> {
  return new Set(CAPABILITY_NAMES.filter((name) => config[name] ?? CAPABILITIES[name].granted));
}
