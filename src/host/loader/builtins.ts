/**
 * The `node:` modules a script may import, as data with the reason for each. Static imports of these go past every
 * run-time hook, so whatever is listed must be harmless with no permission at all.
 *
 * @module
 */

/** Allowed modules by specifier; the value says why. */
export const BUILTINS: Readonly<Record<string, string>> = {
  "node:assert": "computes",
  "node:assert/strict": "computes",
  "node:buffer": "holds bytes",
  "node:events": "calls listeners of the script itself",
  "node:path": "computes",
  "node:path/posix": "computes",
  "node:path/win32": "computes",
  "node:querystring": "computes",
  "node:stream": "moves data inside the worker",
  "node:stream/consumers": "moves data inside the worker",
  "node:stream/promises": "moves data inside the worker",
  "node:stream/web": "moves data inside the worker",
  "node:string_decoder": "computes",
  "node:timers": "timers of the worker, which end with it",
  "node:timers/promises": "timers of the worker, which end with it",
  "node:url": "computes",
  "node:util": "computes; its inspect is closed, see workers/guarded_globals.ts",
  "node:zlib": "computes",
};

/** What to use instead of a refused built-in, for the message. */
export const INSTEAD: Readonly<Record<string, string>> = {
  "node:child_process": "Use Deno.Command with the run permission",
  // One call with hostile sizes overflows a native stack and ends the process; others run for hours unkillably.
  "node:crypto": "Use the global crypto: crypto.subtle, crypto.randomUUID, crypto.getRandomValues",
  "node:dns": "Use Deno.resolveDns with the net permission",
  "node:dns/promises": "Use Deno.resolveDns with the net permission",
  "node:fs": "Use Deno.readTextFile and its kin with the read and write permissions",
  "node:fs/promises": "Use Deno.readTextFile and its kin with the read and write permissions",
  "node:http": "Use fetch or Deno.serve with the net permission",
  "node:https": "Use fetch or Deno.serve with the net permission",
  "node:net": "Use Deno.connect and Deno.listen with the net permission",
  "node:tls": "Use Deno.connectTls and Deno.listenTls with the net permission",
  "node:process": "Use Deno.env with the env permission",
  "node:sqlite": "Use vh.SQL with the sql capability",
};
