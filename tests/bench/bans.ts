/**
 * Measures the ban list and the pruning of histories on a real file. `deno task bench bans [bans] [rows]`: the look-up
 * at a login among 100,000 bans of all kinds, as a ratio of the look-up in a short list, and one pruning pass among a
 * million old rows.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { DatabaseSync } from "node:sqlite";
import { join } from "@std/path";
import { systemClock } from "../../src/core/clock.ts";
import { PASS_ROWS } from "../../src/hub/moderation/pruning.ts";
import { DATABASE_FILE } from "../../src/store/database.ts";
import { openStore } from "../../src/store/store.ts";
import type { Store } from "../../src/store/types.ts";

const BANS = Number(Deno.args[0] ?? 100_000);
const ROWS = Number(Deno.args[1] ?? 1_000_000);
/** The length of a short list, to which the long one is compared. */
const SHORT = 100;
const NOW = Math.floor(Date.now() / 1000);
const DAY = 86_400;

const folder = await Deno.makeTempDir();

/** Runs SQL beside the store. */
function exec(sql: string): void {
  const db = new DatabaseSync(join(folder, DATABASE_FILE));
  db.exec(sql);
  db.close();
}

/** Bans `first` to `last`: every kind in turn; ranges of both families side by side, some inside others. */
function fill(first: number, last: number): void {
  exec(`
    WITH RECURSIVE n(i) AS (SELECT ${first} UNION ALL SELECT i + 1 FROM n WHERE i < ${last})
    INSERT INTO banlist (ip, nick, ban_type, date_start, nick_op, reason, range_fr, range_to, range6_fr, range6_to)
    SELECT
      CASE i % 7 WHEN 0 THEN '10.' || (i / 65536) || '.' || (i / 256 % 256) || '.' || (i % 256) ELSE 'k' || i END,
      CASE i % 7 WHEN 0 THEN 'nick' || i WHEN 1 THEN 'nick' || i WHEN 2 THEN '[p' || i || ']'
        WHEN 3 THEN '.h' || i || '.org' WHEN 4 THEN '_shareban_' ELSE '_rangeban_' || i END,
      CASE i % 7 WHEN 0 THEN 0 WHEN 1 THEN 2 WHEN 2 THEN 8 WHEN 3 THEN 5 WHEN 4 THEN 7 ELSE 3 END,
      i, 'Op', 'why',
      CASE i % 7 WHEN 5 THEN i * 40000 WHEN 6 THEN 0 ELSE 0 END,
      CASE i % 7 WHEN 5 THEN i * 40000 + 39000 + (i % 3) * 100000 ELSE 0 END,
      CASE i % 7 WHEN 6 THEN printf('20%08x%022x', i, 0) ELSE '' END,
      CASE i % 7 WHEN 6 THEN printf('20%08xff%020x', i, 0) ELSE '' END
    FROM n`);
}

const SUBJECTS = ["223.255.0.1", "10.0.0.9", "127.9.9.9", "20ff:ffff::1", "2000:1:1::"].map((ip) => ({
  nick: "somebody_with_a_usual_nick",
  ip,
  host: "pc.lan.example.org",
  guest: true,
}));

/** Microseconds of one call: the best of five rounds, because other programs only make it longer. */
function each(count: number, call: (i: number) => unknown): number {
  let best = Infinity;
  for (let round = 0; round < 5; round++) {
    const start = performance.now();
    for (let i = 0; i < count; i++) call(i);
    best = Math.min(best, (performance.now() - start) / count * 1000);
  }
  return best;
}

function looks(store: Store): Record<string, number> {
  const { bans } = store;
  return {
    "login check": each(2000, (i) => bans.match(SUBJECTS[i % SUBJECTS.length]!, NOW)),
    "share check": each(2000, (i) => bans.matchShare(i, NOW)),
    "any host bans": each(2000, () => bans.hasHostBans()),
    "!infoban": each(200, (i) => bans.find(SUBJECTS[i % SUBJECTS.length]!.ip, NOW)),
    "!lstban, first page": each(20, () => bans.list(100, NOW)),
    "!lstban, last page": each(5, () => bans.list(100, NOW, bans.count("bans", NOW) - SHORT)),
    "count": each(20, () => bans.count("bans", NOW)),
  };
}

const store = openStore(folder, { clock: systemClock() });
fill(1, SHORT);
const short = looks(store);
fill(SHORT + 1, BANS);
const long = looks(store);
console.log(`look-ups in ${SHORT} bans and in ${BANS.toLocaleString("en")}:`);
for (const [what, time] of Object.entries(long)) {
  const ratio = (time / short[what]!).toFixed(1);
  console.log(`  ${what}: ${short[what]!.toFixed(0)} µs, ${time.toFixed(0)} µs, ratio ${ratio}`);
}

exec(`
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})
  INSERT INTO kicklist SELECT 'nick' || i, ${NOW - 40 * DAY} - i, '10.0.0.1', 'some reason', 'Op', 0 FROM n`);
const passes: number[] = [];
const ages = { bans: 7, unbans: 30, kicks: 30, audit: 365 };
for (let i = 0; i < 200; i++) {
  const start = performance.now();
  if (!store.prune(ages, NOW, PASS_ROWS)) break;
  passes.push(performance.now() - start);
}
passes.sort((a, b) => a - b);
const at = (part: number) => passes[Math.floor(part * (passes.length - 1))]!.toFixed(1);
console.log(
  `pruning passes of ${PASS_ROWS} rows among ${ROWS.toLocaleString("en")} old ones: ` +
    `median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms`,
);
const start = performance.now();
const left = store.bans.clear("kicks");
console.log(
  `!cleankicklist of ${left.toLocaleString("en")} rows: ${(performance.now() - start).toFixed(0)} ms`,
);
store.close();
await Deno.remove(folder, { recursive: true });
