/**
 * The `Deno` object a script sees: a frozen set of wrapped functions. Owns the table of what is offered.
 * Every wrapper takes a fixed number of arguments and copies the options it knows into a plain object, because an
 * unknown (unstable) option makes Deno end the whole process. Deno's own permission checks still apply below.
 *
 * @module
 */
import type { KillGuard } from "./kill_guard.ts";
import { show, type ShowOptions } from "./show.ts";

/** Which kinds of access the operator granted; decides which functions are real and which explain themselves. */
export interface FacadeGrants {
  /** Whether any host may be reached. */
  net: boolean;
  /** Whether programs may be run. */
  run: boolean;
  /** Whether native libraries may be loaded. */
  ffi: boolean;
  /** Whether system information may be read. */
  sys: boolean;
}

type Native = (...args: unknown[]) => unknown;
type Options = readonly string[];

/** One wrapped function: how many plain arguments come first, then which option names pass. */
interface Row {
  readonly plain: number;
  readonly options?: Options;
}

const READ: Row = { plain: 1, options: ["signal"] };
const WRITE: Row = { plain: 2, options: ["append", "create", "createNew", "mode", "signal"] };
const PATH: Row = { plain: 1 };
const TWO_PATHS: Row = { plain: 2 };
const MKDIR: Row = { plain: 1, options: ["recursive", "mode"] };
const REMOVE: Row = { plain: 1, options: ["recursive"] };

/** Files: always present, Deno itself refuses a path outside the grant. Each has a `…Sync` twin. */
const FILES: Readonly<Record<string, Row>> = {
  readTextFile: READ,
  readFile: READ,
  writeTextFile: WRITE,
  writeFile: WRITE,
  stat: PATH,
  lstat: PATH,
  readDir: PATH,
  readLink: PATH,
  realPath: PATH,
  mkdir: MKDIR,
  remove: REMOVE,
  rename: TWO_PATHS,
  copyFile: TWO_PATHS,
  truncate: TWO_PATHS,
};

/** Network: `transport` is fixed to TCP below; `reusePort` and vsock need flags the hub does not have. */
const NETWORK: Readonly<Record<string, Row>> = {
  connect: { plain: 0, options: ["hostname", "port", "signal"] },
  connectTls: { plain: 0, options: ["hostname", "port", "caCerts", "alpnProtocols", "cert", "key"] },
  listen: { plain: 0, options: ["hostname", "port"] },
  listenTls: { plain: 0, options: ["hostname", "port", "cert", "key", "alpnProtocols"] },
  resolveDns: { plain: 2, options: ["signal"] },
};

/** Facts about the machine that `sys` opens, by the names of Deno's permission, which are those of its functions. */
export const SYSTEM_FACTS: readonly string[] = [
  "hostname",
  "loadavg",
  "networkInterfaces",
  "osRelease",
  "osUptime",
  "systemMemoryInfo",
];

const FOREIGN: readonly string[] = [
  "dlopen",
  "UnsafeCallback",
  "UnsafeFnPointer",
  "UnsafePointer",
  "UnsafePointerView",
];

/** A copy of the named options, without a prototype and without anything else the caller put there. */
function copyOptions(from: unknown, names: Options): Record<string, unknown> | undefined {
  if (from === undefined || from === null) return undefined;
  if (typeof from !== "object") throw new TypeError("Options must be an object");
  const out: Record<string, unknown> = Object.create(null);
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    const value = (from as Record<string, unknown>)[name];
    if (value !== undefined) out[name] = value;
  }
  return out;
}

type Inside = KillGuard["inside"];

/** Wraps `native` so that only the row's arguments and options reach it, and no kill. */
function wrap(native: Native, { plain, options }: Row, inside: Inside): Native {
  // Fixed arguments, since a script may change arrays.
  const one: Native = (a) => inside(() => native(a));
  const two: Native = (a, b) => inside(() => native(a, b));
  const three: Native = (a, b, c) => inside(() => native(a, b, c));
  if (!options) return plain === 1 ? one : two;
  // Read outside: a getter may be anything.
  const known = (given: unknown) => copyOptions(given, options);
  if (plain === 0) return (o) => one(known(o));
  if (plain === 1) return (a, o) => two(a, known(o));
  return (a, b, o) => three(a, b, known(o));
}

