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
  /** What its operator should keep in mind, if anything. */
  readonly warning?: string;
  /** Why it failed; one line. */
  readonly reason?: string;
}

/** An address as the block shows it. */
export interface ShownAddress {
  /** Host. */
  readonly host: string;
  /** Real port. */
  readonly port: number;
  /** Plain, TLS, or both. */
  readonly tls: "off" | "on" | "detect";
}

/** What the block tells. */
export interface StartInfo {
  /** Version of Hubcap. */
  readonly version: string;
  /** Name of the hub. */
  readonly hubName: string;
  /** Where it listens, real ports. */
  readonly addresses: readonly ShownAddress[];
  /** Keyprint of the TLS certificate, `null` without TLS. */
  readonly keyprint: string | null;
  /** Data folder. */
  readonly dataDir: string;
  /** Config file. */
  readonly configPath: string;
  /** True when the config file was written just now. */
  readonly configIsNew: boolean;
  /** Files of the plugins in order. */
  readonly plugins: readonly string[];
  /** Scripts in order. */
  readonly scripts: readonly StartedScript[];
  /** True when nobody with operator rights is registered. */
  readonly needsOperator: boolean;
  /** True while only registered users may enter (`registered_only`). */
  readonly registeredOnly: boolean;
  /** Hub lists the hub registers with (`hublist_host`), `""` for none. */
  readonly hubLists: string;
  /** Milliseconds from process start. */
  readonly startMs: number;
}

/** What people paste into their client; the keyprint lets it recognise a self-signed certificate. */
function urlsOf({ host, port, tls }: ShownAddress, keyprint: string | null): string[] {
  const place = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const secure = `nmdcs://${place}${keyprint === null ? "" : `/?kp=${keyprint}`}`;
  return [...tls === "on" ? [] : [`dchub://${place}`], ...tls === "off" ? [] : [secure]];
}

/** The lines of the block. */
export function startBlock(info: StartInfo): string[] {
  const { scripts } = info;
  const width = Math.max(0, ...scripts.map(({ name }) => name.length));
  return [
    `Hubcap ${info.version}: ${info.hubName}, started in ${Math.round(info.startMs)} ms`,
    `  addresses  ${info.addresses.flatMap((address) => urlsOf(address, info.keyprint)).join("  ")}`,
    `  config     ${info.configPath}${info.configIsNew ? " (new)" : ""}`,
    `  data       ${info.dataDir}`,
    `  open to    ${info.registeredOnly ? "registered users only" : "everybody"}`,
    `  hub lists  ${info.hubLists || "none"}`,
    ...info.plugins.map((file, i) =>
      `  ${
        (i === 0 ? "PLUGINS" : "").padEnd(9)
      }  ${file}  FULL TRUST: it is part of the hub and may do everything`
    ),
    ...scripts.map(({ name, state, grants, reason, warning }, i) =>
      `  ${(i === 0 ? "scripts" : "").padEnd(9)}  ${name.padEnd(width)}  ${state}, ${grants}${
        reason ? `: ${reason}` : ""
      }${warning ? `  LIGHT WORKER: ${warning}` : ""}`
    ),
    ...scripts.length === 0 ? ["  scripts    none"] : [],
    ...info.needsOperator
      ? ["  No operator yet. Make one: deno task hubcap user add NICK --class 10 --password-stdin"]
      : [],
  ];
}
