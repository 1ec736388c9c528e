/**
 * What scripts do to users, accounts, bans and the hub, through the port, as users over fake links feel it.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { BanRequest } from "../../port/moderation_port.ts";
import { HUB_COMMANDS } from "../commands/mod.ts";
import type { HostOf } from "../context.ts";
import { hubKit, myInfo, settle } from "../testing/hub_kit.ts";
import type { MemoryStore } from "../testing/memory_store.ts";

const QUIET = { int_chat_ms: 0, delayed_myinfo: false, int_login: 0, send_user_info: false, host_header: 0 };

const told = (
  nick: string,
  text: string,
) => [`$To: ${nick} From: Hubcap $<Hubcap> ${text}`, `<Hubcap> ${text}`];

const order = (change: Partial<BanRequest>): BanRequest => ({
  op: "Op",
  what: "anna",
  reason: "why",
  noteOp: "",
  noteUser: "",
  seconds: 0,
  type: "nickip",
  ...change,
});

function scene(options: Parameters<typeof hubKit>[0] = {}) {
  const kit = hubKit({ ...options, settings: { ...QUIET, ...options.settings } });
  return { kit, port: kit.hub.port, store: kit.store as MemoryStore };
}

/** Host names that are found when the test says so. */
function slowNames(names: Readonly<Record<string, string>>) {
  const waiting: (() => void)[] = [];
  const known = new Map<string, string | null>();
  const hostOf: HostOf = (ip, done) => {
    if (known.has(ip)) return done(known.get(ip)!);
    waiting.push(() => {
      known.set(ip, names[ip] ?? null);
      done(names[ip] ?? null);
    });
  };
  return { hostOf, find: () => waiting.splice(0).forEach((fn) => fn()) };
}

Deno.test("accounts: a user registered without a password has the class and is asked for one", async () => {
  const { kit, port, store } = scene();
  const anna = await kit.login("anna");
  const results: boolean[] = [];
  port.register({ nick: "anna", class: 3, password: "", by: "Hubcap", note: "n" }, (ok) => results.push(ok));
  assertEquals(results, [true]);
  const frames = anna.take();
  assertStringIncludes(frames.join(), "$GetPass");
  assertEquals(
    frames.slice(-2),
    told("anna", "You are registered with class 3. Set your password: +passwd <password>, at least 6 bytes."),
  );
  assertEquals(port.setRegisteredClass("anna", 1), true);
  assertEquals([kit.hub.users.get("anna")?.class, kit.hub.users.get("anna")?.op], [1, false]);
  anna.send("$MyPass long enough|");
  await settle();
  assertEquals([store.accounts.get("anna")?.passwordHash, kit.hub.users.get("anna")?.class], [
    "hash:long enough",
    1,
  ]);
});

Deno.test("accounts: a class given to somebody who has yet to choose a password waits for it", async () => {
  const { kit, port } = scene({ accounts: [{ nick: "nora", class: 1 }] });
  const nora = await kit.login("nora");
  assertEquals(port.setRegisteredClass("nora", 3), true);
  assertEquals(kit.hub.users.get("nora")?.class, 0);
  nora.send("$MyPass long enough|");
  await settle();
  assertEquals(kit.hub.users.get("nora")?.class, 3);
});

Deno.test("accounts: one that cannot be stored is refused, whenever that is found out", async () => {
  const { kit, port, store } = scene();
  const results: boolean[] = [];
  const request = { nick: "twice", class: 1, password: "secret", by: "Hubcap", note: "" };
  port.register(request, (ok) => results.push(ok));
  port.register(request, (ok) => results.push(ok));
  await settle();
  assertEquals(results, [true, false]);
  for (const nick of ["", "a b", "x".repeat(251), "HUBCAP", "opchat"]) {
    port.register({ ...request, nick }, (ok) => results.push(ok));
  }
  assertEquals(results.slice(2), [false, false, false, false, false]);
  store.accounts.add = () => {
    throw new Error("disk full");
  };
  port.register({ ...request, nick: "later" }, (ok) => results.push(ok));
  await settle();
  assertEquals(results.at(-1), false);
  assertEquals(kit.store.accounts.get("twice")?.passwordHash, "hash:secret");
});

Deno.test("accounts: a share that was hidden counts when the account is gone", async () => {
  const { kit, port } = scene({
    accounts: [{ nick: "hid", class: 1, passwordHash: "hash:x", hideShare: true }],
  });
  await kit.login("hid", { password: "x", share: 4000 });
  assertEquals(kit.hub.users.share, 0);
  kit.scripts.take();
  assertEquals(port.unregister("hid"), true);
  assertEquals(kit.hub.users.share, 4000);
  assertEquals(kit.scripts.take().slice(0, 3), ["hid.class=0", "hid.share=4000", "counts 1 4000"]);
  assertEquals([port.unregister("hid"), port.setRegisteredClass("hid", 2)], [false, false]);
});

