/**
 * Every hook against a real hub, with a script in a real worker and clients on raw sockets. The table is complete by
 * its type: a hook without a case does not compile.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { HOOK_NAMES, type HookName } from "../../src/vh/hooks.ts";
import { ear, type HookCase, type HookLab, startLab } from "./hook_lab.ts";
import { CONNECTION_CASES } from "./hooks_of_connections.ts";
import { MESSAGE_CASES } from "./hooks_of_messages.ts";
import { HUB_CASES } from "./hooks_of_the_hub.ts";

/** The proof of every hook. */
const CASES: Record<HookName, HookCase> = { ...CONNECTION_CASES, ...MESSAGE_CASES, ...HUB_CASES };

async function prove(t: Deno.TestContext, cases: Partial<Record<HookName, HookCase>>, lab: HookLab) {
  for (const [hook, { run }] of Object.entries(cases)) await t.step(hook, () => run(lab));
  assertEquals(lab.lines.filter((line) => line.startsWith("error")), []);
}

const account = (nick: string, userClass: number, password = "password") => ({
  nick,
  class: userClass,
  password,
});

Deno.test("conformance: every hook of the table has a case", () => {
  assertEquals(Object.keys(CASES).sort(), [...HOOK_NAMES].sort());
});

Deno.test("conformance: hooks of connections", async (t) => {
  await using lab = await startLab(CONNECTION_CASES, {
    settings: { clone_detect_count: 5, int_myinfo: 0 },
    accounts: [account("owner", 1, "owners-secret"), account("owner2", 1)],
    scripts: [ear("blind", { OnParsedMsgMyPass: "" })],
  });
  await prove(t, CONNECTION_CASES, lab);
});

Deno.test("conformance: hooks of messages", async (t) => {
  await using lab = await startLab(MESSAGE_CASES, {
    settings: { disable_extjson: false },
    accounts: ["op1", "op2", "op3"].map((nick) => account(nick, 10)),
  });
  await prove(t, MESSAGE_CASES, lab);
});

Deno.test("conformance: hooks of operators, scripts and the clock", async (t) => {
  await using lab = await startLab(HUB_CASES, {
    accounts: [
      account("commander", 5),
      ...Array.from({ length: 11 }, (_, i) => account(`op${i + 1}`, 10)),
      ...["changeme", "keepme", "removeme"].map((nick) => account(nick, 1)),
    ],
    scripts: [
      ear("asker", {
        OnParsedMsgChat:
          `vh.usermc(args[0], "answers " + JSON.stringify(vh.ScriptQuery("age", "7"))); return 0`,
      }),
    ],
  });
  await prove(t, HUB_CASES, lab);
});
