/**
 * Messages to many, and the answers to them.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { commandKit } from "../testing/command_kit.ts";
import { settle, type TestClient } from "../testing/hub_kit.ts";

const read = (client: TestClient) => client.take().filter((frame) => frame.startsWith("$To: "));

Deno.test("!bc: everybody gets it as private message of the bot, written in the operator's name", async () => {
  const kit = commandKit();
  const [chief, anna, bob] = [await kit.enter("chief"), await kit.enter("anna"), await kit.enter("bob")];
  assertEquals((await kit.type(chief, "chief", "!bc hello &#124; all")).at(-1), "Sent to 3 users.");
  assertEquals(read(anna), ["$To: anna From: Hubcap $<chief> hello &#124; all"]);
  assertEquals(read(bob), ["$To: bob From: Hubcap $<chief> hello &#124; all"]);
});

Deno.test("!bc: every reader gets its own values for the variables; what is none stays", async () => {
  const kit = commandKit({}, {
    countries: { "10.4.4.4": "DE" },
    hostOf: (ip, done) => done(ip === "10.4.4.4" ? "anna.example" : null),
  });
  const chief = await kit.enter("chief");
  const anna = await kit.enter("anna", { ip: "10.4.4.4" });
  const bob = await kit.enter("bob", { ip: "10.5.5.5" });
  const text = "%[NICK]/%[CLASS]/%[CC]/%[CN]/%[CITY]/%[IP]/%[HOST]/%[NICK]/%[nick]/%[PASS]/%[";
  await kit.type(chief, "chief", `!broadcast ${text}`);
  assertEquals(read(anna), [
    "$To: anna From: Hubcap $<chief> anna/0/DE/Land of DE/City of DE/10.4.4.4/anna.example/anna/%[nick]/%[PASS]/%[",
  ]);
  assertEquals(read(bob), [
    "$To: bob From: Hubcap $<chief> bob/0/--///10.5.5.5/10.5.5.5/bob/%[nick]/%[PASS]/%[",
  ]);
});

Deno.test("!bc: a value that takes its time delays nobody else, and whoever left gets nothing", async () => {
  const waiting = new Map<string, (host: string | null) => void>();
  const kit = commandKit({}, {
    hostOf: (ip, done) => ip.startsWith("10.7.") ? void waiting.set(ip, done) : done("known.example"),
  });
  const chief = await kit.enter("chief");
  const anna = await kit.enter("anna", { ip: "10.7.0.1" });
  const bob = await kit.enter("bob", { ip: "10.7.0.2" });
  const carl = await kit.enter("carl");
  await kit.type(chief, "chief", "!bc hi %[HOST]");
  assertEquals([read(anna), read(carl)], [[], ["$To: carl From: Hubcap $<chief> hi known.example"]]);
  bob.drop();
  for (const done of waiting.values()) done("slow.example");
  assertEquals(read(anna), ["$To: anna From: Hubcap $<chief> hi slow.example"]);
});

Deno.test("broadcasts: each reaches its classes and no other", async () => {
  const kit = commandKit();
  const nicks = ["guest", "reg", "vip", "oper", "chief", "admin", "root"];
  const clients = new Map<string, TestClient>();
  for (const nick of nicks) clients.set(nick, await kit.enter(nick));
  const readers = async (word: string) => {
    for (const client of clients.values()) client.take();
    clients.get("root")!.send(`<root> !${word} hello|`);
    await settle();
    return nicks.filter((nick) => read(clients.get(nick)!).some((frame) => frame.endsWith("$<root> hello")))
      .join(" ");
  };
  assertEquals(await readers("guests"), "guest");
  assertEquals(await readers("regs"), "reg");
  assertEquals(await readers("vips"), "vip");
  assertEquals(await readers("oc"), "oper chief admin root");
  assertEquals(await readers("ops"), "oper chief admin root");
  assertEquals(await readers("cheefs"), "chief admin");
  assertEquals(await readers("admins"), "admin root");
  assertEquals(await readers("masters"), "root");
  assertEquals(await readers("bc"), nicks.join(" "));
});

Deno.test("!ccbc: users of the countries get it", async () => {
  const kit = commandKit({}, { countries: { "10.4.4.4": "DE", "10.5.5.5": "GB", "10.6.6.6": "US" } });
  const chief = await kit.enter("chief");
  const de = await kit.enter("de", { ip: "10.4.4.4" });
  const gb = await kit.enter("gb", { ip: "10.5.5.5" });
  const us = await kit.enter("us", { ip: "10.6.6.6" });
  assertEquals(await kit.type(chief, "chief", "!ccbc :us:GB: hello"), ["Sent to 2 users."]);
  assertEquals([read(de).length, read(gb).length, read(us).length], [0, 1, 1]);
  assertEquals(await kit.type(chief, "chief", "!ccbc :FR: hello"), ["Nobody is there to read it."]);
  for (const wrong of ["!ccbc", "!ccbc :DE:", "!ccbc hello all", "!ccbc : x"]) {
    assertMatch((await kit.type(chief, "chief", wrong))[0]!, /^Write countries and text/, wrong);
  }
});

Deno.test("broadcasts: the classes of the settings decide who may send them", async () => {
  const kit = commandKit({ min_class_bc: 5, min_class_bc_guests: 3 });
  const [chief, oper] = [await kit.enter("chief"), await kit.enter("oper")];
  assertMatch((await kit.type(chief, "chief", "!bc x"))[0]!, /^You have no right/);
  assertMatch((await kit.type(chief, "chief", "!ccbc :DE: x"))[0]!, /^You have no right/);
  assertMatch((await kit.type(oper, "oper", "!regs x"))[0]!, /^You have no right/);
  assertEquals(await kit.type(oper, "oper", "!guests x"), ["Nobody is there to read it."]);
  assertMatch((await kit.type(oper, "oper", "!oc"))[0]!, /^Write the text/);
});

Deno.test("bc_reply: what users write to the bot goes to the last broadcaster, by the rules of private messages", async () => {
  const kit = commandKit({ max_pm_msg: 20 });
  const [chief, anna] = [await kit.enter("chief"), await kit.enter("anna")];
  const answer = (client: TestClient, nick: string, text: string) => {
    for (const one of [chief, anna]) one.take();
    client.send(`$To: Hubcap From: ${nick} $<${nick}> ${text}|`);
    return [chief.take(), anna.take()];
  };
  const bot = (
    nick: string,
  ) => [`$To: ${nick} From: Hubcap $<Hubcap> I am a bot and only understand commands.`];
  assertEquals(answer(anna, "anna", "hi"), [[], bot("anna")]);
  await kit.type(chief, "chief", "!bc questions?");
  assertEquals(kit.store.settings.values.bc_reply, "chief");
  assertEquals(answer(anna, "anna", "why"), [["$To: chief From: anna $<anna> why"], []]);
  assertEquals(answer(chief, "chief", "me"), [bot("chief"), []]);
  assertEquals(answer(anna, "anna", "x".repeat(21)), [[], [
    "<Hubcap> Your message is too long: at most 20 bytes.",
  ]]);
  kit.store.settings.set("bc_reply", "disable");
  await kit.type(chief, "chief", "!bc no answers");
  assertEquals(kit.store.settings.values.bc_reply, "disable");
  assertEquals(answer(anna, "anna", "why"), [[], bot("anna")]);
});
