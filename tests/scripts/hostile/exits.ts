/**
 * Tries to end its worker, and so perhaps the hub, without an event.
 *
 * @module
 */
import { expectAbsent } from "./attempt.ts";

const all = globalThis as unknown as Record<string, Record<string, unknown>>;
expectAbsent("Deno.exit", () => all.Deno!.exit);
expectAbsent("process.exit", () => all.process!.exit);
expectAbsent("process.reallyExit", () => all.process!.reallyExit);
expectAbsent("process.abort", () => all.process!.abort);
expectAbsent("self.close", () => all.self!.close);
expectAbsent("close", () => all.close);
expectAbsent("reportError", () => all.reportError);

export function OnParsedMsgChat(): number {
  return 1;
}
