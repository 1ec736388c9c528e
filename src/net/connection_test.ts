/**
 * One connection against real clients: frames, write order, bounds, slow readers and every way to end.
 *
 * @module
 */
import { assert, assertEquals, assertLess } from "@std/assert";
import { connect } from "node:net";
import { fakeClock } from "../core/fake_clock.ts";
import { latin1Bytes, latin1Text } from "../core/bytes.ts";
import type { Link } from "./link.ts";
import { startNet, until } from "./testing/net_kit.ts";

const LIMITS = { maxQueueBytes: 1 << 20, maxLineBytes: 10_240 };

Deno.test("connection: frames arrive in order, whatever the chunks", async () => {
  using kit = await startNet(
    {},
    (frame, served) => frame === "last" && served.link.write(latin1Bytes("ok|")),
  );
  const client = await kit.client();
  client.send("$Key a\x05\xff|<n> hel");
  const served = await kit.next();
  client.send("lo|||la");
  client.send("st|");
  await client.sees("ok|");
  assertEquals(served.frames, ["$Key a\x05\xff", "<n> hello", "", "", "last"]);
  assertEquals(kit.metrics.read("net_bytes_in_total"), "$Key a.|<n> hello|||last|".length + 1);
});

Deno.test("connection: everything of one turn leaves in one write, in the order written", async () => {
  using kit = await startNet();
  const client = await kit.client();
  const { link } = await kit.next();
  link.writeLater(latin1Bytes("a|"));
  link.write(latin1Bytes("b|"));
  link.writeLater(latin1Bytes("c|"));
  link.write(latin1Bytes("d|"));
  assertEquals(link.queued(), 8);
  await client.sees("a|b|c|d|");
  assertEquals(kit.metrics.read("net_writes_total"), 1);
  assertEquals(kit.metrics.read("net_bytes_out_total"), 8);
  assertEquals(link.queued(), 0);
});

Deno.test("connection: what may wait leaves with the delay timer, for everybody at once", async () => {
  const clock = fakeClock();
  using kit = await startNet({ clock });
  const clients = [await kit.client(), await kit.client()];
  const links = [(await kit.next()).link, (await kit.next()).link];
  for (const link of links) link.writeLater(latin1Bytes("later|"));
  clock.tick(999);
  assertEquals(kit.metrics.read("net_writes_total"), 0);
  clock.tick(1);
  for (const client of clients) await client.sees("later|");
  assertEquals(kit.metrics.read("net_writes_total"), 2);
  links[0]!.writeLater(latin1Bytes("again|"));
  clock.tick(1000);
  await clients[0]!.sees("again|");
});

Deno.test("connection: a reader that never reads is dropped at the bound, the others keep receiving", async () => {
  using kit = await startNet();
  const deaf = await kit.client();
  const slow = await kit.next();
  const good = await kit.client();
  const other = await kit.next();
  const line = new Uint8Array(64 * 1024).fill(0x61);
  line[line.length - 1] = 0x7c;
  let peak = 0;
  let rounds = 0;
  for (; slow.ends.length === 0 && rounds < 1000; rounds++) {
    slow.link.write(line);
    other.link.write(latin1Bytes(`${rounds}|`));
    peak = Math.max(peak, slow.link.queued());
    await good.sees(`${rounds}|`);
  }
  assertEquals(await slow.closed, "overflow");
  assert(peak <= LIMITS.maxQueueBytes, `${peak} bytes were queued`);
  assert(peak > LIMITS.maxQueueBytes / 2, `only ${peak} bytes were queued`);
  assertEquals(kit.metrics.read("net_overflow_drops_total"), 1);
  assertEquals(slow.link.queued(), 0);
  other.link.write(latin1Bytes("after|"));
  await good.sees("after|");
  assertEquals(slow.ends, ["overflow"]);
  deaf.socket.destroy();
});

Deno.test("connection: only unsent bytes count towards the bound", async () => {
  using kit = await startNet({ limits: { ...LIMITS, maxQueueBytes: 50_000 } });
  const client = await kit.client();
  const { link } = await kit.next();
  for (let i = 0; i < 10; i++) {
    link.write(new Uint8Array(40_000).fill(0x61));
    link.write(latin1Bytes(`${i}|`));
    await client.sees(`${i}|`);
  }
  assertEquals(client.received().length, 400_020);
});

