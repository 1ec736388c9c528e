/**
 * Starts workers of its own: those have no hooks and no heap cap.
 *
 * @module
 */
import { attempt, expectAbsent } from "./attempt.ts";

const all = globalThis as unknown as Record<string, unknown>;
expectAbsent("Worker", () => all.Worker);
expectAbsent("SharedWorker", () => all.SharedWorker);
const name = "node:worker_threads";
await attempt("node:worker_threads", async () => {
  const { Worker } = await import(name);
  new Worker("for (;;);", { eval: true });
});
await attempt("a worker by constructor", () => {
  const scope = Object.getPrototypeOf(Object.getPrototypeOf(globalThis)).constructor;
  return new scope();
});

export function OnParsedMsgChat(): number {
  return 1;
}
