/**
 * Tests of the tables that describe the script API: what must hold between them.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { LOCAL_CALLS } from "../../workers/local_calls.ts";
import { PREDICTIONS } from "../../workers/predictions.ts";
import { CALL_NUMBER, CALLS } from "./calls.ts";
import { CAPABILITIES, CAPABILITY_NAMES, resolveCapabilities } from "./capabilities.ts";
import { type ConstantGroup, CONSTANTS } from "./constants.ts";
import { HANDLERS } from "./handlers/mod.ts";
import { HOOK_NAMES, HOOKS } from "./hooks.ts";
import { CONTROL, DELTA, NOTICE, USER_FIELDS } from "./protocol.ts";
import type { CallRow, HookRow } from "./table.ts";

const ROWS: readonly CallRow[] = CALLS;

Deno.test("tables: names are unique and numbers are positions", () => {
  assertEquals(new Set(ROWS.map(({ name }) => name)).size, ROWS.length);
  for (const [name, number] of Object.entries(CALL_NUMBER)) assertEquals(ROWS[number]?.name, name);
  for (const numbers of [DELTA, CONTROL, NOTICE]) {
    assertEquals(Object.values(numbers), Object.values(numbers).map((_, i) => i));
  }
});

Deno.test("tables: every call has exactly one place that carries it out", () => {
  for (const { name, effect, alias } of ROWS) {
    if (alias !== undefined) {
      assert(!(name in LOCAL_CALLS) && !(name in HANDLERS) && alias in CALL_NUMBER, name);
      continue;
    }
    assert(name in CALL_NUMBER, name);
    const local = name in LOCAL_CALLS, handled = name in HANDLERS;
    assertEquals([local, handled], effect === "R" || effect === "L" ? [true, false] : [false, true], name);
    assertEquals(name in PREDICTIONS, effect === "W", name);
  }
});

Deno.test("tables: required parameters stand before optional ones, and everything is documented", () => {
  for (const { name, params, doc, group } of ROWS) {
    const firstOptional = params.findIndex(({ optional }) => optional);
    const later = firstOptional < 0 ? [] : params.slice(firstOptional);
    assert(later.every(({ optional }) => optional), name);
    assert(/[.?]$/.test(doc) && group !== "", name);
    for (const { default: value, type } of params) {
      if (value !== undefined) assertEquals(typeof value, type === "text" ? "string" : type, name);
    }
  }
  for (const [name, { doc }] of Object.entries(HOOKS)) assert(doc.endsWith("."), name);
});

Deno.test("tables: hooks that wait for nobody have no connection to answer to", () => {
  for (const [name, row] of Object.entries(HOOKS as Record<string, HookRow>)) {
    if (row.answer === "none") assert(!row.connection, name);
  }
  assertEquals(HOOK_NAMES.length, Object.keys(HOOKS).length);
});

Deno.test("tables: calls need known capabilities, and the dangerous ones are off by default", () => {
  for (const { name, capability } of ROWS) assert(capability === null || capability in CAPABILITIES, name);
  assertEquals([...resolveCapabilities({})].sort(), [
    "bots",
    "chat",
    "config",
    "moderate",
    "register",
    "scripts",
    "users",
  ]);
});

Deno.test("tables: a config gives and takes capabilities, undefined leaves the default", () => {
  const resolved = resolveCapabilities({ sql: true, chat: false, users: undefined });
  assertEquals([resolved.has("sql"), resolved.has("chat"), resolved.has("users")], [true, false, true]);
  assertEquals(
    resolveCapabilities(Object.fromEntries(CAPABILITY_NAMES.map((name) => [name, false]))).size,
    0,
  );
});

Deno.test("tables: constants have the values scripts rely on", () => {
  const { eCR, eBOT, eBF, eIT, eUC, eMF, eKI, eUR, w_UR } = CONSTANTS;
  assertEquals([eCR.values.KICKED, eCR.values.SELF, eCR.values.PLUGIN], [2, 18, 21]);
  assertEquals([eBOT.values.OK, eBOT.values.API_ERROR], [0, 5]);
  assertEquals([eBF.values.NICKIP, eBF.values.REVERSE, eBF.values.HOSTR1], [1, 512, 512]);
  assertEquals([eIT.values.STRING, eIT.values.DOUBLE], [12, 13]);
  assertEquals([eUC.values.PINGER, eUC.values.MASTER], [-1, 10]);
  assertEquals(Object.values(eMF.values), [1, 2, 4, 8, 16, 32]);
  assertEquals([eKI.values.CLOSE, eKI.values.DROP, eUR.values.NOSHARE, eUR.values.REG], [1, 16, 1, 1024]);
  assertEquals(w_UR.values, { CHAT: 1, PM: 2, SEARCH: 4, CTM: 8 });
});

Deno.test("tables: every constant says what it means, each in words of its own", () => {
  for (const [family, { values, meanings }] of Object.entries<ConstantGroup>(CONSTANTS)) {
    assertEquals(Object.keys(meanings), Object.keys(values), family);
    for (const [name, text] of Object.entries(meanings)) {
      assert(/^[^a-z].*[^.\s]$/.test(text), `${family}_${name}`);
    }
    assertEquals(new Set(Object.values(meanings)).size, Object.keys(values).length, family);
  }
});

Deno.test("tables: a user travels with every field, the nick first", () => {
  assertEquals([USER_FIELDS[0], new Set(USER_FIELDS).size], ["nick", 14]);
});
