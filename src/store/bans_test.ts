/**
 * Tests of stored bans, lifted bans, kicks and taken rights.
 *
 * @module
 */
import { assertEquals, assertThrows } from "@std/assert";
import { namedBy } from "./ban_rules.ts";
import { inFolder, raw, START } from "./testing/in_folder.ts";
import { type Ban, BAN_TYPES, type BanSubject } from "./types.ts";

const ban: Ban = {
  type: "nickip",
  nick: "bad",
  ip: "10.0.0.1",
  op: "Op",
  reason: "why",
  noteOp: "",
  noteUser: "",
  start: START,
  end: START + 300,
};
const who = (nick: string, ip = "9.9.9.9", more: Partial<BanSubject> = {}): BanSubject => ({
  nick,
  ip,
  host: "",
  guest: false,
  ...more,
});

Deno.test(
  "bans: a nick and address ban matches either, until it ends",
  inFolder((_dir, open) => {
    const { bans } = open();
    bans.add(ban);
    assertEquals(bans.match(who("BAD"), START), ban);
    assertEquals(bans.match(who("other", "10.0.0.1"), START + 299), ban);
    assertEquals(bans.match(who("bad", "10.0.0.1"), START + 300), null);
    assertEquals(bans.match(who("other"), START), null);
  }),
);

Deno.test(
  "bans: the same key extends and never shortens; permanent stays permanent",
  inFolder((_dir, open) => {
    const { bans } = open();
    const endOf = () => bans.match(who("bad"), START)?.end;
    bans.add(ban);
    bans.add({ ...ban, end: START + 100 });
    assertEquals(endOf(), START + 300);
    bans.add({ ...ban, end: START + 900 });
    assertEquals(endOf(), START + 900);
    bans.add({ ...ban, end: 0 });
    bans.add({ ...ban, end: START + 5 });
    assertEquals(endOf(), 0);
  }),
);

Deno.test(
  "bans: nick bans and address bans match only their half, also against nicks that look like markers",
  inFolder((_dir, open) => {
    const { bans } = open();
    bans.add({ ...ban, type: "nick", ip: "" });
    bans.add({ ...ban, type: "ip", nick: "", ip: "10.0.0.2", end: 0 });
    assertEquals(bans.match(who("x", "10.0.0.2"), START)?.nick, "");
    assertEquals(bans.match(who("bad"), START)?.ip, "");
    assertEquals(bans.match(who("_ipban_", "_nickban_"), START), null);
    assertThrows(() => bans.add({ ...ban, nick: "", type: "nick" }), TypeError, "nick is empty");
    assertThrows(() => bans.add({ ...ban, ip: "" }), TypeError, "ip is empty");
    assertThrows(() => bans.add({ ...ban, type: "range", ip: "x" }), TypeError, "is none");
  }),
);

/** One ban of each kind that names `bad`, 10.0.0.1 or `pc.lan.example.org`, and somebody it does not name. */
const KINDS: readonly [Ban, BanSubject, BanSubject][] = [
  [{ ...ban, type: "range", nick: "", ip: "10.0.0.0-10.0.0.3" }, who("x", "10.0.0.3"), who("x", "10.0.0.4")],
  [{ ...ban, type: "prefix", nick: "[AB]", ip: "" }, who("[ab]x", "", { guest: true }), who("[ab]x")],
  ...([["host1", ".org"], ["host2", ".example.org"], ["host3", ".lan.example.org"], [
    "hostr1",
    "lan.example.org",
  ]] as const).map(([type, nick]): [Ban, BanSubject, BanSubject] => [
    { ...ban, type, nick, ip: "" },
    who("x", "", { host: "PC.lan.example.org" }),
    who("x", "", { host: "pc.lan.example.com" }),
  ]),
];

Deno.test(
  "bans: ranges, prefixes of guests and parts of host names, in the database as by the plain rule",
  inFolder((_dir, open) => {
    const { bans } = open();
    for (const [one, named, other] of KINDS) {
      bans.add(one);
      assertEquals([one.type, bans.match(named, START), bans.match(other, START)], [one.type, one, null]);
      assertEquals([namedBy(one)(named), namedBy(one)(other)], [true, false]);
      assertEquals(bans.remove(one.nick || one.ip, BAN_TYPES, { op: "Op", reason: "", at: START }), 1);
    }
  }),
);

