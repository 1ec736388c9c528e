/**
 * The real-world example: a script that serves HTTP about the hub while users chat. What it says must be what the hub
 * knows; what it serves must not hold up the hub, nor the other way round.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { startTestHub, type TestHub } from "../support/hub.ts";
import { until } from "../support/until.ts";
import type { HubClient } from "../support/client.ts";
import { asks, CALM, fixture, framesLike, quiet, utf8 } from "./kit.ts";

const ACCOUNTS = [
  { nick: "boss", class: 10, password: "secret" },
  ...["op1", "op2", "op3"].map((nick) => ({ nick, class: 3, password: "secret" })),
  { nick: "admin", class: 5, password: "secret" },
  { nick: "vip", class: 2, password: "secret" },
];

const API = fixture("hub_api", { permissions: { net: ["127.0.0.1"] } });

/** Starts the server and returns a function that gets a page as JSON. */
async function serve(boss: HubClient): Promise<(path: string) => Promise<Record<string, unknown>>> {
  const answer = await asks(boss, "boss", "!api start 0");
  const port = Number(/^Serving on port (\d+)\.$/.exec(answer)?.[1]);
  assert(port > 0, answer);
  return async (path) =>
    await (await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(60_000) })).json();
}

const nicksOf = (page: unknown): string[] => (page as { nick: string }[]).map(({ nick }) => nick).sort();

Deno.test("hub api: pages tell what the hub knows", async (t) => {
  await using hub = await startTestHub({
    scripts: [API],
    accounts: ACCOUNTS,
    settings: {
      ...CALM,
      int_myinfo: 0,
      hub_name: "Test Hub",
      hub_desc: "for tests",
      hub_host: "hub.example.org",
      hub_topic: "topic",
      max_users: 500,
    },
  });
  const boss = await hub.login("boss", { password: "secret" });

  await t.step("hub api: commands start and stop the server; only operators, and once", async () => {
    const vip = await hub.login("vip", { password: "secret" });
    assertEquals(await asks(vip, "vip", "!api start"), "Only operators may do that.");
    assertEquals(await asks(boss, "boss", "!api status"), "Not serving.");
    assertEquals(await asks(boss, "boss", "!api help"), "!api start [PORT], stop, status");
    await quiet(hub);
    assertEquals(framesLike(vip, /^<boss>/), []);
  });
  const page = await serve(boss);
  /** A request overtakes what the ring still carries to the script; a hook does not, so it is the barrier. */
  const get: typeof page = async (path) => {
    boss.take();
    await asks(boss, "boss", "!api status");
    return await page(path);
  };
  await t.step("hub api: the root names the product, unknown pages are 404", async () => {
    assertMatch(await asks(boss, "boss", "!api start"), /^Serving already on port/);
    assertEquals((await get("/")).product, "Hubcap 0.0.0");
    assertEquals(await get("/nothing"), { error: "There is no /nothing" });
    assertEquals(await get("/user/nobody"), { error: "There is no /user/nobody" });
  });

  await t.step("hub api: hub and statistics", async () => {
    assertEquals(await get("/hub"), {
      name: "Test Hub",
      description: "for tests",
      host: "hub.example.org",
      topic: "topic",
      max_users: 500,
    });
    const { uptime_seconds, ...rest } = await get("/stats");
    assertEquals(rest, { hub_name: "Test Hub", users_online: 2, max_users: 500, total_share: "2000" });
    assert((uptime_seconds as number) >= 0 && (uptime_seconds as number) < 3600);
  });

  await t.step("hub api: a user with every field taken apart", async () => {
    const ip = "127.0.9.1";
    await hub.login("full", {
      from: ip,
      supports: "NoHello NoGetINFO TTHSearch HubURL",
      myinfo: "$MyINFO $ALL full nice files<Client V:2.0,M:P,H:1/2/3,S:7>$ $100\x01$me@example.org$10485760$",
    });
    const { users, count } = await get("/users") as { users: Record<string, unknown>[]; count: number };
    assertEquals([count, users.length], [3, 3]);
    assertEquals(users.find(({ nick }) => nick === "full"), {
      nick: "full",
      class: 0,
      ip,
      share: 10485760,
      description: "nice files",
      tag: "<Client V:2.0,M:P,H:1/2/3,S:7>",
      speed: "100",
      email: "me@example.org",
      hub_url: null,
      ext_json: null,
      support_flags: ["NoHello", "NoGetINFO", "TTHSearch", "HubURL"],
      country_code: "L1",
      country: "Local Network",
      region: "Local Network",
      city: "Local Network",
      postal_code: "",
      timezone: "",
      continent: "",
      asn: "Local Network",
      clone_group: [],
      same_ip_users: [],
    });
    assertEquals((await get("/user/full")).email, "me@example.org");
  });

  await t.step("hub api: operators and bots, exactly these", async () => {
    for (const nick of ["op1", "op2", "op3", "admin"]) await hub.login(nick, { password: "secret" });
    assertEquals(nicksOf(await get("/ops")), ["Hubcap", "OpChat", "admin", "boss", "op1", "op2", "op3"]);
    const bots = await get("/bots") as unknown as Record<string, unknown>[];
    assertEquals(bots.map(({ nick, ip, share }) => [nick, ip, share]).sort(), [
      ["Hubcap", "127.0.0.1", 0],
      ["OpChat", "127.0.0.1", 0],
    ]);
  });

  await t.step("hub api: users of one address, told apart by their share", async () => {
    const from = "127.0.9.9";
    for (const [nick, share] of [["c1", "77"], ["c2", "77"], ["c3", "78"]] as const) {
      await hub.login(nick, { from, share });
    }
    const c1 = await get("/user/c1");
    assertEquals([c1.clone_group, c1.same_ip_users], [["c2"], ["c3"]]);
    const c3 = await get("/user/c3");
    assertEquals([c3.clone_group, c3.same_ip_users], [[], ["c1", "c2"]]);
  });

  await t.step("hub api: odd nicks and descriptions come out as they went in", async () => {
    const odd = ["Ünïcödé", "Кириллица", "名前😀", "q'uote\"s", "a&b;c", "[tag]«x»", "ñandú", "β-test"];
    for (const nick of odd) {
      await hub.login(utf8(nick), { myinfo: utf8(`$MyINFO $ALL ${nick} über ${nick}$ $1\x01$$5$`) });
    }
    const { users } = await get("/users") as unknown as { users: { nick: string; description: string }[] };
    for (const nick of odd) {
      assertEquals(users.find((user) => user.nick === nick)?.description, `über ${nick}`);
      assertEquals((await get(`/user/${encodeURIComponent(nick)}`)).nick, nick);
    }
  });

  await t.step("hub api: unloading ends the server", async () => {
    boss.send("<boss> !tsunload hub_api|");
    await boss.expect(/^<Hubcap> .*nloaded/);
    await get("/").then(
      () => assert(false, "it still serves"),
      (error) => assert(error instanceof TypeError),
    );
  });
});

