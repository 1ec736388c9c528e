/**
 * Cases that need a whole hub: sockets, scripts, files. Owns how such a hub gets a variable while it runs, and the
 * type of the record of all cases.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import {
  formatSetting,
  type SettingName,
  type SettingValue,
  type SettingValues,
} from "../../src/config/settings.ts";
import { type Log, silentLog } from "../../src/core/log.ts";
import { startTestHub, type TestAccount, type TestHub } from "../support/hub.ts";
import { type Outcome, playCase, type SettingCase } from "./lab.ts";

/** One variable, shown to be honoured by a whole hub. */
export interface WholeCase<V extends SettingValue = SettingValue> {
  /** Values and what the scene then ends with. At least two outcomes differ. */
  readonly outcomes: readonly (readonly [value: V, outcome: Outcome])[];
  /** Other variables of the scene. */
  readonly given: Partial<SettingValues>;
  /** Accounts. */
  readonly accounts: readonly TestAccount[];
  /** Further fields of the configuration file. */
  readonly config: Record<string, unknown>;
  /** The scene; the variable has its value when it begins. `levels` are those the log was given. */
  readonly serve: (test: TestHub, levels: readonly string[]) => Promise<Outcome>;
}

/** A case for every variable: one that is missing does not compile. */
export type Cases = {
  readonly [N in SettingName]: SettingCase<SettingValues[N]> | WholeCase<SettingValues[N]>;
};

/** Writes a case of a whole hub. */
export function showsWhole<V extends SettingValue>(
  outcomes: readonly (readonly [value: V, outcome: Outcome])[],
  serve: WholeCase["serve"],
  options: Partial<Pick<WholeCase, "given" | "accounts" | "config">> = {},
): WholeCase<V> {
  return { outcomes, serve, given: {}, accounts: [], config: {}, ...options };
}

/** Plays a case of either kind. */
export async function playAny(name: SettingName, one: SettingCase | WholeCase): Promise<void> {
  if ("play" in one) return await playCase(name, one);
  assert(
    new Set(one.outcomes.map(([, outcome]) => outcome)).size > 1,
    "Outcomes that are all alike show nothing",
  );
  for (const [value, outcome] of one.outcomes) {
    const levels: string[] = [];
    const log: Log = { ...silentLog(), setLevel: (level) => void levels.push(level) };
    const { given: settings, accounts, config } = one;
    await using test = await startTestHub({ settings, accounts, config, log });
    const changed = await new Promise<boolean>((done) =>
      test.hub.port.setConfig("config", name, formatSetting(name, value as never), "root", done)
    );
    assert(changed, `${name} takes ${value}`);
    assertEquals(await one.serve(test, levels), outcome, `${name} = ${value}`);
  }
}
