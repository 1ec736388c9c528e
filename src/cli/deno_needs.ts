/**
 * Which permission each function of a script's `Deno` object and each global that reaches outside asks for. Data only;
 * a test compares it with what the worker offers.
 *
 * @module
 */
import type { PermissionKind } from "../host/jail/grants.ts";

/** Permissions by function of `Deno`, without the `Sync` twins; an empty list: none. */
export const DENO_NEEDS: Readonly<Record<string, readonly PermissionKind[]>> = {
  readTextFile: ["read"],
  readFile: ["read"],
  stat: ["read"],
  lstat: ["read"],
  readDir: ["read"],
  readLink: ["read"],
  realPath: ["read"],
  writeTextFile: ["write"],
  writeFile: ["write"],
  mkdir: ["write"],
  remove: ["write"],
  truncate: ["write"],
  rename: ["read", "write"],
  copyFile: ["read", "write"],
  connect: ["net"],
  connectTls: ["net"],
  listen: ["net"],
  listenTls: ["net"],
  resolveDns: ["net"],
  serve: ["net"],
  upgradeWebSocket: ["net"],
  hostname: ["sys"],
  loadavg: ["sys"],
  networkInterfaces: ["sys"],
  osRelease: ["sys"],
  osUptime: ["sys"],
  systemMemoryInfo: ["sys"],
  Command: ["run"],
  dlopen: ["ffi"],
  UnsafeCallback: ["ffi"],
  UnsafeFnPointer: ["ffi"],
  UnsafePointer: ["ffi"],
  UnsafePointerView: ["ffi"],
  env: ["env"],
  errors: [],
  build: [],
  version: [],
  inspect: [],
  noColor: [],
  args: [],
};

/** Permissions by global. */
export const GLOBAL_NEEDS: Readonly<Record<string, readonly PermissionKind[]>> = {
  fetch: ["net"],
  WebSocket: ["net"],
  EventSource: ["net"],
};
