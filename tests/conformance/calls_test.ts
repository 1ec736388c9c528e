/**
 * Every call of the table against a real hub, with a script in a real worker and clients on raw sockets. The table is
 * complete by its type: a call without a case does not compile.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { type CallName, CALLS } from "../../src/vh/calls.ts";
import { type CallCases, type CallLab, startCallLab } from "./call_lab.ts";
import { MESSAGING_CASES } from "./calls_of_messaging.ts";
import { HUB_CASES } from "./calls_of_the_hub.ts";
import { LUA_CASES } from "./calls_of_lua.ts";
import { MODERATION_CASES } from "./calls_of_moderation.ts";
import { BRIDGE_CASES } from "./calls_of_scripts.ts";
import { USERS_CASES } from "./calls_of_users.ts";
import { LOOKUP_CASES } from "./lookup_cases.ts";

/** The proof of every call; those that look something up run in `lookup_test.ts`, beside their databases. */
const CASES: Record<CallName, unknown> = {
  ...MESSAGING_CASES,
  ...USERS_CASES,
  ...HUB_CASES,
  ...MODERATION_CASES,
  ...LUA_CASES,
  ...BRIDGE_CASES,
  ...LOOKUP_CASES,
};

Deno.test("conformance: every call of the table has a case", () => {
  assertEquals(Object.keys(CASES).sort(), CALLS.map(({ name }) => name).sort());
});

async function prove(t: Deno.TestContext, cases: Partial<CallCases<never>>, lab: CallLab) {
  for (const [name, run] of Object.entries<(lab: CallLab) => Promise<void>>(cases)) {
    await t.step(name, () => run(lab));
  }
  assertEquals(lab.lines.filter((line) => line.startsWith("error")), []);
}

Deno.test("conformance: calls that send", async (t) => {
  await using lab = await startCallLab();
  await prove(t, MESSAGING_CASES, lab);
});

Deno.test("conformance: calls about users and lists", async (t) => {
  await using lab = await startCallLab({ settings: { disable_extjson: false } });
  await prove(t, USERS_CASES, lab);
});

Deno.test("conformance: calls about settings, bots, kicks and scripts", async (t) => {
  await using lab = await startCallLab();
  await prove(t, HUB_CASES, lab);
});

Deno.test("conformance: calls about accounts, bans and rights", async (t) => {
  await using lab = await startCallLab();
  await prove(t, MODERATION_CASES, lab);
});

Deno.test("conformance: calls of the Lua plugin", async (t) => {
  await using lab = await startCallLab();
  await prove(t, LUA_CASES, lab);
});

Deno.test("conformance: calls between scripts and the program around the hub", async (t) => {
  const source = fromFileUrl(new URL("../scripts/conformance/answerer.ts", import.meta.url));
  await using lab = await startCallLab({ scripts: [{ source, name: "answerer" }] });
  await prove(t, BRIDGE_CASES, lab);
});
