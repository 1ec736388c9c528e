/**
 * Tests of the table of runtime variables: consistent rows, strict parsing, Verlihub's text form, suggestions.
 *
 * @module
 */
import { assert, assertEquals, assertFalse, assertMatch, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import {
  defaultSettings,
  describeRange,
  FLOOD_NAMES,
  formatSetting,
  isSettingName,
  nearestSetting,
  parseSetting,
  type Setting,
  SETTING_GROUPS,
  SETTING_NAMES,
  settingConflict,
  settingConflicts,
  type SettingName,
  SETTINGS,
} from "./settings.ts";

const settingOf = (name: SettingName): Setting => SETTINGS[name];

Deno.test("settings: every row has a name, a meaning, a range and a default inside it", () => {
  for (const name of SETTING_NAMES) {
    const setting = settingOf(name);
    assertMatch(name, /^[a-z][a-z0-9_]*$/);
    assertMatch(setting.meaning, /^[A-Z].*\.$/, name);
    assert(setting.min <= setting.max, name);
    assertEquals(parseSetting(name, formatSetting(name, setting.default as never)), {
      ok: true,
      value: setting.default,
    } as never, name);
  }
});

Deno.test("settings: no name stands in two groups", () => {
  const names = Object.values(SETTING_GROUPS).flatMap((group) => Object.keys(group));
  assertEquals([names.length, new Set(names).size], [SETTING_NAMES.length, SETTING_NAMES.length]);
});

Deno.test("settings: our own defaults where we differ from Verlihub, its defaults elsewhere", () => {
  const { hub_name, hub_security, drop_invalid_key, max_users, int_chat_ms, max_share, timeout_key } =
    defaultSettings();
  assertEquals([hub_name, hub_security, drop_invalid_key], ["Hubcap", "Hubcap", true]);
  assertEquals([max_users, int_chat_ms, max_share, timeout_key], [6000, 1000, 157_286_400, 60]);
});

Deno.test("settings: each flood command has its three variables with Verlihub's numbers", () => {
  const values = defaultSettings();
  const rows = FLOOD_NAMES.map((name) => [
    name,
    values[`int_flood_${name}_limit`],
    values[`int_flood_${name}_period`],
    values[`proto_flood_${name}_action`],
  ]);
  assertEquals(rows.length, 14);
  assertEquals(rows.find(([name]) => name === "chat"), ["chat", 5, 10, 3]);
  assertEquals(rows.find(([name]) => name === "sr"), ["sr", 500, 30, 3]);
  assertEquals(values.int_flood_all_search_limit, 400);
});

Deno.test("settings: defaults are a fresh object each time", () => {
  defaultSettings().max_users = 1;
  assertEquals(defaultSettings().max_users, 6000);
});

Deno.test("settings: a text that is no number is refused and the range is named", () => {
  const parsed = parseSetting("proto_flood_chat_action", "abc");
  assertFalse(parsed.ok);
  if (!parsed.ok) {
    assertEquals(
      parsed.reason,
      'proto_flood_chat_action must be a whole number from 0 to 3: received "abc"',
    );
  }
  for (const text of ["", " ", "1.5", "1e2", "0x1", "--1", "4", "-1", "NaN", "Infinity", "9".repeat(400)]) {
    assertFalse(parseSetting("proto_flood_chat_action", text).ok, text);
  }
});

Deno.test("settings: numbers, switches and doubles take their usual spellings", () => {
  assertEquals(parseSetting("max_users_passive", "-1"), { ok: true, value: -1 });
  assertEquals(parseSetting("timeout_key", "2.5"), { ok: true, value: 2.5 });
  const spellings = [["1", true], ["on", true], ["TRUE", true], ["0", false], ["off", false]] as const;
  for (const [text, value] of spellings) {
    assertEquals(parseSetting("delayed_chat", text), { ok: true, value });
  }
  assertFalse(parseSetting("delayed_chat", "2").ok);
  assertFalse(parseSetting("delayed_chat", "constructor").ok);
});

Deno.test("settings: a text that would break a protocol line is refused", () => {
  for (const text of ["a|b", "a\nb", "a\rb", "a\0b", "", "x".repeat(257)]) {
    assertFalse(parseSetting("hub_name", text).ok, JSON.stringify(text));
  }
  for (const text of ["a b", "a$b", "<a>", "a|b"]) assertFalse(parseSetting("hub_security", text).ok, text);
  assert(parseSetting("msg_welcome_guest", "two\nlines").ok);
  assertFalse(parseSetting("msg_welcome_guest", "a\0b").ok);
});

Deno.test("settings: an address is an IP address or nothing", () => {
  for (const text of ["", "192.0.2.1", "2001:db8::1"]) assert(parseSetting("ip_zone4_min", text).ok, text);
  for (const text of ["192.0.2", "192.0.2.256", "host.example", "192.0.2.0/24", "::g", " "]) {
    const parsed = parseSetting("ip_zone4_min", text);
    assertFalse(parsed.ok, text);
    if (!parsed.ok) assertStringIncludes(parsed.reason, "an IPv4 or IPv6 address, or nothing");
  }
});

Deno.test("settings: limits of texts count bytes, not characters", () => {
  assert(parseSetting("opchat_name", "ä".repeat(32)).ok);
  assertFalse(parseSetting("opchat_name", "ä".repeat(33)).ok);
});

Deno.test("settings: text form is Verlihub's", () => {
  assertEquals(formatSetting("delayed_chat", true), "1");
  assertEquals(formatSetting("timeout_key", 60), "60.000000");
  assertEquals(formatSetting("max_users", 6000), "6000");
  assertEquals(formatSetting("hub_name", "x"), "x");
});

Deno.test("settings: parsing any text gives a value in range or a reason, and values survive the way to text and back", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SETTING_NAMES),
      fc.oneof(fc.string(), fc.integer().map(String)),
      (name, text) => {
        const parsed = parseSetting(name, text);
        if (!parsed.ok) return parsed.reason.includes(describeRange(settingOf(name)));
        const again = parseSetting(name, formatSetting(name, parsed.value as never));
        return again.ok && (again.value === parsed.value || settingOf(name).type === "double");
      },
    ),
    { numRuns: 2000 },
  );
});

