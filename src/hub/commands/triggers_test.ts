/**
 * `!addtrigger`, `!modtrigger`, `!deltrigger`, `!lsttrigger`, `!htrigger`, `!triggerget`.
 *
 * @module
 */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { NEW_TRIGGER, TRIGGER_LIMITS } from "../../store/triggers.ts";
import { askedBy, classAccounts } from "../testing/command_kit.ts";
import { type HubKit, hubKit } from "../testing/hub_kit.ts";
import { HELP_COMMANDS } from "./help.ts";
import { TRIGGER_COMMANDS } from "./triggers.ts";

const TEXTS = new Map([["rules.txt", "be kind"]]);

function kitOf(): HubKit {
  return hubKit({
    accounts: classAccounts([4, 5, 10]),
    commands: [...HELP_COMMANDS, ...TRIGGER_COMMANDS],
    texts: TEXTS,
  });
}

const asked = (kit: HubKit, line: string, userClass = 5): Promise<string> => askedBy(userClass, kit, line);

Deno.test("trigger commands: what is added is there, with what it is and what is missing", async () => {
  const kit = kitOf();
  assertEquals(
    await asked(kit, '!addtrigger +site -d "Our | page" -h "Our page" -f text,pm -n Radio -c 1 -C 5 -t 5m'),
    "Added: +site: 10 bytes of text, classes 1 to 5, flags pm,text, by Radio, every 300 s, Our page",
  );
  assertEquals(kit.store.triggers.get("+SITE"), {
    command: "+site",
    def: "Our | page",
    descr: "Our page",
    flags: 18,
    sendAs: "Radio",
    minClass: 1,
    maxClass: 5,
    seconds: 300,
  });
  assertEquals(
    await asked(kit, "!addtrigger +faq -d faq.txt -f 0"),
    "Added: +faq: file faq.txt, classes 0 to 10, flags 0\r\n" +
      "There is no text in this file yet: nothing is shown. Files are looked at every 10 seconds.",
  );
});

Deno.test("trigger commands: without flags a file that is there is a file, anything else the text", async () => {
  const kit = kitOf();
  await asked(kit, "!addtrigger +a -d rules.txt");
  await asked(kit, '!addtrigger +b -d "rules.txt is empty"');
  await asked(kit, "!addtrigger +c -d %[CFG]/rules");
  assertEquals(kit.store.triggers.all().map(({ flags }) => flags), [32, 48, 32]);
});

Deno.test("trigger commands: words nobody can type, and those the hub has itself, are pointed out", async () => {
  const kit = kitOf();
  assertMatch(
    await asked(kit, "!addtrigger rules -d rules.txt"),
    /Nobody can type it: commands begin with one of \+!\/$/,
  );
  assertMatch(await asked(kit, "!addtrigger tick -d hello -t 60"), /every 60 s$/);
  assertMatch(await asked(kit, "!addtrigger +help -d hello"), /own command \+help goes before it/);
});

Deno.test("trigger commands: a change leaves the rest, a removal takes it away", async () => {
  const kit = kitOf();
  await asked(kit, '!addtrigger +x -d "one" -h "help"');
  assertEquals(
    await asked(kit, "!modtrigger +X -C 3 -f text"),
    "Changed: +x: 3 bytes of text, classes 0 to 3, flags text, help",
  );
  assertEquals(await asked(kit, "!deltrigger +x"), "Removed: +x");
  assertEquals(kit.store.triggers.all(), []);
  for (const line of ["!modtrigger +x -c 1", "!deltrigger +x"]) {
    assertEquals(await asked(kit, line), "There is no trigger +x. !lsttrigger lists them.");
  }
  assertEquals(await asked(kit, "!triggerget +x", 10), "There is no trigger +x. !lsttrigger lists them.");
});

Deno.test("trigger commands: what cannot be is refused with a reason", async () => {
  const kit = kitOf();
  const wrong: readonly (readonly [line: string, reason: RegExp])[] = [
    ["!addtrigger", /^Nothing changed: the command is missing\. Try !htrigger\.$/],
    ["!addtrigger +x -d two words", /^Nothing changed: "words" belongs to nothing/],
    ["!addtrigger +x -d a -c 5 -C 3", /^Nothing added: -c must not be larger than -C/],
    ['!addtrigger "+x y" -d a', /^Nothing added: a command is one word/],
    ['!addtrigger "" -d a', /^Nothing added: a command has 1 to 64 bytes/],
    [`!addtrigger +${"x".repeat(64)} -d a`, /^Nothing added: a command has 1 to 64 bytes/],
    ['!addtrigger +x -d a -n "two words"', /^Nothing added: -n must be a nick/],
    ["!addtrigger +x -d a -f 1", /^Nothing changed: -f must be 0 or some of pm \(2\)/],
    ["!addtrigger +x -d a -C 11", /^Nothing changed: -C must be a whole number from -1 to 10/],
  ];
  for (const [line, reason] of wrong) assertMatch(await asked(kit, line), reason, line);
  assertEquals(kit.store.triggers.all(), []);
});

Deno.test("trigger commands: the table has an end", async () => {
  const kit = kitOf();
  for (let i = 0; i < TRIGGER_LIMITS.count; i++) kit.store.triggers.add({ ...NEW_TRIGGER, command: `+${i}` });
  assertEquals(
    await asked(kit, "!addtrigger +more -d a"),
    "There are 200 triggers, and no more fit. Remove one with !deltrigger.",
  );
  assertEquals(await asked(kit, "!addtrigger +1 -d a"), "There is a trigger +1. Change it with !modtrigger.");
});

Deno.test("trigger commands: list, help and text", async () => {
  const kit = kitOf();
  assertEquals(await asked(kit, "!lsttrigger"), "There are no triggers. !htrigger tells how to add one.");
  await asked(kit, "!addtrigger +b -d rules.txt");
  await asked(kit, '!addtrigger +a -d "hi %[NICK]"');
  assertEquals(
    await asked(kit, "!lsttrigger"),
    "Triggers (2):\r\n+a: 10 bytes of text, classes 0 to 10, flags text,vars\r\n" +
      "+b: file rules.txt, classes 0 to 10, flags vars",
  );
  const help = await asked(kit, "!htrigger");
  for (
    const part of ["!addtrigger <command> [-d ...]", "-t or --seconds", "%[USERS]", "%[END1]", "motd (4)"]
  ) {
    assertStringIncludes(help, part);
  }
  assertMatch(await asked(kit, "!triggerget +a", 10), /flags text,vars\r\nhi %\[NICK\]$/);
  assertMatch(await asked(kit, "!triggerget +b", 10), /flags vars\r\nbe kind$/);
});

Deno.test("trigger commands: below their class they do nothing", async () => {
  const kit = kitOf();
  for (const name of ["addtrigger", "modtrigger", "deltrigger", "lsttrigger", "htrigger"]) {
    assertEquals(await asked(kit, `!${name} +x -d a`, 4), `You have no right to use !${name}.`);
  }
  assertEquals(await asked(kit, "!triggerget +x", 5), "You have no right to use !triggerget.");
  assertEquals(kit.store.triggers.all(), []);
});
