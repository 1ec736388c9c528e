import { assertEquals } from "@std/assert";
import { hubKit } from "./hub_test_kit.ts";

Deno.test("chat: everybody gets the line as it was sent, the sender too, from one buffer", async () => {
  const kit = hubKit();
  const anna = await kit.login("anna");
  const berta = await kit.login("berta");
  anna.take();
  anna.send("<anna> hi \xe4 &#36;|");
  assertEquals(anna.take(), ["<anna> hi \xe4 &#36;"]);
  assertEquals(berta.take(), ["<anna> hi \xe4 &#36;"]);
  assertEquals(anna.writes.at(-1), berta.writes.at(-1));
  assertEquals(anna.writes.at(-1) === berta.writes.at(-1), true);
});
