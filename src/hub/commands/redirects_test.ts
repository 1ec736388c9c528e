/**
 * `!addredirect`, `!modredirect`, `!delredirect`, `!lstredirect`, `!hredirect`.
 *
 * @module
 */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { SettingValues } from "../../config/settings.ts";
import { NEW_REDIRECT, REDIRECT_LIMITS } from "../../store/redirects.ts";
import { askedBy, classAccounts } from "../testing/command_kit.ts";
import { type HubKit, hubKit } from "../testing/hub_kit.ts";
import { REDIRECT_COMMANDS } from "./redirects.ts";

const A = "dchub://a.example:411";

function kitOf(settings: Partial<SettingValues> = {}): HubKit {
  return hubKit({
    settings,
    accounts: classAccounts([3, 4]),
    commands: [...REDIRECT_COMMANDS],
  });
}

const asked = (kit: HubKit, line: string, userClass = 4): Promise<string> => askedBy(userClass, kit, line);

Deno.test("redirect commands: what is added is there, and listed with its uses", async () => {
  const kit = kitOf();
  const shown = `${A}: ban,full, 20 to 6 h, DE AT, only TLS, from 10 GiB, used 0 times`;
  assertEquals(
    await asked(kit, `!addredirect ${A} -f full,ban -a 20 -z 6 -c :de:AT: -s tls -g 10 -e 1`),
    `Added: ${shown}`,
  );
  assertEquals(kit.store.redirects.all(), [{
    address: A,
    flags: 3,
    start: 20,
    stop: 6,
    country: "DE AT",
    secure: 1,
    share: 10,
    enabled: true,
  }]);
  kit.hub.context.redirectHits.set(A, 7);
  assertEquals(await asked(kit, "!lstredirect"), `Redirects (1):\r\n${shown.replace("used 0", "used 7")}`);
});

Deno.test("redirect commands: a change leaves the rest, a removal takes uses along", async () => {
  const kit = kitOf();
  await asked(kit, `!addredirect ${A} -f ban -c DE`);
  kit.hub.context.redirectHits.set(A, 7);
  assertEquals(
    await asked(kit, `!modredirect ${A.toUpperCase()} -e 0 -s plain`),
    `Changed: ${A}: ban, all day, DE, only without TLS, off, used 7 times`,
  );
  await asked(kit, `!modredirect ${A} -c ""`);
  assertEquals(kit.store.redirects.get(A)?.country, "");
  assertEquals(await asked(kit, `!delredirect ${A}`), `Removed: ${A}`);
  assertEquals([kit.store.redirects.all(), kit.hub.context.redirectHits.size], [[], 0]);
  for (const line of [`!modredirect ${A} -e 1`, `!delredirect ${A}`]) {
    assertEquals(await asked(kit, line), `There is no redirect ${A}. !lstredirect lists them.`);
  }
  assertEquals(await asked(kit, "!lstredirect"), "There are no redirects. !hredirect tells how to add one.");
});

Deno.test("redirect commands: what cannot be is refused with a reason", async () => {
  const kit = kitOf({ hub_host: "me.example" });
  const wrong: readonly (readonly [line: string, reason: RegExp])[] = [
    ["!addredirect", /^Nothing changed: the address is missing\. Try !hredirect\.$/],
    ["!addredirect http://x.example", /^Nothing added: write an address such as dchub:/],
    [`!addredirect ${"x.".repeat(70)}example`, /^Nothing added: write an address/],
    ["!addredirect dchub://ME.example:411", /^Nothing added: this is the address of this hub/],
    ["!addredirect hub.example:4111", /^Nothing added: this is the address of this hub/],
    [`!addredirect ${A} -c Germany`, /^Nothing added: -c must be country codes/],
    [`!addredirect ${A} -a 24`, /^Nothing changed: -a must be a whole number from 0 to 23/],
    [`!addredirect ${A} -f nonsense`, /^Nothing changed: -f must be 0 or some of ban \(1\)/],
    [`!addredirect ${A} -s maybe`, /^Nothing changed: -s must be one of plain \(0\)/],
  ];
  for (const [line, reason] of wrong) assertMatch(await asked(kit, line), reason, line);
  assertEquals(kit.store.redirects.all(), []);
  await asked(kit, `!addredirect ${A}`);
  assertMatch(await asked(kit, `!modredirect ${A} -c 1`), /^Nothing changed: -c must be country codes/);
  assertEquals(
    await asked(kit, `!addredirect ${A}`),
    `There is a redirect ${A}. Change it with !modredirect.`,
  );
});

Deno.test("redirect commands: the hub's own encrypted door may be added", async () => {
  const kit = kitOf({ hub_host: "me.example" });
  assertMatch(await asked(kit, "!addredirect nmdcs://me.example:411 -s plain"), /^Added: nmdcs:/);
});

Deno.test("redirect commands: the table has an end", async () => {
  const kit = kitOf();
  for (let i = 0; i < REDIRECT_LIMITS.count; i++) {
    kit.store.redirects.add({ ...NEW_REDIRECT, address: `h${i}.example` });
  }
  assertEquals(
    await asked(kit, `!addredirect ${A}`),
    "There are 200 redirects, and no more fit. Remove one with !delredirect.",
  );
});

Deno.test("redirect commands: help names every option", async () => {
  const help = await asked(kitOf(), "!hredirect");
  for (const part of ["!addredirect <address>", "reconnect (128)", "-g or --share", "0 to 23"]) {
    assertStringIncludes(help, part);
  }
});

Deno.test("redirect commands: settings say who may change and who may list", async () => {
  const kit = kitOf({ min_class_redir: 4, min_class_lstredir: 3 });
  assertEquals(await asked(kit, `!addredirect ${A}`, 3), "You have no right to use !addredirect.");
  assertMatch(await asked(kit, "!lstredirect", 3), /^There are no redirects/);
  kit.store.settings.set("min_class_redir", 3);
  assertMatch(await asked(kit, `!addredirect ${A}`, 3), /^Added/);
});
