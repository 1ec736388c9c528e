/**
 * A runtime entry that, after hardening, follows every property and prototype a script can reach and reports each
 * way to something that would break the jail. Getters are called, as a script would.
 *
 * @module
 */
import cluster from "node:cluster";
import child from "node:child_process";
import fs from "node:fs";
import inspector from "node:inspector";
import module from "node:module";
import net from "node:net";
import process from "node:process";
import v8 from "node:v8";
import vm from "node:vm";
import threads, { workerData } from "node:worker_threads";
import { BUILTINS } from "../../src/host/loader/builtins.ts";
import { runJail } from "../../workers/jail_side.ts";

const scope = globalThis as unknown as Record<string, unknown>;
const real = Deno as unknown as Record<string | symbol, unknown>;
const nav = navigator as unknown as Record<string, unknown>;

/** Functions and objects that must be out of reach, by name. */
function collectForbidden(): Map<unknown, string> {
  const found = new Map<unknown, string>();
  const add = (name: string, value: unknown) => {
    if (value !== null && (typeof value === "object" || typeof value === "function")) found.set(value, name);
  };
  for (
    const name of ["Worker", "postMessage", "close", "BroadcastChannel", "caches", "navigator", "reportError"]
  ) {
    add(name, scope[name]);
  }
  add("navigator.locks", nav.locks);
  add("LockManager.request", Object.getPrototypeOf(nav.locks).request);
  add("workerData", workerData);
  add("port", workerData.port);
  add("Deno", real);
  add("Deno[internal]", real[(real as { internal: symbol }).internal]);
  for (
    const name of [
      "exit kill addSignalListener removeSignalListener listen connect serve open openSync FsFile Command spawn run",
      "dlopen UnsafePointer makeTempDir chdir cwd execPath memoryUsage symlink link chmod umask createHttpClient",
      "stdin stdout stderr permissions env readTextFile writeTextFile test bench",
    ].flatMap((row) => row.split(" "))
  ) add(`Deno.${name}`, real[name]);
  for (
    const [name, value] of Object.entries({
      process,
      fs,
      net,
      child,
      threads,
      vm,
      v8,
      module,
      inspector,
      cluster,
    })
  ) {
    add(name, value);
    for (const [key, member] of Object.entries(value)) if (isPower(name, key)) add(`${name}.${key}`, member);
  }
  return found;
}

/** Members of the forbidden modules that no other module may hand out. */
function isPower(name: string, key: string): boolean {
  if (name === "process") {
    return /kill|exit|abort|binding|dlopen|getBuiltinModule|chdir|stdout|stderr|env$/i.test(key);
  }
  if (name === "fs") return /Sync$|^open$|^write$|^read$|^createWriteStream$|^promises$/.test(key);
  if (name === "net") return /^(Socket|Server|createServer|connect)$/.test(key);
  if (name === "module") return /^(createRequire|registerHooks|register|_load|Module)$/.test(key);
  if (name === "threads") {
    return /^(Worker|parentPort|workerData|postMessageToThread|BroadcastChannel)$/.test(key);
  }
  return typeof key === "string";
}

interface Step {
  value: object;
  path: string;
}

/** All ways from `roots` to a forbidden value. Bounded by `max` objects. */
function walk(roots: Step[], forbidden: Map<unknown, string>, max: number): { ways: string[]; seen: number } {
  const seen = new Set<unknown>();
  const ways: string[] = [];
  const queue = [...roots];
  const visit = (value: unknown, path: string) => {
    if (value === null || (typeof value !== "object" && typeof value !== "function") || seen.has(value)) {
      return;
    }
    seen.add(value);
    const name = forbidden.get(value);
    if (name !== undefined) ways.push(`${path} is ${name}`);
    else queue.push({ value, path });
  };
  for (let step = queue.shift(); step && seen.size < max; step = queue.shift()) {
    const { value, path } = step;
    visit(Object.getPrototypeOf(value), `${path}.__proto__`);
    for (const key of Reflect.ownKeys(value)) {
      const at = `${path}.${String(key)}`;
      const property = Object.getOwnPropertyDescriptor(value, key);
      if (!property) continue;
      visit(property.value, at);
      visit(property.get, `get ${at}`);
      visit(property.set, `set ${at}`);
      if (!property.get) continue;
      try {
        visit((value as Record<PropertyKey, unknown>)[key], at);
      } catch {
        // A getter of a prototype refuses its own prototype: nothing to reach there.
      }
    }
  }
  return { ways, seen: seen.size };
}

const forbidden = collectForbidden();
runJail(({ note }) => ({
  log: () => {},
  uncaught: () => true,
  member: () => ({
    modules: { vh: { default: {} } },
    loaded: async () => {
      const roots: Step[] = [{ value: globalThis, path: "globalThis" }];
      for (const name of Object.keys(BUILTINS)) roots.push({ value: await import(name), path: name });
      note(walk(roots, forbidden, 200_000));
    },
  }),
}));
