/**
 * The checks of `hubcap doctor` that look at the configuration: addresses, certificate, grants, scripts, files the
 * process may open. Opens sockets only to see whether they can be had.
 *
 * @module
 */
import { X509Certificate } from "node:crypto";
import { dirname, join, relative } from "@std/path";
import type { LoadedConfig, LoadedScript } from "../config/load.ts";
import { systemTextOf } from "../core/errors.ts";
import { parseNetwork } from "../core/networks.ts";
import { OWN_FILE } from "../net/tls_identity.ts";
import { isLocked } from "../store/folder_lock.ts";
import { logFindings } from "./doctor_presence.ts";
import { fail, type Finding, ok, warn } from "./doctor_report.ts";
import type { InspectScript } from "./scripts.ts";

const DAY_MS = 86_400_000;
/** A certificate that ends sooner is worth a line. */
const SOON_DAYS = 30;
/** Files a hub opens besides one per user. */
const OTHER_FILES = 200;

async function portFinding(host: string, port: number, running: boolean): Promise<Finding> {
  const where = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  if (port === 0) return ok("port", `${where}: a free one at each start`);
  const local = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  if (running) {
    try {
      (await Deno.connect({ hostname: local, port })).close();
      return ok("port", `${where}: the hub answers`);
    } catch (error) {
      return fail(
        "port",
        `${where}: the hub runs but does not answer: ${systemTextOf(error)}`,
        "Look at its log; a hub that was started with --port or --host listens there instead",
      );
    }
  }
  try {
    Deno.listen({ hostname: host, port }).close();
    return ok("port", `${where}: free`);
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) {
      return fail("port", `${where}: another program has it`, "Stop that program or choose another port");
    }
    return fail("port", `${where}: ${systemTextOf(error)}`, "Choose another address, or a port above 1023");
  }
}

async function certificateFindings({ listen, tls, data }: LoadedConfig, now: number): Promise<Finding[]> {
  if (listen.every((address) => address.tls === "off")) return [];
  const own = tls.cert === undefined;
  const path = tls.cert ?? join(data, OWN_FILE);
  const key = tls.key ?? path;
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(await Deno.readTextFile(path));
  } catch (error) {
    if (own && error instanceof Deno.errors.NotFound) {
      return [ok("certificate", "none yet, the first start makes one")];
    }
    return [
      fail("certificate", `${path}: ${systemTextOf(error)}`, "Write a PEM file with certificate and chain"),
    ];
  }
  const ends = certificate.validToDate.getTime();
  const days = Math.floor((ends - now) / DAY_MS);
  const renew = own
    ? "Remove the file; the next start makes a new one"
    : "Renew it; the hub takes it over by itself";
  const findings = [
    certificate.validFromDate.getTime() > now
      ? fail("certificate", `${path} is not valid yet`, "Look at the clock")
      : days < 0
      ? fail("certificate", `${path} ended ${-days} days ago`, renew)
      : days < SOON_DAYS
      ? warn("certificate", `${path} ends in ${days} days`, renew)
      : ok("certificate", `${path} is good for ${days} days`),
  ];
  const mode = await Deno.stat(key).then((info) => info.mode, () => null);
  if (Deno.build.os !== "windows" && mode !== null && (mode & 0o077) !== 0) {
    findings.push(
      warn("certificate", `other users of this machine may read ${key}`, `Try: chmod 600 ${key}`),
    );
  }
  return findings;
}

/** Shorter prefixes hold more than any operator's own machines. */
const LEAST_PREFIX = 8;

/** Whoever is listed names the addresses that bans and limits count by. */
function frontFindings({ proxy, myIp }: LoadedConfig): Finding[] {
  return Object.entries({ proxy, myIp }).flatMap(([field, networks]) =>
    networks.filter((text) => (parseNetwork(text)?.prefix ?? LEAST_PREFIX) < LEAST_PREFIX).map((text) =>
      warn("fronts", `${field}: everybody in ${text} may claim any address`, "List your own machines only")
    )
  );
}

const grantsAny = (grant: boolean | readonly string[]): boolean =>
  grant === true || (grant !== false && grant.length > 0);

/** True when one of the granted paths is the root, or holds this path. */
function covers(grant: boolean | readonly string[], path: string): boolean {
  if (typeof grant === "boolean") return grant;
  return grant.some((root) => root === path || !/^\.\.|^[A-Za-z]:/.test(relative(root, path)));
}

