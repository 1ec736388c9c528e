/**
 * Connect requests: every port field of the corpus, addresses, round trips.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { latin1Bytes, latin1Text } from "../core/bytes.ts";
import ports from "../../tests/corpus/nmdc/ports.json" with { type: "json" };
import {
  formatConnectToMe,
  formatRevConnectToMe,
  parseConnectToMe,
  parsePortField,
  parseRevConnectToMe,
  relayPortField,
} from "./connect.ts";

const relay = (field: string, bothNat: boolean, tlsCompatible: boolean) => {
  const parsed = parsePortField(latin1Bytes(field));
  const relayed = parsed && relayPortField(parsed, { bothNat, tlsCompatible });
  return relayed && latin1Text(relayed);
};

Deno.test("connect: every port field of the corpus is relayed as it says", () => {
  for (const { field, bothNat, tlsCompatible, relayed } of ports) {
    assertEquals(relay(field, bothNat, tlsCompatible), relayed, JSON.stringify(field));
  }
});

Deno.test("connect: without NAT on both sides a TLS suffix stays", () => {
  assertEquals(relay("412NS peter", false, true), "412S");
  assertEquals(relay("412RS", false, true), "412S");
});

Deno.test("connect: the nick behind a suffix is handed out, so that the hub can compare it", () => {
  assertEquals(latin1Text(parsePortField(latin1Bytes("412N pe ter"))!.nick), "pe ter");
  assertEquals(parsePortField(latin1Bytes("412N"))!.nick.length, 0);
});

Deno.test("connect: an unknown or wrongly ordered suffix is none", () => {
  for (const field of ["412SN", "412X", "412SS", "412 S", "412n"]) {
    assertEquals(relay(field, true, true), "412", field);
  }
});

Deno.test("connect: an IPv6 literal is read and written in brackets", () => {
  const request = parseConnectToMe(latin1Bytes("$ConnectToMe john [2001:db8::1]:412S"))!;
  assertEquals(latin1Text(request.ip), "2001:db8::1");
  assertEquals(latin1Text(request.port), "412S");
  const frame = formatConnectToMe(request.to, "2001:db8::1", request.port);
  assertEquals(latin1Text(frame), "$ConnectToMe john [2001:db8::1]:412S");
  for (const broken of ["[::1", "[::1]", "[::1]412", "[::1:412"]) {
    assertEquals(parseConnectToMe(latin1Bytes(`$ConnectToMe john ${broken}`)), null, broken);
  }
});

Deno.test("connect: a relayed field reads back as itself", () => {
  const field = fc.record({
    port: fc.integer({ min: 1, max: 65_535 }),
    tls: fc.boolean(),
    nat: fc.constantFrom<"" | "N" | "R">("", "N", "R"),
  });
  fc.assert(fc.property(field, (parts) => {
    const nick = latin1Bytes(parts.nat === "N" ? "me" : "");
    const wire = relayPortField({ ...parts, nick }, { bothNat: true, tlsCompatible: true })!;
    assertEquals(parsePortField(wire), { ...parts, nick });
  }));
});

Deno.test("connect: requests read back as they were built", () => {
  const nick = fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) =>
    bytes.filter((byte) => byte > 0x24)
  );
  fc.assert(fc.property(nick, nick, fc.ipV4(), fc.integer({ min: 1, max: 65_535 }), (a, b, ip, port) => {
    const request = parseConnectToMe(formatConnectToMe(a, ip, latin1Bytes(String(port))))!;
    assertEquals([latin1Text(request.ip), latin1Text(request.port)], [ip, String(port)]);
    assertEquals(request.to, a);
    assertEquals(parseRevConnectToMe(formatRevConnectToMe(a, b)), { nick: a, to: b });
  }));
});
