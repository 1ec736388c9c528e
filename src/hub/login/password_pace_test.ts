/**
 * Trying passwords: an address and a nick have to wait, the owner does not, and what was tried is noted.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import type { SettingValues } from "../../config/settings.ts";
import { type HubKit, hubKit, settle } from "../testing/hub_kit.ts";

const QUIET = { wrongpassword_report: false, pwd_tmpban: 0, int_login: 0 };

function kitOf(settings: Partial<SettingValues> = {}): HubKit {
  return hubKit({
    settings: { ...QUIET, ...settings },
    accounts: [
      { nick: "Anna", class: 3, passwordHash: "hash:secret", loginIp: "9.9.9.9" },
      { nick: "Eve", class: 1, passwordHash: "hash:secret" },
    ],
  });
}

/** Tries a password; returns the hub's last text, `""` once the user is in. */
async function attempt(kit: HubKit, nick: string, password: string, ip: string): Promise<string> {
  const client = await kit.login(nick, { password, ip, keep: true });
  const texts = client.take().filter((frame) => frame.startsWith("<Hubcap> "));
  if (!client.ended) client.drop();
  return client.ended ? texts.at(-1)! : "";
}

const refused = (kit: HubKit) => kit.hub.context.counters.guessesRefused.value;

Deno.test("password pace: an address that guesses at many nicks waits longer each time", async () => {
  const kit = kitOf({ pwd_wait_max_ip: 15 });
  assertMatch(await attempt(kit, "Anna", "guess", "1.1.1.1"), /^<Hubcap> Wrong password.*wait 5 s/);
  assertMatch(await attempt(kit, "Eve", "secret", "1.1.1.1"), /came from your address\. Try again in 5 s\./);
  kit.clock.tick(5_000);
  assertMatch(await attempt(kit, "Eve", "guess", "1.1.1.1"), /wait 10 s/);
  kit.clock.tick(10_000);
  assertMatch(await attempt(kit, "Anna", "guess", "1.1.1.1"), /wait 15 s/);
  assertEquals(refused(kit), 1);
  assertEquals(await attempt(kit, "Eve", "secret", "2.2.2.2"), "");
});

Deno.test("password pace: guesses from many addresses slow each other down", async () => {
  const kit = kitOf({ pwd_wait_max_nick: 8 });
  assertMatch(await attempt(kit, "Anna", "a", "1.1.1.1"), /Wrong password/);
  assertMatch(await attempt(kit, "Anna", "b", "1.1.1.2"), /tried for this nick\. Try again in 5 s/);
  kit.clock.tick(5_000);
  assertMatch(await attempt(kit, "Anna", "c", "1.1.1.3"), /Wrong password/);
  assertMatch(await attempt(kit, "Anna", "d", "1.1.1.4"), /Try again in 8 s/);
  assertEquals(await attempt(kit, "Eve", "secret", "1.1.1.5"), "");
  assertEquals(kit.store.accounts.get("anna")?.errorCount, 2);
});

Deno.test("password pace: connections that wait for the same moment do not get more guesses", async () => {
  const kit = kitOf();
  const clients = Array.from({ length: 50 }, (_, i) => kit.connect(`1.1.2.${i}`));
  for (const client of clients) client.send("$Supports NoHello|$ValidateNick Anna|");
  for (const client of clients) client.send("$MyPass secret_|");
  await settle();
  const said = clients.map((client) => client.take().join());
  assertEquals(said.filter((text) => text.includes("Wrong password.")).length, 2);
  assertEquals(said.filter((text) => text.includes("Other passwords are being checked")).length, 48);
  assert(clients.every(({ ended }) => ended === "end"));
});

Deno.test("password pace: users behind one address come back together, guesses from there do not", async () => {
  const nicks = Array.from({ length: 16 }, (_, i) => `n${i}`);
  const kit = hubKit({
    settings: QUIET,
    accounts: nicks.map((nick) => ({ nick, class: 1, passwordHash: "hash:secret" })),
  });
  const together = async (password: string) => {
    const clients = [...nicks, "n0"].map(() => kit.connect("1.1.4.1"));
    [...nicks, "n1"].forEach((nick, i) => clients[i]!.send(`$Supports NoHello|$ValidateNick ${nick}|`));
    for (const client of clients) client.send(`$MyPass ${password}|`);
    await settle();
    const said = clients.map((client) => client.take().join());
    for (const client of clients) client.drop();
    return said;
  };
  assertEquals((await together("secret")).filter((text) => text.includes("$Hello")).length, 16);
  assertEquals((await together("guess_")).filter((text) => text.includes("Wrong password.")).length, 16);
  assertEquals((await together("secret")).filter((text) => text.includes("$Hello")), []);
});

Deno.test("password pace: who logged in last from an address gets in from there while others guess", async () => {
  const kit = kitOf();
  for (let i = 0; i < 6; i++) {
    await attempt(kit, "Anna", "guess", `1.1.3.${i}`);
    kit.clock.tick(60_000);
  }
  await attempt(kit, "Anna", "guess", "1.1.3.9");
  assertMatch(await attempt(kit, "Anna", "secret", "5.5.5.5"), /address of your last login/);
  assertEquals(await attempt(kit, "Anna", "secret", "9.9.9.9"), "");
});

