/**
 * A real hub with a script that runs what a test says, in a real worker, and clients on raw sockets that show what
 * comes of it. Knows no call by name.
 *
 * @module
 */
import { fromFileUrl } from "@std/path";
import type { CallName } from "../../src/vh/calls.ts";
import { CAPABILITY_NAMES } from "../../src/vh/capabilities.ts";
import { listLog } from "../host/rig.ts";
import type { HubClient } from "../support/client.ts";
import { until } from "../support/until.ts";
import { startTestHub, type TestHub, type TestHubOptions } from "../support/hub.ts";

/** How one call is proven. */
export type CallCase = (lab: CallLab) => Promise<void>;

/** Proofs of a group of calls. */
export type CallCases<N extends CallName> = Readonly<Record<N, CallCase>>;

/** Names of the calls in a table. */
export type NamesOf<T extends readonly { readonly name: CallName }[]> = T[number]["name"];

/** What came of a call: its result, and what each user received. */
export interface Seen {
  /** Result of the code. */
  readonly result: unknown;
  /** Frames by nick. */
  readonly got: Readonly<Record<string, readonly string[]>>;
}

/** A running hub whose script does as told. `alice` (class 0), `bob` (0, passive) and `oper` (3) are in. */
export interface CallLab extends AsyncDisposable {
  /** The hub. */
  readonly hub: TestHub;
  /** Log lines so far. */
  readonly lines: readonly string[];
  /** Runs the body of a function in the script and returns its result; throws what it throws. */
  run(code: string): Promise<unknown>;
  /** As `run`, and what alice, bob, oper and `others` received from it, in order. */
  see(code: string, ...others: string[]): Promise<Seen>;
  /** Logs a user in, whose frames `see` can show. */
  login(nick: string, options?: Parameters<TestHub["login"]>[1]): Promise<HubClient>;
  /** Closes a user's connection and waits until the user is out of the list. */
  leave(nick: string, client: HubClient): Promise<void>;
  /** A client by nick. */
  client(nick: string): HubClient;
}

const PILOT = fromFileUrl(new URL("../scripts/conformance/pilot.ts", import.meta.url));
const ALL_CAPABILITIES = Object.fromEntries(CAPABILITY_NAMES.map((name) => [name, true]));

/** Starts a hub; entries of `scripts` come after the pilot's. */
export async function startCallLab(options: Omit<TestHubOptions, "log"> = {}): Promise<CallLab> {
  const lines: string[] = [];
  const hub = await startTestHub({
    ...options,
    settings: { max_class_proto_flood: -1, ...options.settings },
    accounts: [
      { nick: "pilot", class: 10, password: "password" },
      { nick: "oper", class: 3, password: "password" },
      ...options.accounts ?? [],
    ],
    log: listLog(lines),
    scripts: [{ source: PILOT, name: "pilot", capabilities: ALL_CAPABILITIES }, ...options.scripts ?? []],
  });
  const clients = new Map<string, HubClient>();
  const client = (nick: string): HubClient => {
    const found = clients.get(nick);
    if (!found) throw new Error(`Nobody of the name ${nick} has logged in`);
    return found;
  };
  const lab: CallLab = {
    hub,
    lines,
    client,
    async login(nick, login = {}) {
      const made = await hub.login(nick, login);
      clients.set(nick, made);
      return made;
    },
    async leave(nick, gone) {
      gone.close();
      await until(() => !hub.hub.port.rawTo(nick, "$Still", false), `${nick} has left`);
    },
    async run(code) {
      const pilot = client("pilot");
      pilot.take();
      // A frame ends at the first pipe, and no JavaScript needs `|` where `+ "\x7c"` or `??` would not do.
      if (code.includes("|")) throw new Error(`The code has a pipe: ${code}`);
      pilot.send(`<pilot> ${code}|`);
      const answer = await pilot.expect(/^\$(Result|Failed) /);
      const value = JSON.parse(answer.slice(answer.indexOf(" ") + 1));
      if (answer.startsWith("$Failed")) throw new Error(value);
      return value;
    },
    async see(code, ...others) {
      const nicks = ["alice", "bob", "oper", ...others];
      await hub.settled();
      for (const nick of nicks) client(nick).take();
      const result = await lab.run(code);
      await hub.settled();
      return { result, got: Object.fromEntries(nicks.map((nick) => [nick, client(nick).take()])) };
    },
    [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose](),
  };
  await lab.login("pilot", { password: "password" });
  await lab.login("oper", { password: "password", from: "127.0.0.10" });
  await lab.login("alice", { from: "127.0.0.11" });
  await lab.login("bob", { mode: "P", from: "127.0.0.12" });
  return lab;
}

/** Frames of one user when the others got nothing; throws otherwise. */
export function only(nick: string, { got }: Seen): readonly string[] {
  for (const [other, frames] of Object.entries(got)) {
    if (other !== nick && frames.length > 0) {
      throw new Error(`${other} received ${JSON.stringify(frames)}, too`);
    }
  }
  return got[nick] ?? [];
}
