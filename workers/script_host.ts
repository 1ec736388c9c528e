/**
 * Serves one script inside its worker: joins the channel, the replica, the `vh` object and the script's hooks.
 * Knows nothing of permissions or hardening; `jail_side.ts` has done that before user code comes.
 *
 * @module
 */
import { ScriptEnd } from "../src/channel/script_end.ts";
import { HOOK_NAMES, type HookName } from "../src/vh/hooks.ts";
import { CONTROL, NOTICE } from "../src/vh/protocol.ts";
import { createHookTable } from "./hook_table.ts";
import type { JailSide, ScriptHost } from "./jail_side.ts";
import { applyDelta, createReplica } from "./replica.ts";
import { buildVh, type ScriptIdentity } from "./vh_object.ts";

/** What the hub passes to a jail that runs a script. */
export interface ScriptStart {
  /** Memory of the channel. */
  readonly memory: SharedArrayBuffer;
  /** Milliseconds a blocking call may wait. */
  readonly callTimeoutMs: number;
  /** Who the script is. */
  readonly identity: ScriptIdentity;
}

/** Longest text of an error or stack that is reported, in UTF-16 units. */
const MAX_REPORT = 4000;

/** Starts serving. The script itself comes later, through {@linkcode ScriptHost.loaded}. */
export function startScriptHost({ data, checkpoint }: Pick<JailSide, "data" | "checkpoint">): ScriptHost {
  const { memory, identity, callTimeoutMs } = data as ScriptStart;
  const replica = createReplica();
  // Taken now: the script's worker has no `Deno.memoryUsage` later.
  const memoryUsage = Deno.memoryUsage;

  const hooks = createHookTable({
    failed: (hook, error) => end.notice(NOTICE.error, [hook, ...describe(error)]),
    changed: (names) => end.notice(NOTICE.hooks, [names]),
  });

  const unload = async (code: number | null) => {
    if (code !== null) await hooks.run("OnUnLoad", [code]);
    await hooks.run("UnLoad", []);
    end.notice(NOTICE.unloaded, []);
  };

  const end: ScriptEnd = new ScriptEnd(memory, {
    event: (hook, args) => hooks.run(HOOK_NAMES[hook]!, args),
    delta: (op, args) => applyDelta(replica, op, args),
    control(op, args) {
      if (op === CONTROL.unload) void unload(args[0] as number | null);
      else if (op === CONTROL.ping) {
        const { heapUsed, external } = memoryUsage();
        end.notice(NOTICE.pong, [args[0], heapUsed, external]);
      }
    },
    failed: (hook, error) => end.notice(NOTICE.error, [HOOK_NAMES[hook] ?? "", ...describe(error)]),
  }, { callTimeoutMs });

  const vh = buildVh(
    replica,
    {
      cast: (call, args) => (checkpoint(), end.cast(call, args)),
      call: (call, args) => (checkpoint(), end.call(call, args)),
    },
    identity,
    (hook: HookName, fn) => hooks.on(hook, fn),
  );
  Object.defineProperty(globalThis, "vh", { value: vh, enumerable: false });
  end.start();

  return {
    log: (level, text) => end.notice(NOTICE.log, [level, text]),
    modules: { vh: { default: vh } },
    loaded(exports) {
      hooks.adopt(exports);
      end.notice(NOTICE.hooks, [hooks.names()]);
      const title = exports.name_and_version;
      if (typeof title === "function") adoptTitle(title as () => unknown, vh);
    },
  };
}

/** A script may export `name_and_version()`, returning `[name, version]` for lists. */
function adoptTitle(title: () => unknown, vh: Readonly<Record<string, unknown>>): void {
  const pair = title();
  if (!Array.isArray(pair) || typeof pair[0] !== "string" || typeof pair[1] !== "string") return;
  (vh.name_and_version as (name: string, version: string) => unknown)(pair[0], pair[1]);
}

/** Message and stack of what the script threw; the value may lie or throw. */
function describe(error: unknown): [message: string, stack: string] {
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
