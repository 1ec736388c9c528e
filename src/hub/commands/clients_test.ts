/**
 * Rules for clients and connection types by hand: made, changed, listed, removed, refused; who may; what they do.
 *
 * @module
 */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { MAX_CLIENT_RULES, NEW_CLIENT_RULE } from "../../store/client_rules.ts";
import { MAX_CONN_TYPES, NEW_CONN_TYPE } from "../../store/conn_types.ts";
import { hubKit } from "../testing/hub_kit.ts";
import { CLIENT_COMMANDS } from "./clients.ts";
import { CONN_TYPE_COMMANDS } from "./conn_types.ts";
import { SETTING_COMMANDS } from "./settings.ts";

const account = (nick: string, userClass: number) => ({ nick, class: userClass, passwordHash: "hash:x" });

async function desk() {
  const kit = hubKit({
    accounts: [account("Admin", 5), account("Chief", 4)],
    commands: [...CLIENT_COMMANDS, ...CONN_TYPE_COMMANDS, ...SETTING_COMMANDS],
    settings: { int_login: 0 },
  });
  const admin = await kit.login("Admin", { password: "x" });
  const say = (line: string): string => {
    admin.take();
    admin.send(`<Admin> ${line}|`);
    return admin.take().filter((frame) => !frame.startsWith("$MyINFO") && !frame.startsWith("$Quit")).join(
      "\n",
    );
  };
  return { kit, say };
}

Deno.test("commands: !addclient makes a rule that counts at once and is kept", async () => {
  const { kit, say } = await desk();
  assertEquals(
    say('!addclient "Test client" -t Test -v 2 -u 3'),
    "<Hubcap> Added: Test client <Test V:...>: from version 2, searches and downloads from version 3. " +
      "It counts from each user's next MyINFO on. Nobody who is online breaks it.",
  );
  assertEquals(kit.store.clientRules.all().length, 1);
  assertEquals((await kit.login("anna")).ended, "end");
  assertStringIncludes(say('!modclient "test CLIENT" -v 1'), "Changed: Test client");
  assertEquals((await kit.login("anna")).ended, null);
  assertStringIncludes(say("!lstclient"), "Rules for clients (1); other clients are allowed");
  assertStringIncludes(say('!delclient "Test client"'), "The rule for Test client is removed.");
  assertEquals(kit.store.clientRules.all(), []);
});

Deno.test("commands: a rule that hits users online says whom, and how to act on them", async () => {
  const { kit, say } = await desk();
  const anna = await kit.login("anna");
  const hit = "Users online who break it and stay until then: 1 (anna). !drop <nick> sends one away.";
  assertStringIncludes(say("!addclient Test -b 1"), `It counts from each user's next MyINFO on. ${hit}`);
  assertStringIncludes(
    say("!modclient Test -v 5"),
    "Nobody who is online breaks it.",
    "anna broke it before",
  );
  assertStringIncludes(
    say("!delclient Test"),
    "is removed. It counts from each user's next MyINFO on. Nobody",
  );
  assertStringIncludes(say("!addconntype default -s 500"), hit);
  say("!delconntype default");
  assertStringIncludes(say("!set min_share 1TiB"), hit);
  assertStringIncludes(say("!unset min_share"), "Nobody who is online breaks it.");
  assertEquals(say("!set hub_desc fine").includes("MyINFO"), false, "no rule for a MyINFO");
  for (let i = 0; i < 11; i++) await kit.login(`user${i}`);
  assertStringIncludes(say("!set tag_allow_unknown 0"), "stay until then: 12 (anna, user0, ");
  assertStringIncludes(say("!addclient Test"), "Nobody");
  assertEquals(anna.ended, null);
});

Deno.test("commands: without -t the name is the client, -b refuses it, -e 0 takes the rule back", async () => {
  const { kit, say } = await desk();
  assertStringIncludes(say("!addclient Test -b 1"), "banned");
  assertEquals((await kit.login("anna")).ended, "end");
  assertStringIncludes(say("!modclient Test -v 2 -V 3"), "banned, from version 2, up to version 3");
  assertStringIncludes(say("!modclient Test -v -1 -V -1"), "<Test V:...>: banned.");
  assertStringIncludes(say("!modclient Test -e 0"), "banned (off)");
  assertEquals((await kit.login("anna")).ended, null);
});

