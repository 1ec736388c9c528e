/**
 * A script that waits for its hub until the hub closes: for an answer, or for room in the ring. Tells what came of it.
 *
 * @module
 */
import { ScriptEnd } from "../script_end.ts";

interface Scope {
  onmessage: ((event: MessageEvent<[what: string, memory: SharedArrayBuffer]>) => void) | null;
  postMessage(message: string): void;
}

const scope = globalThis as unknown as Scope;
const nothing = () => {};

scope.onmessage = ({ data: [what, memory] }) => {
  const end = new ScriptEnd(memory, { event: nothing, delta: nothing, control: nothing, failed: nothing });
  if (what === "call") {
    scope.postMessage("waits");
    try {
      end.call(0, []);
    } catch (error) {
      scope.postMessage((error as { code: string }).code);
    }
    return;
  }
  // Three records of 200 bytes fit; the fourth has to wait.
  for (let i = 0; i < 10; i++) {
    if (i === 3) scope.postMessage("waits");
    end.cast(0, ["x".repeat(200)]);
  }
  scope.postMessage("went on");
};
