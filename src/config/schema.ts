/**
 * The boot configuration: one zod schema from which types, JSON schema, default file, reference and error texts are
 * made. Owns shapes, defaults and descriptions; reads no file. What can change while the hub runs is not here but
 * in the runtime variables (settings.ts).
 *
 * @module
 */
import { z } from "zod";
import { parseNetwork } from "../core/networks.ts";
import { DEFAULT_PAGE, normalizeEncoding } from "../nmdc/encoding.ts";
import { CAPABILITIES, CAPABILITY_NAMES, SQL_GRANTS } from "../vh/capabilities.ts";
import { type HookName, HOOKS } from "../vh/hooks.ts";
import type { CapabilityName } from "../vh/table.ts";

/** Hooks whose answer the hub waits for. */
const isAsked = (name: string): boolean =>
  Object.hasOwn(HOOKS, name) && HOOKS[name as HookName].answer !== "none";

const MIB = 1024;

/** `true` (everything), `false` (nothing) or a list of what is granted. */
const grant = (what: string) =>
  z.union([z.boolean(), z.array(z.string().min(1).max(4096)).max(200)]).default(false).describe(what);

const permissions = z.strictObject({
  net: grant('Hosts the script may connect to, such as "api.example.org:443"'),
  read: grant("Files and folders it may read"),
  write: grant("Files and folders it may write"),
  env: grant("Environment variables it may read"),
  run: grant("Programs it may start"),
  ffi: grant("Native libraries it may load"),
  sys: grant("System information it may ask for"),
  import: grant("Must stay false: scripts import their own files only"),
});

const capability = (name: CapabilityName) => {
  const { granted, doc } = CAPABILITIES[name];
  return z.boolean().default(granted).describe(doc);
};

const capabilities = z.strictObject(
  Object.fromEntries(CAPABILITY_NAMES.map((name) => [name, capability(name)])) as Record<
    CapabilityName,
    ReturnType<typeof capability>
  >,
);

const whole = (what: string, min: number, max: number, value: number) =>
  z.int().min(min).max(max).default(value).describe(what);

const limits = z.strictObject({
  hookMs: whole("Milliseconds a hook may take before the script is killed", 10, 60_000, 500),
  loadMs: whole("Milliseconds loading may take", 100, 120_000, 5000),
  memoryMb: whole("Heap of the script in MiB", 16, 16 * MIB, 128),
  ringKb: whole("Size of each of its two rings in KiB; a power of two", 64, 16 * MIB, 1024)
    .refine((kib) => Number.isInteger(Math.log2(kib)), "Write a power of two, such as 1024"),
  restarts: z.strictObject({
    max: whole("Deaths within the window before the script stays off", 0, 1000, 5),
    windowSeconds: whole("Length of the window in seconds", 1, 86_400, 300),
  }).prefault({}).describe("When a script that died is started again"),
});

/** How a script may be locked in. */
const ISOLATION = /^(?:hardened|worker|shared:[A-Za-z0-9_.-]{1,64})$/;

/** One script entry. */
const script = z.strictObject({
  source: z.string().min(1).max(4096).describe("File of the script; relative to this file"),
  name: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, "Write letters, digits, `_`, `.` or `-`, at most 64")
    .optional()
    .describe("Name in messages; default: from the source"),
  enabled: z.boolean().default(true).describe("Start it with the hub"),
  permissions: permissions.prefault({}).describe("What it may do outside the hub; everything else is denied"),
  capabilities: capabilities.prefault({}).describe("What it may do inside the hub"),
  isolation: z.string().regex(ISOLATION, 'Write "hardened", "worker" or "shared:" and a name').default(
    "hardened",
  )
    .describe(
      'How it is locked in: "hardened"; "shared:NAME", one such worker for all scripts of that name; or "worker", ' +
        "without a heap cap and without a kill that always works",
    ),
  sql: z.enum(SQL_GRANTS).default("own").describe(
    "What vh.SQL sees, if the capability sql is granted: a file of its own, the hub's database to read (without " +
      "password hashes), or the hub's database whole",
  ),
  limits: limits.prefault({}).describe("Time, memory and restarts"),
  options: z.record(z.string(), z.json()).default({}).describe("Handed to the script as vh.options"),
  onFailure: z.record(
    z.string().refine(isAsked, "Write hook names, such as OnParsedMsgChat"),
    z.enum(["allow", "block"]),
  )
    .default({}).describe("Hook name: what counts when that hook fails or is too slow; otherwise allow"),
}).refine(({ sql, capabilities }) => sql === "own" || capabilities.sql, {
  message: 'Write "sql": true under its capabilities, too',
  path: ["sql"],
}).describe("One script");

const plugin = z.strictObject({
  source: z.string().min(1).max(4096).describe("File of the module; relative to this file"),
  options: z.record(z.string(), z.json()).default({}).describe("Handed to the plugin"),
}).describe("One plugin");