Deno.test("settings: names of other objects are not variables", () => {
  for (const name of ["constructor", "__proto__", "toString", ""]) assertFalse(isSettingName(name));
  assert(isSettingName("hub_name"));
});

Deno.test("settings: a near miss finds its name, nonsense finds none, long input stays cheap", () => {
  assertEquals(nearestSetting("hubname"), "hub_name");
  assertEquals(nearestSetting("MAX_USRES"), "max_users");
  assertEquals(nearestSetting("qqqqqqqqqq"), null);
  assertEquals(nearestSetting("x".repeat(1e6)), null);
});

Deno.test("settings: an overlong value is cut in the reason", () => {
  const parsed = parseSetting("max_users", "z".repeat(5000));
  assertFalse(parsed.ok);
  if (!parsed.ok) {
    assert(parsed.reason.length < 200);
    assertStringIncludes(parsed.reason, "…");
  }
});

Deno.test("settings: values that exclude one another are named, defaults go together", () => {
  const values = defaultSettings();
  for (const name of SETTING_NAMES) assertEquals(settingConflict(name, values[name], values), null, name);
  assertMatch(settingConflict("opchat_name", "HUBCAP", values)!, /different nicks/);
  assertMatch(settingConflict("min_nick", 65, values)!, /larger than max_nick/);
  const old = { ...values, min_nick: 65, opchat_name: "hubcap" };
  assertEquals([settingConflicts(values).length, settingConflicts(old).length], [0, 2]);
  assertEquals(settingConflict("max_users", 5, old), null, "a contradiction of others does not matter");
  assertEquals(settingConflict("min_nick", 5, old), null, "and can be mended");
});

Deno.test("settings: what begins a command are punctuation marks, which no encoding changes and no word begins with", () => {
  for (const text of ["!", "+!/", "!+.-#@", "~", "'"]) assert(parseSetting("cmd_start_op", text).ok, text);
  for (const text of ["", "é", "!x", "7", " ", "! ", "<", "$", "\t"]) {
    assertFalse(parseSetting("cmd_start_op", text).ok, text);
    assertFalse(parseSetting("cmd_start_user", text).ok, text);
  }
});
