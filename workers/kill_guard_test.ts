/**
 * What a thread tells whoever wants to kill it.
 *
 * @module
 */
import { assertEquals, assertThrows } from "@std/assert";
import { INSIDE, killGuard, PLACE, STOP } from "./kill_guard.ts";

const make = () => {
  const cells = new Int32Array(new SharedArrayBuffer(8));
  return { cells, inside: killGuard(cells).inside };
};

Deno.test("kill guard: the thread is inside from the first entry to the last exit, also after an error", () => {
  const { cells, inside } = make();
  const seen: number[] = [];
  const look = () => void seen.push(cells[PLACE]!);
  look();
  assertEquals(inside(() => (look(), inside(look), look(), "result")), "result");
  look();
  assertThrows(() => inside(() => inside(() => assertEquals(1, 2))));
  look();
  assertEquals(seen, [0, INSIDE, INSIDE, INSIDE, 0, 0]);
});

Deno.test("kill guard: a thread that is to end does not come out of the next guarded function, and says so", async () => {
  for (const when of ["before", "during"]) {
    const { cells } = make();
    const code = `import { killGuard } from "${new URL("./kill_guard.ts", import.meta.url)}";
      onmessage = ({ data: { cells, when } }) => {
        if (when === "before") cells[0] = 1;
        killGuard(cells).inside(() => { if (when === "during") cells[0] = 1; else postMessage("entered"); });
        postMessage("came out");
      };
      postMessage("ready");`;
    const worker = new Worker(URL.createObjectURL(new Blob([code], { type: "text/typescript" })), {
      type: "module",
    });
    const heard: unknown[] = [];
    await new Promise<void>((resolve) => {
      worker.onmessage = ({ data }) => {
        heard.push(data);
        resolve();
      };
    });
    cells[PLACE] = INSIDE;
    worker.postMessage({ cells, when });
    const end = performance.now() + 20_000;
    while ((cells[STOP] !== 1 || cells[PLACE] === INSIDE) && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    assertEquals([cells[STOP], cells[PLACE], heard], [1, 0, ["ready"]]);
    worker.terminate();
  }
});
