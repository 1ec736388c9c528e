/**
 * Entry of the process that runs the SQL of one script. Two threads: the main one talks to the hub through stdin and
 * stdout and watches the time, the worker holds the connection. Nothing can interrupt SQLite inside a statement, so a
 * statement that takes too long ends the whole process; the same happens when the hub is gone.
 *
 * Arguments: database file, grant, milliseconds a statement may take.
 *
 * @module
 */
import { MAX_HEAP, openSqlEngine, type SqlEngine, type SqlOutcome } from "./sql_engine.ts";
import {
  ANSWER,
  createFrameReader,
  createFrameWriter,
  type SqlAnswer,
  type SqlRequest,
  TOO_LONG,
} from "./sql_frames.ts";
import type { SqlGrant } from "../vh/capabilities.ts";

/** What the worker is told first. */
interface Start {
  readonly path: string;
  readonly grant: SqlGrant;
}

/** How the worker knows that it is ours: whoever embeds a hub may run it in a worker, too. */
const WORKER_NAME = "hubcap sql";
const isWorker = "WorkerGlobalScope" in globalThis && (globalThis as { name?: string }).name === WORKER_NAME;

function answerOf(outcome: SqlOutcome): SqlAnswer {
  return outcome.ok ? [ANSWER.rows, outcome.rows] : [ANSWER.error, outcome.error];
}

/** The worker: one statement after the other. */
function serve(): void {
  const side = globalThis as unknown as {
    onmessage: (event: MessageEvent) => void;
    postMessage(value: SqlAnswer): void;
  };
  let start: Start;
  let engine: SqlEngine | undefined;
  side.onmessage = ({ data }: MessageEvent<Start | SqlRequest>) => {
    if (!Array.isArray(data)) {
      start = data;
      return;
    }
    try {
      engine ??= openSqlEngine({ ...start, maxHeap: MAX_HEAP });
      side.postMessage(answerOf(engine.run(...data)));
    } catch (error) {
      side.postMessage([ANSWER.unusable, error instanceof Error ? error.message : String(error)]);
    }
  };
}

/** The main thread. Returns when the hub closes stdin. */
async function watch(path: string, grant: SqlGrant, limitMs: number): Promise<void> {
  const worker = new Worker(import.meta.url, { type: "module", name: WORKER_NAME });
  const { frame } = createFrameWriter();
  const reader = createFrameReader();
  let deadline: ReturnType<typeof setTimeout> | undefined;
  worker.postMessage({ path, grant } satisfies Start);
  worker.onmessage = ({ data }: MessageEvent<SqlAnswer>) => {
    clearTimeout(deadline);
    const bytes = frame(data);
    for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
  };
  for await (const chunk of Deno.stdin.readable) {
    for (const request of reader.push(chunk)) {
      clearTimeout(deadline);
      deadline = setTimeout(() => Deno.exit(TOO_LONG), limitMs);
      worker.postMessage(request);
    }
  }
}

/** Runs the process with these arguments. */
export async function runSqlProcess(
  [path = "", grant = "own", limitMs = "2000"]: readonly string[],
): Promise<void> {
  await watch(path, grant as SqlGrant, Number(limitMs));
  Deno.exit(0);
}

if (isWorker) serve();
else if (import.meta.main) await runSqlProcess(Deno.args);
