/**
 * Keeps data outside of the permission system.
 *
 * @module
 */
import { expectAbsent } from "./attempt.ts";

const all = globalThis as unknown as Record<string, unknown>;
for (
  const name of [
    "caches Cache CacheStorage localStorage sessionStorage Storage indexedDB navigator alert confirm prompt",
    "location name Lock LockManager OffscreenCanvas GPU onunhandledrejection onerror",
  ].flatMap((row) => row.split(" "))
) expectAbsent(name, () => all[name]);

export function OnParsedMsgChat(): number {
  return 1;
}
