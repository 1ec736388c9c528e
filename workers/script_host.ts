/**
 * Serves the scripts of one worker: joins the channel and the replica, which they share, with the `vh` object, the
 * hooks and the exported functions that each of them has for itself. Nearly always there is one script.
 * Knows nothing of permissions or hardening; `jail_side.ts` has done that before user code comes.
 *
 * @module
 */
import { ScriptEnd } from "../src/channel/script_end.ts";
import { HOOK_NAMES } from "../src/vh/hooks.ts";
import { CONTROL, MEMBER_STEP, NO_MEMBER, NOTICE, RUN_FUNCTION } from "../src/vh/protocol.ts";
import type { JailSide, ScriptHost } from "./jail_side.ts";
import { createMember, describe, type Member, type MemberIdentity, type MemberLink } from "./member.ts";
import { applyDelta, createReplica } from "./replica.ts";
import type { ScriptIdentity } from "./vh_object.ts";

/** What the hub passes to a jail that runs scripts. */
export interface ScriptStart {
  /** Memory of the channel. */
  readonly memory: SharedArrayBuffer;
  /** Milliseconds a blocking call may wait. */
  readonly callTimeoutMs: number;
  /** May several scripts come? Then there is no global `vh`: it could belong to one of them only. */
  readonly shared: boolean;
  /** Hub software. */
  readonly hub: ScriptIdentity["hub"];
}

/** Starts serving. The scripts themselves come later, through {@linkcode ScriptHost.member}. */
export function startScriptHost({ data }: Pick<JailSide, "data">): ScriptHost {
  const { memory, callTimeoutMs, shared, hub } = data as ScriptStart;
  const replica = createReplica();
  // Taken now: the script's worker has no `Deno.memoryUsage` later.
  const memoryUsage = Deno.memoryUsage;
  const members: (Member | undefined)[] = [];
  /** Whose code runs, as far as that is known: of timers and promises it is not when there are several. */
  let current = shared ? NO_MEMBER : 0;

  /** Runs `fn` as code of one member. */
  const as = <T>(number: number, fn: () => T): T => {
    if (!shared) return fn();
    const before = current;
    current = number;
    try {
      return fn();
    } finally {
      current = before;
    }
  };

  const leave = async (number: number, member: Member, code: number | null) => {
    await as(number, () => member.unload(code));
    end.notice(number * MEMBER_STEP + NOTICE.unloaded, []);
    if (shared) members[number] = undefined;
  };

  const end: ScriptEnd = new ScriptEnd(memory, {
    event(name, args) {
      const number = (name / MEMBER_STEP) | 0, event = name % MEMBER_STEP;
      const member = members[number];
      if (!member) return event === RUN_FUNCTION ? [false, "script.unknown", "The script is gone"] : null;
      if (event === RUN_FUNCTION) {
        return as(number, () => member.run(args[0] as string, args[1] as unknown[]));
      }
      return shared
        ? as(number, () => member.hooks.run(HOOK_NAMES[event]!, args))
        : member.hooks.run(HOOK_NAMES[event]!, args);
    },
    delta: (op, args) => applyDelta(replica, op, args),
    control(op, args) {
      const number = (op / MEMBER_STEP) | 0, member = members[number];
      if (op % MEMBER_STEP === CONTROL.unload) {
        if (member) void leave(number, member, args[0] as number | null);
      } else if (op === CONTROL.ping) {
        const { heapUsed, external } = memoryUsage();
        end.notice(NOTICE.pong, [args[0], heapUsed, external]);
      }
    },
    failed(name, error) {
      const [message, stack] = describe(error);
      const event = name % MEMBER_STEP;
      // The caller is told; a line in the log would name a hook.
      if (name >= 0 && event === RUN_FUNCTION) return [false, "script.failed", message];
      const number = name < 0 ? 0 : (name / MEMBER_STEP) | 0;
      end.notice(number * MEMBER_STEP + NOTICE.error, [HOOK_NAMES[event] ?? "", message, stack]);
      return undefined;
    },
  }, { callTimeoutMs });

  const linkOf = (number: number): MemberLink => {
    const base = number * MEMBER_STEP;
    return {
      cast: (call, args) => end.cast(base + call, args),
      call: (call, args) => end.call(base + call, args),
      notice: (op, args) => end.notice(base + op, args),
    };
  };

  end.start();

  return {
    log: (level, text) => end.notice(current * MEMBER_STEP + NOTICE.log, [level, text]),
    member(number, identity) {
      const member = createMember({ ...identity as MemberIdentity, hub }, replica, linkOf(number));
      if (!shared) Object.defineProperty(globalThis, "vh", { value: member.vh, enumerable: false });
      members[number] = member;
      return {
        modules: { vh: { default: member.vh } },
        loaded: (namespace) => as(number, () => member.loaded(namespace)),
        failed: () => {
          if (shared) members[number] = undefined;
        },
      };
    },
  };
}
