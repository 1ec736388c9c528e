/**
 * Sends the hub a signal: its own process needs no run permission for that.
 *
 * @module
 */
import { attempt, expectAbsent } from "./attempt.ts";

const all = globalThis as unknown as Record<string, Record<string, unknown>>;
expectAbsent("Deno.kill", () => all.Deno!.kill);
expectAbsent("Deno.pid", () => all.Deno!.pid);
expectAbsent("process.kill", () => all.process!.kill);
expectAbsent("process.pid", () => all.process!.pid);
expectAbsent("Deno.addSignalListener", () => all.Deno!.addSignalListener);
expectAbsent("process.on", () => all.process!.on);
const name = "node:process";
await attempt("node:process", async () => {
  const { default: real } = await import(name);
  real.kill(real.pid, "SIGKILL");
});

export function OnParsedMsgChat(): number {
  return 1;
}