Deno.test("connection: a slow reader that comes back gets everything in order", async () => {
  using kit = await startNet({ limits: { ...LIMITS, maxQueueBytes: 8 << 20 } });
  const client = await kit.client();
  const { link } = await kit.next();
  let sent = "";
  for (let i = 0; link.queued() === 0 || sent.length < 4 << 20; i++) {
    const text = `${i}:`.padEnd(32 * 1024, "x") + "|";
    link.write(latin1Bytes(text));
    sent += text;
    await new Promise((done) => setTimeout(done));
    if (sent.length > 7 << 20) break;
  }
  assert(link.queued() > 0, "the socket took everything");
  link.write(latin1Bytes("end|"));
  await client.sees("end|");
  assertEquals(client.received() === sent + "end|", true);
});

Deno.test("connection: paused it delivers nothing, resumed it goes on behind the frame that paused", async () => {
  using kit = await startNet({}, (frame, served) => {
    if (frame === "stop") served.link.pause();
    if (frame === "end") served.link.write(latin1Bytes("done|"));
  });
  const client = await kit.client();
  const served = await kit.next();
  client.send("a|stop|b|stop|c|");
  await until(() => served.frames.length === 2);
  client.send("end|");
  served.link.resume();
  assertEquals(served.frames, ["a", "stop", "b", "stop"]);
  served.link.resume();
  await client.sees("done|");
  assertEquals(served.frames, ["a", "stop", "b", "stop", "c", "end"]);
});

Deno.test("connection: pausing and resuming inside the same frame loses nothing", async () => {
  using kit = await startNet({}, (frame, served) => {
    served.link.pause();
    served.link.resume();
    if (frame === "3") served.link.write(latin1Bytes("done|"));
  });
  const client = await kit.client();
  const served = await kit.next();
  client.send("1|2|3|");
  await client.sees("done|");
  assertEquals(served.frames, ["1", "2", "3"]);
});

Deno.test("connection: paused before it is served it waits, paused and resumed it does not", async () => {
  for (const resumed of [true, false]) {
    const frames: string[] = [];
    const links: Link[] = [];
    using kit = await startNet({
      accept(link) {
        links.push(link);
        link.pause();
        if (resumed) link.resume();
        return { frame: (frame) => void frames.push(latin1Text(frame)), closed() {} };
      },
    });
    const client = await kit.client();
    client.send("first|");
    await until(() => links.length === 1 && (frames.length === 1 || !resumed));
    if (!resumed) links[0]!.resume();
    await until(() => frames.length === 1);
    assertEquals(frames, ["first"]);
  }
});

Deno.test("connection: memory stays bounded while paused", async () => {
  using kit = await startNet({}, (_, served) => served.link.pause());
  const client = await kit.client();
  const served = await kit.next();
  const before = kit.metrics.read("net_bytes_in_total")!;
  const chunk = new Uint8Array(256 * 1024).fill(0x7c);
  let blocked = false;
  for (let i = 0; i < 200 && !blocked; i++) {
    client.socket.write(chunk);
    await new Promise((done) => setTimeout(done, 1));
    blocked = client.socket.writableLength > 8 << 20;
  }
  assert(blocked, "the hub kept reading a paused connection");
  assertLess(kit.metrics.read("net_bytes_in_total")! - before, 1 << 20);
  assertEquals(served.frames.length, 1);
});

Deno.test("connection: too long a line and a NUL end it, each with its own reason", async () => {
  using kit = await startNet({ limits: { ...LIMITS, maxLineBytes: 100 } });
  const long = await kit.client();
  const first = await kit.next();
  long.send("x".repeat(101));
  assertEquals(await first.closed, "too_long");
  const nul = await kit.client();
  const second = await kit.next();
  nul.send("ok|a\0b|never|");
  assertEquals(await second.closed, "nul");
  assertEquals(second.frames, ["ok"]);
});

Deno.test("connection: a TLS hello on a plain port is hung up on at once", async () => {
  using kit = await startNet();
  const client = await kit.client();
  const served = await kit.next();
  client.send("\x16\x03\x01\x02\0");
  assertEquals([await served.closed, served.frames], ["error", []]);
});

