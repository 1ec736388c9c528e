/**
 * What `!reload` reads again. Owns the order, and that one part which cannot be read keeps no other from it.
 *
 * @module
 */
import { messageOf } from "../core/errors.ts";
import type { HubContext, Places, Reloader } from "./context.ts";
import type { Store } from "../store/types.ts";

/** The parts that every hub has. */
export function builtInReloaders(
  { store, places }: { store: Store; places?: Places | undefined },
): Reloader[] {
  const parts: Reloader[] = [{ name: "settings", reload: () => void store.poll() }];
  if (places?.reload) parts.push({ name: "places of addresses", reload: () => places.reload!() });
  return parts;
}

/** Reads everything again, one part after the other; resolves to one line per part. Never rejects. */
export async function reloadAll(
  { reloaders, log }: Pick<HubContext, "reloaders" | "log">,
): Promise<string[]> {
  const lines: string[] = [];
  for (const { name, reload } of reloaders) {
    try {
      await reload();
      lines.push(`${name}: read`);
    } catch (error) {
      log.warn("Not reloaded", { part: name, error: messageOf(error) });
      lines.push(`${name}: stays as it was, ${messageOf(error)}`);
    }
  }
  return lines;
}