const listen = z.strictObject({
  host: z.string().min(1).max(255).default("0.0.0.0").describe("Address to listen on"),
  port: whole("TCP port; 0 takes a free one", 0, 65_535, 4111),
  tls: z.enum(["off", "on", "detect"]).default("off").describe(
    'Plain NMDC ("off"), TLS ("on"), or both by the first byte ("detect"), which keeps plain clients waiting for ' +
      "tls.detectMs",
  ),
}).describe("One address");

const tls = z.strictObject({
  cert: z.string().min(1).max(4096).optional().describe(
    "PEM file of the certificate with its chain; relative to this file. Without it the hub makes its own",
  ),
  key: z.string().min(1).max(4096).optional().describe("PEM file of its private key"),
  detectMs: whole(
    "Milliseconds in which a client has to begin TLS on a port that detects it",
    1,
    60_000,
    500,
  ),
  handshakeMs: whole(
    "Milliseconds for a TLS handshake, a PROXY header or a front's $MyIP",
    100,
    120_000,
    10_000,
  ),
  minVersion: z.enum(["1.2", "1.3"]).default("1.2").describe(
    "Lowest TLS version that is accepted; older ones than 1.2 are never",
  ),
}).refine(({ cert, key }) => (cert === undefined) === (key === undefined), {
  message: "Write both cert and key, or neither",
  path: ["key"],
});

const network = z.string().max(64).refine(
  (text) => parseNetwork(text) !== null,
  'Write networks, such as "10.0.0.0/8", "2001:db8::/32" or "192.0.2.7"',
);

const database = (what: string) =>
  z.string().min(1).max(4096).optional().describe(`MMDB file ${what}; relative to this file`);

const geo = z.strictObject({
  country: database("of countries, instead of the one that comes with the program"),
  city: database("of cities"),
  asn: database("of networks (ASN)"),
  more: z.array(z.string().min(1).max(4096)).max(20).default([])
    .describe("MMDB files that scripts may name in calls such as GetIPCity"),
});

/** An encoding the hub can write; `pagesOnly`: not UTF-8. */
const encoding = (pagesOnly: boolean, byDefault: string, description: string) =>
  z.string().max(40).default(byDefault).refine(
    (name) => {
      const known = normalizeEncoding(name);
      return known !== null && !(pagesOnly && known === "utf-8");
    },
    `Write ${
      pagesOnly ? "" : '"utf-8" or '
    }a code page such as "windows-1252", "windows-1251" or "iso-8859-2"`,
  ).describe(description);

/**
 * The schema of `hubcap.jsonc`.
 *
 * @internal
 */
export const CONFIG_SCHEMA = z.strictObject({
  $schema: z.string().optional().describe("Where editors find the JSON schema"),
  listen: z.array(listen).min(1).max(16).default([{ host: "0.0.0.0", port: 4111, tls: "off" }])
    .describe("Where clients connect"),
  tls: tls.prefault({}).describe("Certificate and times for the addresses that speak TLS"),
  proxy: z.array(network).max(100).default([]).describe(
    "Networks of load balancers whose connections begin with a PROXY header (v1 or v2); nobody else's is looked at",
  ),
  myIp: z.array(network).max(100).default([]).describe(
    "Networks of TLS fronts that begin each connection with `$MyIP ADDRESS VERSION|` instead, as Verlihub's proxy " +
      "does; nobody else's is believed",
  ),
  data: z.string().min(1).max(4096).default("./data").describe("Folder of the database"),
  hub: z.strictObject({
    encoding: encoding(false, "utf-8", "Encoding of the hub; clients that write another one are translated"),
    fallback: encoding(
      true,
      DEFAULT_PAGE,
      "Code page of clients that do not write UTF-8, in a hub whose encoding is UTF-8",
    ),
  }).prefault({}).describe(
    "Fixed while the hub runs; everything else is a runtime variable (hubcap config list)",
  ),
  log: z.strictObject({
    level: z.enum(["debug", "info", "warn", "error"]).default("info").describe(
      "Least urgent level that is written",
    ),
    file: z.string().min(1).max(4096).optional().describe("Also write JSON lines to this file"),
  }).prefault({}).describe("Logging"),
  geo: geo.prefault({}).describe("Databases that say where addresses are; read on first use"),
  plugins: z.array(plugin).max(50).default([]).describe(
    "Modules that run inside the hub's process with FULL TRUST: no jail, no permissions, no limits",
  ),
  autoload: z.boolean().default(true).describe(
    "Also load every script in the folder `scripts` of the data folder, by name, without permissions",
  ),
  scripts: z.array(script).max(500).default([]).describe("Scripts, in the order in which they are asked"),
}).describe("Configuration of a Hubcap hub");

/**
 * A valid configuration with every default filled in, as written (paths not resolved yet).
 *
 * @internal
 */
export type BootConfig = z.output<typeof CONFIG_SCHEMA>;

/** One script entry with every default filled in. */
export type ScriptConfig = BootConfig["scripts"][number];

/** Deno permissions of a script. */
export type Permissions = ScriptConfig["permissions"];

/** Rights of a script inside the hub. */
export type Capabilities = ScriptConfig["capabilities"];

/** Time, memory and restart limits of a script. */
export type ScriptLimits = ScriptConfig["limits"];