Deno.test("connection: end() delivers what was queued, accepts nothing more and closes", async () => {
  using kit = await startNet();
  const client = await kit.client();
  const served = await kit.next();
  served.link.writeLater(latin1Bytes("$BadPass|"));
  served.link.write(latin1Bytes("x".repeat(300_000) + "|"));
  served.link.end(5000);
  served.link.write(latin1Bytes("never|"));
  client.send("ignored|".repeat(1000));
  await client.sees("x|");
  assertEquals(await served.closed, "local");
  assertEquals(client.received().length, 9 + 300_001);
  assertEquals(served.frames, []);
  await client.closed;
});

Deno.test("connection: end() closes a client that does not go, at the deadline", async () => {
  const clock = fakeClock();
  using kit = await startNet({ clock });
  // allowHalfOpen: this client keeps its side open although the hub has closed its own.
  const socket = connect({ port: kit.port, host: "127.0.0.1", allowHalfOpen: true });
  socket.on("error", () => {});
  const served = await kit.next();
  const ended = new Promise<void>((done) => socket.on("end", done));
  socket.resume();
  served.link.end(2000);
  await ended;
  clock.tick(1999);
  await new Promise((done) => setTimeout(done, 5));
  assertEquals(served.ends, []);
  clock.tick(1);
  assertEquals(await served.closed, "local");
  socket.destroy();
});

Deno.test("connection: end() gives up on a client that never reads, at the deadline", async () => {
  const clock = fakeClock();
  using kit = await startNet({ clock, limits: { ...LIMITS, maxQueueBytes: 64 << 20 } });
  await kit.client();
  const served = await kit.next();
  served.link.write(new Uint8Array(32 << 20));
  served.link.end(1000);
  await new Promise((done) => setTimeout(done, 5));
  assertEquals(served.ends, []);
  clock.tick(1000);
  assertEquals(await served.closed, "local");
});

Deno.test("connection: destroy() closes once, drops what is queued, and later calls do nothing", async () => {
  using kit = await startNet();
  const client = await kit.client();
  const served = await kit.next();
  served.link.write(latin1Bytes("never|"));
  served.link.destroy();
  assertEquals(served.ends, [], "closed() must not be called from inside destroy()");
  served.link.destroy();
  served.link.end(1);
  served.link.write(latin1Bytes("never|"));
  served.link.pause();
  served.link.resume();
  client.socket.resume();
  await client.closed;
  assertEquals(await served.closed, "local");
  assertEquals([served.ends, served.link.queued(), client.received()], [["local"], 0, ""]);
});

Deno.test("connection: a client that closes is remote, also one that only shuts down its sending side", async () => {
  using kit = await startNet();
  const client = await kit.client();
  const served = await kit.next();
  client.send("bye|");
  await until(() => served.frames.length === 1);
  client.socket.destroy();
  assertEquals(await served.closed, "remote");
  assertEquals(served.frames, ["bye"]);
  const half = connect({ port: kit.port, host: "127.0.0.1", allowHalfOpen: true });
  const other = await kit.next();
  half.end("last|");
  assertEquals(await other.closed, "remote");
  assertEquals(other.frames, ["last"]);
  half.destroy();
});

Deno.test("connection: a defect in handling one client's frame ends that client only", async () => {
  using kit = await startNet({}, (frame) => {
    if (frame === "bomb") throw new Error("defect");
  });
  const bad = await kit.client();
  const first = await kit.next();
  const good = await kit.client();
  const second = await kit.next();
  bad.send("bomb|after|");
  assertEquals(await first.closed, "error");
  assertEquals(first.frames, ["bomb"]);
  assertEquals(kit.faults.map(String), ["Error: defect"]);
  second.link.write(latin1Bytes("fine|"));
  await good.sees("fine|");
});

Deno.test("connection: a lone write reaches the client without waiting for a timer", async () => {
  using kit = await startNet({}, (_, served) => {
    served.link.write(latin1Bytes("pong|"));
  });
  const client = await kit.client();
  await kit.next();
  for (let i = 0; i < 20; i++) {
    client.send("ping|");
    await client.sees("pong|".repeat(i + 1));
  }
});
