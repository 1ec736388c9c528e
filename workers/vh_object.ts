/**
 * Builds the `vh` object of one script from the call table: argument checks, grants, and for every call the road
 * its effect asks for (replica, cast, or waiting call). Knows nothing of rings; sends through {@linkcode Sender}.
 *
 * @module
 */
import { CALL_NUMBER, CALLS, type OwnCall } from "../src/vh/calls.ts";
import { checkArgs } from "../src/vh/check_args.ts";
import { CONSTANTS } from "../src/vh/constants.ts";
import type { HookName } from "../src/vh/hooks.ts";
import type { CallRow } from "../src/vh/table.ts";
import { LOCAL_CALLS } from "./local_calls.ts";
import { PREDICTIONS } from "./predictions.ts";
import { findUser, type Replica } from "./replica.ts";

/** The two ways to the hub. */
export interface Sender {
  /** Sends without waiting. */
  cast(call: number, args: unknown[]): void;
  /** Waits for the hub's answer; throws what the hub refused with. */
  call(call: number, args: unknown[]): unknown;
}

/** What the host tells a script about itself at start. */
export interface ScriptIdentity {
  /** Never reused while the hub runs. */
  readonly id: number;
  /** Name in lists. */
  readonly name: string;
  /** Source as the operator wrote it. */
  readonly path: string;
  /** Granted capabilities. */
  readonly capabilities: readonly string[];
  /** The free `options` of the config. */
  readonly options: unknown;
  /** The hub's data folder, or `null` when the script may not read all of it. */
  readonly baseDir?: string | null;
  /** Hub software. */
  readonly hub: { readonly name: string; readonly version: string; readonly startedAt: number };
}

type Untyped = (replica: Replica, args: unknown[]) => unknown;

/** An error that names the grant a script lacks; `name` is `"NotCapable"` as in Deno. */
function notCapable(row: CallRow): Error {
  const error = new Error(
    `vh.${row.name}() needs the capability "${row.capability}"; grant it to this script in the hub's config`,
  );
  error.name = "NotCapable";
  return Object.assign(error, { code: "script.denied" });
}

/** Calls whose road, or the order of whose arguments, depends on the arguments. */
const MIXED: Record<
  string,
  (replica: Replica, args: unknown[], number: number, sender: Sender, identity: ScriptIdentity) => unknown
> = {
  GetConfig(replica, args, number, sender) {
    const [conf, name, fallback] = args as [string, string, string | null];
    if (conf !== CONFIG_NAME) return sender.call(number, args);
    return replica.settings.get(name) ?? fallback;
  },
  Topic(replica, args, number, sender) {
    const [topic] = args as [string | null];
    if (topic !== null && topic.length < 1024) {
      sender.cast(number, args);
      replica.topic = topic;
    }
    return replica.topic;
  },
  name_and_version(_replica, args, number, sender, { hub }) {
    if (args[0] !== null || args[1] !== null) sender.cast(number, args);
    return `${hub.name} ${hub.version}`;
  },
  SetMyINFOFlag: setFlag,
  UnsetMyINFOFlag: setFlag,
  ScriptCommand(_replica, args, number, sender) {
    // COMPAT Verlihub plugins: a number as third argument is `immediate`.
    // Test: "vh object: ScriptCommand takes a number for immediate".
    if (/^\d+$/.test(args[2] as string)) {
      args[3] = Number(args[2]) > 0;
      args[2] = "deno";
    }
    return sender.call(number, args);
  },
};

/** A user on the way in is not in the replica yet, so only the hub can tell. */
function setFlag(replica: Replica, args: unknown[], number: number, sender: Sender): unknown {
  const [nick, flag] = args as [string, number];
  if (!findUser(replica, nick)) return sender.call(number, args);
  if (!PREDICTIONS.SetMyINFOFlag(replica, [nick, flag])) return false;
  sender.cast(number, args);
  return true;
}

/** Arguments that come in another shape than the table's. */
const ARRANGED: Record<string, (given: readonly unknown[]) => readonly unknown[]> = {
  UserRestrictions(given) {
    const [nick, rights, ...rest] = given;
    if (rest.length > 0 || typeof rights !== "object" || rights === null) return given;
    const { chat, pm, search, ctm } = rights as Record<string, unknown>;
    return [nick, chat, pm, search, ctm];
  },
};

/** Name of the hub's own settings set. */
const CONFIG_NAME = "config";

function makeCall(row: CallRow, replica: Replica, sender: Sender, identity: ScriptIdentity) {
  const name = row.alias ?? row.name;
  const number = CALL_NUMBER[name as OwnCall];
  if (row.capability !== null && !identity.capabilities.includes(row.capability)) {
    return () => {
      throw notCapable(row);
    };
  }
  const mixed = MIXED[name];
  if (mixed) return (...given: unknown[]) => mixed(replica, checkArgs(row, given), number, sender, identity);
  switch (row.effect) {
    case "R":
    case "L": {
      const local = LOCAL_CALLS[name as keyof typeof LOCAL_CALLS] as Untyped;
      return (...given: unknown[]) => local(replica, checkArgs(row, given));
    }
    case "W": {
      const predict = PREDICTIONS[name as keyof typeof PREDICTIONS] as Untyped;
      return (...given: unknown[]) => {
        const args = checkArgs(row, given);
        if (!predict(replica, args)) return false;
        sender.cast(number, args);
        return true;
      };
    }
    default: {
      const arranged = ARRANGED[name];
      if (arranged) return (...given: unknown[]) => sender.call(number, checkArgs(row, arranged(given)));
      return (...given: unknown[]) => sender.call(number, checkArgs(row, given));
    }
  }
}

/** `vh.fn.name(…)`. Never looks like a promise, so that it can be returned from an async function. */
function functionsProxy(call: (name: string, ...args: unknown[]) => unknown): object {
  return new Proxy(Object.freeze(Object.create(null)), {
    get: (_target, name) =>
      typeof name === "string" && name !== "then" ? (...args: unknown[]) => call(name, ...args) : undefined,
  });
}

/** Builds the frozen `vh` object; `on` registers a hook function. */
export function buildVh(
  replica: Replica,
  sender: Sender,
  identity: ScriptIdentity,
  on: (hook: HookName, fn: (...args: never[]) => unknown) => void,
): Readonly<Record<string, unknown>> {
  const vh: Record<string, unknown> = {};
  replica.startedAt = identity.hub.startedAt;
  replica.baseDir = identity.baseDir ?? null;
  for (const row of CALLS) vh[row.name] = makeCall(row, replica, sender, identity);
  vh.fn = functionsProxy(vh.CallDynamicFunction as (name: string, ...args: unknown[]) => unknown);
  vh.on = on;
  for (const [family, { values }] of Object.entries(CONSTANTS)) {
    vh[family] = Object.freeze({ ...values });
    for (const [name, value] of Object.entries(values)) vh[`${family}_${name}`] = value;
  }
  Object.assign(vh, {
    myid: identity.id,
    name: identity.name,
    path: identity.path,
    options: identity.options,
    config_name: CONFIG_NAME,
    starttime: identity.hub.startedAt,
    basedir: identity.baseDir ?? null,
    __version__: identity.hub.version,
  });
  Object.defineProperty(vh, "botname", { enumerable: true, get: () => replica.botName });
  Object.defineProperty(vh, "opchatname", { enumerable: true, get: () => replica.opChatName });
  return Object.freeze(vh);
}
