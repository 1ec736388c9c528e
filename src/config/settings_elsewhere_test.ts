/**
 * Tests of settings_elsewhere.ts.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { configJsonSchema, nodeAt } from "./json_schema.ts";
import { isSettingName } from "./settings.ts";
import { ELSEWHERE, elsewhere, elsewhereText, unknownSetting } from "./settings_elsewhere.ts";

Deno.test("elsewhere: no name is both a variable and none", () => {
  assertEquals(Object.keys(ELSEWHERE).filter(isSettingName), []);
});

Deno.test("elsewhere: every field it names stands in the configuration file", () => {
  const schema = configJsonSchema();
  for (const row of Object.values(ELSEWHERE)) {
    if (row.kind !== "file") continue;
    const path = row.field.replace("[]", ".0").split(".").map((step) => step === "0" ? 0 : step);
    assert(nodeAt(schema, path), row.field);
  }
});

Deno.test("elsewhere: every row has a sentence that says what to do or why there is nothing to do", () => {
  for (const [name, row] of Object.entries(ELSEWHERE)) {
    assertMatch(
      elsewhereText(row),
      /^(There is nothing to set: .+|It is \S+ in .+|Use \w+ instead\..*)\.$/,
      name,
    );
  }
});

Deno.test("elsewhere: a name is found in any case, others of the language are not", () => {
  assertEquals(elsewhere("LISTEN_PORT")?.kind, "file");
  for (const name of ["constructor", "__proto__", "", "hub_name", "hubname"]) {
    assertEquals(elsewhere(name), null);
  }
});

Deno.test("elsewhere: an unknown name gets its nearest, or nothing, and is cut", () => {
  assertEquals(unknownSetting("hubname").remedy, "Did you mean hub_name?");
  const { message, remedy } = unknownSetting("z".repeat(5000));
  assertEquals([message.length < 120, remedy], [true, ""]);
});
