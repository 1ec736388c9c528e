/**
 * A whole hub behind TLS, a PROXY header or both: who users are, what they are told, what scripts and the operator
 * see of it.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { connect } from "node:tls";
import { keyprintOf, selfSigned } from "../../src/net/certificate.ts";
import { type Clock, systemClock } from "../../src/core/clock.ts";
import { LOOK_EVERY_MS } from "../../src/net/tls_identity.ts";
import { connectClient, type ConnectOptions } from "../support/client.ts";
import { startTestHub } from "../support/hub.ts";
import { until } from "../support/until.ts";

/** Nobody is taken for a plain client because the machine is busy: plain ones begin with an empty message. */
const tls = { detectMs: 60_000, handshakeMs: 60_000 };
const plainly = { first: "|" };
const both = { listen: [{ host: "127.0.0.1", port: 0, tls: "detect" }], tls };

/** Some containers have none. */
const hasIpv6 = (() => {
  try {
    Deno.listen({ hostname: "::1", port: 0 }).close();
    return true;
  } catch {
    return false;
  }
})();
const ipv6Test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name: `${name} (skipped where there is no IPv6)`, ignore: !hasIpv6, fn });

/** Connects and returns the keyprint of the certificate that is shown. */
function shownKeyprint(port: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false }, () => {
    resolve(keyprintOf(new Uint8Array(socket.getPeerCertificate().raw)));
    socket.destroy();
  });
  socket.on("error", reject);
  return promise;
}

Deno.test("tls: encrypted and plain users share one port and one chat", async () => {
  await using test = await startTestHub({ config: both, settings: { send_user_info: true } });
  const anna = await connectClient({ port: test.port, tls: true });
  await anna.login({ nick: "anna" });
  assertMatch(await anna.expect(/^<\S+> Your information/), /Encrypted: 1\.3/);
  using bob = await connectClient({ port: test.port, from: "127.0.0.2", ...plainly });
  await bob.login({ nick: "bob" });
  assertMatch(await bob.expect(/^<\S+> Your information/), /Encrypted: no/);
  anna.send("<anna> hello from inside|");
  await bob.expect("<anna> hello from inside");
  bob.send("<bob> hello from outside|");
  await anna.expect("<bob> hello from outside");
  anna.close();
  await bob.expect("$Quit anna");
});

Deno.test("tls: the hub shows the certificate whose keyprint it tells; without TLS it makes none", async () => {
  await using test = await startTestHub({ config: both });
  assertEquals(await shownKeyprint(test.port), test.hub.keyprint);
  assertStringIncludes(await Deno.readTextFile(join(test.data, "tls.pem")), "BEGIN CERTIFICATE");
  await using plain = await startTestHub();
  assertEquals(plain.hub.keyprint, null);
  const files = await Array.fromAsync(Deno.readDir(plain.data));
  assertEquals(files.some(({ name }) => name === "tls.pem"), false);
});