Deno.test("commands: !addconntype makes a rule for a connection, default for all others", async () => {
  const { kit, say } = await desk();
  assertStringIncludes(
    say('!addconntype default -d "slow lines" -s 5 -S 9 -l 20 -ls 2.5'),
    "Added: default (slow lines): from 5 slots, up to 9 slots, upload limit from 20, " +
      "upload limit from 2.5 for each slot",
  );
  assertEquals((await kit.login("anna")).ended, "end");
  assertStringIncludes(say("!addconntype 50 -s 1"), "Added: 50: from 1 slots");
  assertEquals((await kit.login("anna")).ended, null);
  assertStringIncludes(say("!modconntype 50 -s 4"), "from 4 slots");
  assertStringIncludes(say("!lstconntype"), "Rules by connection type (2):");
  assertStringIncludes(say("!delconntype 50"), "The rule for 50 is removed.");
  assertStringIncludes(say("!delconntype default"), "removed");
  assertEquals((await kit.login("berta")).ended, null);
});

Deno.test("commands: rules that make no sense are refused and say why", async () => {
  const { kit, say } = await desk();
  say("!addclient Test -v 1");
  assertStringIncludes(
    say("!addclient test"),
    "There is a rule for test already. Change it with !modclient.",
  );
  assertStringIncludes(say("!modclient Other -v 1"), "There is no rule for Other. !lstclient shows all.");
  assertStringIncludes(say("!delclient Other"), "There is no rule for Other");
  assertStringIncludes(
    say("!modclient Test -v 3 -V 2"),
    "Nothing changed: the lowest version 3 is above the highest 2.",
  );
  assertMatch(
    say("!modclient Test -v old"),
    /Nothing changed: -v must be a number from -1 .* Try !hclient\./,
  );
  assertStringIncludes(say(`!addclient ${"x".repeat(200)}`), "a name has 1 to 125 bytes");
  assertStringIncludes(say("!addconntype x -s 5 -S 4"), "5 slots at least are more than 4 at most");
  assertStringIncludes(say("!modconntype y -s 5"), "There is no rule for y. !lstconntype shows all.");
  assertStringIncludes(say(`!addconntype ${"x".repeat(65)}`), "1 to 64 bytes");
  assertEquals([kit.store.clientRules.all().length, kit.store.connTypes.all().length], [1, 0]);
  assertMatch(say("!hclient"), /-u or --minVersionUse: Lowest version that may search/);
});

Deno.test("commands: there are only so many rules", async () => {
  const { kit, say } = await desk();
  const { clientRules, connTypes } = kit.store;
  for (let i = 0; i < MAX_CLIENT_RULES; i++) {
    clientRules.add({ ...NEW_CLIENT_RULE, name: `n${i}`, tagId: `t${i}` });
  }
  for (let i = 0; i < MAX_CONN_TYPES; i++) {
    connTypes.add({ ...NEW_CONN_TYPE, identifier: `i${i}` });
  }
  assertStringIncludes(say("!addclient more"), `there are ${MAX_CLIENT_RULES} rules, which is the most`);
  assertStringIncludes(say("!addconntype more"), `there are ${MAX_CONN_TYPES} types, which is the most`);
});

Deno.test("commands: rules are for administrators", async () => {
  const { kit } = await desk();
  const chief = await kit.login("Chief", { password: "x" });
  for (const { name } of [...CLIENT_COMMANDS, ...CONN_TYPE_COMMANDS]) {
    kit.clock.tick(10_000);
    chief.take();
    chief.send(`<Chief> !${name} x|`);
    assertMatch(chief.take().join(), new RegExp(`no right to use !${name}`));
  }
  assertEquals(kit.store.clientRules.all(), []);
});
