/**
 * Asks the running scripts, in call order, and merges what they say. Owns the rules of a hook: who is asked,
 * in parallel or one after the other, and what counts as nested. Knows nothing of workers, only {@linkcode Listener}s.
 *
 * An event is *nested* when some script's blocking call waits for its outcome; scripts that are themselves waiting
 * run nested events at once. That is what keeps two scripts that call each other from waiting for ever.
 *
 * @module
 */
import { ALLOW, type Answer, type ScriptSink, type StateSink } from "../port/script_sink.ts";
import { type AskHook, HOOK_NAMES, type HookArgs, type HookName, HOOKS } from "../vh/hooks.ts";
import { combine } from "./wire_answer.ts";

/** A running script, as the dispatcher sees it. */
export interface Listener {
  /** Does the script export this hook? */
  listens(hook: HookName): boolean;
  /** Sends the event; `settle` runs exactly once, at the latest when the script dies. */
  ask(hook: HookName, args: readonly unknown[], nested: boolean, settle: (answer: Answer) => void): void;
}

/** The dispatcher: a {@linkcode ScriptSink} for the hub, and the list of listeners for the supervisor. */
export interface Dispatcher extends ScriptSink {
  /** Questions that a script has not answered yet; 0 means that every script is done with what it was sent. */
  readonly open: number;
  /** Depth of the call in whose course this code runs; 0 outside of calls. */
  readonly depth: number;
  /** Replaces the listeners; order is call order. */
  setListeners(listeners: readonly Listener[]): void;
  /** Recomputes `wanted` after a script changed its hooks. */
  refresh(): void;
  /** Runs `fn` as part of a script's blocking call at the given depth: hooks it causes are nested. */
  caused<T>(depth: number, fn: () => T): T;
  /** Reports an event to every listener and calls `done` after all have handled it. */
  tellAll(hook: HookName, args: readonly unknown[], done: () => void): void;
}

/** Nested events deeper than this are not delivered (a hook that kicks inside OnOperatorKicks, say). */
export const MAX_DEPTH = 16;

/** Index of the first substitutable argument. */
const FIRST_FIELD = { chat: 0, myinfo: 1 } as const;

/** Creates a dispatcher without listeners. `tooDeep` is told about events that were not delivered. */
export function createDispatcher(state: StateSink, tooDeep: (hook: HookName) => void): Dispatcher {
  let listeners: readonly Listener[] = [];
  let depth = 0;
  let waiting = 0;
  const wanted = Object.fromEntries(HOOK_NAMES.map((name) => [name, false])) as Record<HookName, boolean>;

  const caused = <T>(at: number, fn: () => T): T => {
    const before = depth;
    depth = at;
    try {
      return fn();
    } finally {
      depth = before;
    }
  };

  /** `done`, run at the depth at which the question was asked. */
  const later = <A extends unknown[]>(done: (...args: A) => void): (...args: A) => void => {
    const at = depth;
    return at === 0 ? done : (...args) => caused(at, () => done(...args));
  };

  const askTogether = (hook: HookName, args: readonly unknown[], done: (answer: Answer) => void) => {
    const asked = listeners.filter((listener) => listener.listens(hook));
    let open = asked.length;
    let answer: Answer = ALLOW;
    if (open === 0) return done(ALLOW);
    for (const listener of asked) {
      waiting++;
      listener.ask(hook, args, depth > 0, (one) => {
        waiting--;
        answer = combine(answer, one);
        if (--open === 0) done(answer);
      });
    }
  };

  const askInTurn = (
    hook: HookName,
    kind: "chat" | "myinfo",
    args: readonly unknown[],
    done: (answer: Answer) => void,
  ) => {
    const asked = listeners.filter((listener) => listener.listens(hook));
    const nested = depth > 0;
    const next = (index: number, so: Answer) => {
      const listener = asked[index];
      if (!listener) return done(so);
      waiting++;
      listener.ask(hook, withFields(kind, args, so.fields), nested, (one) => {
        waiting--;
        next(index + 1, combine(so, one));
      });
    };
    next(0, ALLOW);
  };

  const ask = (hook: HookName, args: readonly unknown[], done: (answer: Answer) => void) => {
    if (!wanted[hook]) return done(ALLOW);
    if (depth > MAX_DEPTH) {
      tooDeep(hook);
      return done(ALLOW);
    }
    const kind = HOOKS[hook].answer;
    if (kind === "chat" || kind === "myinfo") askInTurn(hook, kind, args, later(done));
    else askTogether(hook, args, later(done));
  };

  const refresh = () => {
    for (const name of HOOK_NAMES) wanted[name] = listeners.some((listener) => listener.listens(name));
  };

  return {
    get open() {
      return waiting;
    },
    get depth() {
      return depth;
    },
    wanted,
    state,
    caused,
    refresh,
    setListeners(next) {
      listeners = next;
      refresh();
    },
    ask: <H extends AskHook>(hook: H, args: HookArgs<H>, done: (answer: Answer) => void) =>
      ask(hook, args, done),
    tell: (hook, args) => ask(hook, args, () => {}),
    tellAll: (hook, args, done) => ask(hook, args, () => done()),
  };
}

function withFields(
  kind: "chat" | "myinfo",
  args: readonly unknown[],
  fields: Answer["fields"],
): readonly unknown[] {
  if (!fields) return args;
  const next = [...args];
  fields.forEach((field, i) => {
    if (field !== null) next[FIRST_FIELD[kind] + i] = field;
  });
  return next;
}
