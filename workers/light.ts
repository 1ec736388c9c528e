/**
 * Entry of a light worker: the runtime of a jail in a plain web Worker, hardened the same way and with the same
 * permissions, but without a heap cap and without a kill that stops a running loop. For scripts the operator trusts.
 * Everything it knows comes with one message, its way to the host included.
 *
 * @module
 */
import { registerHooks } from "node:module";
import { type JailStart, type LoadMessage, runJail } from "./jail_side.ts";
import { startScriptHost } from "./script_host.ts";

/** The only message a light worker takes from its parent. */
export interface LightStart {
  /** What a jail would get as `workerData`, without the port. */
  readonly start: Omit<JailStart, "port">;
  /** The way to the host. */
  readonly port: MessagePort;
}

const scope = globalThis as unknown as { onmessage: ((event: MessageEvent<LightStart>) => void) | null };

/** In a jail the runtime has addresses of its own; here its modules are files, and the same ones must be found. */
const RUNTIME = "hubcap-runtime:///";
const ROOT = new URL("../", import.meta.url).href;

scope.onmessage = ({ data: { start, port } }) => {
  scope.onmessage = null;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier.startsWith(RUNTIME)
        ? { url: ROOT + specifier.slice(RUNTIME.length), format: "module", shortCircuit: true }
        : next(specifier, context),
  });
  const way = {
    postMessage: (message: unknown) => port.postMessage(message),
    on: (_event: string, heard: (message: LoadMessage) => void) => {
      port.onmessage = ({ data }) => heard(data);
    },
  };
  runJail(startScriptHost, { ...start, port: way });
};
