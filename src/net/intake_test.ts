/**
 * The way in with real sockets and real TLS clients: plain and TLS on one port, PROXY headers, bounds, and every
 * way a handshake can go wrong.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { createSecureContext } from "node:tls";
import { latin1Bytes } from "../core/bytes.ts";
import { type Clock, systemClock } from "../core/clock.ts";
import { fakeClock } from "../core/fake_clock.ts";
import { parseNetwork } from "../core/networks.ts";
import { selfSigned } from "./certificate.ts";
import type { NetIntake } from "./listener.ts";
import { openClient, startNet, until } from "./testing/net_kit.ts";

const PAIR = selfSigned("localhost", Date.now());
const CONTEXT = createSecureContext(PAIR);
const secureContext = () => CONTEXT;
const LOOPBACK = [parseNetwork("127.0.0.0/8")!];
/** A TLS hello, cut off. */
const HELLO = "\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03";

/** Counts the handshakes that begin: the hub asks for its certificate then. */
function countingContext(): { begun: number; secureContext: () => typeof CONTEXT } {
  const count = { begun: 0, secureContext: () => (count.begun++, CONTEXT) };
  return count;
}

/** Notes how long each timer is for: the one for `ms` is set when the step before it is over. */
function notingClock(clock: Clock): { clock: Clock; timers: number[] } {
  const timers: number[] = [];
  return { timers, clock: { ...clock, after: (ms, fn) => (timers.push(ms), clock.after(ms, fn)) } };
}

const intake = (more: NetIntake = {}): { intake: NetIntake } => ({ intake: { secureContext, ...more } });

Deno.test("intake: TLS clients of both versions are served, and the link tells which", async () => {
  for (const tls of ["on", "detect"] as const) {
    using kit = await startNet({ tls, ...intake() }, (frame, served) => {
      served.link.write(latin1Bytes(`<${frame}>|`));
    });
    for (const version of ["1.2", "1.3"] as const) {
      const client = await kit.secureClient({
        minVersion: `TLSv${version}`,
        maxVersion: `TLSv${version}`,
      });
      const { link, frames } = await kit.next();
      assertEquals([link.tls, link.ip], [version, "127.0.0.1"]);
      client.send("a|b|");
      await client.sees("<a>|<b>|");
      assertEquals(frames, ["a", "b"]);
    }
  }
});

Deno.test("intake: on a port for both a client that speaks is plain at once, a silent one after the wait", async () => {
  const clock = fakeClock();
  using kit = await startNet({ tls: "detect", clock, ...intake({ detectMs: 500 }) });
  const early = await kit.client();
  early.send("$Supports x|more|");
  const first = await kit.next();
  assertEquals(first.link.tls, "");
  await until(() => first.frames.length === 2);
  assertEquals(first.frames, ["$Supports x", "more"]);

  const silent = await kit.client();
  await until(() => kit.net.pending === 1);
  clock.tick(499);
  assertEquals(kit.net.open, 1);
  clock.tick(1);
  const second = await kit.next();
  second.link.write(latin1Bytes("$Lock|"));
  await silent.sees("$Lock|");
  silent.send("late|");
  await until(() => second.frames.length === 1);
  assertEquals([second.frames, kit.net.pending], [["late"], 0]);
});

Deno.test("intake: large amounts pass both ways under TLS, in order, and end() delivers what was queued", async () => {
  let bytes = 0;
  using kit = await startNet({
    tls: "detect",
    ...intake(),
    limits: { maxQueueBytes: 64 << 20, maxLineBytes: 1 << 20 },
  }, (frame) => bytes += frame.length + 1);
  const client = await kit.secureClient();
  const served = await kit.next();
  let expected = "";
  for (let i = 0; i < 300; i++) {
    const line = `${i}:`.padEnd(20_000, "x") + "|";
    expected += line;
    served.link.write(latin1Bytes(line));
  }
  client.send(expected);
  await client.sees("299:");
  await until(() => bytes === expected.length);
  served.link.write(latin1Bytes("last words|"));
  served.link.end(5000);
  await client.sees("last words|");
  assert(client.received() === `${expected}last words|`, "something was lost or out of order");
  assertEquals(await served.closed, "local");
  await client.closed;
});

Deno.test("intake: a TLS client that never reads is dropped at the bound of its queue", async () => {
  using kit = await startNet({ tls: "on", ...intake() });
  const tcp = await Deno.connect({ hostname: "127.0.0.1", port: kit.port });
  // Decrypts only when it is read from, as a client that hangs does.
  const client = await Deno.startTls(tcp, { hostname: "localhost", caCerts: [PAIR.cert] });
  await client.handshake();
  const served = await kit.next();
  const line = new Uint8Array(64 * 1024).fill(0x61);
  line[line.length - 1] = 0x7c;
  let peak = 0;
  for (let i = 0; i < 2000 && served.ends.length === 0; i++) {
    served.link.write(line);
    peak = Math.max(peak, served.link.queued());
    await turns(1);
  }
  assertEquals(await served.closed, "overflow");
  assert(peak > 1 << 19 && peak <= 1 << 20, `${peak} bytes were queued`);
  client.close();
});

