/**
 * Ranges of IPv4 and IPv6 in the database, and that no look-up of a ban walks through the list.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { ipText, ipv4Bytes, parseIp } from "../core/ip.ts";
import { isInRange, parseRange } from "../core/networks.ts";
import { FIND, MATCH } from "./bans.ts";
import { namedBy } from "./ban_rules.ts";
import { APPLICATION_ID, DATABASE_FILE } from "./database.ts";
import { MIGRATIONS } from "./migrations.ts";
import { openSqlEngine } from "./sql_engine.ts";
import { inFolder, raw, START } from "./testing/in_folder.ts";
import type { Ban } from "./types.ts";
import { cpuMs } from "../../tests/support/cpu.ts";

const range = (ip: string, more: Partial<Ban> = {}): Ban => ({
  type: "range",
  nick: "",
  ip,
  op: "Op",
  reason: "why",
  noteOp: "",
  noteUser: "",
  start: START,
  end: 0,
  ...more,
});
const from = (ip: string) => ({ nick: "x", ip, host: "", guest: true });

/** Range, addresses inside, addresses outside. */
const CASES: readonly [string, string[], string[]][] = [
  ["10.0.0.0-10.0.0.3", ["10.0.0.0", "10.0.0.3"], ["9.255.255.255", "10.0.0.4", "::a00:1"]],
  ["127.255.255.255-128.0.0.0", ["127.255.255.255", "128.0.0.0"], ["127.255.255.254", "128.0.0.1"]],
  ["0.0.0.0-255.255.255.255", ["0.0.0.0", "200.1.2.3", "255.255.255.255"], ["::1", ""]],
  ["10.0.0.7-10.0.0.7", ["10.0.0.7"], ["10.0.0.6", "10.0.0.8"]],
  [
    "2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
    ["2001:db8::", "2001:db8:1:2::3", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"],
    ["2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::", "10.0.0.1"],
  ],
  ["2001:db8::fff-2001:db8::1:1", ["2001:db8::fff", "2001:db8::1:0"], ["2001:db8::ffe", "2001:db8::1:2"]],
  ["::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ["::", "fe80::1"], ["1.2.3.4", ""]],
  ["::5-::5", ["::5"], ["::4", "::6"]],
];

Deno.test(
  "ban ranges: both families, both ends, in the database as by the plain rule",
  inFolder((_dir, open) => {
    const { bans } = open();
    for (const [text, inside, outside] of CASES) {
      const ban = range(text);
      bans.add(ban);
      for (const ip of inside) {
        assertEquals([text, ip, bans.match(from(ip), START)], [text, ip, ban]);
        assertEquals(bans.find(ip, START).map((found) => found.ip), [text]);
        assert(namedBy(ban)(from(ip)), ip);
      }
      for (const ip of outside) {
        assertEquals([text, ip, bans.match(from(ip), START)], [text, ip, null]);
        assert(!namedBy(ban)(from(ip)), ip);
      }
      assertEquals(bans.remove(text, ["range"], { op: "Op", reason: "", at: START }), 1);
    }
  }),
);

Deno.test(
  "bans: an IPv6 address counts for its /64, by itself and with a nick, and is lifted as it was named",
  inFolder((_dir, open) => {
    const { bans } = open();
    const ip = "2001:db8:0:7::5";
    for (const ban of [range(ip, { type: "ip" }), range(ip, { type: "nickip", nick: "bad" })]) {
      bans.add(ban);
      for (const inside of [ip, "2001:db8:0:7::", "2001:db8:0:7:ffff:ffff:ffff:ffff"]) {
        assertEquals([inside, bans.match(from(inside), START)], [inside, ban]);
        assert(namedBy(ban)(from(inside)), inside);
      }
      for (const outside of ["2001:db8:0:8::5", "2001:db8:0:6::5", "10.0.0.5", ""]) {
        assertEquals([outside, bans.match(from(outside), START)], [outside, null]);
        assert(!namedBy(ban)(from(outside)), outside);
      }
      assertEquals(bans.find("2001:db8:0:7::1", START).length, 1);
      assertEquals(bans.remove(ip, ["ip", "nickip"], { op: "Op", reason: "", at: START }), 1);
    }
  }),
);

Deno.test(
  "ban ranges: random ranges of both families, overlapping and across every border, are found like by hand",
  inFolder((_dir, open) => {
    const { bans } = open();
    let seed = 7;
    const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
    const four = () => ipText(ipv4Bytes(random(2) === 0 ? random(2 ** 31) * 2 : 0x7ffffff0 + random(64)));
    const six = () => {
      const groups = Array.from({ length: 8 }, () => random(4) === 0 ? random(65_536) : random(2) * 65_535);
      return ipText(parseIp(groups.map((group) => group.toString(16)).join(":"))!.bytes);
    };
    const ranges = Array.from({ length: 300 }, (_, i) => {
      const [a, b] = i % 2 === 0 ? [four(), four()] : [six(), six()];
      return parseRange(`${a}-${b}`) ? `${a}-${b}` : `${b}-${a}`;
    }).filter((text) => parseRange(text) !== null);
    assert(ranges.length > 250);
    for (const text of ranges) bans.add(range(text));
    for (let i = 0; i < 400; i++) {
      const ip = i % 2 === 0 ? four() : six();
      const bytes = parseIp(ip)!.bytes;
      const wanted = new Set(ranges.filter((text) => isInRange(parseRange(text)!, bytes)));
      assertEquals(new Set(bans.find(ip, START).map((ban) => ban.ip)), new Set([...wanted].slice(-100)), ip);
      assertEquals(bans.match(from(ip), START) !== null, wanted.size > 0, ip);
    }
  }),
);

Deno.test(
  "ban ranges: a lifted IPv6 range keeps its ends in the history; adding one again extends it",
  inFolder((dir, open) => {
    const { bans } = open();
    const text = "2001:db8::-2001:db8::ff";
    bans.add(range(text, { end: START + 100 }));
    bans.add(range(text, { end: START + 50 }));
    assertEquals(bans.match(from("2001:db8::1"), START)?.end, START + 100);
    bans.remove(text, ["range"], { op: "Chief", reason: "moved", at: START + 1 });
    assertEquals(bans.listUnbans(5).map(({ ip, unban }) => [ip, unban.op]), [[text, "Chief"]]);
    raw(dir, (db) => {
      const row = db.prepare("SELECT range6_fr, range6_to, range_fr FROM unbanlist").get()!;
      const head = "20010db8".padEnd(30, "0");
      assertEquals([row.range6_fr, row.range6_to, row.range_fr], [`${head}00`, `${head}ff`, 0]);
    });
  }),
);

Deno.test(
  "ban ranges: those of an older database are found as before",
  inFolder((dir, open) => {
    raw(dir, (db) => {
      for (const { sql } of MIGRATIONS.slice(0, 2)) db.exec(sql);
      db.exec(`
        INSERT INTO banlist (ip, nick, ban_type, date_start, nick_op, reason, range_fr, range_to)
        VALUES ('10.0.0.0-10.0.1.3', '_rangeban_', 3, 0, 'Op', 'old', 167772160, 167772419);
        PRAGMA user_version = 2; PRAGMA application_id = ${APPLICATION_ID}`);
    });
    const { bans } = open();
    assertEquals(bans.match(from("10.0.1.3"), START)?.reason, "old");
    assertEquals(bans.match(from("10.0.1.4"), START), null);
  }),
);

Deno.test(
  "ban ranges: a script that writes the table itself is heard, too",
  inFolder((dir, open) => {
    const { bans } = open();
    const sql = openSqlEngine({ path: join(dir, DATABASE_FILE), grant: "hub-full" });
    const insert =
      "INSERT INTO banlist (ip, nick, ban_type, date_start, nick_op, reason, range_fr, range_to) " +
      "VALUES ('10.0.0.0-10.0.0.9', '_rangeban_', 3, 0, 'script', 'why', 167772160, 167772169)";
    assertEquals(sql.run(insert, [], 1).ok, true);
    sql.close();
    assertEquals(bans.match(from("10.0.0.9"), START)?.op, "script");
  }),
);

/** What SQLite does for a statement: one line a table. */
function plan(dir: string, sql: string): string[] {
  let lines: string[] = [];
  raw(dir, (db) => {
    lines = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all().map(({ detail }) => String(detail));
  });
  return lines;
}

Deno.test(
  "bans: neither the look-up at a login nor !infoban reads the whole list",
  inFolder((dir, open) => {
    open();
    for (const sql of [MATCH, FIND]) {
      const lines = plan(dir, sql);
      assertEquals(lines.filter((line) => /^SCAN (?!cut\b|CONSTANT)/.test(line)), []);
      const used = lines.filter((line) => /^SEARCH (banlist|b) USING/.test(line)).join();
      for (const index of ["banlist_nick", "banlist_range (", "banlist_range6 ("]) {
        assert(used.includes(index), used);
      }
    }
    assert(plan(dir, MATCH).join().includes("banlist_prefix"));
  }),
);

Deno.test(
  "bans: a look-up stays fast among 100,000 bans of all kinds",
  inFolder((dir, open) => {
    const { bans } = open();
    raw(dir, (db) =>
      db.exec(`
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99999)
        INSERT INTO banlist (ip, nick, ban_type, date_start, nick_op, reason, range_fr, range_to, range6_fr, range6_to)
        SELECT
          'i' || i, CASE i % 5 WHEN 3 THEN 'p' || i WHEN 4 THEN '.h' || i ELSE 'n' || i END,
          CASE i % 5 WHEN 1 THEN 3 WHEN 2 THEN 3 WHEN 3 THEN 8 WHEN 4 THEN 5 ELSE 0 END, 0, 'Op', '',
          CASE i % 5 WHEN 1 THEN i * 4096 ELSE 0 END, CASE i % 5 WHEN 1 THEN i * 4096 + 4000 ELSE 0 END,
          CASE i % 5 WHEN 2 THEN printf('20%08x%022x', i, 0) ELSE '' END,
          CASE i % 5 WHEN 2 THEN printf('20%08xff%020x', i, 0) ELSE '' END
        FROM n`));
    const subjects = ["223.0.0.1", "10.0.0.1", "20ff:ffff::1", "2000:1:1::"].map((ip) => ({
      nick: "somebody_with_a_long_nick",
      ip,
      host: "pc.lan.example.org",
      guest: true,
    }));
    const times = 320;
    const each = cpuMs(() => {
      for (let i = 0; i < times; i++) bans.match(subjects[i % 4]!, START);
    }) / times;
    // One walk over the ranges below an address takes some 5 ms, all the indexes together some 0.1 ms.
    assert(each < 1.5, `${each} ms`);
  }),
);
