/**
 * The script side of a round: wants random hooks, answers them at random, at once or late, and keeps a replica as a
 * worker would. Owns the answers that are still due; what scripts call by themselves stands in `port_calls.ts`.
 *
 * @module
 */
import { ALLOW, type Answer, type ScriptSink, type StateSink } from "../../src/port/script_sink.ts";
import { type AskHook, HOOK_NAMES, type HookName, HOOKS } from "../../src/vh/hooks.ts";
import type { Random } from "./random.ts";
import { mark } from "./scene.ts";

/** Most answers that may be late; then the oldest is given: a real script has a deadline. */
const MAX_LATE = 48;

/** What a worker knows. */
export interface Replica {
  /** Users and bots by nick. */
  readonly users: Map<string, Record<string, unknown>>;
  /** Variables. */
  readonly settings: Map<string, string>;
  /** Topic, names, counts as text. */
  readonly rest: { topic: string; names: string; online: number; share: number };
  /** What feeds it. */
  readonly sink: StateSink;
}

/** An empty replica; `breach` gets changes that cannot be applied. */
export function createReplica(breach: (text: string) => void): Replica {
  const users: Replica["users"] = new Map();
  const settings: Replica["settings"] = new Map();
  const rest = { topic: "", names: "", online: -1, share: -1 };
  return {
    users,
    settings,
    rest,
    sink: {
      userIn(user) {
        if (users.has(user.nick)) breach(`${user.nick} came in twice`);
        users.set(user.nick, { ...user });
      },
      userOut(nick) {
        if (!users.delete(nick)) breach(`${nick} left without being in`);
      },
      userSet(nick, field, value) {
        const user = users.get(nick);
        if (user) user[field] = value;
        else breach(`${field} of ${nick} changed, who is not in`);
      },
      setting: (name, value) => void settings.set(name, value),
      topic: (topic) => void (rest.topic = topic),
      counts: (online, share) => void ([rest.online, rest.share] = [online, share]),
      names: (bot, room) => void (rest.names = `${bot} ${room}`),
    },
  };
}

/** The script side of a round. */
export interface FuzzScripts {
  /** What the hub gets. */
  readonly sink: ScriptSink;
  /** What the scripts know. */
  readonly replica: Replica;
  /** Answers that are due. */
  readonly late: number;
  /** Hooks asked so far. */
  readonly asked: number;
  /** Gives one late answer. */
  answer(): void;
  /** Other hooks are wanted from now on: scripts came or went. */
  change(): void;
}

/** What the script side is made with. */
export interface FuzzScriptsOptions {
  /** Choices. */
  readonly random: Random;
  /** How often a hook is wanted, 0 to 1. */
  readonly share: number;
  /** Gets what must not happen. */
  readonly breach: (text: string) => void;
  /** A hook was asked; looks whether the replica tells the truth at this moment. */
  readonly asking: (hook: HookName, replica: Replica) => void;
}

/** Creates the script side. */
export function createFuzzScripts({ random, share, breach, asking }: FuzzScriptsOptions): FuzzScripts {
  const replica = createReplica(breach);
  const due: (() => void)[] = [];
  const wanted = {} as Record<HookName, boolean>;
  let asked = 0;
  const change = () => {
    for (const name of HOOK_NAMES) wanted[name] = random.chance(share);
  };
  change();
  const readArgs = (hook: HookName, args: readonly unknown[]) => {
    if (args.some((arg) => String(arg).includes(mark.nobody))) breach(`${hook} shows a password: ${args}`);
  };
  return {
    replica,
    sink: {
      wanted,
      state: replica.sink,
      ask(hook, args, done) {
        if (!wanted[hook]) return done(ALLOW);
        readArgs(hook, args);
        asked++;
        asking(hook, replica);
        const reply = answerTo(hook, random);
        if (!random.chance(0.15)) return done(reply);
        due.push(() => done(reply));
        // A deadline passes outside of the hub's own call.
        if (due.length > MAX_LATE) queueMicrotask(() => due.shift()?.());
      },
      tell(hook, args) {
        if (!wanted[hook]) return;
        readArgs(hook, args);
        asking(hook, replica);
      },
    },
    get late() {
      return due.length;
    },
    get asked() {
      return asked;
    },
    answer: () => due.splice(random.int(due.length), 1)[0]?.(),
    change,
  };
}

const RAW = ["$Fuzz a", "<script> raw|", "$Fuzz a|$Fuzz b|", "", "|", "\u00e4\u4e2d"];
const FIELD = [
  null,
  null,
  "",
  "x",
  "$|\u00e4",
  "<T V:1,M:A,H:1/0/0,S:1>",
  "\u00ff",
  "12",
  "99999999999999999999",
];

function answerTo(hook: AskHook, random: Random): Answer {
  if (random.chance(0.6)) return ALLOW;
  const kind: string = HOOKS[hook].answer;
  const field = () => random.pick(FIELD);
  const fields = kind === "chat"
    ? [random.chance(0.8) ? null : "somebody", random.chance(0.5) ? null : `said|${random.int(99)}`]
    : kind === "myinfo"
    ? [field(), field(), field(), field(), field()]
    : null;
  return {
    allow: random.chance(0.9),
    fields: random.chance(0.5) ? fields : null,
    send: random.chance(0.2) ? [random.pick(RAW), random.pick(RAW)] : [],
    disconnect: random.chance(0.01),
  };
}
