/**
 * Tests of sql_session.ts against a process that does what it is told, and of the real process behind it.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { patientClock } from "../../tests/support/patient_clock.ts";
import { HubError } from "../core/errors.ts";
import { fakeClock } from "../core/fake_clock.ts";
import type { SqlOutcome, SqlParam } from "./sql_engine.ts";
import { ANSWER, createFrameReader, createFrameWriter, SQL_VERB, TOO_LONG } from "./sql_frames.ts";
import {
  createSqlSession,
  GRACE_MS,
  MAX_WAITING,
  type SqlProcessEvents,
  type SqlSession,
  STATEMENT_MS,
} from "./sql_session.ts";
import { spawnSqlProcess } from "./sql_spawn.ts";

type Result = SqlOutcome | HubError;

interface Started {
  readonly events: SqlProcessEvents;
  readonly requests: unknown[];
  killed: boolean;
  answer(kind: number, content: unknown): void;
}

function made() {
  const clock = fakeClock();
  const started: Started[] = [];
  const session = createSqlSession({
    clock,
    start(events) {
      const reader = createFrameReader();
      const process: Started = {
        events,
        requests: [],
        killed: false,
        answer: (kind, content) => events.data(createFrameWriter().frame([kind, content])),
      };
      started.push(process);
      return {
        write: (bytes) => void process.requests.push(...reader.push(bytes)),
        kill: () => void (process.killed = true),
      };
    },
  });
  const results: Result[] = [];
  const run = (sql: string) => session.run(sql, [], 5, (result) => results.push(result));
  const texts = () =>
    results.map((result) => result instanceof HubError ? result.message : result.ok || result.error);
  return { clock, started, session, results, run, texts };
}

Deno.test("sql session: the process starts with the first statement and gets one at a time", () => {
  const { started, run, results } = made();
  assertEquals(started.length, 0);
  run("a");
  run("b");
  const [process] = started as [Started];
  assertEquals([started.length, process.requests], [1, [["a", [], 5]]]);
  process.answer(ANSWER.rows, [["1", null]]);
  assertEquals([results, process.requests.length], [[{ ok: true, rows: [["1", null]] }], 2]);
  process.answer(ANSWER.error, "bad");
  assertEquals(results[1], { ok: false, error: "bad" });
});

Deno.test("sql session: a statement that ends its process is told so, the next one gets a new process", () => {
  const { started, run, texts } = made();
  run("a");
  run("b");
  started[0]!.events.ended(TOO_LONG);
  assertEquals([texts(), started.length], [[`the statement took longer than ${STATEMENT_MS} ms`], 2]);
  started[1]!.events.ended(133);
  assertStringIncludes(String(texts()[1]), "ended with code 133");
  started[0]!.answer(ANSWER.rows, []);
  assertEquals(texts().length, 2);
});

Deno.test("sql session: a process that stays silent is killed, and its late answer is for nobody", () => {
  const { clock, started, run, texts } = made();
  run("a");
  clock.tick(STATEMENT_MS + GRACE_MS);
  assertEquals([started[0]!.killed, texts().length], [true, 1]);
  run("b");
  started[0]!.answer(ANSWER.rows, [["wrong"]]);
  assertEquals([started.length, texts().length], [2, 1]);
});

Deno.test("sql session: nonsense from the process and an unusable database are errors, not results", () => {
  const { started, run, texts } = made();
  run("a");
  started[0]!.events.data(new Uint8Array([255, 255, 255, 255]));
  run("b");
  started[1]!.answer(ANSWER.unusable, "disk full");
  run("c");
  started[2]!.events.ended(-1, "no such program");
  assertEquals([started[0]!.killed, started[1]!.killed], [true, true]);
  assert(/claims.*\n?.*/.test(String(texts()[0])));
  assertEquals(texts().slice(1), [
    "Cannot use the script's database: disk full",
    "Cannot run SQL: no such program",
  ]);
});

Deno.test("sql session: the queue has a bound, and closing answers everybody once", () => {
  const { started, session, run, results, texts } = made();
  for (let i = 0; i < MAX_WAITING + 2; i++) run(`s${i}`);
  assertStringIncludes(String(texts()[0]), "waiting already");
  session.close();
  assertEquals([results.length, started[0]!.killed], [MAX_WAITING + 2, true]);
  run("late");
  assertEquals([started.length, texts().at(-1)], [1, "Cannot run SQL: the script is over"]);
});

