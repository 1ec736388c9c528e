/**
 * One script inside its worker: its `vh` object, its hooks, its exported functions, its end. Knows nothing of rings
 * or of other scripts beside it; sends through {@linkcode MemberLink}.
 *
 * @module
 */
import type { HookName } from "../src/vh/hooks.ts";
import { type FunctionResult, NOTICE } from "../src/vh/protocol.ts";
import { createHookTable, type HookTable } from "./hook_table.ts";
import type { Replica } from "./replica.ts";
import { buildVh, type ScriptIdentity, type Sender } from "./vh_object.ts";

/** What the hub tells a script about itself when it is loaded. */
export type MemberIdentity = Omit<ScriptIdentity, "hub">;

/** The way of one script to the hub. */
export interface MemberLink extends Sender {
  /** Reports. */
  notice(op: number, args: unknown[]): void;
}

/** One script. */
export interface Member {
  /** Its `vh` object. */
  readonly vh: Readonly<Record<string, unknown>>;
  /** Its hooks. */
  readonly hooks: Pick<HookTable, "run">;
  /** Takes the exports of its entry module. */
  loaded(namespace: Readonly<Record<string, unknown>>): void;
  /** Runs an exported function. Never throws. */
  run(name: string, args: readonly unknown[]): FunctionResult | Promise<FunctionResult>;
  /** Runs its end; it has no hooks and no functions afterwards. */
  unload(code: number | null): Promise<void>;
}

/** Longest text of an error or stack that is reported, in UTF-16 units. */
const MAX_REPORT = 4000;

// Taken now: a script may replace them, and with them what other scripts in the worker are told.
const { apply, getOwnPropertyDescriptor } = Reflect;
const { is } = Object;

/** Creates a script that has no hooks yet. */
export function createMember(identity: ScriptIdentity, replica: Replica, link: MemberLink): Member {
  let namespace: Readonly<Record<string, unknown>> = Object.freeze({});

  const hooks = createHookTable({
    failed: (hook, error) => link.notice(NOTICE.error, [hook, ...describe(error)]),
    changed: (names) => link.notice(NOTICE.hooks, [names]),
  });
  const vh = buildVh(replica, link, identity, (hook: HookName, fn) => hooks.on(hook, fn));

  /** An exported function, unless it is still being loaded. */
  const exported = (name: string): unknown => {
    try {
      return getOwnPropertyDescriptor(namespace, name)?.value;
    } catch {
      return undefined;
    }
  };

  const finish = async (result: PromiseLike<unknown>): Promise<FunctionResult> => {
    try {
      return [true, await result];
    } catch (error) {
      return refused(error);
    }
  };

  return {
    vh,
    hooks,
    loaded(exports) {
      namespace = exports;
      hooks.adopt(exports);
      link.notice(NOTICE.hooks, [hooks.names()]);
      const title = exports.name_and_version;
      if (typeof title === "function") adoptTitle(title as () => unknown, vh);
    },
    run(name, args) {
      const fn = exported(name);
      if (typeof fn !== "function") {
        return [false, "function.unknown", `Script "${identity.name}" exports no function "${name}"`];
      }
      try {
        const result: unknown = apply(fn, undefined, args);
        return isThenable(result) ? finish(result) : [true, result];
      } catch (error) {
        return refused(error);
      }
    },
    async unload(code) {
      if (code !== null) await hooks.run("OnUnLoad", [code]);
      await hooks.run("UnLoad", []);
      namespace = Object.freeze({});
    },
  };
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";

/** What the caller is told of a function that threw; the value may lie or throw. */
function refused(error: unknown): FunctionResult {
  let code: unknown;
  let text: unknown;
  try {
    ({ code, message: text } = error as { code?: unknown; message?: unknown });
  } catch {
    // described below
  }
  const message = typeof text === "string" && !is(text, "") ? text : describe(error)[0];
  return [
    false,
    typeof code === "string" && !is(code, "") ? `${code}` : "script.failed",
    message.length > MAX_REPORT ? `${message}`.slice(0, MAX_REPORT) : message,
  ];
}

/** A script may export `name_and_version()`, returning `[name, version]` for lists. */
function adoptTitle(title: () => unknown, vh: Readonly<Record<string, unknown>>): void {
  const pair = title();
  if (!Array.isArray(pair) || typeof pair[0] !== "string" || typeof pair[1] !== "string") return;
  (vh.name_and_version as (name: string, version: string) => unknown)(pair[0], pair[1]);
}

/** Message and stack of what the script threw; the value may lie or throw. */
export function describe(error: unknown): [message: string, stack: string] {
  try {
    if (error instanceof Error) {
      return [
        `${error.name}: ${error.message}`.slice(0, MAX_REPORT),
        String(error.stack ?? "").slice(0, MAX_REPORT),
      ];
    }
    return [String(error).slice(0, MAX_REPORT), ""];
  } catch {
    return ["an error that cannot be shown", ""];
  }
}
