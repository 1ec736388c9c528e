/**
 * Fronts that begin with `$MyIP`, and the lowest TLS version, with real sockets.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { createSecureContext } from "node:tls";
import { latin1Bytes } from "../core/bytes.ts";
import { fakeClock } from "../core/fake_clock.ts";
import { parseNetwork } from "../core/networks.ts";
import { selfSigned } from "./certificate.ts";
import type { NetIntake } from "./listener.ts";
import { parseMyIp } from "./my_ip.ts";
import { startNet } from "./testing/net_kit.ts";
import { until } from "../../tests/support/until.ts";

const CONTEXT = createSecureContext(selfSigned("localhost", Date.now()));
const LOOPBACK = [parseNetwork("127.0.0.0/8")!];
/** A TLS hello, cut off. */
const HELLO = "\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03";

const intake = (more: NetIntake): { intake: NetIntake } => ({
  intake: { secureContext: () => CONTEXT, ...more },
});

Deno.test("$MyIP: any bytes are a message, a wish for more, or refused, never an exception", () => {
  const near = fc.tuple(fc.constantFrom("$MyIP ", "$My", ""), fc.string()).map((parts) => parts.join(""));
  fc.assert(fc.property(near, (text) => {
    const result = parseMyIp(latin1Bytes(text));
    return result === null || result === "more"
      ? text.length < 60 || result === null
      : result.source !== null;
  }));
});

Deno.test("$MyIP: a front tells address and TLS version of its client", async () => {
  using kit = await startNet({ tls: "detect", clock: fakeClock(), ...intake({ fronts: LOOPBACK }) });
  const cases = [
    ["192.0.2.7 1.3", "192.0.2.7", "1.3"],
    ["192.0.2.8 0.0", "192.0.2.8", ""],
    ["2001:DB8:0:0::7 1.2", "2001:db8::7", "1.2"],
    ["::ffff:192.0.2.9 S", "192.0.2.9", "1.0"],
  ] as const;
  for (const [told, ip, tls] of cases) {
    const client = await kit.client();
    client.send(`$MyIP ${told}`);
    client.send("|first|");
    const served = await kit.next();
    await until(() => served.frames.length === 1, "the first frame");
    assertEquals([served.link.ip, served.link.tls, served.frames], [ip, tls, ["first"]]);
  }
});

Deno.test("$MyIP: a listed front with a wrong, missing or late $MyIP is closed, others' is a frame", async () => {
  const clock = fakeClock();
  using kit = await startNet({ clock, ...intake({ fronts: LOOPBACK, handshakeMs: 1000 }) });
  const wrong = ["$Key x|", "$MyIP nonsense 1.2|", "$MyIP 192.0.2.7 9.9|", HELLO, `$MyIP ${"1".repeat(60)}`];
  for (const text of [...wrong, "$MyIP 192.0.2.7|", "$MyIP 192.0.2.7 1.2 x|"]) {
    const client = await kit.client();
    client.send(text);
    client.socket.resume();
    await client.closed;
  }
  const silent = await kit.client();
  silent.socket.resume();
  await until(() => kit.net.pending === 1, "the silent one");
  clock.tick(1000);
  await silent.closed;
  assertEquals([kit.net.open, kit.metrics.read("net_proxy_failures_total")], [0, 8]);

  using other = await startNet(intake({ fronts: [parseNetwork("10.0.0.0/8")!] }));
  const client = await other.client();
  client.send("$MyIP 192.0.2.7 1.3|");
  const served = await other.next();
  await until(() => served.frames.length === 1, "the first frame");
  assertEquals([served.link.ip, served.link.tls], ["127.0.0.1", ""]);
});

Deno.test("intake: a client with an older TLS version than the hub wants is closed", async () => {
  using kit = await startNet({ tls: "on", ...intake({ minTls: "1.3" }) });
  const old = await kit.secureClient({ maxVersion: "TLSv1.2" }).catch(() => null);
  if (old) await old.closed;
  await until(() => kit.metrics.read("net_tls_failures_total") === 1, "a refusal");
  await kit.secureClient();
  const { link } = await kit.next();
  assertEquals(link.tls, "1.3");
});