Deno.test("ban: the real address counts, whatever address is shown", async () => {
  const { kit, port, store } = scene();
  const anna = await kit.login("anna", { ip: "10.1.1.1" });
  port.setUserIp("anna", "9.9.9.9");
  const again = await kit.login("second", { ip: "9.9.9.9" });
  port.ban(order({ type: "ip" }), () => {});
  assertEquals([anna.ended, again.ended, store.banList[0]?.ip], ["end", null, "10.1.1.1"]);
});

Deno.test("ban: IPv6 in every form: addresses, ranges, and temporary bans", async () => {
  const { kit, port, store } = scene();
  const anna = await kit.login("anna", { ip: "2001:db8::1" });
  const berta = await kit.login("berta", { ip: "2001:db8:0:1::2" });
  const done: boolean[] = [];
  port.ban(order({ what: "2001:0DB8:0::1", type: "ip" }), (ok) => done.push(ok));
  assertEquals([done, anna.ended, berta.ended], [[true], "end", null]);
  port.ban(order({ what: "2001:DB8::/48", type: "range" }), (ok) => done.push(ok));
  assertEquals([done, berta.ended], [[true, true], "end"]);
  assertEquals(store.banList.map(({ ip }) => ip), [
    "2001:db8::1",
    "2001:db8::-2001:db8:0:ffff:ffff:ffff:ffff:ffff",
  ]);
  port.ban(order({ what: "2001:db8::/129", type: "range" }), (ok) => done.push(ok));
  assertEquals(done, [true, true, false]);
  assertEquals(port.banAfterPassword("2001:DB8:0::9", 1), true);
  assertEquals(kit.hub.context.ipBans.get("2001:db8::9")?.kind, "password");
  assertEquals([port.liftIpBan("2001:db8:0:0::9"), port.liftIpBan("2001:db8::9"), port.liftIpBan("x")], [
    true,
    false,
    false,
  ]);
});

Deno.test("ban: an address sends everybody away whom it names, but none of those bans do not stop", async () => {
  const { kit, port } = scene({ accounts: [{ nick: "boss", class: 10, passwordHash: "hash:x" }] });
  const one = await kit.login("one", { ip: "10.1.1.1" });
  const two = await kit.login("two", { ip: "10.1.1.1" });
  const boss = await kit.login("boss", { ip: "10.1.1.1", password: "x" });
  port.ban(order({ what: "10.1.1.1", type: "ip" }), () => {});
  assertEquals([one.ended, two.ended, boss.ended], ["end", "end", null]);
});

Deno.test("ban: by host, of a user whose name has to be found first", async () => {
  const names = slowNames({ "10.1.1.1": "pc.lan.example.org", "10.1.1.2": "other.example.org" });
  const { kit, port, store } = scene({ hostOf: names.hostOf });
  const anna = await kit.login("anna", { ip: "10.1.1.1" });
  const results: boolean[] = [];
  port.ban(order({ type: "host3" }), (ok) => results.push(ok));
  assertEquals([results, store.banList], [[], []]);
  names.find();
  assertEquals([results, store.banList[0]?.nick, anna.ended], [[true], ".lan.example.org", "end"]);
  await kit.login("berta", { ip: "10.3.3.3" });
  port.ban(order({ what: "berta", type: "host1" }), (ok) => results.push(ok));
  names.find();
  assertEquals(results, [true, false]);
});

Deno.test("ban: by host, users who are in and users who come go when their name is found", async () => {
  const names = slowNames({
    "10.1.1.1": "a.example.org",
    "10.1.1.2": "b.example.org",
    "10.1.1.3": "c.example.com",
  });
  const { kit, port } = scene({ hostOf: names.hostOf });
  const inside = await kit.login("inside", { ip: "10.1.1.1" });
  port.ban(order({ what: "x.example.org", type: "host2" }), () => {});
  const comes = await kit.login("comes", { ip: "10.1.1.2" });
  const other = await kit.login("other", { ip: "10.1.1.3" });
  assertEquals([inside.ended, comes.ended], [null, null]);
  names.find();
  assertEquals([inside.ended, comes.ended, other.ended], ["end", "end", null]);
  assertStringIncludes(comes.take().join(), "You are banned for ever by Op: why");
  assertEquals((await kit.login("again", { ip: "10.1.1.2" })).ended, "end");
});