Deno.test(
  "bans: a share ban is found by the exact share only",
  inFolder((_dir, open) => {
    const { bans } = open();
    bans.add({ ...ban, type: "share", nick: "", ip: "1234567890123" });
    assertEquals(bans.matchShare(1234567890123, START)?.ip, "1234567890123");
    assertEquals(bans.matchShare(1234567890124, START), null);
    assertEquals(bans.match(who("1234567890123", "1234567890123"), START), null);
  }),
);

Deno.test(
  "bans: the longest of several wins; a hit is noted",
  inFolder((dir, open) => {
    const { bans } = open();
    bans.add(ban);
    bans.add({ ...ban, type: "ip", nick: "", end: 0, reason: "for ever" });
    assertEquals(bans.match(who("bad", "10.0.0.1"), START + 7)?.reason, "for ever");
    raw(dir, (db) => {
      const hits = db.prepare("SELECT last_hit FROM banlist ORDER BY last_hit").all();
      assertEquals(hits.map((row) => row.last_hit), [0, START + 7]);
    });
    const last = () => bans.find("10.0.0.1", START).map(({ lastHit }) => lastHit).sort()[1];
    bans.match(who("bad", "10.0.0.1"), START + 66);
    assertEquals(last(), START + 7, "not again within a minute");
    bans.match(who("bad", "10.0.0.1"), START + 67);
    assertEquals(last(), START + 67);
  }),
);

Deno.test(
  "bans: lifting one takes all of the asked kinds that name it and keeps them with who and why",
  inFolder((dir, open) => {
    const { bans } = open();
    bans.add(ban);
    bans.add({ ...ban, type: "ip", nick: "" });
    bans.add({ ...ban, type: "range", nick: "", ip: "10.0.0.1-10.0.0.1" });
    const by = { op: "Chief", reason: "mistake", at: START + 1 };
    assertEquals(bans.find("10.0.0.1", START).map(({ type }) => type), ["range", "ip", "nickip"]);
    assertEquals(bans.remove("10.0.0.1", ["nickip", "ip", "nick"], by), 2);
    assertEquals(bans.match(who("bad", "10.0.0.1"), START)?.type, "range");
    assertEquals(bans.remove("10.0.0.1", ["nickip"], by), 0);
    raw(dir, (db) => {
      const rows = db.prepare("SELECT ban_type, unban_op, unban_reason, date_unban FROM unbanlist").all();
      assertEquals(rows.map((row) => Object.values(row).join()), [
        `0,Chief,mistake,${START + 1}`,
        `1,Chief,mistake,${START + 1}`,
      ]);
    });
  }),
);

Deno.test(
  "bans: the list shows the newest in force first, up to a limit",
  inFolder((_dir, open) => {
    const { bans } = open();
    for (let i = 0; i < 5; i++) bans.add({ ...ban, nick: `n${i}`, ip: `10.0.0.${i}`, start: START + i });
    bans.add({ ...ban, nick: "over", ip: "10.0.0.9", start: START + 9, end: START + 10 });
    assertEquals(bans.list(3, START + 20).map(({ nick }) => nick), ["n4", "n3", "n2"]);
    assertEquals(bans.hasHostBans(), false);
    bans.add({ ...ban, type: "host1", nick: ".org" });
    assertEquals(bans.hasHostBans(), true);
  }),
);

const TAKEN = { chat: 0, pm: 0, search: 0, ctm: 0 };

Deno.test(
  "rights: what is taken from a nick is kept, for ever too, and an empty entry is none",
  inFolder((_dir, open) => {
    const { rights } = open();
    assertEquals(rights.get("bad"), null);
    const taken = { ...TAKEN, chat: Infinity, ctm: START + 60 };
    rights.set("Bad", taken, "Op", START);
    assertEquals(rights.get("bad"), taken);
    assertEquals(open().rights.get("BAD"), taken);
    rights.set("bad", TAKEN, "Op", START);
    assertEquals(rights.get("bad"), null);
  }),
);

Deno.test(
  "rights: rows that take nothing any more are gone after a restart",
  inFolder((dir, open) => {
    const { rights } = open();
    rights.set("over", { ...TAKEN, pm: START - 1 }, "Op", START - 100);
    rights.set("more", { ...TAKEN, pm: START + 1 }, "Op", START - 100);
    rights.set("ever", { ...TAKEN, pm: Infinity }, "Op", START - 100);
    open();
    raw(dir, (db) => {
      const rows = db.prepare("SELECT nick FROM temp_rights ORDER BY nick").all();
      assertEquals(rows.map((row) => row.nick), ["ever", "more"]);
    });
  }),
);
