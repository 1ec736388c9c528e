/**
 * Rules for clients and connection types: the order of the refusals, look-up by bytes, what old versions may not do.
 *
 * @module
 */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { SettingValues } from "../../config/settings.ts";
import { createCodec } from "../../nmdc/encoding.ts";
import { ascii } from "../../nmdc/wire.ts";
import type { ClientRule } from "../../store/client_rules.ts";
import type { ConnType } from "../../store/conn_types.ts";
import { readClientRules } from "./client_rules.ts";
import { type HubKit, hubKit, keyOf, MODERN, type TestClient } from "../testing/hub_kit.ts";
import { memoryStore } from "../testing/memory_store.ts";

const rule = (change: Partial<ClientRule> = {}): ClientRule => ({
  name: "DC++",
  tagId: "++",
  minVersion: -1,
  maxVersion: -1,
  minVersionUse: -1,
  ban: false,
  enabled: true,
  ...change,
});
const type = (change: Partial<ConnType> = {}): ConnType => ({
  identifier: "default",
  description: "",
  minSlots: 0,
  maxSlots: 0,
  minLimit: -1,
  minLimitPerSlot: -1,
  ...change,
});

function kitWith(
  rules: readonly ClientRule[],
  types: readonly ConnType[] = [],
  settings: Partial<SettingValues> = {},
): HubKit {
  const kit = hubKit({
    settings: { int_myinfo: 0, int_login: 0, int_search: 0, ...settings },
    accounts: [{ nick: "Op", class: 3, passwordHash: "hash:x" }],
  });
  for (const one of rules) kit.store.clientRules.add(one);
  for (const one of types) kit.store.connTypes.add(one);
  for (const { reload } of kit.hub.context.reloaders) reload();
  return kit;
}

/** Logs in up to the MyINFO with this tag; returns what the hub said last, `""` when the user is in. */
function enter(kit: HubKit, tag: string, speed = "50", nick = "anna"): { client: TestClient; said: string } {
  const client = kit.connect();
  const key = keyOf(client.take()[0]!.split(" ")[1]!);
  client.send(`$Supports ${MODERN}|$Key ${key}|$ValidateNick ${nick}|$Version 1,0091|`);
  client.take();
  client.send(`$MyINFO $ALL ${nick} hi${tag}$ $${speed}\x01$$1000$|`);
  return { client, said: client.ended ? client.take().find((frame) => frame.startsWith("<")) ?? "?" : "" };
}

const DCPP = "<++ V:0.868,M:A,H:1/0/0,S:3>";

for (
  const [what, tag, text, rules, settings] of [
    ["a banned client", DCPP, "The client ++ is not allowed here", [rule({ ban: true })], {}],
    [
      "a banned client before a passive one",
      "<++ V:1,M:P,H:1/0/0,S:3>",
      "The client ++ is not allowed",
      [rule({ ban: true })],
      { tag_allow_passive: false },
    ],
    [
      "a passive client before an unknown one",
      "<Odd V:1,M:P,H:1/0/0,S:3>",
      "Passive users",
      [],
      { tag_allow_passive: false, tag_allow_unknown: false },
    ],
    [
      "a tag without hubs before an unknown client",
      "<Odd V:1,M:A,S:3>",
      "does not tell hubs and slots",
      [],
      { tag_allow_unknown: false },
    ],
    [
      "an unknown client before its hubs",
      "<Odd V:1,M:A,H:9/0/0,S:3>",
      "The client Odd is not known here",
      [rule()],
      { tag_allow_unknown: false, tag_max_hubs: 1 },
    ],
    [
      "hubs before the version",
      "<++ V:0.1,M:A,H:9/0/0,S:3>",
      "You are in 9 hubs",
      [rule({ minVersion: 1 })],
      { tag_max_hubs: 1 },
    ],
    ["an old version", DCPP, "Your client ++ 0.868 is too old: at least version 0.9", [
      rule({ minVersion: 0.9 }),
    ], {}],
    ["a new version", DCPP, "Your client ++ 0.868 is too new: at most version 0.8", [
      rule({ maxVersion: 0.8 }),
    ], {}],
    [
      "an old version of a client without a rule",
      "<Odd V:1.0,M:A,H:1/0/0,S:3>",
      "Odd 1 is too old: at least version 1.5",
      [rule()],
      { tag_min_version: 1.5 },
    ],
    [
      "a new version of a client without a rule",
      "<Odd V:2.4.2,M:A,H:1/0/0,S:3>",
      "Odd 2.42 is too new: at most version 2.41",
      [],
      { tag_max_version: 2.41 },
    ],
    [
      "a banned client whose rule is off is unknown",
      DCPP,
      "is not known here",
      [rule({ ban: true, enabled: false })],
      { tag_allow_unknown: false },
    ],
  ] as const
) {
  Deno.test(`client rules: ${what} is refused`, () => {
    const { client, said } = enter(kitWith(rules, [], settings), tag);
    assertStringIncludes(said, text);
    assertEquals(client.ended, "end");
  });
}

