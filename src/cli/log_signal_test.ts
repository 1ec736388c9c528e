/**
 * Tests of SIGHUP: when it is listened to, and what it does.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { reopenOnSignal } from "./log_signal.ts";

function desk(hasFile: boolean, terminal: boolean) {
  const listeners = new Set<() => void>();
  const done: string[] = [];
  const stop = reopenOnSignal({
    signals: {
      addSignalListener: (signal, listener) => (done.push(`+${signal}`), listeners.add(listener)),
      removeSignalListener: (signal, listener) => (done.push(`-${signal}`), listeners.delete(listener)),
    },
    log: { reopen: () => void done.push("reopen"), info: () => void done.push("info") },
    hasFile,
    terminal,
  });
  return { listeners, done, stop };
}

Deno.test({
  name: "log signal: SIGHUP opens the file anew until the run is over",
  ignore: Deno.build.os === "windows",
  fn() {
    const { listeners, done, stop } = desk(true, false);
    for (const listener of listeners) listener();
    stop();
    assertEquals(done, ["+SIGHUP", "reopen", "info", "-SIGHUP"]);
  },
});

Deno.test("log signal: in a terminal, or without a file, the signal keeps its meaning", () => {
  for (const [hasFile, terminal] of [[true, true], [false, false], [false, true]] as const) {
    const { done, stop } = desk(hasFile, terminal);
    stop();
    assertEquals(done, []);
  }
});
