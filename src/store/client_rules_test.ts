/**
 * Rules for clients and connection types in the database: they outlive a restart, names ignore case.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
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
  "client rules: what was added and changed is there after a restart, and another process sees it",
  inFolder((_folder, open) => {
    const first = open();
    first.clientRules.add({ ...RULE, ban: true });
    first.clientRules.update("dc++", { ban: false, enabled: false });
    first.clientRules.add({ ...RULE, name: "Air" });
    first.connTypes.add({ ...TYPE, minSlots: 9 });
    first.connTypes.update("lan(T1)", { minSlots: TYPE.minSlots });
    const second = open();
    assertEquals(second.clientRules.all(), [{ ...RULE, name: "Air" }, { ...RULE, enabled: false }]);
    assertEquals(second.connTypes.all(), [TYPE]);
    assertEquals([second.clientRules.remove("dC++"), second.clientRules.remove("DC++")], [true, false]);
    assertEquals([second.connTypes.remove("lan(t1)"), second.connTypes.remove("x")], [true, false]);
    assert(first.poll());
    assertEquals([first.clientRules.all().length, first.connTypes.all().length], [1, 0]);
  }),
);
