/**
 * Listening, holding and refusing, on real sockets.
 *
 * @module
 */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { HubError } from "../core/errors.ts";
import { openClient, startNet, until } from "./testing/net_kit.ts";

Deno.test("listener: a port in use is named with a remedy", async () => {
  using kit = await startNet();
  const error = await assertRejects(() => kit.net.listen("127.0.0.1", kit.port), HubError);
  assertEquals(error.code, "net.listen");
  assertStringIncludes(error.message, `127.0.0.1:${kit.port}`);
  assertStringIncludes(error.message, "in use");
  assertStringIncludes(error.remedy ?? "", "another port");
});

Deno.test("listener: an address of another machine is named with a remedy", async () => {
  using kit = await startNet();
  const error = await assertRejects(() => kit.net.listen("192.0.2.1", 0), HubError);
  assertStringIncludes(error.message, "192.0.2.1:0");
  assertStringIncludes(error.remedy ?? "", "0.0.0.0");
});

/** A kernel may be started without it. */
function hasIpv6(): boolean {
  try {
    Deno.listen({ hostname: "::", port: 0 }).close();
    return true;
  } catch {
    return false;
  }
}

Deno.test({
  name: "listener: an IPv4 client of a dual-stack socket has its plain address",
  ignore: !hasIpv6(),
  async fn() {
    using kit = await startNet();
    const { port } = await kit.net.listen("::", 0);
    const client = await openClient(port);
    const served = await kit.next();
    assertEquals(served.link.ip, "127.0.0.1");
    client.socket.destroy();
    await served.closed;
  },
});

Deno.test("listener: held connections are served in order at the release, and what they sent is not lost", async () => {
  using kit = await startNet();
  kit.net.hold();
  const first = await kit.client();
  first.send("one|");
  const second = await kit.client();
  second.send("two|");
  const control = kit.next();
  assertEquals(await Promise.race([control, nextTurns(20)]), "nobody");
  assertEquals(kit.net.open, 0);
  kit.net.release();
  const served = await control;
  served.link.write(new TextEncoder().encode("hello|"));
  await first.sees("hello|");
  const other = await kit.next();
  first.send("three|");
  second.send("four|");
  served.link.write(new TextEncoder().encode("x"));
  await until(() => served.frames.length === 2 && other.frames.length === 2);
  assertEquals([served.frames, other.frames], [["one", "three"], ["two", "four"]]);
});

Deno.test("listener: more than the bound of held connections are closed at once", async () => {
  using kit = await startNet({ maxHeld: 2 });
  kit.net.hold();
  const kept = [await kit.client(), await kit.client()];
  const refused = await kit.client();
  refused.socket.resume();
  await refused.closed;
  assertEquals(kit.metrics.read("net_refused_total"), 1);
  kit.net.release();
  for (const client of kept) {
    (await kit.next()).link.write(new TextEncoder().encode("in|"));
    await client.sees("in|");
  }
});

Deno.test("listener: connections that went away while held are over as soon as they are served", async () => {
  using kit = await startNet();
  kit.net.hold();
  const left = await kit.client();
  // Sent before it goes: a socket that is destroyed may take its last bytes along.
  await new Promise((done) => left.socket.write("bye|", done));
  left.socket.destroy();
  const reset = await kit.client();
  reset.socket.resetAndDestroy();
  await Promise.all([left.closed, reset.closed]);
  await nextTurns(5);
  kit.net.release();
  const served = await kit.next();
  assertEquals(await served.closed, "remote");
  assertEquals(served.frames, ["bye"]);
  await until(() => kit.net.open === 0);
});

Deno.test("listener: more than the bound of connections are refused, and a place freed is taken again", async () => {
  using kit = await startNet({ maxConnections: 1 });
  const first = await kit.client();
  const served = await kit.next();
  const refused = await kit.client();
  refused.socket.resume();
  await refused.closed;
  first.socket.destroy();
  await served.closed;
  assertEquals(kit.net.open, 0);
  await kit.client();
  await kit.next();
  assertEquals(kit.net.open, 1);
});

Deno.test("listener: a hub that refuses or fails to take a connection costs only that connection", async () => {
  let turn = 0;
  using kit = await startNet({
    accept() {
      if (turn++ === 0) throw new Error("defect");
      return null;
    },
  });
  for (let i = 0; i < 2; i++) {
    const client = await kit.client();
    client.socket.resume();
    await client.closed;
  }
  assertEquals(kit.faults.map(String), ["Error: defect"]);
  assertEquals(kit.metrics.read("net_refused_total"), 2);
});

/** Resolves with "nobody" after some turns of the event loop. */
async function nextTurns(count: number): Promise<string> {
  for (let i = 0; i < count; i++) await new Promise((done) => setTimeout(done, 1));
  return "nobody";
}
