/**
 * From the permissions an operator wrote to what a worker gets. Owns their meaning: every value is checked here,
 * because Deno ignores unknown keys and deny lists in worker permissions without a word, and follows symlinks.
 * The shape was checked by src/config; whether a host or a path makes sense is decided here.
 *
 * @module
 */
import { type FacadeGrants, SYSTEM_FACTS } from "../../../workers/deno_facade.ts";
import { HubError } from "../../core/errors.ts";
import { grantedPaths } from "./granted_paths.ts";

/** What an operator writes for one kind: everything, nothing, or a list. */
export type GrantValue = boolean | readonly string[];
/** What an operator writes for one script; a missing kind is denied. */
export type ScriptPermissions = Readonly<Partial<Record<PermissionKind, GrantValue>>>;
/** The kinds of access Deno tells apart. */
export type PermissionKind = typeof KINDS[number];

/** All kinds, in the order of the summary. */
export const KINDS = ["net", "read", "write", "env", "run", "ffi", "sys", "import"] as const;

/** Checked permissions in the forms the jail needs. */
export interface JailPermissions {
  /** For `new Worker(…, { deno: { permissions } })`; every kind is spelled out. */
  readonly deno: Record<PermissionKind, boolean | string[]>;
  /** For the facade inside the worker. */
  readonly grants: FacadeGrants;
  /** For people: one entry per kind, such as `net: api.example.org:443`. */
  readonly summary: readonly string[];
  /** Legal grants that weaken the jail, one sentence each. */
  readonly warnings: readonly string[];
}

/** What {@linkcode checkGrants} needs. */
export interface CheckGrantsOptions {
  /** Folder of the config file; relative paths start there. */
  folder: string;
  /** Where the value stands in the config, for messages, such as `scripts.greeter.permissions`. */
  field: string;
}

/** Most entries of one list. */
export const MAX_ENTRIES = 200;

const WEAKENING: Partial<Record<PermissionKind, string>> = {
  run: "A program it starts is not locked in: run lets the script do whatever the hub's user can do",
  ffi: "Native code is not locked in: ffi lets the script do whatever the hub's process can do",
};

/** The error of one bad value. */
function invalid(field: string, value: unknown, why: string, remedy: string): HubError {
  const shown = JSON.stringify(value) ?? String(value);
  return new HubError("config.invalid", `Cannot use ${field}: ${shown} ${why}`, { remedy });
}

/**
 * Checks what an operator wrote and translates it.
 *
 * @param written The permissions of one script, or `undefined` for none.
 * @throws {HubError} `config.invalid` naming field, value and remedy.
 */
export async function checkGrants(
  written: Readonly<Record<string, unknown>> | undefined,
  { folder, field }: CheckGrantsOptions,
): Promise<JailPermissions> {
  for (const [key, value] of Object.entries(written ?? {})) checkKey(key, value, field);
  const deno = {} as Record<PermissionKind, boolean | string[]>;
  const warnings: string[] = [];
  for (const kind of KINDS) {
    const value = (written?.[kind] ?? false) as GrantValue;
    const at = `${field}.${kind}`;
    if (typeof value === "boolean") deno[kind] = value;
    else if (kind === "read" || kind === "write") {
      const paths = await grantedPaths(value, {
        folder,
        fail: (entry, why, remedy) => invalid(at, entry, why, remedy),
      });
      deno[kind] = paths.granted;
      warnings.push(...paths.warnings);
    } else {
      for (const entry of value) checkEntry(kind, entry, at);
      deno[kind] = [...value];
    }
    if (isGranted(deno[kind]) && WEAKENING[kind]) warnings.push(WEAKENING[kind]);
  }
  if (isGranted(deno.import)) {
    throw invalid(
      `${field}.import`,
      written?.import,
      "is not supported",
      "Copy the code into the script's folder",
    );
  }
  if (deno.write === true) warnings.push("write: true lets the script replace the hub's own files");
  if (deno.env === true) warnings.push("env: true shows the script every secret in the hub's environment");
  return {
    deno,
    grants: {
      net: isGranted(deno.net),
      run: isGranted(deno.run),
      ffi: isGranted(deno.ffi),
      sys: isGranted(deno.sys),
    },
    summary: KINDS.map((kind) => `${kind}: ${describe(deno[kind])}`),
    warnings,
  };
}

/** The permissions of a script that was granted nothing. */
export function noGrants(): JailPermissions {
  const deno = Object.fromEntries(KINDS.map((kind) => [kind, false])) as Record<PermissionKind, boolean>;
  return {
    deno,
    grants: { net: false, run: false, ffi: false, sys: false },
    summary: KINDS.map((kind) => `${kind}: none`),
    warnings: [],
  };
}

const isGranted = (value: boolean | string[]): boolean =>
  value === true || (value !== false && value.length > 0);

const describe = (value: boolean | string[]): string =>
  isGranted(value) ? (value === true ? "everything" : (value as string[]).join(", ")) : "none";

function checkKey(key: string, value: unknown, field: string): void {
  const at = `${field}.${key}`;
  if (key.startsWith("deny")) {
    throw invalid(at, value, "is a deny list, which workers ignore", "List what is allowed instead");
  }
  if (!(KINDS as readonly string[]).includes(key)) {
    throw invalid(at, value, "is not a kind of permission", `Use one of ${KINDS.join(", ")}`);
  }
  if (typeof value === "boolean") return;
  const isList = Array.isArray(value) && value.every((entry) => typeof entry === "string");
  if (!isList) {
    throw invalid(at, value, "is neither true, false nor a list", "Write true, false or a list of texts");
  }
  if (value.length > MAX_ENTRIES) {
    throw invalid(at, value.length, "entries are too many", `List at most ${MAX_ENTRIES}`);
  }
}

/** Host, `*.domain`, IPv4, `[IPv6]`, or CIDR; all but CIDR with an optional port. */
const HOST =
  /^(?:\*\.)?[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?(?::\d{1,5})?$|^\[[0-9A-Fa-f:.]+\](?::\d{1,5})?$/;
const CIDR = /^[0-9A-Fa-f:.]+\/\d{1,3}$/;
const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*\*?$/;

function checkEntry(kind: PermissionKind, entry: string, field: string): void {
  if (entry === "") throw invalid(field, entry, "is empty", "Remove the entry");
  switch (kind) {
    case "net":
      if (entry.startsWith(":")) {
        throw invalid(field, entry, "names no host", "Write host:port; a port alone is not supported");
      }
      if (entry.includes("://") || entry.includes("/") && !CIDR.test(entry)) {
        throw invalid(
          field,
          entry,
          "is an address with a path",
          'Write the host alone, such as "api.example.org:443"',
        );
      }
      if (!CIDR.test(entry) && !HOST.test(entry) || Number(/:(\d+)$/.exec(entry)?.[1] ?? 1) > 65535) {
        throw invalid(
          field,
          entry,
          "is not a host",
          'Write a host such as "api.example.org" or "10.0.0.1:8080"',
        );
      }
      return;
    case "env":
      if (!ENV_NAME.test(entry)) {
        throw invalid(field, entry, "is not a variable name", 'Write a name or "PREFIX_*"');
      }
      return;
    case "sys":
      if (!SYSTEM_FACTS.includes(entry)) {
        throw invalid(field, entry, "is not known", `Use one of ${SYSTEM_FACTS.join(", ")}`);
      }
      return;
    case "run":
      if (/\s/.test(entry)) throw invalid(field, entry, "has arguments", "Write the program alone");
      return;
  }
}