Deno.test("ban: a host that is found after the user has left closes nothing", async () => {
  const names = slowNames({ "10.1.1.1": "a.example.org" });
  const { kit, port } = scene({ hostOf: names.hostOf });
  port.ban(order({ what: ".example.org", type: "host2" }), () => {});
  const gone = await kit.login("gone", { ip: "10.1.1.1" });
  gone.drop();
  names.find();
  assertEquals([gone.ended, kit.hub.users.get("gone")], [null, undefined]);
});

Deno.test("ban: after a password, times the usual length, never for longer than a month", () => {
  const { kit, port } = scene({ settings: { pwd_tmpban: 60 } });
  assertEquals(port.banAfterPassword("10.1.1.1", 2), true);
  assertEquals(kit.hub.context.ipBans.get("10.1.1.1")?.until, kit.clock.now() + 120_000);
  assertEquals(port.banAfterPassword("10.1.1.2", 1e9), true);
  assertEquals(kit.hub.context.ipBans.get("10.1.1.2")?.until, kit.clock.now() + 30 * 86_400_000);
  assertEquals([port.banAfterPassword("10.1.1.3", -1), port.banAfterPassword("nowhere", 1)], [false, false]);
  assertEquals([port.liftIpBan("10.1.1.1"), port.liftIpBan("10.1.1.1")], [true, false]);
});

Deno.test("rights: a login ends what was taken for the login, and not what was taken from the nick", async () => {
  const { kit, port } = scene();
  const first = await kit.login("anna");
  port.restrict("anna", { chat: 60 });
  port.takeRights("anna", { pm: Infinity }, "Op");
  const now = Math.floor(kit.clock.now() / 1000);
  assertEquals(port.takenRights("ANNA"), { chat: now + 60, pm: Infinity, search: 0, ctm: 0 });
  first.drop();
  assertEquals(port.takenRights("anna"), { chat: 0, pm: Infinity, search: 0, ctm: 0 });
  await kit.login("anna");
  assertEquals(port.restrict("anna", {}), { chat: false, pm: true, search: false, ctm: false });
  assertEquals(port.restrict("anna", { pm: 0 }), { chat: false, pm: false, search: false, ctm: false });
  assertEquals([port.restrict("nobody", {}), port.restrict("Hubcap", {})], [null, null]);
});

Deno.test("rights: nothing is taken from class 5 and up, also when the class comes later", async () => {
  const { kit, port } = scene();
  const anna = await kit.login("anna");
  port.restrict("anna", { chat: 60 });
  const results: boolean[] = [];
  port.register(
    { nick: "anna", class: 5, password: "secret", by: "Hubcap", note: "" },
    (ok) => results.push(ok),
  );
  await settle();
  assertEquals([results, port.restrict("anna", {})?.chat], [[true], false]);
  anna.take();
  anna.send("<anna> I may|");
  assertEquals(anna.take(), ["<anna> I may"]);
});

Deno.test("status: bits set while scripts are asked are published, those of a refused MyINFO are not kept", async () => {
  const { kit, port } = scene({ settings: { int_myinfo: 0 } });
  const anna = await kit.login("anna");
  anna.take();
  kit.scripts.on("OnParsedMsgMyINFO", () => (port.setStatus("anna", 16, true), {}));
  anna.send(`${myInfo("anna", { share: 2000 })}|`);
  assertEquals(anna.take(), [myInfo("anna", { share: 2000, flag: 17 })]);
  kit.scripts.on("OnParsedMsgMyINFO", { allow: false });
  anna.send(`${myInfo("anna", { flag: 2 })}|`);
  assertEquals([anna.take(), kit.hub.users.get("anna")?.status], [[], 17]);
  assertEquals([port.setStatus("Anna", 1, true), port.setStatus("Hubcap", 1, true)], [false, false]);
});

Deno.test("stop: after its delay, unless it is called off or another one takes its place", () => {
  const { kit, port } = scene();
  port.stop(0, 5000);
  port.stop(1, 2000);
  kit.clock.tick(1999);
  assertEquals(kit.stops, []);
  kit.clock.tick(1);
  assertEquals(kit.stops, [1]);
  port.stop(0, 1000);
  port.stop(0, null);
  kit.clock.tick(10_000);
  assertEquals(kit.stops, [1]);
  port.stop(0, 1000);
  kit.hub.stop();
  kit.clock.tick(10_000);
  assertEquals(kit.stops, [1]);
});

