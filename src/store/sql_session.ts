/**
 * The hub's end of a script's SQL: a queue of statements, the process that runs them, started with the first one and
 * again after it ended. Owns the order, the bound of the queue and what a dead process means for who waits.
 * Knows nothing of scripts; how a process is started comes in.
 *
 * @module
 */
import type { Clock } from "../core/clock.ts";
import { HubError, messageOf } from "../core/errors.ts";
import type { SqlOutcome, SqlParam } from "./sql_engine.ts";
import { ANSWER, createFrameReader, createFrameWriter, TOO_LONG } from "./sql_frames.ts";

/** Milliseconds one statement may take. */
export const STATEMENT_MS = 2000;
/** Milliseconds beyond that in which a process has to start, or to end by itself. */
export const GRACE_MS = 5000;
/** Statements of one script that may wait: its nested hooks cannot be deeper. */
export const MAX_WAITING = 64;

/** A running process, as a session sees it. */
export interface SqlProcess {
  /** Sends bytes. Never throws; a process that does not take them is found by its silence. */
  write(bytes: Uint8Array<ArrayBuffer>): void;
  /** Ends it at once. Harmless when it has ended. */
  kill(): void;
}

/** What a process reports. */
export interface SqlProcessEvents {
  /** Bytes of answers. */
  data(chunk: Uint8Array): void;
  /** It is over; `code` is its exit code, `reason` why it could not be started. Called once. */
  ended(code: number, reason?: string): void;
}

/** What a session needs. */
export interface SqlSessionOptions {
  /** Time. */
  readonly clock: Clock;
  /** Starts a process. Must not call back before it returns. */
  start(events: SqlProcessEvents): SqlProcess;
}

/** The SQL of one script. */
export interface SqlSession {
  /** Runs a statement; `done` gets its outcome, or why it could not be run at all. */
  run(
    sql: string,
    params: readonly SqlParam[],
    limit: number,
    done: (result: SqlOutcome | HubError) => void,
  ): void;
  /** Ends the process; who waits gets an error. */
  close(): void;
}

interface Waiting {
  readonly frame: Uint8Array<ArrayBuffer>;
  readonly done: (result: SqlOutcome | HubError) => void;
}

const failure = (reason: string): HubError => new HubError("store.busy", `Cannot run SQL: ${reason}`);
const tooLong = (): SqlOutcome => ({ ok: false, error: `the statement took longer than ${STATEMENT_MS} ms` });

/** Creates a session. Nothing is started yet. */
export function createSqlSession({ clock, start }: SqlSessionOptions): SqlSession {
  const writer = createFrameWriter();
  const queue: Waiting[] = [];
  let running:
    | { readonly process: SqlProcess; readonly reader: ReturnType<typeof createFrameReader> }
    | undefined;
  let current: { readonly done: Waiting["done"]; readonly cancel: () => void } | undefined;
  let closed = false;

  const settle = (result: SqlOutcome | HubError) => {
    const settled = current;
    current = undefined;
    settled?.cancel();
    settled?.done(result);
  };

  /** Forgets the process, which is dead or has to be. */
  const drop = (result: SqlOutcome | HubError) => {
    running?.process.kill();
    running = undefined;
    settle(result);
    next();
  };

  const answered = (value: unknown) => {
    const [kind, content] = value as [number, never];
    if (kind === ANSWER.rows) settle({ ok: true, rows: content });
    else if (kind === ANSWER.error) settle({ ok: false, error: content });
    else return drop(new HubError("store.unwritable", `Cannot use the script's database: ${content}`));
    next();
  };

  const launch = () => {
    const reader = createFrameReader();
    const events: SqlProcessEvents = {
      data(chunk) {
        if (running?.reader !== reader) return; // a late word of one that was given up
        try {
          for (const value of reader.push(chunk)) answered(value);
        } catch (error) {
          drop(failure(messageOf(error)));
        }
      },
      ended(code, reason) {
        if (running?.reader !== reader) return;
        running = undefined;
        if (code === TOO_LONG) settle(tooLong());
        else settle(failure(reason ?? `its process ended with code ${code}; the result may be too large`));
        next();
      },
    };
    running = { reader, process: start(events) };
  };

  const next = () => {
    if (current || closed) return;
    const waiting = queue.shift();
    if (!waiting) return;
    current = {
      done: waiting.done,
      cancel: clock.after(STATEMENT_MS + GRACE_MS, () => drop(tooLong())),
    };
    if (!running) launch();
    running!.process.write(waiting.frame);
  };

  return {
    run(sql, params, limit, done) {
      if (closed) return done(failure("the script is over"));
      if (queue.length >= MAX_WAITING) return done(failure(`${MAX_WAITING} statements are waiting already`));
      queue.push({ frame: writer.frame([sql, params, limit]), done });
      next();
    },
    close() {
      closed = true;
      running?.process.kill();
      running = undefined;
      settle(failure("the script is over"));
      for (const { done } of queue.splice(0)) done(failure("the script is over"));
    },
  };
}
