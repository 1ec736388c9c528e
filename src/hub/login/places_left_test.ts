/**
 * Limits of users: of the hub, of zones, of an address, and who is above them.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { defaultSettings } from "../../config/settings.ts";
import { HUB_COMMANDS } from "../commands/mod.ts";
import { hubKit, keyOf, myInfo } from "../testing/hub_kit.ts";
import { openCountries, zoneLines, zoneOf } from "./zones.ts";

const account = (nick: string, userClass: number) => ({ nick, class: userClass, passwordHash: "hash:x" });
const ACCOUNTS = [
  account("Reg", 1),
  account("Reg2", 1),
  account("Vip", 2),
  account("Op", 3),
  account("Admin", 5),
];

Deno.test("places: a full hub has extra places for those who are registered, and operators always get in", async () => {
  const settings = { max_users: 1, max_extra_regs: 1, max_extra_vips: 2, max_extra_pings: 3 };
  const kit = hubKit({ settings, accounts: ACCOUNTS });
  assertEquals((await kit.login("anna")).ended, null);
  const late = await kit.login("berta", { keep: true });
  const words = late.take();
  assertMatch(words.at(-2)!, /^<Hubcap> This hub is full: 1 users are online\.$/);
  assertEquals([words.at(-1), late.ended], ["$HubIsFull", "end"]);
  assertEquals((await kit.login("Reg", { password: "x" })).ended, null);
  assertEquals((await kit.login("Reg2", { password: "x" })).ended, "end");
  assertEquals((await kit.login("Vip", { password: "x" })).ended, null);
  assertEquals((await kit.login("pinger", { supports: "NoHello NoGetINFO BotINFO" })).ended, null);
  assertEquals((await kit.login("Op", { password: "x" })).ended, null);
  assertEquals((await kit.login("Admin", { password: "x" })).ended, null);
  assertEquals(kit.hub.context.accepted, 6);
});

Deno.test("places: max_users 0 keeps guests out and says what the operator wrote", async () => {
  const settings = { max_users: 0, hubfull_message: "Ask Anna for an account.", max_extra_regs: 5 };
  const kit = hubKit({ settings, accounts: ACCOUNTS });
  const guest = await kit.login("guest", { keep: true });
  assertMatch(guest.take().at(-2)!, /0 users are online\. Ask Anna for an account\.$/);
  assertEquals((await kit.login("Reg", { password: "x" })).ended, null);
});

Deno.test("places: an address has its limit for guests and registered users, its operators are above it", async () => {
  const kit = hubKit({ settings: { max_users_from_ip: 1 }, accounts: ACCOUNTS });
  const ip = "1.1.1.1";
  await kit.login("anna", { ip });
  const second = await kit.login("berta", { ip, keep: true });
  assertMatch(second.take().at(-2)!, /Too many users are online from your address 1\.1\.1\.1: at most 1/);
  assertEquals((await kit.login("Reg", { ip, password: "x" })).ended, "end");
  assertEquals((await kit.login("Vip", { ip, password: "x" })).ended, null);
  assertEquals((await kit.login("Op", { ip, password: "x" })).ended, null);
  assertEquals((await kit.login("carla", { ip: "1.1.1.2" })).ended, null);
});

Deno.test("places: the limit of an address holds for nicks that come before the first of them is in", () => {
  const kit = hubKit({ settings: { max_users_from_ip: 2 } });
  const clients = ["a", "b", "c", "d"].map((nick) => ({ nick, client: kit.connect("1.1.1.1") }));
  for (const { nick, client } of clients) {
    const key = client.take()[0]!.split(" ")[1]!;
    client.send(`$Supports NoHello NoGetINFO|$Key ${keyOf(key)}|$ValidateNick ${nick}|$Version 1|`);
  }
  for (const { nick, client } of clients) client.send(`${myInfo(nick)}|`);
  assertEquals(clients.map(({ client }) => client.ended), [null, null, "end", "end"]);
  assertEquals([kit.hub.context.accepted, kit.hub.users.countIp("1.1.1.1", 1)], [2, 2]);
});

Deno.test("places: whoever has a /64 of IPv6 has one address", async () => {
  const kit = hubKit({ settings: { max_users_from_ip: 1 } });
  await kit.login("anna", { ip: "2001:db8:0:1::1" });
  assertEquals((await kit.login("berta", { ip: "2001:db8:0:1::2" })).ended, "end");
  assertEquals((await kit.login("carla", { ip: "2001:db8:0:2::1" })).ended, null);
});

Deno.test("places: a ghost does not keep its own user out", async () => {
  const settings = { max_users_from_ip: 1, max_users_passive: 1, int_login: 0 };
  const kit = hubKit({ settings });
  const ghost = await kit.login("anna", { ip: "1.1.1.1", mode: "P" });
  const back = await kit.login("anna", { ip: "1.1.1.1", mode: "P" });
  assertEquals([ghost.ended, back.ended, kit.hub.context.accepted], ["end", null, 1]);
});

Deno.test("places: zones are found by country, then by range, of both families", () => {
  const vars = {
    ...defaultSettings(),
    cc_zone1: "de at",
    cc_zone3: "US:GB",
    ip_zone4_min: "10.0.0.0",
    ip_zone4_max: "10.0.0.255",
    ip_zone5_min: "2001:db8::",
    ip_zone5_max: "2001:db8::ff",
    ip_zone6_min: "9.0.0.0",
    ip_zone6_max: "100.0.0.0",
  };
  const zones = [
    ["10.0.0.7", "AT", 1],
    ["10.0.0.7", "GB", 3],
    ["10.0.0.0", "", 4],
    ["10.0.0.255", "FR", 4],
    ["10.0.1.0", "FR", 6],
    ["2001:db8::a", "--", 5],
    ["2001:db8::100", "", 0],
    ["8.255.255.255", "--", 0],
  ] as const;
  for (const [ip, country, zone] of zones) assertEquals(zoneOf(vars, ip, country), zone, `${ip} ${country}`);
});

Deno.test("places: a zone has its own limit, counts from the nick on and forgets who leaves", async () => {
  const countries = { "1.1.1.1": "DE", "1.1.1.2": "DE", "1.1.1.3": "DE", "2.2.2.2": "FR" };
  const settings = { cc_zone1: "DE", max_users1: 1, max_extra_regs: 0, int_login: 0 };
  const kit = hubKit({ settings, accounts: ACCOUNTS, countries });
  const { context } = kit.hub;
  const hans = await kit.login("hans", { ip: "1.1.1.1" });
  assertEquals([...context.zones], [0, 1, 0, 0, 0, 0, 0]);
  const late = await kit.login("heidi", { ip: "1.1.1.2", keep: true });
  assertMatch(late.take().at(-2)!, /full for users of zone 1: 1 are online/);
  assertEquals((await kit.login("marie", { ip: "2.2.2.2" })).ended, null);
  const op = await kit.login("Op", { ip: "1.1.1.3", password: "x" });
  assertEquals([op.ended, ...context.zones], [null, 1, 2, 0, 0, 0, 0, 0]);
  assertEquals(kit.metrics.read("hub_zone_users", { zone: "1" }), 2);
  assertEquals(zoneLines(context), ["Zone 0 (everybody else): 1 users", "Zone 1 (DE): 2 users of 1"]);
  // The borders move while users are in: each leaves the zone it was counted in.
  kit.store.settings.set("cc_zone1", "FR");
  for (const client of [hans, op]) client.drop();
  assertEquals([...context.zones], [1, 0, 0, 0, 0, 0, 0]);
  const gone = kit.connect("2.2.2.2");
  gone.send("$ValidateNick x|");
  assertEquals(context.zones[1], 1);
  gone.drop();
  assertEquals(context.zones[1], 0);
});

Deno.test("places: !hubinfo shows the zones in use, and none while there are none", async () => {
  const countries = { "1.1.1.1": "DE" };
  const kit = hubKit({ accounts: ACCOUNTS, commands: [...HUB_COMMANDS], countries });
  const admin = await kit.login("Admin", { password: "x", ip: "1.1.1.1" });
  const info = () => {
    admin.take();
    admin.send("<Admin> !hubinfo|");
    return admin.take().join().split("\r\n").filter((line) => line.startsWith("Zone"));
  };
  assertEquals(info(), []);
  kit.store.settings.set("cc_zone2", "DE");
  await kit.login("anna", { ip: "1.1.1.1" });
  assertEquals(info(), ["Zone 0 (everybody else): 1 users", "Zone 2 (DE): 1 users"]);
});

Deno.test("places: zone 0 can be closed, so that the other zones are all who may come", async () => {
  const kit = hubKit({
    settings: { cc_zone1: "DE", max_users0: 0 },
    countries: { "1.1.1.1": "DE", "2.2.2.2": "FR" },
  });
  assertEquals((await kit.login("hans", { ip: "1.1.1.1" })).ended, null);
  assertEquals((await kit.login("marie", { ip: "2.2.2.2" })).ended, "end");
});

Deno.test("places: countries are looked up before the first user comes where rules depend on them", () => {
  for (
    const [settings, asked] of [[{}, 0], [{ cc_zone3: "DE" }, 1], [{ nick_prefix_cc: true }, 1]] as const
  ) {
    let count = 0;
    const unused = () => {};
    openCountries({
      vars: { ...defaultSettings(), ...settings },
      places: { countryCode: () => void count++, countryName: unused, city: unused },
    });
    assertEquals(count, asked);
  }
});

Deno.test("places: a country that becomes known late counts from then on, and holds nobody up", async () => {
  const answers: ((code: string) => void)[] = [];
  const kit = hubKit({ settings: { cc_zone1: "DE", max_users1: 0 }, countries: {} });
  const { context } = kit.hub;
  Object.assign(context.places!, {
    countryCode: (_ip: string, done: (code: string) => void) => answers.push(done),
  });
  const early = await kit.login("early", { ip: "1.1.1.1" });
  const late = kit.connect("1.1.1.2");
  answers.splice(0).forEach((done) => done("DE"));
  late.send("$ValidateNick late|");
  assertEquals([early.ended, late.ended, context.zones[0], context.zones[1]], [null, "end", 1, 0]);
  assertEquals(kit.hub.users.get("early")?.session?.country, "DE");
});
