/**
 * The hub under load, in a process of its own so that its memory is its own. Started by the stress bench with the
 * garbage collector in reach; writes its port, then answers every line of its input with its memory after a
 * collection. Ends when its input ends.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { startTestHub } from "../support/hub.ts";
import { STRESS_HUB } from "./stress_shapes.ts";

/** Memory of the hub process in bytes. */
export interface HubMemory {
  /** Objects of the hub thread that are still in use. */
  readonly heap: number;
  /** Buffers of the hub thread. */
  readonly external: number;
  /** Everything the process holds, its workers included, pages that are free again too. */
  readonly rss: number;
}

const { gc } = globalThis as { gc?: () => void };

/** Collects until nothing more comes free, and looks. */
async function memory(): Promise<HubMemory> {
  let { heapUsed, external, rss } = Deno.memoryUsage();
  for (let i = 0; i < 10; i++) {
    gc?.();
    // What finalizers and closed sockets let go is free only after a turn of the event loop.
    await new Promise((done) => setTimeout(done, 20));
    const now = Deno.memoryUsage();
    const isLess = now.heapUsed + now.external < heapUsed + external;
    ({ heapUsed, external, rss } = now);
    if (!isLess && i > 2) break;
  }
  return { heap: heapUsed, external, rss };
}

if (import.meta.main) {
  await using hub = await startTestHub(STRESS_HUB);
  console.log(hub.port);
  for await (const _ of Deno.stdin.readable) console.log(JSON.stringify(await memory()));
}
