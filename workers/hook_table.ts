/**
 * The hooks of one script: functions found among its exports and those added with `vh.on`, and how they are run.
 * A hook that throws is reported; what it counts as is the hub's business. Knows nothing of rings.
 *
 * @module
 */
import { HOOK_NAMES, type HookName, HOOKS } from "../src/vh/hooks.ts";
import type { WireAnswer } from "../src/vh/protocol.ts";
import { mergeAnswers, toAnswer } from "./answers.ts";

type HookFunction = (...args: unknown[]) => unknown;

/** What a hook table reports. */
export interface HookReports {
  /** A hook threw or its promise rejected. */
  failed(hook: HookName, error: unknown): void;
  /** The set of hooks that have functions changed. */
  changed(hooks: HookName[]): void;
}

/** The hooks of one script. */
export interface HookTable {
  /** Takes the exported functions that bear hook names. */
  adopt(exports: Readonly<Record<string, unknown>>): void;
  /** Adds a function to a hook. @throws {TypeError} When there is no such hook or `fn` is no function. */
  on(hook: HookName, fn: (...args: never[]) => unknown): void;
  /** Names of the hooks that have functions. */
  names(): HookName[];
  /** Runs a hook. Never throws; a promise is returned only when a function returned one. */
  run(hook: HookName, args: unknown[]): WireAnswer | Promise<WireAnswer>;
}

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";

/** Position of the first substitutable field among a hook's arguments (MyINFO: after the nick). */
const FIRST_FIELD = { chat: 0, myinfo: 1 } as const;

/** Creates an empty table. */
export function createHookTable(reports: HookReports): HookTable {
  const functions = new Map<HookName, HookFunction[]>();
  const names = () => HOOK_NAMES.filter((name) => functions.has(name));
  const add = (hook: HookName, fn: HookFunction) => {
    const list = functions.get(hook);
    if (list) list.push(fn);
    else functions.set(hook, [fn]);
  };

  const runOne = (hook: HookName, fn: HookFunction, args: unknown[]): WireAnswer | Promise<WireAnswer> => {
    const { answer } = HOOKS[hook];
    try {
      const result = fn(...args);
      if (!isPromise(result)) return toAnswer(answer, result);
      return Promise.resolve(result).then((value) => toAnswer(answer, value)).catch((error) => {
        reports.failed(hook, error);
        return "failed";
      });
    } catch (error) {
      reports.failed(hook, error);
      return "failed";
    }
  };

  /** Arguments for the next function, with what the previous one substituted. */
  const withFields = (hook: HookName, args: unknown[], answer: WireAnswer): unknown[] => {
    const fields = Array.isArray(answer) ? answer[1] : null;
    const { answer: kind } = HOOKS[hook];
    if (!fields || (kind !== "chat" && kind !== "myinfo")) return args;
    const next = [...args];
    fields.forEach((field, i) => {
      if (field !== null) next[FIRST_FIELD[kind] + i] = field;
    });
    return next;
  };

  const runAll = async (
    hook: HookName,
    list: HookFunction[],
    args: unknown[],
    from: number,
    so: WireAnswer,
  ) => {
    let answer = so;
    for (let i = from; i < list.length; i++) {
      answer = mergeAnswers(answer, await runOne(hook, list[i]!, withFields(hook, args, answer)));
    }
    return answer;
  };

  return {
    adopt(exports) {
      for (const name of HOOK_NAMES) {
        const fn = exports[name];
        if (typeof fn === "function") add(name, fn as HookFunction);
      }
    },
    on(hook, fn) {
      if (!Object.hasOwn(HOOKS, hook)) throw new TypeError(`vh.on(): there is no hook "${String(hook)}"`);
      if (typeof fn !== "function") throw new TypeError(`vh.on(): the second argument must be a function`);
      const isNew = !functions.has(hook);
      add(hook, fn as HookFunction);
      if (isNew) reports.changed(names());
    },
    names,
    run(hook, args) {
      const list = functions.get(hook);
      if (!list) return null;
      let answer: WireAnswer = null;
      for (let i = 0; i < list.length; i++) {
        const one = runOne(hook, list[i]!, withFields(hook, args, answer));
        if (one instanceof Promise) {
          const before = answer;
          return one.then((value) => runAll(hook, list, args, i + 1, mergeAnswers(before, value)));
        }
        answer = mergeAnswers(answer, one);
      }
      return answer;
    },
  };
}
