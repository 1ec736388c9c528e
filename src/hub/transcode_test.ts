/**
 * Hubs whose users write different encodings: who sees what, and that every nick is found again by the bytes in
 * which it was shown. Frames are one character per byte; `page` and `utf8` make them.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { latin1Text } from "../core/bytes.ts";
import { createCodec } from "../nmdc/encoding.ts";
import { encodingOf } from "./login/encoding_notice.ts";
import { type HubKit, hubKit, keyOf, myInfo } from "./testing/hub_kit.ts";

const FREE = {
  host_header: 0,
  send_user_info: false,
  int_chat_ms: 0,
  int_flood_chat_limit: 0,
  int_flood_all_chat_limit: 0,
  int_search: 0,
  int_login: 0,
  int_nicklist: 0,
};
const CP1251 = createCodec("CP1251")!;
const UTF8 = createCodec("utf-8")!;
const page = (text: string) => latin1Text(CP1251.encode(text));
const utf8 = (text: string) => latin1Text(UTF8.encode(text));
const pageHub = (settings = {}) => hubKit({ encoding: "CP1251", settings: { ...FREE, ...settings } });
const utf8Hub = (settings = {}) =>
  hubKit({ fallback: "CP1251", settings: { ...FREE, encoding_hint: false, ...settings } });

/** A frame everybody understands as they write it. */
async function three(kit: HubKit) {
  const olga = await kit.login(page("Ольга"));
  const ivan = await kit.login(utf8("Иван"));
  const anna = await kit.login("anna");
  for (const client of [olga, ivan]) client.take();
  return { olga, ivan, anna };
}

for (const [name, hub, own] of [["a page", pageHub, page], ["UTF-8", utf8Hub, utf8]] as const) {
  Deno.test(`encodings: in a hub with ${name} chat comes to everybody in the own encoding`, async () => {
    const kit = hub();
    const { olga, ivan, anna } = await three(kit);
    olga.send(page("<Ольга> Привет!|"));
    assertEquals(olga.take(), [page("<Ольга> Привет!")]);
    assertEquals(ivan.take(), [utf8("<Ольга> Привет!")]);
    assertEquals(anna.take(), [own("<Ольга> Привет!")]);
    ivan.send(utf8("<Иван> Да|"));
    assertEquals([olga, ivan, anna].map((client) => client.take()), [
      [page("<Иван> Да")],
      [utf8("<Иван> Да")],
      [own("<Иван> Да")],
    ]);
  });

  Deno.test(`encodings: in a hub with ${name} private messages find their way by the nick that was shown`, async () => {
    const kit = hub();
    const { olga, ivan } = await three(kit);
    olga.send(page("$To: Иван From: Ольга $<Ольга> Ты где?|"));
    assertEquals(ivan.take(), [utf8("$To: Иван From: Ольга $<Ольга> Ты где?")]);
    ivan.send(utf8("$To: Ольга From: Иван $<Иван> Здесь|"));
    assertEquals(olga.take(), [page("$To: Ольга From: Иван $<Иван> Здесь")]);
  });

  Deno.test(`encodings: in a hub with ${name} lists, arrivals, operators and leaves name users alike`, async () => {
    const kit = hub({ oplist_class: 0, send_user_ip: true, user_ip_class: 0 });
    const { olga, ivan } = await three(kit);
    for (const [client, text] of [[olga, page], [ivan, utf8]] as const) {
      client.send("$GetNickList|");
      const frames = client.take();
      for (const nick of ["Ольга", "Иван"]) {
        assert(frames.some((frame) => frame.startsWith(text(`$MyINFO $ALL ${nick} `))), nick);
        for (const list of ["$OpList ", "$UserIP "]) {
          assertStringIncludes(frames.find((frame) => frame.startsWith(list))!, text(nick), list);
        }
      }
    }
    const late = await kit.login(utf8("Ёж"));
    for (const [client, text] of [[olga, page], [ivan, utf8]] as const) {
      assertStringIncludes(client.take().join("|"), text("$MyINFO $ALL Ёж "));
    }
    late.drop();
    assertEquals([olga.take(), ivan.take()], [[page("$Quit Ёж")], [utf8("$Quit Ёж")]]);
  });

  Deno.test(`encodings: in a hub with ${name} searches, results and requests cross over`, async () => {
    const kit = hub();
    const olga = await kit.login(page("Ольга"), { mode: "P" });
    const ivan = await kit.login(utf8("Иван"), { flag: 0x21 });
    const lena = await kit.login(utf8("Лена"), { ip: "10.1.1.1" });
    for (const client of [olga, ivan]) client.take();
    olga.send(page("$Search Hub:Ольга F?T?0?1?Война$и$мир|"));
    assertEquals(ivan.take(), [utf8("$Search Hub:Ольга F?T?0?1?Война$и$мир")]);
    ivan.send(utf8("$SR Иван Книги\\Война.txt\x05100 1/3\x05Hub (1.1.1.1)\x05Ольга|"));
    assertEquals(olga.take(), [page("$SR Иван Книги\\Война.txt\x05100 1/3\x05Hub (1.1.1.1)")]);
    olga.send(page("$RevConnectToMe Ольга Лена|"));
    assertEquals(lena.take().at(-1), utf8("$RevConnectToMe Ольга Лена"));
    lena.send(utf8("$ConnectToMe Ольга 10.1.1.1:412|"));
    assertEquals(olga.take(), [page("$ConnectToMe Ольга 10.1.1.1:412")]);
    // COMPAT: some clients of a page write this one nick in UTF-8.
    const eva = await kit.login(page("Эва"), { ip: "10.1.1.2" });
    lena.take();
    eva.send(`$ConnectToMe ${utf8("Лена")} 10.1.1.2:412|`);
    assertEquals(lena.take(), [utf8("$ConnectToMe Лена 10.1.1.2:412")]);
  });

  Deno.test(`encodings: in a hub with ${name} scripts hear and say the same text to all`, async () => {
    const kit = hub();
    kit.scripts.on("OnParsedMsgChat");
    kit.scripts.on("OnParsedMsgAny");
    const { olga, ivan } = await three(kit);
    kit.scripts.take();
    olga.send(page("<Ольга> Ё ж|"));
    ivan.send(utf8("<Иван> Ё|"));
    assertEquals(kit.scripts.take(), [
      "OnParsedMsgAny(Ольга,<Ольга> Ё ж)",
      "OnParsedMsgChat(Ольга,Ё ж)",
      "OnParsedMsgAny(Иван,<Иван> Ё)",
      "OnParsedMsgChat(Иван,Ё)",
    ]);
    for (const client of [olga, ivan]) client.take();
    kit.hub.port.mainChat("Бот", "Привет", { min: 0, max: 10 });
    assert(kit.hub.port.chatTo("Иван", "Бот", "Да"));
    assert(kit.hub.port.rawTo("Ольга", "$To: Ольга From: Бот $<Бот> Нет", false));
    assertEquals(olga.take(), [page("<Бот> Привет"), page("$To: Ольга From: Бот $<Бот> Нет")]);
    assertEquals(ivan.take(), [utf8("<Бот> Привет"), utf8("<Бот> Да")]);
  });
}