/** `Deno.serve` with the stable options; by default it prints nothing, unlike the original. */
function wrapServe(native: Native, onError: (error: unknown) => void, inside: Inside): Native {
  const names = ["port", "hostname", "signal", "cert", "key", "onListen", "onError"];
  return (first, second) => {
    const handler = typeof first === "function" ? first : second;
    if (typeof handler !== "function") throw new TypeError("Deno.serve needs a handler");
    const options = (typeof first === "function" ? undefined : copyOptions(first, names)) ??
      Object.create(null);
    options.onListen ??= () => {};
    options.onError ??= (error: unknown) => {
      onError(error);
      return new Response("Internal Server Error", { status: 500 });
    };
    return inside(() => native(options, handler));
  };
}

/** What the facade needs besides the grants. */
export interface FacadeOptions {
  /** What the operator granted. */
  grants: FacadeGrants;
  /** Keeps a kill out of Deno's functions. */
  guard: KillGuard;
  /** Hears of an error in a request handler that the script does not handle. */
  onServeError(error: unknown): void;
}

/** Builds the frozen object from the real `Deno`. Call it before anything of `Deno` is removed. */
export function denoFacade(real: typeof Deno, { grants, guard, onServeError }: FacadeOptions): object {
  const { inside } = guard;
  const source = real as unknown as Record<string, Native>;
  const { NotCapable } = real.errors;
  const out: Record<string, unknown> = Object.create(null);
  const refusing = (name: string, access: string) => () => {
    throw new NotCapable(`Deno.${name} needs ${access} access: grant it in the script's permissions`);
  };
  const offer = (name: string, granted: boolean, access: string, make: () => unknown) => {
    if (typeof source[name] === "function") out[name] = granted ? make() : refusing(name, access);
  };

  for (const [name, row] of Object.entries(FILES)) {
    out[name] = wrap(source[name]!, row, inside);
    if (source[`${name}Sync`]) out[`${name}Sync`] = wrap(source[`${name}Sync`]!, row, inside);
  }
  for (const [name, row] of Object.entries(NETWORK)) {
    offer(name, grants.net, "net", () => wrap(source[name]!, row, inside));
  }
  offer("serve", grants.net, "net", () => wrapServe(source.serve!, onServeError, inside));
  offer("upgradeWebSocket", grants.net, "net", () => wrap(source.upgradeWebSocket!, PATH, inside));
  for (const name of SYSTEM_FACTS) {
    offer(name, grants.sys, "sys", () => wrap(source[name]!, { plain: 1 }, inside));
  }
  offer("Command", grants.run, "run", () => source.Command);
  for (const name of FOREIGN) offer(name, grants.ffi, "ffi", () => source[name]);

  // No set and delete: the environment belongs to the whole process.
  const { get, has, toObject } = real.env;
  out.env = Object.freeze({
    get: (name: string) => inside(() => get(name)),
    has: (name: string) => inside(() => has(name)),
    toObject: () => inside(() => toObject()),
  });
  out.errors = Object.freeze({ ...real.errors });
  out.build = Object.freeze({ ...real.build });
  out.version = Object.freeze({ ...real.version });
  out.inspect = (value: unknown, options?: ShowOptions) => show(value, options);
  out.noColor = true;
  out.args = Object.freeze([]);
  return freezeAll(out);
}

/** Freezes the wrappers too, so that one script file cannot replace them for another. */
function freezeAll(facade: Record<string, unknown>): object {
  for (const value of Object.values(facade)) {
    if (typeof value === "function" && !("prototype" in value && value.prototype)) Object.freeze(value);
  }
  return Object.freeze(facade);
}