Deno.test("password pace: a login ends the wait of the nick, not that of an address which guessed elsewhere", async () => {
  const kit = kitOf();
  await attempt(kit, "Anna", "guess", "1.1.1.1");
  kit.clock.tick(5_000);
  assertEquals(await attempt(kit, "Eve", "secret", "1.1.1.1"), "");
  assertMatch(await attempt(kit, "Anna", "guess", "1.1.1.1"), /wait 10 s/);
  kit.clock.tick(60_000);
  assertEquals(await attempt(kit, "Anna", "secret", "4.4.4.4"), "");
  assertEquals(kit.hub.context.guesses.nicks.size, 0);
});

Deno.test("password pace: the wait is that of a whole IPv6 network, and users of this machine share none", async () => {
  const kit = kitOf();
  assertMatch(await attempt(kit, "Anna", "guess", "2001:db8::1"), /Wrong password/);
  assertMatch(await attempt(kit, "Eve", "secret", "2001:db8::2"), /came from your address/);
  assertMatch(await attempt(kit, "Eve", "guess", "127.0.0.1"), /Wrong password\.$/);
  kit.clock.tick(5_000);
  assertEquals(await attempt(kit, "Eve", "secret", "127.0.0.1"), "");
});

Deno.test("password pace: pwd_wait 0 turns it off; what is old is forgotten", async () => {
  const off = kitOf({ pwd_wait: 0 });
  await attempt(off, "Anna", "guess", "1.1.1.1");
  assertEquals(await attempt(off, "Anna", "secret", "1.1.1.1"), "");
  const kit = kitOf({ pwd_wait_forget: 60 });
  await attempt(kit, "Anna", "guess", "1.1.1.1");
  kit.clock.tick(61_000);
  assertEquals([kit.hub.context.guesses.nicks.size, kit.hub.context.guesses.addresses.size], [0, 0]);
});

Deno.test("password pace: errors, logins and logouts stand with the account", async () => {
  const kit = kitOf({ pwd_wait: 0 });
  const now = () => Math.floor(kit.clock.now() / 1000);
  await attempt(kit, "Anna", "guess", "1.1.1.1");
  kit.clock.tick(2_000);
  await attempt(kit, "Anna", "guess", "1.1.1.2");
  const { errorCount, errorAt, errorIp } = kit.store.accounts.get("anna")!;
  assertEquals([errorCount, errorAt, errorIp], [2, now(), "1.1.1.2"]);
  const anna = await kit.login("Anna", { password: "secret", ip: "1.1.1.3", keep: true });
  const told = "<Hubcap> Failed logins under your nick since your last one: 2, the last one from 1.1.1.2.";
  assertEquals(anna.take().includes(told), true);
  const login = kit.store.accounts.get("anna")!;
  assertEquals([login.errorCount, login.loginCount, login.loginAt, login.loginIp], [0, 1, now(), "1.1.1.3"]);
  kit.clock.tick(3_000);
  const left = now();
  anna.drop();
  assertEquals(kit.store.accounts.get("anna")?.logoutAt, 0);
  kit.clock.tick(1_000);
  assertEquals(kit.store.accounts.get("anna")?.logoutAt, left);
});

Deno.test("password pace: an account for one address knows it in every spelling, and notes the others", async () => {
  const kit = hubKit({
    settings: { ...QUIET, wrongauthip_report: 3 },
    accounts: [
      { nick: "Six", class: 1, passwordHash: "hash:secret", authIp: "2001:DB8:0:0::1" },
      { nick: "Four", class: 1, passwordHash: "hash:secret", authIp: "1.2.3.4" },
      { nick: "Op", class: 3, passwordHash: "hash:secret", authIp: "no address" },
      { nick: "Root", class: 10, passwordHash: "hash:secret" },
    ],
  });
  const root = await kit.login("Root", { password: "secret" });
  assertEquals(await attempt(kit, "Six", "secret", "2001:db8::1"), "");
  assertEquals(await attempt(kit, "Four", "secret", "1.2.3.4"), "");
  root.take();
  assertMatch(await attempt(kit, "Four", "secret", "1.2.3.40"), /may not log in from your address/);
  assertEquals(root.take().filter((frame) => frame.includes("OpChat")), []);
  assertMatch(await attempt(kit, "Op", "secret", "1.2.3.4"), /may not log in from your address/);
  assertMatch(root.take().join(), /OpChat.*Op tried to log in from 1\.2\.3\.4/);
  const { errorCount, errorIp } = kit.store.accounts.get("four")!;
  assertEquals([errorCount, errorIp], [1, "1.2.3.40"]);
});

Deno.test("password pace: many wrong addresses are one report, and keep the right one from nothing", async () => {
  const accounts = [
    { nick: "Op", class: 3, passwordHash: "hash:secret", authIp: "1.2.3.4" },
    { nick: "Root", class: 10, passwordHash: "hash:secret" },
  ];
  const kit = hubKit({ settings: { ...QUIET, wrongauthip_report: 3 }, accounts });
  const root = await kit.login("Root", { password: "secret" });
  root.take();
  for (let i = 1; i <= 100; i++) await attempt(kit, "Op", "secret", `9.9.9.${i}`);
  assertEquals(root.take().filter((frame) => frame.includes("tried to log in")).length, 1);
  assertEquals(kit.store.accounts.get("Op")!.errorCount, 1);
  assertEquals(await attempt(kit, "Op", "secret", "1.2.3.4"), "");
});
