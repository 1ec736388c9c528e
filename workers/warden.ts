/**
 * The warden: a web Worker that carries a script's permissions and runs trusted code only.
 * It starts the inner worker that runs the script, passes messages both ways under a bound, and kills it.
 * A web Worker can hold permissions but cannot stop a running loop; a node worker that holds a Web Lock can be
 * stopped but not be given permissions of its own. Hence one inside the other.
 * Must not know what a hub, a ring or a hook is.
 *
 * @module
 */
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";

/** Messages per second an inner worker may send; a runtime sends a handful, so more means it was taken over. */
const MAX_MESSAGES_PER_SECOND = 1000;
/** V8's young generation (MB); its default of 96 would dwarf the cap of a small script. */
const YOUNG_GENERATION_MB = 8;

/** What the host sends: start the inner worker, hand it a message, or end it. */
export type WardenCommand =
  | { type: "start"; boot: string; heapMb: number; workerData: Record<string, unknown> }
  | { type: "pass"; message: unknown }
  | { type: "kill" };

/** What the host hears: the id of the inner thread, a message of the runtime, the end of the inner worker, or the answer to a kill. */
export type WardenReport =
  | { type: "started"; thread: number }
  | { type: "message"; message: unknown }
  | { type: "error"; code: string; message: string }
  | { type: "flood" }
  | { type: "exit"; code: number }
  | { type: "killed" };

interface WardenScope {
  onmessage: ((event: MessageEvent<WardenCommand>) => void) | null;
  onerror: ((event: Event) => void) | null;
  onunhandledrejection: ((event: Event) => void) | null;
  postMessage(report: WardenReport): void;
}

const scope = globalThis as unknown as WardenScope;

interface Inner {
  worker: Worker;
  port: MessagePort;
}

/** Starts the inner worker and wires its reports to the host. */
function startInner(command: Extract<WardenCommand, { type: "start" }>): Inner {
  // Not Worker.postMessage: Deno holds a nested worker's first such message back for half a second.
  const { port1: port, port2 } = new MessageChannel();
  const worker = new Worker(command.boot, {
    eval: true,
    env: {},
    workerData: { ...command.workerData, port: port2 },
    transferList: [port2],
    resourceLimits: {
      maxOldGenerationSizeMb: command.heapMb,
      maxYoungGenerationSizeMb: YOUNG_GENERATION_MB,
    },
  });
  scope.postMessage({ type: "started", thread: worker.threadId });
  let windowStart = 0;
  let inWindow = 0;
  port.on("message", (message: unknown) => {
    const now = performance.now();
    if (now - windowStart >= 1000) [windowStart, inWindow] = [now, 0];
    inWindow++;
    if (inWindow <= MAX_MESSAGES_PER_SECOND) return scope.postMessage({ type: "message", message });
    if (inWindow === MAX_MESSAGES_PER_SECOND + 1) {
      scope.postMessage({ type: "flood" });
      void worker.terminate();
    }
  });
  worker.on("error", (error: unknown) => {
    const { code, message } = error as { code?: unknown; message?: unknown };
    scope.postMessage({ type: "error", code: String(code ?? ""), message: String(message ?? error) });
  });
  worker.on("exit", (code: number) => scope.postMessage({ type: "exit", code }));
  return { worker, port };
}

let inner: Inner | undefined;
scope.onmessage = ({ data: command }) => {
  if (command.type === "start") inner ??= startInner(command);
  else if (command.type === "pass") inner?.port.postMessage(command.message);
  else {
    const done = () => scope.postMessage({ type: "killed" });
    if (inner) void inner.worker.terminate().then(done, done);
    else done();
  }
};
// An error nobody handles in a web Worker ends the whole process.
scope.onerror = (event) => event.preventDefault();
scope.onunhandledrejection = (event) => event.preventDefault();
