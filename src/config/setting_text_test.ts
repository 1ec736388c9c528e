/**
 * Tests of setting_text.ts.
 *
 * @module
 */
import { assert, assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import {
  checkSetting,
  findSettings,
  groupsLine,
  isChanged,
  matchesMask,
  settingFacts,
  settingLine,
  settingLines,
  shownValue,
} from "./setting_text.ts";
import {
  defaultOf,
  defaultSettings,
  describeInput,
  SETTING_GROUPS,
  SETTING_NAMES,
  type SettingName,
  SETTINGS,
} from "./settings.ts";

Deno.test("setting text: a refusal has field, value, range with unit, and meaning", () => {
  const checked = checkSetting("min_share", "lots", defaultSettings());
  assert(!checked.ok);
  for (const part of ["min_share must be", '"lots"', "(MiB), such as 10GiB", SETTINGS.min_share.meaning]) {
    assertStringIncludes(checked.reason, part);
  }
});

Deno.test("setting text: variables that exclude one another are refused, whichever is set", () => {
  const values = { ...defaultSettings(), max_nick: 10 };
  assertFalse(checkSetting("min_nick", "11", values).ok);
  assertEquals(checkSetting("min_nick", "10", values), { ok: true, value: 10 });
});

Deno.test("setting text: every variable is explained in four lines and listed in one", () => {
  const values = { ...defaultSettings(), hub_topic: "two\r\nlines" };
  for (const name of SETTING_NAMES) {
    const lines = settingLines(name, values);
    assertEquals([lines.length, settingLine(name, values).split("\n").length], [4, 1], name);
    assertStringIncludes(lines[2]!, describeInput(SETTINGS[name]));
    assertFalse(lines.some((line) => /\(\)|undefined/.test(line)), name);
  }
  assertEquals(shownValue("hub_topic", values), String.raw`"two\nlines"`);
});

Deno.test("setting text: only what differs from a new hub counts as changed", () => {
  const values = { ...defaultSettings(), max_users: 1 };
  assertEquals(findSettings("*", values, true), ["max_users"]);
  assertEquals(settingLine("max_users", values), 'max_users = "1" (default "6000")');
  assertEquals(SETTING_NAMES.filter((name) => isChanged(name, defaultSettings())), []);
  assertEquals(settingFacts("max_users", values).default, defaultOf("max_users"));
});

Deno.test("setting text: a mask with * fits as in a shell, without one it is a beginning", () => {
  const values = defaultSettings();
  assertEquals(findSettings("hub_*host*", values), ["hub_host", "hub_failover_hosts"]);
  assertEquals(findSettings("HUB_HOS", values), ["hub_host"]);
  // Where no name begins so, the title of a group counts.
  assertEquals(
    findSettings("welcome", values),
    Object.keys(SETTING_GROUPS["Welcome lines"]) as SettingName[],
  );
  assertStringIncludes(groupsLine(), "Welcome lines (7), ");
  assertEquals([findSettings("zzz", values), findSettings("", values).length], [[], SETTING_NAMES.length]);
  // The name of a variable is that one alone, though others begin so.
  assertEquals(findSettings("max_users", values), ["max_users"]);
  const shell = (mask: string) =>
    new RegExp(`^${mask.split("*").map((part) => part.replaceAll(/\W/g, "\\$&")).join(".*")}$`);
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 8 });
  fc.assert(
    fc.property(
      letters,
      fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 10 }),
      (mask, text) => matchesMask(mask, text) === shell(mask).test(text),
    ),
  );
});
