/**
 * What the cases of this folder are made of: a hub without sockets in which one variable gets each of several values
 * while it runs, and how the outcome of the same scene is compared. Owns the scene's usual people; knows no variable.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { latin1Bytes, latin1Text } from "../../src/core/bytes.ts";
import type { SettingName, SettingValue, SettingValues } from "../../src/config/settings.ts";
import { HUB_COMMANDS } from "../../src/hub/commands/mod.ts";
import { setConfig } from "../../src/hub/settings_live.ts";
import {
  type HubKit,
  hubKit,
  type LoginOptions,
  settle,
  type TestClient,
} from "../../src/hub/testing/hub_kit.ts";
import type { NewAccount } from "../../src/store/types.ts";
import { formatSetting } from "../../src/config/settings.ts";
import { QUIET } from "../../src/testing/quiet.ts";

/** What a scene ends with; compared by value. */
export type Outcome = string | number | boolean;

/** A running hub and its people. */
export interface Lab {
  /** The hub, its clock, its store, its scripts. */
  readonly kit: HubKit;
  /** Logs a user in; accounts of {@linkcode PEOPLE} know their password. Frames of the login are taken. */
  enter(nick: string, options?: LoginOptions): Promise<TestClient>;
  /** As `enter`, and what the user saw until now as one text. */
  arrive(nick: string, options?: LoginOptions): Promise<string>;
  /** `"in"` when the user is in the list, otherwise `"out"`. */
  state(nick: string): "in" | "out";
  /** Says a line in main chat, typing commands too; then lets promises run. Returns what the speaker got for it. */
  say(client: TestClient, nick: string, text: string): Promise<string>;
  /** What hub lists were told: `host:port` and the line. */
  readonly listed: readonly string[];
  /** Lets fake time pass, with its timers. */
  wait(seconds: number): void;
}

/** One variable, shown to be honoured. */
export interface SettingCase<V extends SettingValue = SettingValue> {
  /** Values and what the scene then ends with. At least two outcomes differ. */
  readonly outcomes: readonly (readonly [value: V, outcome: Outcome])[];
  /** Other variables of the scene. */
  readonly given: Partial<SettingValues>;
  /** Accounts beside {@linkcode PEOPLE}. */
  readonly accounts: readonly NewAccount[];
  /** The scene; the variable has its value when it begins. */
  readonly play: (lab: Lab) => Outcome | Promise<Outcome>;
}

/** What a case may have beyond its outcomes and its scene. */
export type CaseOptions = Partial<Pick<SettingCase, "given" | "accounts">>;

/** Writes a case. */
export function shows<V extends SettingValue>(
  outcomes: readonly (readonly [value: V, outcome: Outcome])[],
  play: SettingCase["play"],
  { given = {}, accounts = [] }: CaseOptions = {},
): SettingCase<V> {
  return { outcomes, play, given, accounts };
}

const person = (nick: string, userClass: number): NewAccount => ({
  nick,
  class: userClass,
  passwordHash: "hash:secret",
});

/** An address of scenes that lies in Germany; others lie nowhere. */
export const GERMAN_IP = "198.51.100.7";

/** Accounts of every scene, one per class; password `secret`. */
export const PEOPLE: readonly NewAccount[] = [
  person("pinger", -1),
  person("reg", 1),
  person("vip", 2),
  person("oper", 3),
  person("chief", 4),
  person("admin", 5),
  person("root", 10),
];

function labOf(given: Partial<SettingValues>, accounts: readonly NewAccount[]): Lab {
  const listed: string[] = [];
  const kit = hubKit({
    // Scenes that write a login by hand have no right key.
    settings: { ...QUIET, drop_invalid_key: false, ...given },
    accounts: [...PEOPLE, ...accounts],
    commands: [...HUB_COMMANDS],
    countries: { [GERMAN_IP]: "DE" },
    registerAt: ({ host, port }, answer, done) => {
      listed.push(`${host}:${port} ${latin1Text(answer(latin1Bytes("lock")))}`);
      done(null);
    },
  });
  const withPassword = (nick: string, options: LoginOptions): LoginOptions => {
    const account = kit.store.accounts.get(nick);
    return account && account.passwordHash !== "" && account.class >= 0
      ? { password: "secret", ...options }
      : options;
  };
  const lab: Lab = {
    kit,
    listed,
    enter: (nick, options = {}) => kit.login(nick, withPassword(nick, options)),
    async arrive(nick, options = {}) {
      return (await lab.enter(nick, { keep: true, ...options })).take().join("|");
    },
    state: (nick) => (kit.hub.users.get(nick.toLowerCase())?.slot ?? -1) >= 0 ? "in" : "out",
    async say(client, nick, text) {
      client.take();
      client.send(`<${nick}> ${text}|`);
      await settle();
      return client.take().join("|");
    },
    wait: (seconds) => kit.clock.tick(seconds * 1000),
  };
  return lab;
}

/** Plays the scene of one variable once per value, on a hub of its own each, and compares. */
export async function playCase(name: SettingName, one: SettingCase): Promise<void> {
  const { outcomes, given, accounts, play } = one;
  assert(
    new Set(outcomes.map(([, outcome]) => outcome)).size > 1,
    "Outcomes that are all alike show nothing",
  );
  for (const [value, outcome] of outcomes) {
    const lab = labOf(given, accounts);
    // Changed while the hub runs, the way operators and scripts do it: rules and effects take part.
    const problems: (string | null)[] = [];
    setConfig(
      lab.kit.hub.context,
      "config",
      name,
      formatSetting(name, value as never),
      "root",
      (problem) => problems.push(problem),
    );
    assertEquals(problems, [null]);
    assertEquals(await play(lab), outcome, `${name} = ${value}`);
    lab.kit.hub.stop();
    lab.kit.store.close();
  }
}