/** Only a statement without end reaches it, on a slow machine too. */
const LIMIT_MS = 60_000;

/** A session with real processes; the first of them may have a limit of its own (ms). */
function real(folder: string, firstLimitMs = LIMIT_MS) {
  const options = { path: join(folder, "sql", "lab.db"), grant: "own" as const };
  let processes = 0;
  const session: SqlSession = createSqlSession({
    clock: patientClock(),
    start: (events) =>
      spawnSqlProcess({ ...options, limitMs: processes++ === 0 ? firstLimitMs : LIMIT_MS }, events),
  });
  const run = (sql: string, params: SqlParam[] = []) =>
    new Promise<Result>((done) => session.run(sql, params, 100, done));
  return { run, session, processes: () => processes };
}

Deno.test("sql process: runs statements, outlives their errors, keeps what was written", async () => {
  const folder = await Deno.makeTempDir({ prefix: "hubcap_sql_" });
  const { run, session, processes } = real(folder);
  assertEquals(await run("create table t (a)"), { ok: true, rows: [] });
  assertEquals(await run("insert into t values (?), (?)", ["ü", 2n ** 60n]), { ok: true, rows: [] });
  assertEquals(await run("nonsense"), { ok: false, error: 'near "nonsense": syntax error' });
  const rows: Result = { ok: true, rows: [["ü"], ["1152921504606846976"]] };
  assertEquals(await run("select a from t"), rows);
  assertEquals(processes(), 1);
  session.close();
  const again = real(folder);
  assertEquals(await again.run("select a from t"), rows);
  again.session.close();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("sql process: an endless statement is stopped, and the next one runs in a new process", async () => {
  const folder = await Deno.makeTempDir({ prefix: "hubcap_sql_" });
  const before = real(folder);
  assertEquals(await before.run("create table t (a)"), { ok: true, rows: [] });
  before.session.close();
  const { run, session, processes } = real(folder, 300);
  const endless = "with recursive x(n) as (select 1 union all select n + 1 from x) select count(*) from x";
  assertEquals(await run(endless), {
    ok: false,
    error: `the statement took longer than ${STATEMENT_MS} ms`,
  });
  assertEquals(await run("select count(*) from t"), { ok: true, rows: [["0"]] });
  assertEquals(processes(), 2);
  session.close();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("sql process: a statement that eats memory is an error, and the process goes on", async () => {
  const folder = await Deno.makeTempDir({ prefix: "hubcap_sql_" });
  const { run, session, processes } = real(folder);
  const greedy =
    "with recursive x(n) as (select zeroblob(900000) union all select zeroblob(900000 + random() % 9) " +
    "from x limit 500) select count(*) from (select n from x order by n)";
  assertEquals(await run(greedy), { ok: false, error: "out of memory" });
  assertEquals(await run("select 1"), { ok: true, rows: [["1"]] });
  assertEquals(processes(), 1);
  session.close();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("sql process: the program itself runs one when told so, as a compiled binary is, and ends with its stdin", async () => {
  const folder = await Deno.makeTempDir({ prefix: "hubcap_sql_" });
  const main = fromFileUrl(new URL("../main.ts", import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", main, SQL_VERB, join(folder, "lab.db"), "own", String(LIMIT_MS)],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(createFrameWriter().frame(["select 1 + ?", [1], 5]));
  const chunks = child.stdout[Symbol.asyncIterator]();
  const reader = createFrameReader();
  let answers: unknown[] = [];
  while (answers.length === 0) answers = reader.push((await chunks.next()).value!);
  assertEquals(answers, [[ANSWER.rows, [["2"]]]]);
  await writer.close();
  assertEquals((await child.status).code, 0);
  await chunks.return?.();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("sql process: a folder that cannot be used is an error, not a result", async () => {
  const file = await Deno.makeTempFile({ prefix: "hubcap_sql_" });
  const { run, session } = real(file);
  const result = await run("select 1");
  assert(result instanceof HubError && /Cannot run SQL/.test(result.message));
  session.close();
  await Deno.remove(file);
});
