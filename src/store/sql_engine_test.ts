/**
 * Tests of sql_engine.ts and sql_rules.ts: what each grant lets through, and the bounds on one statement.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { DatabaseSync } from "node:sqlite";
import { systemClock } from "../core/clock.ts";
import { DATABASE_FILE } from "./database.ts";
import {
  MAX_PARAMS,
  MAX_RESULT,
  MAX_SQL,
  openSqlEngine,
  type SqlEngine,
  type SqlOutcome,
  type SqlParam,
} from "./sql_engine.ts";
import type { SqlGrant } from "../vh/capabilities.ts";
import { openStore } from "./store.ts";

interface Made extends Disposable {
  run(sql: string, params?: SqlParam[], limit?: number): SqlOutcome;
  rows(sql: string, params?: SqlParam[], limit?: number): (string | null)[][];
  error(sql: string, params?: SqlParam[]): string;
  readonly folder: string;
}

function made(grant: SqlGrant): Made {
  const folder = Deno.makeTempDirSync({ prefix: "hubcap_sql_" });
  const store = openStore(folder, { clock: systemClock() });
  store.accounts.add({ nick: "Anna", class: 3, passwordHash: "s3cret-hash" });
  store.close();
  const path = grant === "own" ? join(folder, "sql", "lab.db") : join(folder, DATABASE_FILE);
  const engine: SqlEngine = openSqlEngine({ path, grant });
  const run: Made["run"] = (sql, params = [], limit = 100) => engine.run(sql, params, limit);
  return {
    run,
    folder,
    rows(sql, params, limit) {
      const outcome = run(sql, params, limit);
      assert(outcome.ok, `${sql}: ${outcome.ok || outcome.error}`);
      return outcome.rows;
    },
    error(sql, params) {
      const outcome = run(sql, params);
      assert(!outcome.ok, `${sql} should have failed`);
      return outcome.error;
    },
    [Symbol.dispose]() {
      engine.close();
      Deno.removeSync(folder, { recursive: true });
    },
  };
}

Deno.test("sql engine: values come back as text, NULL as null", () => {
  using db = made("own");
  db.rows("create table t (a, b, c, d, e)");
  db.rows("insert into t values (?, ?, ?, ?, ?)", [
    "ü",
    1.5,
    2n ** 60n,
    null,
    new TextEncoder().encode("blob"),
  ]);
  assertEquals(db.rows("select * from t"), [["ü", "1.5", "1152921504606846976", null, "blob"]]);
  assertEquals(db.rows("select count(*), 7 from t where a = ?", ["nobody"]), [["0", "7"]]);
  assertEquals(db.rows("delete from t"), []);
  assertEquals(db.rows("insert into t (a) values (1) returning a"), [["1"]]);
});

Deno.test("sql engine: at most `limit` rows come back", () => {
  using db = made("own");
  const many =
    "with recursive x(n) as (select 1 union all select n + 1 from x where n < 1000) select n from x";
  assertEquals(db.rows(many, [], 3), [["1"], ["2"], ["3"]]);
  assertEquals(db.rows(many, [], 1000).length, 1000);
  db.rows("create table t (a, b)");
  assertEquals(db.rows("insert into t values (1, 1), (2, 2), (3, 3) returning a", [], 2), [["1"], ["2"]]);
  assertEquals(db.rows("select a, a, b from t order by a desc -- last first", [], 2), [["3", "3", "3"], [
    "2",
    "2",
    "2",
  ]]);
  assertEquals(db.rows("/* a */ values (1), (?);", ["x"], 5), [["1"], ["x"]]);
  assertEquals(db.rows("explain select 1", [], 2).length, 2);
});

Deno.test("sql engine: one statement at a time, of bounded length", () => {
  using db = made("own");
  assertStringIncludes(db.error("select 1; select 2"), "only one statement");
  assertEquals(db.rows("select 1; -- that's all\n /* really */ ;"), [["1"]]);
  assertStringIncludes(db.error(" ; "), "empty");
  assertStringIncludes(db.error(`select '${"x".repeat(MAX_SQL)}'`), "longer than");
  assertStringIncludes(db.error("select 1", new Array(MAX_PARAMS + 1).fill(1)), "parameters");
  assertStringIncludes(db.error("selec 1"), "syntax error");
});