Deno.test("intake: bytes that are no TLS end an encrypted connection, and nothing else", async () => {
  using kit = await startNet({ tls: "on", ...intake() });
  // Somebody in the middle who adds bytes of his own.
  const upstream = connect({ port: kit.port, host: "127.0.0.1" });
  upstream.on("error", () => {});
  const middle = createServer((socket) => {
    socket.on("error", () => {}).pipe(upstream).pipe(socket);
  }).listen(0, "127.0.0.1");
  await once(middle, "listening");
  const bad = await kit.secureClient({ port: (middle.address() as AddressInfo).port });
  const served = await kit.next();
  const good = await kit.secureClient();
  const other = await kit.next();
  bad.send("fine|");
  await until(() => served.frames.length === 1);
  upstream.write("\x17\x03\x03\0\x20no record of this connection at all");
  let why: string | undefined;
  void served.closed.then((end) => why = end);
  await until(() => why !== undefined);
  assertEquals(why, "error");
  other.link.write(latin1Bytes("still here|"));
  await good.sees("still here|");
  assertEquals([served.frames, kit.faults, kit.net.open], [["fine"], [], 1]);
  middle.close();
});

Deno.test("intake: a handshake that fails, stops or takes too long costs only itself", async () => {
  const clock = fakeClock();
  const context = countingContext();
  const { secureContext } = context;
  using kit = await startNet({ tls: "detect", clock, ...intake({ secureContext, handshakeMs: 2000 }) });
  const failures = () => kit.metrics.read("net_tls_failures_total");
  const garbage = await kit.client();
  garbage.send("\x16\x03\x01\0\x05\x01\x02\x03\x04\x05\x06\x07");
  garbage.socket.resume();
  await garbage.closed;
  await until(() => failures() === 1);

  const gone = await kit.client();
  gone.send(HELLO);
  await until(() => context.begun === 2);
  gone.socket.resetAndDestroy();
  await until(() => failures() === 2);

  const stuck = await kit.client();
  stuck.send(HELLO);
  stuck.socket.resume();
  await until(() => context.begun === 3);
  clock.tick(2000);
  await stuck.closed;
  assertEquals([failures(), kit.net.pending, kit.net.open, kit.faults], [3, 0, 0, []]);

  const fine = await kit.secureClient();
  (await kit.next()).link.write(latin1Bytes("welcome|"));
  await fine.sees("welcome|");
});

Deno.test("intake: a TLS port takes no plain client, a port without certificate no TLS client", async () => {
  using kit = await startNet({ tls: "on", ...intake() });
  const plain = await kit.client();
  plain.send("$ValidateNick me|");
  plain.socket.resume();
  await plain.closed;
  using bare = await startNet({ tls: "on" });
  await assertRejects(() => bare.secureClient());
  assertEquals([kit.net.open, bare.net.open, bare.metrics.read("net_refused_total")], [0, 0, 1]);
});

Deno.test("intake: no more than the bound are on their way, and a place that is freed is taken again", async () => {
  const clock = fakeClock();
  using kit = await startNet({ tls: "detect", clock, ...intake({ maxPending: 2 }) });
  const waiting = [await kit.client(), await kit.client()];
  await until(() => kit.net.pending === 2);
  const third = await kit.client();
  third.socket.resume();
  await third.closed;
  assertEquals(kit.metrics.read("net_refused_total"), 1);
  waiting[0]!.socket.destroy();
  await until(() => kit.net.pending === 1);
  const fourth = await kit.client();
  fourth.send("hello|");
  await kit.next();
});

Deno.test("intake: one address cannot take all the places; the proxied ones are counted by their own", async () => {
  const fake = fakeClock();
  const { clock, timers } = notingClock(fake);
  const limits = { maxPendingFromIp: 1, proxies: LOOPBACK, detectMs: 50 };
  using kit = await startNet({ tls: "detect", clock, ...intake(limits) });
  /** As many have told their address and got a place. */
  const placed = (count: number) => until(() => timers.filter((ms) => ms === 50).length === count);
  const from = async (ip: string) => {
    const client = await kit.client();
    client.send(`PROXY TCP${ip.includes(":") ? 6 : 4} ${ip} ${ip} 1 2\r\n`);
    client.socket.resume();
    return client;
  };
  await from("192.0.2.1");
  await placed(1);
  await from("2001:db8::1");
  await placed(2);
  await (await from("192.0.2.1")).closed;
  await (await from("2001:db8::ffff:1")).closed;
  assertEquals(kit.metrics.read("net_refused_total"), 2);
  await from("192.0.2.2");
  await placed(3);
  fake.tick(50);
  assertEquals(kit.net.open, 3);
  const ips = [await kit.next(), await kit.next(), await kit.next()].map(({ link }) => link.ip);
  assertEquals(ips, ["192.0.2.1", "2001:db8::1", "192.0.2.2"]);
  await from("192.0.2.1");
  await placed(4);
});

