/**
 * Stands in for a warden where a script runs in a plain web Worker: same commands, same reports, one thread instead of
 * two. Owns that worker and the port to it. A kill drops the worker; a loop that runs in it goes on.
 *
 * @module
 */
import type { LightStart } from "../../../workers/light.ts";
import type { WardenCommand, WardenReport } from "../../../workers/warden.ts";

/** What a jail needs of a warden. */
export interface Warden {
  /** Hears the reports. */
  onmessage: ((event: MessageEvent<WardenReport>) => void) | null;
  /** Hears that the warden itself failed. */
  onerror: ((event: ErrorEvent) => void) | null;
  /** Takes a command. */
  postMessage(command: WardenCommand): void;
  /** Drops it. */
  terminate(): void;
}

/** Messages per second a worker may send; a runtime sends a handful. */
const MAX_MESSAGES_PER_SECOND = 1000;

/** Starts a light worker with these permissions. */
export function lightWarden(name: string, permissions: unknown): Warden {
  const worker = new Worker(new URL("../../../workers/light.ts", import.meta.url), {
    type: "module",
    name: `light ${name}`,
    deno: { permissions },
  } as WorkerOptions);
  const { port1: port, port2 } = new MessageChannel();
  let windowStart = 0;
  let inWindow = 0;

  const report = (data: WardenReport) => warden.onmessage?.({ data } as MessageEvent<WardenReport>);
  const end = () => {
    worker.terminate();
    port.close();
  };
  worker.onerror = (event) => {
    event.preventDefault();
    report({ type: "error", code: "", message: event.message });
    report({ type: "exit", code: 1 });
  };
  port.onmessage = ({ data: message }) => {
    const now = performance.now();
    if (now - windowStart >= 1000) [windowStart, inWindow] = [now, 0];
    if (++inWindow <= MAX_MESSAGES_PER_SECOND) return report({ type: "message", message });
    report({ type: "flood" });
    end();
    report({ type: "exit", code: 1 });
  };

  const warden: Warden = {
    onmessage: null,
    onerror: null,
    terminate: end,
    postMessage(command) {
      if (command.type === "pass") return port.postMessage(command.message);
      if (command.type === "start") {
        const start = command.workerData as unknown as LightStart["start"];
        return worker.postMessage({ start, port: port2 } satisfies LightStart, [port2]);
      }
      end();
      report({ type: "killed" });
    },
  };
  return warden;
}