/** What one script holds beyond what it can need. */
function grantFindings(script: LoadedScript, { data }: LoadedConfig, configPath: string): Finding[] {
  const { name, permissions: { net, read, write, env, run, ffi }, sql, capabilities } = script;
  const findings: Finding[] = [];
  const broad = (grant: string, why: string, remedy: string) =>
    findings.push(warn("grants", `${name}: ${grant} ${why}`, remedy));
  if (grantsAny(run)) broad("run", "is as good as full trust", "Do without, or trust every line of it");
  if (grantsAny(ffi)) broad("ffi", "is as good as full trust", "Do without, or trust every line of it");
  if (net === true) {
    broad("net: true", "reaches every host, this machine's own services too", "List the hosts");
  }
  if (covers(read, "/")) broad("read", "opens every file of the hub's user", "List the folders");
  else if (covers(read, join(data, "hubcap.db"))) {
    broad("read", "opens the hub's database with its password hashes", "Grant a folder of its own");
  }
  if (covers(write, "/")) broad("write", "replaces every file of the hub's user", "List the folders");
  else if (covers(write, configPath) || covers(write, join(data, "hubcap.db"))) {
    broad("write", "replaces the hub's configuration or database", "Grant a folder of its own");
  } else if (covers(write, dirname(script.source))) {
    broad("write", "replaces its own code", "Grant another folder");
  }
  if (env === true) broad("env: true", "shows every secret in the environment", "List the variables");
  if (capabilities.sql && sql === "hub-full") {
    broad("sql: hub-full", "changes every account", "Use hub-read or its own database");
  }
  return findings;
}

async function scriptFindings(config: LoadedConfig, inspect: InspectScript): Promise<Finding[]> {
  const findings: Finding[] = [];
  let good = 0;
  for (const script of config.scripts) {
    const { problems } = await inspect(script);
    const [problem] = problems;
    if (problem === undefined) good++;
    else if (script.enabled) {
      findings.push(fail("script", `${script.name}: ${problem}`, "Correct it or disable it"));
    } else {findings.push(
        warn("script", `${script.name} (off): ${problem}`, "Correct it before it is enabled"),
      );}
  }
  return [ok("scripts", `${good} of ${config.scripts.length} can be loaded`), ...findings];
}

/** Linux: how many files, and so users, this process may have open. */
async function openFilesFinding(maxUsers: number): Promise<Finding[]> {
  const limits = await Deno.readTextFile("/proc/self/limits").catch(() => "");
  const soft = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? NaN);
  if (Number.isNaN(soft)) return [];
  const needed = maxUsers + OTHER_FILES;
  const found = `this process may open ${soft} files`;
  return [
    soft >= needed ? ok("open files", found) : warn(
      "open files",
      `${found}, ${maxUsers} users need ${needed}`,
      `Try: ulimit -n ${needed}, or LimitNOFILE`,
    ),
  ];
}

/** What {@linkcode configFindings} needs besides the configuration. */
export interface ConfigCheckOptions {
  /** The config file. */
  readonly configPath: string;
  /** Loads a script without running it. */
  readonly inspect: InspectScript;
  /** Unix milliseconds. */
  readonly now: number;
  /** The setting max_users. */
  readonly maxUsers: number;
}

/** Looks at a configuration. Never rejects. */
export async function configFindings(config: LoadedConfig, options: ConfigCheckOptions): Promise<Finding[]> {
  const { configPath, inspect, now, maxUsers } = options;
  const running = isLocked(config.data);
  const findings = [ok("hub", running ? "it runs" : "it does not run")];
  for (const { host, port } of config.listen) findings.push(await portFinding(host, port, running));
  findings.push(...await certificateFindings(config, now));
  findings.push(...frontFindings(config));
  findings.push(...await openFilesFinding(maxUsers));
  findings.push(...await logFindings(config));
  findings.push(...await scriptFindings(config, inspect));
  for (const script of config.scripts) findings.push(...grantFindings(script, config, configPath));
  for (const { source } of config.plugins) {
    findings.push(
      warn("plugin", `${source} runs with full trust inside the hub`, "Keep it only if you trust its author"),
    );
  }
  return findings;
}