Deno.test("intake: behind a PROXY header the client's address, port and bytes arrive, plain and TLS", async () => {
  using kit = await startNet({ tls: "detect", clock: fakeClock(), ...intake({ proxies: LOOPBACK }) });
  const client = await kit.client();
  client.send("PROXY TCP4 192.0.2.7 10.0.0.1 56324 4111\r");
  client.send("\nfirst|");
  const served = await kit.next();
  await until(() => served.frames.length === 1);
  assertEquals([served.link.ip, served.link.ports?.peer, served.frames], ["192.0.2.7", 56324, ["first"]]);

  const raw = await openClient(kit.port);
  raw.send("PROXY TCP6 2001:db8::7 ::1 1 2\r\n");
  const secure = await kit.secureClient({ socket: raw.socket });
  const { link } = await kit.next();
  assertEquals([link.ip, link.tls], ["2001:db8::7", "1.3"]);
  link.write(latin1Bytes("in|"));
  await secure.sees("in|");
});

Deno.test("intake: a proxy that has ended TLS itself tells so, a health check keeps the proxy's address", async () => {
  using kit = await startNet({ tls: "on", ...intake({ proxies: LOOPBACK }) });
  const sign = "\r\n\r\n\0\r\nQUIT\n";
  const addresses = "\xc0\0\x02\x07\x0a\0\0\x01\x00\x01\x00\x02";
  const told = await kit.client();
  told.send(`${sign}\x21\x11\0\x1e${addresses}\x20\0\x0f\x01\0\0\0\0\x21\0\x07TLSv1.2hello|`);
  const served = await kit.next();
  await until(() => served.frames.length === 1);
  assertEquals([served.link.ip, served.link.tls, served.frames], ["192.0.2.7", "1.2", ["hello"]]);

  using plain = await startNet({ ...intake({ proxies: LOOPBACK }) });
  const check = await plain.client();
  check.send(`${sign}\x20\0\0\0`);
  assertEquals((await plain.next()).link.ip, "127.0.0.1");
});

Deno.test("intake: a listed peer with a wrong, missing or late header is closed", async () => {
  const clock = fakeClock();
  using kit = await startNet({ clock, ...intake({ proxies: LOOPBACK, handshakeMs: 1000 }) });
  for (const text of ["$Key x|", "PROXY TCP4 nonsense\r\n", HELLO, `PROXY ${"x".repeat(200)}`]) {
    const client = await kit.client();
    client.send(text);
    client.socket.resume();
    await client.closed;
  }
  const silent = await kit.client();
  silent.socket.resume();
  await until(() => kit.net.pending === 1);
  clock.tick(1000);
  await silent.closed;
  assertEquals([kit.net.open, kit.metrics.read("net_proxy_failures_total")], [0, 5]);
});

Deno.test("intake: from anybody else a PROXY header is a frame like others", async () => {
  using kit = await startNet(intake({ proxies: [parseNetwork("10.0.0.0/8")!] }));
  const client = await kit.client();
  client.send("PROXY TCP4 192.0.2.7 10.0.0.1 1 2\r\n|");
  const served = await kit.next();
  await until(() => served.frames.length === 1);
  assertEquals([served.link.ip, served.frames[0]], ["127.0.0.1", "PROXY TCP4 192.0.2.7 10.0.0.1 1 2\r\n"]);
});

Deno.test("intake: one that ends its side before it is known is closed, and closing the hub closes all", async () => {
  const context = countingContext();
  const { secureContext } = context;
  using kit = await startNet({ tls: "detect", ...intake({ secureContext }) });
  const half = connect({ port: kit.port, host: "127.0.0.1", allowHalfOpen: true });
  half.resume();
  const closed = new Promise<void>((done) => half.on("close", () => done()));
  half.on("end", () => half.end());
  half.end();
  await closed;
  const waiting = await kit.client();
  waiting.socket.resume();
  const secure = await kit.client();
  secure.send(HELLO);
  secure.socket.resume();
  await until(() => kit.net.pending === 2 && context.begun === 1);
  await kit.net.close();
  await Promise.all([waiting.closed, secure.closed]);
  await until(() => kit.net.pending === 0);
});

Deno.test("intake: any bytes as first bytes end in a connection or a close, never in a fault", async () => {
  using kit = await startNet({
    tls: "detect",
    clock: systemClock(),
    ...intake({ proxies: LOOPBACK, detectMs: 5, handshakeMs: 20 }),
  });
  const heads = ["", "PROXY TCP4 192.0.2.7 10.0.0.1 1 2\r\n", "PROXY ", "\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c"];
  for (let i = 0; i < 120; i++) {
    const tail = crypto.getRandomValues(new Uint8Array(i * 7 % 300));
    if (i % 3 === 0) tail.set([0x16, 3].slice(0, tail.length));
    const client = await kit.client();
    client.socket.write(latin1Bytes(heads[i % heads.length]!));
    client.socket.write(tail);
    if (i % 2 === 0) client.socket.end();
    else await turns(1);
    client.socket.destroy();
  }
  await until(() => kit.net.pending === 0 && kit.net.open === 0);
  assertEquals(kit.faults, []);
});

/** Lets the event loop turn. */
async function turns(count = 5): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((done) => setTimeout(done, 1));
}