Deno.test("tls: new files are shown to newcomers, and nobody is disconnected for them", async () => {
  const folder = await Deno.makeTempDir();
  const files = { cert: join(folder, "c.pem"), key: join(folder, "k.pem") };
  const write = async (host: string) => {
    const { cert, key } = selfSigned(host, Date.now());
    await Deno.writeTextFile(files.cert, cert);
    await Deno.writeTextFile(files.key, key);
  };
  await write("first");
  const real = systemClock();
  // Looks at the files every few milliseconds; everything else keeps its time.
  const clock: Clock = { ...real, every: (ms, fn) => real.every(ms === LOOK_EVERY_MS ? 5 : ms, fn) };
  {
    await using test = await startTestHub({ config: { ...both, tls: { ...tls, ...files } }, clock });
    const { port, hub } = test;
    const before = hub.keyprint;
    using anna = await connectClient({ port, tls: true });
    await anna.login({ nick: "anna" });
    await write("second");
    await until(() => hub.keyprint !== before, "the new certificate");
    assertEquals(await shownKeyprint(port), hub.keyprint);
    anna.send("<anna> still here|");
    await anna.expect("<anna> still here");
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("tls: in tls_only_mode a plain user is told where to go, an encrypted one gets in", async () => {
  const settings = { tls_only_mode: true, hub_host: "hub.example:411" };
  await using test = await startTestHub({ config: both, settings });
  using plain = await connectClient({ port: test.port, ...plainly });
  assertMatch(await plain.expect(/^<\S+> /), /encrypted connections only: nmdcs:\/\/hub\.example:411/);
  await plain.expect("$ForceMove nmdcs://hub.example:411");
  await plain.closed;
  using anna = await connectClient({ port: test.port, tls: true });
  await anna.login({ nick: "anna" });
  test.hub.store.settings.set("not_tls_redirect", "nmdcs://other.example");
  using second = await connectClient({ port: test.port, ...plainly });
  await second.expect("$ForceMove nmdcs://other.example");
});

Deno.test("tls: scripts see version and real address of a link, behind a proxy too", async () => {
  const source = fromFileUrl(new URL("../scripts/host/tls_teller.ts", import.meta.url));
  await using test = await startTestHub({
    config: { ...both, proxy: ["127.0.0.9"] },
    scripts: [{ source }],
  });
  const facts = async (options: Partial<ConnectOptions>) => {
    using client = await connectClient({ port: test.port, ...options });
    await client.login({ nick: "anna" });
    const line = await client.expect(/^<\S+> tls=/);
    client.close();
    await until(() => test.hub.metrics.read("hub_users") === 0, "anna has left");
    return line.replace(/^<\S+> /, "");
  };
  const first = "PROXY TCP6 2001:db8::7 ::1 1 2\r\n";
  assertEquals(await facts({ tls: true }), "tls=1.3 secure=true ip=127.0.0.1");
  assertEquals(await facts(plainly), "tls=null secure=false ip=127.0.0.1");
  assertEquals(await facts({ tls: true, from: "127.0.0.9", first }), "tls=1.3 secure=true ip=2001:db8::7");
});

Deno.test("proxy: the address in the header is the user's everywhere: lists, requests, bans", async () => {
  const config = { ...both, proxy: ["127.0.0.9"] };
  await using test = await startTestHub({
    config,
    settings: { send_user_ip: true },
    accounts: [{ nick: "Op", class: 3, password: "secret" }],
  });
  const first = "PROXY TCP4 192.0.2.7 10.0.0.1 5000 411\r\n";
  using anna = await connectClient({ port: test.port, from: "127.0.0.9", tls: true, first });
  await anna.login({ nick: "anna" });
  await anna.expect("$UserIP anna 192.0.2.7$$");
  using bob = await connectClient({ port: test.port, from: "127.0.0.2", ...plainly });
  await bob.login({ nick: "bob" });
  anna.send("$ConnectToMe bob 10.9.9.9:4000|");
  await bob.expect("$ConnectToMe bob 192.0.2.7:4000");
  using op = await test.login("Op", { password: "secret" });
  op.send("<Op> !kick anna enough|");
  await anna.closed;
  using again = await connectClient({ port: test.port, from: "127.0.0.9", first });
  again.send("$Supports NoHello|$ValidateNick other|");
  await again.closed;
  assert(again.frames.some((frame) => /ban/i.test(frame)), again.frames.join("\n"));
});

ipv6Test(
  "listen: IPv4 and IPv6 users of one dual-stack address meet, each with the plain address",
  async () => {
    await using test = await startTestHub({
      config: { listen: [{ host: "::", port: 0 }] },
      settings: { send_user_ip: true },
      accounts: [{ nick: "Op", class: 3, password: "secret" }],
    });
    using op = await connectClient({ port: test.port });
    await op.login({ nick: "Op", password: "secret", supports: "NoHello NoGetINFO UserIP2" });
    await op.expect("$UserIP Op 127.0.0.1$$");
    using six = await connectClient({ port: test.port, host: "::1", from: "::1" });
    await six.login({ nick: "six" });
    await op.expect("$UserIP six ::1$$");
    six.send("$ConnectToMe Op [::1]:4000|<six> over six|");
    await op.expect("<six> over six");
  },
);

ipv6Test("listen: scripts and pingers read an IPv6 address with brackets", async () => {
  await using test = await startTestHub({ config: { listen: [{ host: "::1", port: 0 }] } });
  assertEquals(test.hub.port.address, "[::1]:0");
});
