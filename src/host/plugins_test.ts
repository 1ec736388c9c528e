/**
 * Tests of plugins.ts with real modules and a registry behind the handle.
 *
 * @module
 */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { fakePort } from "../../tests/host/fake_port.ts";
import { listLog } from "../../tests/host/rig.ts";
import { fakeClock } from "../core/fake_clock.ts";
import { HubError } from "../core/errors.ts";
import { type ScriptBridge, startPlugins, STOP_MS } from "./plugins.ts";

const file = (name: string) => fromFileUrl(new URL(`../../tests/plugins/${name}`, import.meta.url));

function made() {
  const offers = new Set<string>();
  const bridge: ScriptBridge = {
    registerFunction: (script, name) => offers.add(`${script} ${name}`) !== undefined,
    unregisterFunction: (script, name) => offers.delete(`${script} ${name}`),
    call: () => Promise.resolve(null),
  };
  const port = fakePort();
  const lines: string[] = [];
  const clock = fakeClock();
  const start = (...sources: string[]) =>
    startPlugins({
      entries: sources.map((source) => ({ source, options: { prices: { tea: 3 } } })),
      port,
      bridge,
      log: listLog(lines, "plugin"),
      clock,
    });
  return { offers, port, lines, clock, start };
}

Deno.test("plugins: one is started loudly, gets options, log and hub, and leaves nothing behind", async () => {
  const { offers, port, lines, start } = made();
  const stop = await start(file("shop.ts"));
  assertEquals([...offers], ["* price", "* prices", "desk shoutBack"]);
  assertEquals(lines, ["info shop.ts: open", `warn plugin: Plugin ${file("shop.ts")} runs with full trust`]);
  await stop();
  assertEquals([port.done, offers.size], [["topic closed"], 0]);
});

Deno.test("plugins: one that fails keeps the hub from starting, and those before it end", async () => {
  const { offers, port, start } = made();
  const error = await assertRejects(() => start(file("shop.ts"), file("broken.ts")), HubError);
  assertEquals(error.code, "plugin.load");
  assertStringIncludes(error.message, `${file("broken.ts")}: no stock`);
  assertEquals([port.done, offers.size], [["topic closed"], 0]);
  const missing = await assertRejects(() => start(file("nothing.ts")), HubError);
  assertEquals(missing.code, "plugin.load");
  const wrong = await assertRejects(() => start(fromFileUrl(import.meta.resolve("./slot.ts"))), HubError);
  assertStringIncludes(wrong.message, "exports no function as default");
});

Deno.test("plugins: an end that never comes or throws is not waited for", async () => {
  const { lines, clock, start } = made();
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/hangs.ts`, "export default () => () => new Promise(() => {});");
    await Deno.writeTextFile(
      `${folder}/throws.ts`,
      "export default () => () => { throw new Error('stuck') };",
    );
    const stop = await start(`${folder}/hangs.ts`, `${folder}/throws.ts`);
    const stopping = stop();
    await new Promise((resolve) => setTimeout(resolve));
    clock.tick(STOP_MS);
    await stopping;
    assertStringIncludes(lines.at(-1)!, "throws.ts failed to end: stuck");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