Deno.test("encodings: users of one encoding get each other's bytes in one buffer, users of the other one copy", async () => {
  const kit = pageHub();
  const old = [await kit.login("a"), await kit.login(page("б")), await kit.login(page("в"))];
  const young = [await kit.login(utf8("г")), await kit.login(utf8("д"))];
  old[0]!.send(`<a> \x98 ${page("Да")}|`);
  assertEquals(new Set(old.map(({ writes }) => writes.at(-1))).size, 1);
  assertEquals(latin1Text(old[1]!.writes.at(-1)!), `<a> \x98 ${page("Да")}|`);
  assertEquals(new Set(young.map(({ writes }) => writes.at(-1))).size, 1);
  old[0]!.send("<a> plain|");
  assertEquals(new Set([...old, ...young].map(({ writes }) => writes.at(-1))).size, 1);
});

Deno.test("encodings: what a page lacks goes through it as a number and comes out as it was", async () => {
  const kit = pageHub();
  kit.scripts.on("OnParsedMsgChat");
  const jurgen = await kit.login(utf8("Jürgen"), { keep: true });
  const told = jurgen.take().filter((frame) => frame.startsWith("<"));
  assertEquals(told.length, 1);
  assertStringIncludes(told[0]!, utf8("windows-1251, the encoding of this hub, lacks: ü"));
  assertStringIncludes(told[0]!, "(J&#252;rgen)");
  const { olga, ivan } = await three(kit);
  for (const client of [olga, ivan, jurgen]) client.take();
  kit.scripts.take();
  jurgen.send(utf8("<Jürgen> schön \u{1f600}|"));
  assertEquals(ivan.take(), [utf8("<Jürgen> schön \u{1f600}")]);
  assertEquals(olga.take(), ["<J&#252;rgen> sch&#246;n &#128512;"]);
  assertEquals(kit.scripts.take(), ["OnParsedMsgChat(Jürgen,schön \u{1f600})"]);
  olga.send(page("$To: J&#252;rgen From: Ольга $<Ольга> да|"));
  assertEquals(jurgen.take().at(-1), utf8("$To: Jürgen From: Ольга $<Ольга> да"));
});

