/**
 * One registration with a hub list over TCP: connect, read its lock, answer, go. Owns the time limit and the bounds
 * on what a list may send; knows neither what the answer says nor when to register.
 *
 * @module
 */
import { latin1Text } from "../core/bytes.ts";
import type { Clock } from "../core/clock.ts";
import { messageOf } from "../core/errors.ts";
import { oneLine } from "../core/one_line.ts";
import { parseLock } from "../nmdc/lock.ts";

/** Where a hub list listens. */
export interface HubListTarget {
  /** Host name or address, IPv6 without brackets. */
  readonly host: string;
  /** Port. */
  readonly port: number;
}

/**
 * Registers once. `answer` makes what is sent from the bytes of the list's lock. `done` runs once: with `null`, or
 * with what went wrong as a text without a full stop.
 */
export type RegisterAt = (
  target: HubListTarget,
  answer: (lock: Uint8Array) => Uint8Array,
  done: (problem: string | null) => void,
) => void;

/** What {@linkcode createHubListClient} needs. */
export interface HubListClientOptions {
  /** Measures the limits. */
  readonly clock: Clock;
  /** Milliseconds for everything up to the answer, default 15 000. */
  readonly limitMs?: number;
}

/** Registers with hub lists. */
export interface HubListClient {
  /** See {@linkcode RegisterAt}. */
  readonly register: RegisterAt;
  /** Ends what is under way; its `done` hears of it before the promise resolves. */
  close(): Promise<void>;
}

/** Most bytes of a list's `$Lock`. */
const MAX_LOCK = 1024;
/** Most bytes that are read and thrown away after the answer. */
const MAX_REST = 4096;
/** Milliseconds in which a list may take the answer in and close. */
const REST_MS = 2000;
const PIPE = 0x7c;

/** Creates a client. */
export function createHubListClient({ clock, limitMs = 15_000 }: HubListClientOptions): HubListClient {
  const under = new Map<Promise<void>, AbortController>();
  return {
    register(target, answer, done) {
      const abort = new AbortController();
      const cancel = clock.after(limitMs, () => abort.abort(`no answer within ${limitMs / 1000} seconds`));
      const work = registerOnce(target, answer, abort, clock)
        .then(() => null, (error) => abort.signal.aborted ? String(abort.signal.reason) : messageOf(error))
        .then((problem) => {
          cancel();
          under.delete(work);
          done(problem === null ? null : oneLine(problem, 200).replace(/\.$/, ""));
        });
      under.set(work, abort);
    },
    async close() {
      for (const abort of under.values()) abort.abort("the hub stops");
      await Promise.all(under.keys());
    },
  };
}

async function registerOnce(
  { host, port }: HubListTarget,
  answer: (lock: Uint8Array) => Uint8Array,
  abort: AbortController,
  clock: Clock,
): Promise<void> {
  const { signal } = abort;
  const opening = Deno.connect({ hostname: host, port, signal });
  // A connection that opens after nobody waits for it is closed; the signal alone does not promise that.
  opening.then((late) => signal.aborted && closeQuietly(late), () => {});
  using connection = await opening;
  const hangUp = () => closeQuietly(connection);
  signal.addEventListener("abort", hangUp);
  try {
    signal.throwIfAborted();
    const lock = parseLock(await readLock(connection));
    if (!lock) throw new Error("it sent no lock");
    await writeAll(connection, answer(lock.lock));
    const enough = clock.after(REST_MS, hangUp);
    // The answer is out. Closing at once could make the system throw it away while the list still sends.
    await rest(connection).catch(() => {});
    enough();
  } finally {
    signal.removeEventListener("abort", hangUp);
  }
}

async function readLock(connection: Deno.TcpConn): Promise<Uint8Array> {
  const buffer = new Uint8Array(MAX_LOCK);
  let size = 0;
  for (;;) {
    const count = await connection.read(buffer.subarray(size));
    if (count === null) throw new Error("it closed the connection without a lock");
    const end = buffer.subarray(size, size + count).indexOf(PIPE);
    size += count;
    if (latin1Text(buffer, 0, Math.min(size, 6)) !== "$Lock ".slice(0, size)) {
      throw new Error("it is no hub list: its first message is no $Lock");
    }
    if (end >= 0) return buffer.slice(0, size - count + end);
    if (size === MAX_LOCK) throw new Error(`its lock is longer than ${MAX_LOCK} bytes`);
  }
}

async function writeAll(connection: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) done += await connection.write(bytes.subarray(done));
  await connection.closeWrite();
}

async function rest(connection: Deno.TcpConn): Promise<void> {
  const buffer = new Uint8Array(1024);
  for (let size = 0; size < MAX_REST;) {
    const count = await connection.read(buffer);
    if (count === null) return;
    size += count;
  }
}

function closeQuietly(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch {
    // It is closed already.
  }
}
