/**
 * The boot configuration: one zod schema from which types, JSON schema, default file, reference and error texts are
 * made. Owns shapes, defaults and descriptions; reads no file. What can change while the hub runs is not here but
 * in the runtime variables (settings.ts).
 *
 * @module
 */
import { z } from "zod";
import { CAPABILITIES, CAPABILITY_NAMES } from "../vh/capabilities.ts";
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
  import: grant("Hosts it may import code from"),
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

/** One script entry. */
const script = z.strictObject({
  source: z.string().min(1).max(4096).describe("File of the script; relative to this file"),
  name: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, "Write letters, digits, `_`, `.` or `-`, at most 64")
    .optional()
    .describe("Name in messages; default: from the source"),
  enabled: z.boolean().default(true).describe("Start it with the hub"),
  permissions: permissions.prefault({}).describe("What it may do outside the hub; everything else is denied"),
  capabilities: capabilities.prefault({}).describe("What it may do inside the hub"),
  isolation: z.literal("hardened").default("hardened").describe("How it is locked in"),
  limits: limits.prefault({}).describe("Time, memory and restarts"),
  options: z.record(z.string(), z.json()).default({}).describe("Handed to the script as vh.options"),
  onFailure: z.record(
    z.string().refine(isAsked, "Write hook names, such as OnParsedMsgChat"),
    z.enum(["allow", "block"]),
  )
    .default({}).describe("Hook name: what counts when that hook fails or is too slow; otherwise allow"),
}).describe("One script");

const listen = z.strictObject({
  host: z.string().min(1).max(255).default("0.0.0.0").describe("Address to listen on"),
  port: whole("TCP port; 0 takes a free one", 0, 65_535, 4111),
}).describe("One address");

/** UTF-8 or a page with one character per byte: only those survive the way from bytes to text and back. */
function isEncoding(label: string): boolean {
  try {
    const decoder = new TextDecoder(label);
    if (decoder.encoding === "utf-8") return true;
    return !decoder.encoding.startsWith("utf-16") &&
      decoder.decode(new Uint8Array(8).fill(0xe0)).length === 8;
  } catch {
    return false; // the constructor does not know the label
  }
}

/**
 * The schema of `hubcap.jsonc`.
 *
 * @internal
 */
export const CONFIG_SCHEMA = z.strictObject({
  $schema: z.string().optional().describe("Where editors find the JSON schema"),
  listen: z.array(listen).min(1).max(16).default([{ host: "0.0.0.0", port: 4111 }])
    .describe("Where clients connect"),
  data: z.string().min(1).max(4096).default("./data").describe("Folder of the database"),
  hub: z.strictObject({
    encoding: z.string().max(40).default("utf-8")
      .refine(
        isEncoding,
        'Write "utf-8" or a code page such as "windows-1252", "windows-1251" or "iso-8859-2"',
      )
      .describe("Encoding of what the hub writes; what it reads is tried as UTF-8 first, then as this"),
  }).prefault({}).describe(
    "Fixed while the hub runs; everything else is a runtime variable (hubcap config list)",
  ),
  log: z.strictObject({
    level: z.enum(["debug", "info", "warn", "error"]).default("info").describe(
      "Least urgent level that is written",
    ),
    file: z.string().min(1).max(4096).optional().describe("Also write JSON lines to this file"),
  }).prefault({}).describe("Logging"),
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
