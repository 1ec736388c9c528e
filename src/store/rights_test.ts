/**
 * Tests of rights taken and given: what outlives a restart, Verlihub's numbers, and the list.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { inFolder, raw, START } from "./testing/in_folder.ts";

const TAKEN = { chat: 0, pm: 0, search: 0, ctm: 0 };
const GIVEN = { kick: 0, reg: 0, opchat: 0, share0: 0 };

Deno.test(
  "rights: what is given outlives a restart until its end, and does not touch what is taken",
  inFolder((_dir, open) => {
    const first = open();
    first.rights.set("Anna", { ...TAKEN, chat: START + 50 }, "op", START);
    first.rights.give("anna", { ...GIVEN, kick: START + 60, reg: START - 5 }, "root", START + 1);
    first.rights.give("Over", { ...GIVEN, kick: START - 1 }, "root", START - 100);
    const { rights } = open();
    assertEquals(rights.given("ANNA"), { ...GIVEN, kick: START + 60, reg: START - 5 });
    assertEquals(rights.get("anna"), { ...TAKEN, chat: START + 50 });
    assertEquals(rights.given("over"), null);
    assertEquals(rights.both("anna"), {
      taken: { ...TAKEN, chat: START + 50 },
      given: { ...GIVEN, kick: START + 60, reg: START - 5 },
    });
    assertEquals(rights.both("nobody"), null);
    rights.give("anna", GIVEN, "root", START);
    assertEquals([rights.given("anna"), rights.get("anna")?.chat], [null, START + 50]);
  }),
);

Deno.test(
  "rights: of the stored numbers 1 and 0 give nothing, and 0 takes for ever",
  inFolder((dir, open) => {
    open();
    raw(dir, (db) => {
      db.exec(`INSERT INTO temp_rights (nick, st_chat, st_kick, st_reg) VALUES ('Anna', 0, 0, ${START + 9})`);
    });
    const { rights } = open();
    assertEquals(rights.given("anna"), { ...GIVEN, reg: START + 9 });
    assertEquals(rights.get("anna"), { ...TAKEN, chat: Infinity });
  }),
);

Deno.test(
  "rights: the list has what is in force, by nick, in pages, and can be emptied",
  inFolder((_dir, open) => {
    const { rights } = open();
    rights.give("Carl", { ...GIVEN, opchat: START + 9 }, "root", START);
    rights.give("Late", { ...GIVEN, opchat: START - 9 }, "root", START - 99);
    rights.set("Anna", { ...TAKEN, pm: Infinity }, "op", START);
    rights.set("Berta", { ...TAKEN, search: START + 9 }, "op", START);
    assertEquals(rights.list(START, 10, 0).map(({ nick, by }) => [nick, by]), [
      ["Anna", "op"],
      ["Berta", "op"],
      ["Carl", "root"],
    ]);
    assertEquals(rights.list(START, 1, 1).map(({ nick }) => nick), ["Berta"]);
    assertEquals([rights.count(START), rights.count(START + 20)], [3, 1]);
    assertEquals([rights.clear(), rights.count(START), rights.given("carl")], [4, 0, null]);
  }),
);