Deno.test("sql engine: results and values have a bound", () => {
  using db = made("own");
  const wide = `select ${new Array(150).fill("1").join(", ")} from (` +
    "with recursive x(n) as (select 1 union all select n + 1 from x limit 1000) select n from x)";
  assertStringIncludes((db.run(wide, [], 1000) as { error: string }).error, "values");
  db.rows("create table t (a)");
  for (let i = 0; i < 3; i++) db.rows("insert into t values (?)", ["x".repeat(MAX_RESULT / 2)]);
  assertStringIncludes(db.error("select a from t"), "larger than");
  assertEquals(db.rows("select a from t", [], 2).length, 2);
  assertStringIncludes(db.error("select zeroblob(100000000)"), "too big");
});

Deno.test("sql engine: no grant reaches other files, native code or the engine's switches", () => {
  for (const grant of ["own", "hub-read", "hub-full"] as const) {
    using db = made(grant);
    const other = join(db.folder, "other.db");
    for (
      const sql of [
        `attach '${other}' as x`,
        `vacuum into '${other}'`,
        "select load_extension('x')",
        "pragma writable_schema = 1",
        "pragma max_page_count = 1000000",
        "select * from pragma_journal_mode",
        "pragma hard_heap_limit = 0",
      ]
    ) db.error(sql);
    assertEquals([...Deno.readDirSync(db.folder)].filter(({ name }) => name === "other.db"), []);
    db.rows("select * from pragma_table_info('reglist')");
  }
});

Deno.test("sql engine: the own file is not the hub's, and can hold tables, triggers and transactions", () => {
  using db = made("own");
  assertStringIncludes(db.error("select * from reglist"), "no such table");
  for (
    const sql of [
      "create table if not exists `t` (`id` int(10), name varchar(20), unique (name))",
      "begin",
      "insert into t values (1, 'a')",
      "rollback",
      "insert into t values (2, 'b')",
      "create trigger tr after insert on t begin delete from t where id = new.id; end",
      "insert into t values (3, 'c')",
      "create temp table x (a)",
    ]
  ) db.rows(sql);
  assertEquals(db.rows("select * from t"), [["2", "b"]]);
});

Deno.test("sql engine: reading the hub shows everything but password hashes, and changes nothing", () => {
  using db = made("hub-read");
  assertEquals(db.rows("select nick, class, login_pwd from reglist"), [["Anna", "3", null]]);
  assertEquals(db.rows("select count(*) from reglist where login_pwd like 's3cret%'"), [["0"]]);
  assertEquals(db.rows("select LOGIN_PWD from main.RegList"), [[null]]);
  for (const table of ["banlist", "kicklist", "SetupList", "unbanlist", "temp_rights"]) {
    db.rows(`select * from ${table}`);
  }
  for (
    const sql of [
      "update reglist set class = 10",
      "insert into SetupList values ('config', 'x', 'y')",
      "delete from banlist",
      "create table mine (a)",
      "create temp table mine (a)",
      "begin immediate",
      "drop table kicklist",
    ]
  ) assertStringIncludes(db.error(sql), 'sql grant is "hub-read"');
});

Deno.test("sql engine: the full grant changes rows and adds tables, but not the shape of the hub's", () => {
  using db = made("hub-full");
  db.rows("update reglist set class = 5 where nick = 'anna'");
  db.rows("create table py_bl (a)");
  db.rows("insert into py_bl values (1)");
  db.rows("drop table py_bl");
  assertEquals(db.rows("select class, login_pwd from reglist"), [["5", "s3cret-hash"]]);
  for (
    const sql of [
      "drop table reglist",
      "drop table TEMP_RIGHTS",
      "alter table reglist add column x",
      "create trigger t before insert on banlist begin select raise(abort, 'no'); end",
      "create unique index one on reglist (class)",
      "begin immediate",
      "savepoint s",
    ]
  ) assertStringIncludes(db.error(sql), 'sql grant is "hub-full"');
  using file = new DatabaseSync(join(db.folder, DATABASE_FILE), { readOnly: true });
  assertEquals(file.prepare("select class from reglist").get()?.class, 5);
});

Deno.test("sql engine: a file of a script's own has a largest size", async () => {
  const folder = await Deno.makeTempDir({ prefix: "hubcap_sql_" });
  const engine = openSqlEngine({ path: join(folder, "x.db"), grant: "own", maxPages: 20 });
  assert(engine.run("create table t (a)", [], 1).ok);
  let error = "";
  for (let i = 0; i < 20 && error === ""; i++) {
    const outcome = engine.run("insert into t values (?)", ["x".repeat(10_000)], 1);
    if (!outcome.ok) error = outcome.error;
  }
  assertStringIncludes(error, "full");
  engine.close();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("sql engine: unix_timestamp() is the time in seconds", () => {
  using db = made("own");
  const [[text]] = db.rows("select unix_timestamp()") as [[string]];
  assert(Math.abs(Number(text) - Date.now() / 1000) < 60);
});