Deno.test("encodings: in a UTF-8 hub a client of a page sees numbers and finds nicks by them", async () => {
  const kit = utf8Hub({ encoding_hint: true });
  const jurgen = await kit.login(utf8("Jürgen"), { keep: true });
  assertEquals(jurgen.take().filter((frame) => frame.startsWith("<")), []);
  const olga = await kit.login(page("Ольга"), { keep: true });
  const frames = olga.take();
  assertEquals(
    frames.filter((frame) => frame.startsWith("<Hubcap> Your client does not write UTF-8")).length,
    1,
  );
  assert(frames.some((frame) => frame.startsWith("$MyINFO $ALL J&#252;rgen ")));
  jurgen.take();
  olga.send(page("$To: J&#252;rgen From: Ольга $<Ольга> &#252;|"));
  assertEquals(jurgen.take(), [utf8("$To: Jürgen From: Ольга $<Ольга> ü")]);
});

Deno.test("encodings: two spellings of a nick are one nick", async () => {
  const kit = pageHub();
  await kit.login(utf8("Jürgen"));
  await kit.login(page("Иван"));
  for (const nick of ["J&#252;rgen", utf8("Иван"), utf8("Jürgen")]) {
    const second = await kit.login(nick, { keep: true, ip: "10.9.9.9" });
    assertStringIncludes(second.take().join("|"), "already in use", nick);
  }
});

Deno.test("encodings: a nick that cannot come back as it was written is refused with the reason", async () => {
  for (const [kit, nick] of [[utf8Hub(), utf8("é&#252;")], [pageHub(), utf8("é&#252;")]] as const) {
    const client = await kit.login(nick, { keep: true });
    assertEquals(client.ended, "end");
    assertStringIncludes(client.take().join("|"), "Your nick has characters that get lost");
    assertEquals(kit.hub.users.size, 2);
  }
  assertEquals(utf8Hub().hub.port.addBot("script", bot("&#1080;&#252;")), false);
  assertEquals(pageHub().hub.port.addBot("script", bot("J&#252;rgen")), false);
  assertEquals(pageHub().hub.port.addBot("script", bot("Jürgen")), true);
});

const bot = (nick: string) => ({ nick, class: 3, desc: "", speed: "\x01", email: "", share: "0" });

Deno.test("encodings: a number in an ASCII nick makes its client one of the page, to the end", async () => {
  const kit = utf8Hub();
  const client = await kit.login("J&#252;rgen", { keep: true });
  assertStringIncludes(client.take().join("|"), "$Hello J&#252;rgen");
  assertEquals(kit.hub.users.get("jürgen")?.nick, "Jürgen");
  client.send(utf8("<J&#252;rgen> Привет|"));
  assertEquals(client.take(), [utf8("<J&#252;rgen> Привет")]);
  const ivan = await kit.login(utf8("Иван"), { keep: true });
  assert(ivan.take().some((frame) => frame.startsWith(utf8("$MyINFO $ALL Jürgen "))));
});

Deno.test("encodings: who shows late what it writes gets the list again, nicks it has in wrong bytes leave", async () => {
  const kit = pageHub();
  await kit.login(page("Ольга"));
  await kit.login("bert");
  const anna = await kit.login("anna");
  anna.send(utf8("<anna> Привет|"));
  const frames = anna.take();
  assertEquals(frames.filter((frame) => frame.startsWith("$Quit")), [page("$Quit Ольга")]);
  assert(
    frames.indexOf(page("$Quit Ольга")) < frames.findIndex((f) => f.startsWith(utf8("$MyINFO $ALL Ольга "))),
  );
  assertEquals(frames.at(-1), utf8("<anna> Привет"));
  anna.send(utf8("<anna> ещё|"));
  assertEquals(anna.take(), [utf8("<anna> ещё")]);
});

Deno.test("encodings: a client that turns and turns gets the list a few times at most", async () => {
  const kit = pageHub({ int_nicklist: 1000 });
  await kit.login(page("Ольга"));
  const anna = await kit.login("anna");
  for (let i = 0; i < 40; i++) {
    anna.send(`<anna> ${i % 2 ? page("Ответ") : utf8("Привет")} ${i}|`);
  }
  const lists = anna.take().filter((frame) => frame.startsWith("$OpList")).length;
  assert(lists >= 1 && lists <= 4, `${lists} lists`);
});

