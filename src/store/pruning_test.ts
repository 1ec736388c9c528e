/**
 * Histories lose what is old, in passes of a bounded size, and nothing else.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { inFolder, raw, START } from "./testing/in_folder.ts";
import type { HistoryAges, Store } from "./types.ts";

const DAY = 86_400;
const AGES: HistoryAges = { bans: 7, unbans: 30, kicks: 30, audit: 365 };
const NEVER: HistoryAges = { bans: 0, unbans: 0, kicks: 0, audit: 0 };

/** Passes until nothing is left; their number. */
function round(store: Store, ages: HistoryAges, rows = 500): number {
  for (let passes = 1;; passes++) {
    assert(passes < 100, "pruning does not end");
    if (!store.prune(ages, START, rows)) return passes;
  }
}

/** One row in each table that is just old enough to go, and one that is not; ends and times around `START`. */
function fill(dir: string): void {
  const rows = [
    ...[["gone", -7 * DAY - 1], ["stays", -7 * DAY], ["runs", 1]].map(([nick, end]) =>
      `INSERT INTO banlist (ip, nick, ban_type, date_start, date_limit, nick_op, reason)
       VALUES ('${nick}', '${nick}', 2, 0, ${START + Number(end)}, 'Op', '')`
    ),
    `INSERT INTO banlist (ip, nick, ban_type, date_start, nick_op, reason) VALUES ('e', 'ever', 2, 0, 'Op', '')`,
    ...[["gone", -30 * DAY - 1], ["stays", -30 * DAY]].flatMap(([nick, at]) => [
      `INSERT INTO unbanlist (ip, nick, ban_type, date_start, nick_op, reason, date_unban, unban_op, unban_reason)
       VALUES ('', '${nick}', 2, 0, 'Op', '', ${START + Number(at)}, 'Op', '')`,
      `INSERT INTO kicklist VALUES ('${nick}', ${START + Number(at)}, '', '', 'Op', 0)`,
    ]),
    ...[["gone", -365 * DAY - 1], ["stays", -365 * DAY]].map(([nick, at]) =>
      `INSERT INTO audit (time, op, op_class, op_ip, action, target, detail, outcome)
       VALUES (${START + Number(at)}, '${nick}', 3, '', '', '', '', '')`
    ),
    ...[["gone", START], ["stays", START + 1], ["ever", 0]].map(([nick, until]) =>
      `INSERT INTO temp_rights (nick, st_chat) VALUES ('${nick}', ${until})`
    ),
    `INSERT INTO temp_rights (nick, st_kick) VALUES ('given', ${START + 1})`,
  ];
  raw(dir, (db) => rows.forEach((sql) => db.exec(sql)));
}

function left(dir: string): Record<string, unknown[]> {
  const found: Record<string, unknown[]> = {};
  raw(dir, (db) => {
    for (
      const [table, name] of [["banlist", "nick"], ["unbanlist", "nick"], ["kicklist", "nick"], [
        "audit",
        "op",
      ]]
    ) {
      found[table!] = db.prepare(`SELECT ${name} AS n FROM ${table} ORDER BY n`).all().map(({ n }) => n);
    }
    found.rights = db.prepare("SELECT nick FROM temp_rights ORDER BY nick").all().map(({ nick }) => nick);
  });
  return found;
}

Deno.test(
  "pruning: what is older than its age goes, what is as old stays, what never ends stays",
  inFolder((dir, open) => {
    const store = open();
    fill(dir);
    round(store, AGES);
    assertEquals(left(dir), {
      banlist: ["ever", "runs", "stays"],
      unbanlist: ["stays"],
      kicklist: ["stays"],
      audit: ["stays"],
      rights: ["ever", "given", "stays"],
    });
  }),
);

Deno.test(
  "pruning: an age of 0 keeps everything, and opening the store deletes no history",
  inFolder((dir, open) => {
    const store = open();
    fill(dir);
    round(store, NEVER);
    open();
    const { banlist, unbanlist, kicklist, audit } = left(dir);
    assertEquals([banlist!.length, unbanlist!.length, kicklist!.length, audit!.length], [4, 2, 2, 2]);
  }),
);

Deno.test(
  "pruning: a pass deletes no more rows than it may, the next ones go on",
  inFolder((dir, open) => {
    const store = open();
    raw(dir, (db) =>
      db.exec(`
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250)
        INSERT INTO kicklist SELECT 'k' || i, i, '', '', 'Op', 0 FROM n;
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250)
        INSERT INTO temp_rights (nick, st_chat) SELECT 'r' || i, CASE WHEN i % 2 THEN 0 ELSE 5 END FROM n`));
    const counts = () => [left(dir).kicklist!.length, left(dir).rights!.length];
    const seen: number[][] = [];
    let last = counts();
    for (let more = true; more;) {
      more = store.prune(AGES, START, 100);
      const next = counts();
      assert(last[0]! - next[0]! + last[1]! - next[1]! <= 100, `${last} -> ${next}`);
      seen.push(next);
      last = next;
      assert(seen.length < 20, "pruning does not end");
    }
    assertEquals(seen.slice(0, 3), [[150, 250], [50, 250], [0, 225]]);
    assertEquals(last, [0, 125]);
    // A round later all of temp_rights is looked at again.
    raw(dir, (db) => db.exec("UPDATE temp_rights SET st_chat = 5"));
    round(store, AGES, 100);
    assertEquals(counts(), [0, 0]);
  }),
);
