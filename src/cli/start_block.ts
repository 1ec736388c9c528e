/**
 * The block a hub prints once it runs: version, addresses, data, scripts, the first operator. Pure.
 *
 * @module
 */

/** A script as the block shows it. */
export interface StartedScript {
  /** Its name. */
  readonly name: string;
  /** What became of it. */
  readonly state: "running" | "off" | "failed";
  /** Its grants in words. */
  readonly grants: string;
  /** Why it failed; one line. */
  readonly reason?: string;
}

/** What the block tells. */
export interface StartInfo {
  /** Version of Hubcap. */
  readonly version: string;
  /** Name of the hub. */
  readonly hubName: string;
  /** Where it listens, real ports. */
  readonly addresses: readonly { readonly host: string; readonly port: number }[];
  /** Data folder. */
  readonly dataDir: string;
  /** Config file. */
  readonly configPath: string;
  /** True when the config file was written just now. */
  readonly configIsNew: boolean;
  /** Scripts in order. */
  readonly scripts: readonly StartedScript[];
  /** True when nobody with operator rights is registered. */
  readonly needsOperator: boolean;
  /** Milliseconds from process start. */
  readonly startMs: number;
}

const urlOf = ({ host, port }: { readonly host: string; readonly port: number }): string =>
  `dchub://${host.includes(":") ? `[${host}]` : host}:${port}`;

/** The lines of the block. */
export function startBlock(info: StartInfo): string[] {
  const { scripts } = info;
  const width = Math.max(0, ...scripts.map(({ name }) => name.length));
  return [
    `Hubcap ${info.version}: ${info.hubName}, started in ${Math.round(info.startMs)} ms`,
    `  addresses  ${info.addresses.map(urlOf).join("  ")}`,
    `  config     ${info.configPath}${info.configIsNew ? " (new)" : ""}`,
    `  data       ${info.dataDir}`,
    ...scripts.map(({ name, state, grants, reason }, i) =>
      `  ${(i === 0 ? "scripts" : "").padEnd(9)}  ${name.padEnd(width)}  ${state}, ${grants}${
        reason ? `: ${reason}` : ""
      }`
    ),
    ...scripts.length === 0 ? ["  scripts    none"] : [],
    ...info.needsOperator
      ? ["  No operator yet. Make one: deno task hubcap user add NICK --class 10 --password-stdin"]
      : [],
  ];
}