Deno.test("a typed command: the end is told when all scripts have answered", async () => {
  const { kit, port } = scene({ commands: [...HUB_COMMANDS] });
  const anna = await kit.login("anna");
  const results: boolean[] = [];
  const type = (line: string, inPm = false) => port.typeCommand("anna", line, inPm, (ok) => results.push(ok));
  kit.scripts.on("OnHubCommand", "wait");
  kit.scripts.on("OnUserCommand", "wait");
  type("+myip");
  kit.scripts.answer();
  assertEquals([results, anna.take()], [[], []]);
  kit.scripts.answer();
  assertEquals([results.splice(0), anna.take().length], [[true], 1]);
  type("+myip");
  kit.scripts.answer({ allow: false });
  assertEquals([results.splice(0), anna.take()], [[true], []]);
  kit.scripts.on("OnParsedMsgChat", "wait");
  type("+unknown");
  kit.scripts.answer();
  kit.scripts.answer();
  assertEquals(results, []);
  kit.scripts.answer();
  assertEquals([results.splice(0), anna.take()], [[true], [
    "<Hubcap> Unknown command: +unknown. Try +help.",
  ]]);
});

Deno.test("a typed command: its end is told also when the user goes meanwhile", async () => {
  const { kit, port } = scene({ commands: [...HUB_COMMANDS] });
  const anna = await kit.login("anna");
  const results: boolean[] = [];
  kit.scripts.on("OnHubCommand", "wait");
  port.typeCommand("anna", "+myip", false, (ok) => results.push(ok));
  anna.drop();
  kit.scripts.answer();
  assertEquals(results, [true]);
  port.typeCommand("anna", "+myip", false, (ok) => results.push(ok));
  assertEquals(results, [true, false]);
  const berta = await kit.login("berta");
  port.typeCommand("berta", "+myip", true, (ok) => results.push(ok));
  kit.scripts.answer({ disconnect: true });
  assertEquals([results.at(-1), berta.ended], [true, "end"]);
});

Deno.test("a typed command: a line with pipes stays one line", async () => {
  const { kit, port } = scene({ settings: { unknown_cmd_chat: true } });
  const anna = await kit.login("anna");
  anna.take();
  port.typeCommand("anna", "+a|$Quit anna|", false, () => {});
  assertEquals([anna.take(), anna.ended], [["<anna> +a&#124;$Quit anna"], null]);
});

Deno.test("moderation: texts of any length are cut before anybody hears or stores them", async () => {
  const { kit, port, store } = scene({ accounts: [{ nick: "Op", class: 3, passwordHash: "hash:secret" }] });
  await kit.login("Op", { password: "secret" });
  const [anna, bert] = [await kit.login("anna"), await kit.login("bert")];
  const long = "x".repeat(100_000);
  port.ban(order({ what: "192.0.2.9", type: "ip", reason: long, noteOp: long }), () => {});
  bert.take();
  const request = {
    op: "Op",
    nick: "anna",
    reason: long,
    note: long,
    opNote: long,
    banSeconds: 60,
    redirect: "",
  };
  port.kick(request, () => {});
  port.register({ nick: "carl", class: 1, password: "", by: "Op", note: long }, () => {});
  assertEquals(anna.ended, "end");
  assertEquals(store.banList.map(({ reason, noteOp }) => [reason.length, noteOp.length]), [[4096, 4096], [
    4096,
    4096,
  ]]);
  assertEquals(store.accounts.get("carl")!.noteOp.length, 4096);
  assertEquals(bert.take().every((frame) => frame.length < 5000), true);
});

Deno.test("bots: an edited one is shown with its new MyINFO and class; nobody else can be edited", async () => {
  const { kit, port } = scene();
  const anna = await kit.login("anna");
  const spec = { nick: "helper", class: 0, desc: "one", speed: "1\x01", email: "", share: "1" };
  port.addBot("script 1", spec);
  anna.take();
  assertEquals(port.editBot({ ...spec, nick: "HELPER", class: 3, desc: "two" }), true);
  assertEquals(anna.take(), ["$MyINFO $ALL helper two$ $1\x01$$1$", "$OpList helper$$"]);
  assertEquals(port.editBot({ ...spec, desc: "x".repeat(2000) }), false);
  assertEquals([port.editBot({ ...spec, nick: "Hubcap" }), port.editBot({ ...spec, nick: "anna" })], [
    false,
    false,
  ]);
  assertEquals(port.scriptBots().map(({ nick, owner, class: userClass }) => [nick, owner, userClass]), [
    ["helper", "script 1", 3],
  ]);
});