Deno.test("client rules: who fits the rule enters, whatever holds for clients without a rule", () => {
  const kit = kitWith([rule({ minVersion: 0.868, maxVersion: 0.868 })], [], {
    tag_allow_unknown: false,
    tag_min_version: 5,
  });
  assertEquals(enter(kit, DCPP).said, "");
});

Deno.test("client rules: operators and pingers are above them, also with a strange client", async () => {
  const kit = kitWith([rule({ ban: true })], [], { tag_allow_unknown: false });
  assertEquals((await kit.login("Op", { password: "x" })).ended, null);
  assertEquals((await kit.login("pinger", { supports: `${MODERN} BotINFO` })).ended, null);
  assertEquals((await kit.login("anna")).ended, "end");
});

for (
  const [what, speed, tag, text, types] of [
    ["too few slots", "Cable", "S:2", "You have 2 slots; at least 3 are needed for cable", [
      type({ identifier: "cable", minSlots: 3, description: "cable" }),
    ]],
    ["too many slots", "Cable", "S:9", "at most 4 are allowed", [
      type({ identifier: "Cable", maxSlots: 4 }),
    ]],
    ["slots by the rule for all others", "LAN", "S:2", "at least 3 are needed", [
      type({ minSlots: 3 }),
      type({ identifier: "Cable", minSlots: 1 }),
    ]],
    ["a low upload limit", "Cable", "S:4,L:20", "limits uploads to 20; 50 is the least", [
      type({ identifier: "Cable", minLimit: 50 }),
    ]],
    ["a low upload limit for each slot", "Cable", "S:4,B:20", "limits uploads to 20; 6 for each slot", [
      type({ identifier: "Cable", minLimitPerSlot: 6 }),
    ]],
  ] as const
) {
  Deno.test(`client rules: ${what} is refused by connection type`, () => {
    const { client, said } = enter(kitWith([], types), `<++ V:1,M:A,H:1/0/0,${tag}>`, speed);
    assertStringIncludes(said, text);
    assertEquals(client.ended, "end");
  });
}

Deno.test("client rules: a connection type without a limit of its client asks for nothing", () => {
  const kit = kitWith([], [type({ minLimit: 50, minLimitPerSlot: 6, minSlots: 3, maxSlots: 3 })]);
  assertEquals(enter(kit, DCPP).said, "");
});

Deno.test("client rules: an old version enters and may neither search nor download", async () => {
  const kit = kitWith([rule({ minVersionUse: 1.0, tagId: "Old" })]);
  const sharer = await kit.login("sharer");
  const { client } = enter(kit, "<Old V:0.9,M:A,H:1/0/0,S:3>");
  for (const each of [sharer, client]) each.take();
  client.send("$Search 10.0.0.3:412 F?T?0?1?music|$ConnectToMe sharer 10.0.0.3:412|");
  assertEquals(sharer.take(), []);
  assertMatch(client.take()[0]!, /too old to search or download: update it to version 1\.$/);
  client.send("$MyINFO $ALL anna hi<Old V:1.0,M:A,H:1/0/0,S:3>$ $50\x01$$1000$|");
  sharer.take();
  client.send("$ConnectToMe sharer 10.0.0.3:412|");
  assertEquals(sharer.take().length, 1);
});

Deno.test("client rules: a changed rule counts from the next MyINFO on", async () => {
  const kit = kitWith([]);
  const { client } = enter(kit, DCPP);
  await kit.login("berta");
  kit.store.clientRules.add(rule({ ban: true }));
  for (const { reload } of kit.hub.context.reloaders) reload();
  assertEquals(client.ended, null);
  client.send(`$MyINFO $ALL anna other${DCPP}$ $50\x01$$1000$|`);
  assertEquals(client.ended, "end");
});

Deno.test("client rules: of two rules for one client the first by name counts, and case does not", () => {
  const store = memoryStore({}, []);
  store.clientRules.add(rule({ name: "b", tagId: "fly", ban: true }));
  store.clientRules.add(rule({ name: "a", tagId: "FLY" }));
  store.connTypes.add(type({ identifier: "DEFAULT", minSlots: 1 }));
  const rules = readClientRules(store, createCodec("utf-8")!);
  assertEquals(rules.ruleOf(ascii("Fly"))?.name, "a");
  assertEquals(rules.ruleOf(ascii("Flyy")), null);
  assertEquals(rules.ruleOf(new Uint8Array(4000)), null);
  assertEquals(rules.typeOf(ascii("anything"))?.minSlots, 1);
});

Deno.test("client rules: an old version stays known while a script thinks about its tag", () => {
  const kit = kitWith([rule({ minVersionUse: 1.0, tagId: "Old" })]);
  kit.scripts.on("OnValidateTag", "wait");
  const { client } = enter(kit, "<Old V:0.9,M:A,H:1/0/0,S:3>");
  kit.scripts.answer();
  client.take();
  client.send("$Search 10.0.0.1:412 F?T?0?1?music|");
  assertMatch(client.take().join(), /too old to search/);
});