Deno.test("hub api: without a grant the script loads, and says why it cannot serve", async () => {
  await using hub = await startTestHub({ scripts: [fixture("hub_api")], accounts: ACCOUNTS });
  const boss = await hub.login("boss", { password: "secret" });
  assertMatch(await asks(boss, "boss", "!api start 0"), /^Cannot serve: .*net access/);
});

/** Chat, timers of the machine and requests side by side until all of them are through. */
async function rush(hub: TestHub, get: (path: string) => Promise<unknown>, lines: number, requests: number) {
  const clients: HubClient[] = [];
  for (const nick of ["r1", "r2", "r3", "r4"]) clients.push(await hub.login(nick));
  const chatting = (async () => {
    for (let sent = 0; sent < lines; sent += clients.length) {
      for (const [i, client] of clients.entries()) client.send(`<r${i + 1}> line ${sent + i}|`);
      if (sent % 200 === 0) await until(() => hub.hub.openHooks < 500, "the script to keep up");
    }
    const last = `<r4> line ${lines - 1}`;
    for (const client of clients) await client.expect(last);
  })();
  const pages = ["/users", "/stats", "/hub", "/ops", "/bots"];
  let good = 0;
  for (let i = 0; i < requests; i++) if (await get(pages[i % pages.length]!)) good++;
  await chatting;
  return { good, seen: clients.map((client) => framesLike(client, /^<r\d> line/).length) };
}

Deno.test("hub api: chat and requests at the same time are all served", async () => {
  await using hub = await startTestHub({ scripts: [API], accounts: ACCOUNTS, settings: CALM });
  const boss = await hub.login("boss", { password: "secret" });
  const get = await serve(boss);
  const { good, seen } = await rush(hub, get, 1000, 100);
  assertEquals([good, seen], [100, [1000, 1000, 1000, 1000]]);
  boss.take();
  assertMatch(await asks(boss, "boss", "!api status"), /^On port \d+, 100 requests, 1000 lines$/);
});
