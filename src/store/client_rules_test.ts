/**
 * Rules for clients and connection types in the database: they outlive a restart, names ignore case.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { ClientRule } from "./client_rules.ts";
import type { ConnType } from "./conn_types.ts";
import { inFolder } from "./testing/in_folder.ts";

const RULE: ClientRule = {
  name: "DC++",
  tagId: "++",
  minVersion: 0.868,
  maxVersion: -1,
  minVersionUse: 1.25,
  ban: false,
  enabled: true,
};
const TYPE: ConnType = {
  identifier: "LAN(T1)",
  description: "fast",
  minSlots: 3,
  maxSlots: 0,
  minLimit: 12.5,
  minLimitPerSlot: -1,
};

Deno.test(
  "client rules: what was put is there after a restart, in the place of what had its name",
  inFolder((_folder, open) => {
    const first = open();
    first.clientRules.put({ ...RULE, ban: true });
    first.clientRules.put({ ...RULE, name: "dc++", enabled: false });
    first.clientRules.put({ ...RULE, name: "Air" });
    first.connTypes.put({ ...TYPE, minSlots: 9 });
    first.connTypes.put(TYPE);
    const second = open();
    assertEquals(second.clientRules.list(), [{ ...RULE, name: "Air" }, { ...RULE, enabled: false }]);
    assertEquals(second.connTypes.list(), [TYPE]);
    assertEquals([second.clientRules.remove("dC++"), second.clientRules.remove("DC++")], [true, false]);
    assertEquals([second.connTypes.remove("lan(t1)"), second.connTypes.remove("x")], [true, false]);
    assertEquals([first.clientRules.list().length, first.connTypes.list().length], [1, 0]);
  }),
);