Deno.test("encodings: one bad byte costs a user neither nick nor connection", async () => {
  const kit = pageHub();
  const ivan = await kit.login(utf8("Иван"));
  const olga = await kit.login(page("Ольга"));
  olga.take();
  ivan.send(`${utf8("<Иван> да")} \xff\xd0|`);
  assertEquals(olga.take(), [page("<Иван> да я")]);
  assertEquals(ivan.ended, null);
});

Deno.test("encodings: the status byte of a MyINFO crosses over as it is", async () => {
  for (const kit of [pageHub(), utf8Hub()]) {
    const ivan = await kit.login(utf8("Иван"), { flag: 0xb1, desc: utf8("я") });
    const olga = await kit.login(page("Ольга"), { flag: 0xc1, desc: page("я") });
    olga.send("$GetNickList|");
    ivan.send("$GetNickList|");
    for (const [client, text] of [[olga, page], [ivan, utf8]] as const) {
      const frames = client.take();
      for (const [nick, flag] of [["Иван", 0xb1], ["Ольга", 0xc1]] as const) {
        assert(frames.includes(myInfo(text(nick), { flag, desc: text("я") })), `${nick} to ${text("я")}`);
      }
    }
  }
});

Deno.test("encodings: keys look like any page and tell nothing", () => {
  const kit = utf8Hub();
  const client = kit.connect();
  const lock = /^\$Lock (\S+)/.exec(client.take()[0]!)![1]!;
  assert([...keyOf(lock)].some((char) => char > "\x7f"));
  client.send(`$Supports NoHello NoGetINFO|$Key ${keyOf(lock)}|$ValidateNick anna|`);
  assertEquals([...kit.hub.context.sessions][0]!.guess.writes, "ascii");
});

Deno.test("encodings: a description is never cut inside a character", async () => {
  const kit = utf8Hub({ show_desc_len: 3 });
  const anna = await kit.login("anna", { desc: utf8("ёж") });
  anna.send("$GetNickList|");
  assertStringIncludes(anna.take().join("|"), utf8("$MyINFO $ALL anna ё<Test"));
});

Deno.test("encodings: the limit of a message counts the bytes that came, not those others get", async () => {
  const kit = utf8Hub({ max_len_myinfo: 120 });
  const olga = await kit.login(page("Ольга"), { desc: page("длинное описание на странице из восьми бит") });
  assertEquals(olga.ended, null);
  assertEquals(kit.hub.users.get("Ольга")?.nick, "Ольга");
});

Deno.test("encodings: accounts, bans and temporary bans are the same for both spellings", async () => {
  const kit = hubKit({
    encoding: "CP1251",
    settings: FREE,
    accounts: [{ nick: "Ольга", class: 3, passwordHash: "hash:тайна" }],
  });
  const old = await kit.login(page("Ольга"), { password: page("тайна"), keep: true });
  assertStringIncludes(old.take().join("|"), page("$LogedIn Ольга"));
  old.drop();
  const young = await kit.login(utf8("Ольга"), { password: utf8("тайна"), keep: true });
  assertStringIncludes(young.take().join("|"), utf8("$LogedIn Ольга"));
  kit.hub.context.nickBans.add("Иван", 60, "reconnect", "Wait.");
  for (const nick of [page("Иван"), utf8("Иван")]) {
    assertStringIncludes((await kit.login(nick, { keep: true })).take().join("|"), "Wait.");
  }
});

Deno.test("encodings: a nick of a page that is almost UTF-8 is of the page", async () => {
  const kit = hubKit({ settings: FREE });
  const client = await kit.login("\xdf\x80\xdf", { keep: true });
  assertStringIncludes(client.take().join("|"), "$Hello \xdf\x80\xdf");
  assertEquals(kit.hub.users.get("ß€ß")?.nick, "ß€ß");
});

Deno.test("encodings: operators see what a client writes", async () => {
  const kit = utf8Hub();
  for (const nick of [page("Ольга"), utf8("Иван"), "anna"]) await kit.login(nick);
  const { context } = kit.hub;
  const seen = ["Ольга", "Иван", "anna"].map((nick) =>
    encodingOf(context, context.users.get(nick)!.session!)
  );
  assertEquals(seen, ["windows-1251", "utf-8", "ASCII so far"]);
});
