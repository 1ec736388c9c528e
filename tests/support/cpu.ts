/**
 * How much work something is, measured so that other programs on the machine do not count.
 *
 * @module
 */
import process from "node:process";

/** Milliseconds of processor time this thread spends in `run`; the system counts them in steps of some 10 ms. */
export function cpuMs(run: () => void): number {
  const before = process.threadCpuUsage();
  run();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
