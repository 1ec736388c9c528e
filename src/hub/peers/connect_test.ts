/**
 * Connect requests: the exact address guard, suffixes, and who may ask whom.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { hubKit, type LoginOptions, MODERN } from "../testing/hub_kit.ts";

async function pair(a: LoginOptions = {}, b: LoginOptions = {}, settings = {}) {
  const kit = hubKit({
    settings,
    accounts: [{ nick: "hidden", class: 1, passwordHash: "hash:x", hideShare: true }],
  });
  const anna = await kit.login("anna", { ip: "1.2.3.4", ...a });
  const berta = await kit.login("berta", { ip: "5.6.7.8", ...b });
  anna.take();
  return { kit, anna, berta };
}

Deno.test("connect: a request goes to its target with the sender's real address", async () => {
  const { anna, berta } = await pair({}, {}, { wrongip_message: true });
  anna.send("$ConnectToMe BERTA 1.2.3.4:00412|$ConnectToMe berta 1.2.3:412|");
  assertEquals(berta.take(), ["$ConnectToMe berta 1.2.3.4:412", "$ConnectToMe berta 1.2.3.4:412"]);
  assertMatch(anna.take().join(), /which is 1\.2\.3\.4/);
});

Deno.test("connect: an IPv6 address stands in brackets", async () => {
  const { anna, berta } = await pair({ ip: "2001:db8::1" });
  anna.send("$ConnectToMe berta [2001:db8::1]:412|");
  assertEquals(berta.take(), ["$ConnectToMe berta [2001:db8::1]:412"]);
});

for (
  const [what, a, b, passed] of [
    [
      "both say TLS",
      { supports: `${MODERN} TLS`, flag: 0x11 },
      { supports: `${MODERN} TLS`, flag: 0x11 },
      true,
    ],
    ["one has no TLS", { supports: `${MODERN} TLS`, flag: 0x11 }, {}, false],
    [
      "one has TLS turned off",
      { supports: `${MODERN} TLS`, flag: 0x11 },
      { supports: `${MODERN} TLS` },
      false,
    ],
    ["links of neighbouring versions", { tls: "1.3" }, { tls: "TLSv1.2" }, true],
    ["links of versions too far apart", { tls: "1.3" }, { tls: "1.0" }, false],
    ["links of 1.2 and 1.0", { tls: "1.2" }, { tls: "1.0" }, true],
  ] as const
) {
  Deno.test(`connect: TLS between users, ${what}`, async () => {
    const { anna, berta } = await pair(a, b);
    anna.send("$ConnectToMe berta 1.2.3.4:412S|");
    assertEquals(berta.take(), passed ? ["$ConnectToMe berta 1.2.3.4:412S"] : []);
    assertEquals(anna.take().length, passed ? 0 : 1);
  });
}

Deno.test("connect: NAT traversal stays between two users who can, and only in the own name", async () => {
  const can = await pair({ mode: "P", flag: 0x21 }, { mode: "P", flag: 0x21 });
  can.anna.send("$ConnectToMe berta 1.2.3.4:412N anna|");
  assertEquals(can.berta.take(), ["$ConnectToMe berta 1.2.3.4:412N anna"]);
  can.anna.send("$ConnectToMe berta 1.2.3.4:412N berta|");
  assertEquals(can.anna.ended, "end");
  const cannot = await pair({ mode: "P", flag: 0x21 });
  cannot.anna.send("$ConnectToMe berta 1.2.3.4:412N anna|");
  assertEquals(cannot.berta.take(), ["$ConnectToMe berta 1.2.3.4:412"]);
});

Deno.test("connect: bots, oneself, chat-only users and hidden shares are no targets", async () => {
  const { kit, anna } = await pair();
  const chatter = await kit.login("chatter", { supports: `${MODERN} ChatOnly` });
  const hidden = await kit.login("hidden", { password: "x" });
  for (const client of [anna, chatter]) client.take();
  for (const target of ["Hubcap", "anna", "chatter", "hidden"]) {
    anna.send(`$ConnectToMe ${target} 1.2.3.4:412|`);
  }
  assertEquals([anna.take().length, chatter.take(), hidden.take()], [4, [], []]);
  kit.store.settings.set("hide_msg_badctm", true);
  anna.take();
  anna.send("$ConnectToMe Hubcap 1.2.3.4:412|");
  assertEquals(anna.take(), []);
});

Deno.test("connect: a passive user's wish goes on unchanged to an active one, never to another passive one", async () => {
  const { kit, anna, berta } = await pair({ mode: "P" });
  const passive = await kit.login("passive", { mode: "P" });
  for (const client of [anna, berta]) client.take();
  anna.send("$RevConnectToMe anna berta|$RevConnectToMe anna passive|");
  assertEquals([berta.take(), passive.take()], [["$RevConnectToMe anna berta"], []]);
  assertMatch(anna.take().join(), /passive is passive/);
  anna.send("$RevConnectToMe berta anna|");
  assertEquals(anna.ended, "end");
});

Deno.test("connect: who hides the own share may not ask", async () => {
  const { kit, berta } = await pair();
  const hidden = await kit.login("hidden", { password: "x" });
  berta.take();
  hidden.send("$RevConnectToMe hidden berta|");
  assertEquals(berta.take(), []);
  assertMatch(hidden.take()[0]!, /share is hidden/);
});

Deno.test("connect: many wishes for one user lock that user, not the others", async () => {
  const settings = { int_flood_all_rctm_limit: 1, int_flood_all_rctm_period: 10, int_flood_rctm_limit: 0 };
  const { kit, anna, berta } = await pair({ mode: "P" }, {}, settings);
  const carla = await kit.login("carla");
  for (const client of [anna, berta]) client.take();
  anna.send("$RevConnectToMe anna berta|$RevConnectToMe anna berta|$RevConnectToMe anna carla|");
  assertEquals([berta.take().length, carla.take().length, anna.take().length], [1, 1, 0]);
});

Deno.test("connect: an upward class difference may be forbidden", async () => {
  const kit = hubKit({
    settings: { classdif_download: 2 },
    accounts: [{ nick: "Op", class: 3, passwordHash: "hash:x" }],
  });
  const anna = await kit.login("anna", { ip: "1.2.3.4" });
  const op = await kit.login("Op", { password: "x" });
  anna.send("$ConnectToMe Op 1.2.3.4:412|");
  assertEquals(op.take(), []);
});
