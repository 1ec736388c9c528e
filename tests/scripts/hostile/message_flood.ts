/**
 * Floods whoever listens to this worker with messages.
 *
 * @module
 */
import { expectAbsent } from "./attempt.ts";

const all = globalThis as unknown as Record<string, unknown>;
expectAbsent("postMessage", () => all.postMessage);
expectAbsent("BroadcastChannel", () => all.BroadcastChannel);
expectAbsent("MessageChannel", () => all.MessageChannel);
expectAbsent("MessagePort", () => all.MessagePort);
expectAbsent("onmessage", () => all.onmessage);
const { dispatchEvent } = EventTarget.prototype;
for (let i = 0; i < 10_000; i++) dispatchEvent.call(globalThis, new Event("message"));

export function OnParsedMsgChat(): number {
  return 1;
}
