/**
 * The script side of a hub under test: records what the hub tells, and answers hooks as the test says, at once or
 * when the test lets it. Not used by a running hub.
 *
 * @module
 */
import { ALLOW, type Answer, noScripts, type ScriptSink } from "../../port/script_sink.ts";
import type { AskHook, HookName } from "../../vh/hooks.ts";

/** How a hook is answered: the changed fields of an answer, or `"wait"` for {@linkcode FakeScripts.answer}. */
export type Reply = Partial<Answer> | "wait";

/** A recording script side. */
export interface FakeScripts {
  /** What the hub gets. */
  readonly sink: ScriptSink;
  /** Everything heard, in order: hooks as `Name(arg,arg)`, state as `+nick`, `-nick`, `nick.field=value` … */
  readonly heard: string[];
  /** From now on this hook is wanted and answered so. */
  on(hook: HookName, reply?: Reply | ((args: readonly unknown[]) => Reply)): void;
  /** Answers the oldest hook that waits. */
  answer(change?: Partial<Answer>): void;
  /** Hooks that wait. */
  readonly waiting: number;
  /** Forgets what was heard and returns it. */
  take(): string[];
}

/** Creates a script side that wants no hook yet. */
export function fakeScripts(): FakeScripts {
  const heard: string[] = [];
  const replies = new Map<HookName, (args: readonly unknown[]) => Reply>();
  const pending: ((answer: Answer) => void)[] = [];
  const wanted = { ...noScripts().wanted } as Record<HookName, boolean>;
  const note = (hook: string, args: readonly unknown[]) => heard.push(`${hook}(${args.join(",")})`);
  const sink: ScriptSink = {
    wanted,
    ask(hook: AskHook, args: readonly unknown[], done: (answer: Answer) => void) {
      if (!wanted[hook]) return done(ALLOW);
      note(hook, args);
      const reply = replies.get(hook)!(args);
      if (reply === "wait") pending.push(done);
      else done({ ...ALLOW, ...reply });
    },
    tell: (hook, args) => void (wanted[hook] && note(hook, args)),
    state: {
      userIn: (user) => void heard.push(`+${user.nick}`),
      userOut: (nick) => void heard.push(`-${nick}`),
      userSet: (nick, field, value) => void heard.push(`${nick}.${field}=${value}`),
      setting: (name, value) => void heard.push(`set ${name}=${value}`),
      topic: (topic) => void heard.push(`topic ${topic}`),
      counts: (users, share) => void heard.push(`counts ${users} ${share}`),
      names: (bot, opChat) => void heard.push(`names ${bot} ${opChat}`),
    },
  };
  return {
    sink,
    heard,
    on(hook, reply = {}) {
      wanted[hook] = true;
      replies.set(hook, typeof reply === "function" ? reply : () => reply);
    },
    answer(change = {}) {
      const done = pending.shift();
      if (!done) throw new Error("No hook waits for an answer");
      done({ ...ALLOW, ...change });
    },
    get waiting() {
      return pending.length;
    },
    take: () => heard.splice(0),
  };
}
