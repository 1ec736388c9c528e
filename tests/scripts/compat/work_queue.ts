/**
 * Moves work out of the hooks: they only put it into a bounded queue, five asynchronous workers take it out while
 * messages flow. `!queue` shows the figures, `!queue stop` ends the workers after what is queued.
 *
 * @module
 */
import vh from "vh";

const WORKERS = 5;
const MAX_QUEUED = 10_000;

const queue: string[] = [];
const stats = { received: 0, processed: 0, dropped: 0, workers: 0, longest: 0 };
let stopping = false;
let wake = Promise.withResolvers<void>();

async function worker(): Promise<void> {
  stats.workers++;
  for (;;) {
    const text = queue.shift();
    if (text === undefined) {
      if (stopping) break;
      await wake.promise;
      continue;
    }
    await Promise.resolve();
    if (stats.processed % 100 === 0) await new Promise((done) => setTimeout(done, 1));
    stats.longest = Math.max(stats.longest, text.length);
    stats.processed++;
  }
  stats.workers--;
}

const all = Promise.all(Array.from({ length: WORKERS }, worker));

/** Takes every message of every user. */
export function OnParsedMsgAny(_nick: string, data: string): void {
  stats.received++;
  if (queue.length >= MAX_QUEUED) stats.dropped++;
  else queue.push(data);
  wake.resolve();
  wake = Promise.withResolvers();
}

/** Shows the figures; `stop` answers once the last worker is gone. */
export async function OnHubCommand(nick: string, command: string): Promise<number> {
  if (!command.startsWith("queue")) return 1;
  if (command === "queue stop") {
    stopping = true;
    wake.resolve();
    await all;
  }
  vh.usermc(nick, JSON.stringify({ ...stats, queued: queue.length }));
  return 0;
}

/** Lets what is queued be done before the end. */
export async function UnLoad(): Promise<void> {
  stopping = true;
  wake.resolve();
  await all;
  vh.mc(`queue ended at ${queue.length}, ${stats.workers} workers`);
}
