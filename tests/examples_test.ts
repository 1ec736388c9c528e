/**
 * The examples of the reference, run in a hub: each call is really there, takes what the example passes, and does not
 * throw.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { testHub } from "hubcap/testing";
import { CALL_EXAMPLES } from "../src/vh/examples/calls.ts";
import { CAPABILITY_NAMES } from "../src/vh/capabilities.ts";

Deno.test("reference: every example of a call runs in a hub, with the user it names online", async () => {
  await using hub = await testHub({
    scripts: [new URL("./scripts/kit/examples.ts", import.meta.url)],
    capabilities: Object.fromEntries(CAPABILITY_NAMES.map((name) => [name, true])),
    options: { examples: CALL_EXAMPLES },
  });
  hub.hub.registerFunction("*", "add", (one: number, two: number) => one + two);
  const bob = await hub.login("bob", { keepLogin: true });
  await hub.login("alice").catch(() => {}); // an example disconnects her
  await bob.receives(`${Object.keys(CALL_EXAMPLES).length} examples ran`);
  assertEquals(bob.takes().filter(({ text }) => /^\w+: (\w*Error|NotCapable)/.test(text)), []);
  assertEquals(hub.errors, []);
});
