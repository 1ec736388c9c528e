/**
 * PROXY headers: vectors of both versions, every cut, and what must not pass.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { concatBytes, latin1Bytes } from "../core/bytes.ts";
import { MAX_PROXY_HEADER, parseProxyHeader } from "./proxy_protocol.ts";

const SIGNATURE = latin1Bytes("\r\n\r\n\0\r\nQUIT\n");

/** A version 2 header. */
function v2(command: number, family: number, body: readonly number[], length = body.length): Uint8Array {
  return concatBytes([SIGNATURE, Uint8Array.from([command, family, length >> 8, length & 255, ...body])]);
}

const tlv = (type: number, ...content: number[]): number[] => [
  type,
  content.length >> 8,
  content.length & 255,
  ...content,
];
const text = (of: string): number[] => [...latin1Bytes(of)];

const IP4 = [192, 0, 2, 7, 10, 0, 0, 1, 0xdc, 0x04, 0x10, 0x0f];
const IP6 = [
  ...[0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x07],
  ...new Array<number>(15).fill(0),
  ...[1, 0xdc, 0x04, 0x10, 0x0f],
];
const ssl = (client: number, ...fields: number[]): number[] => tlv(0x20, client, 0, 0, 0, 0, ...fields);

const GOOD: readonly [string, Uint8Array, { ip: string; port: number } | null, string][] = [
  [
    "v1 IPv4",
    latin1Bytes("PROXY TCP4 192.0.2.7 10.0.0.1 56324 4111\r\n"),
    { ip: "192.0.2.7", port: 56324 },
    "",
  ],
  [
    "v1 IPv6",
    latin1Bytes("PROXY TCP6 2001:DB8::7 ::1 65535 0\r\n"),
    { ip: "2001:db8::7", port: 65535 },
    "",
  ],
  [
    "v1 mapped address",
    latin1Bytes("PROXY TCP6 ::ffff:192.0.2.7 ::1 1 2\r\n"),
    { ip: "192.0.2.7", port: 1 },
    "",
  ],
  [
    "v1 mapped address in groups",
    latin1Bytes("PROXY TCP6 0:0:0:0:0:FFFF:c000:0207 ::1 1 2\r\n"),
    { ip: "192.0.2.7", port: 1 },
    "",
  ],
  [
    "v1 IPv6 written out",
    latin1Bytes("PROXY TCP6 2001:DB8:0:0:0:0:0:0007 ::1 1 2\r\n"),
    { ip: "2001:db8::7", port: 1 },
    "",
  ],
  ["v1 unknown", latin1Bytes("PROXY UNKNOWN\r\n"), null, ""],
  ["v1 unknown with words", latin1Bytes("PROXY UNKNOWN ffff::1 ffff::2 x y\r\n"), null, ""],
  ["v2 IPv4", v2(0x21, 0x11, IP4), { ip: "192.0.2.7", port: 56324 }, ""],
  ["v2 IPv6", v2(0x21, 0x21, IP6), { ip: "2001:db8::7", port: 56324 }, ""],
  ["v2 local", v2(0x20, 0x00, []), null, ""],
  ["v2 local with a body", v2(0x20, 0x11, IP4), null, ""],
  ["v2 unspecified", v2(0x21, 0x00, [1, 2, 3]), null, ""],
  ["v2 unix socket", v2(0x21, 0x31, new Array<number>(216).fill(0)), null, ""],
  [
    "v2 with TLS 1.3",
    v2(0x21, 0x11, [...IP4, ...tlv(0x04, 1, 2, 3), ...ssl(1, ...tlv(0x21, ...text("TLSv1.3")))]),
    { ip: "192.0.2.7", port: 56324 },
    "1.3",
  ],
  ["v2 with TLS 1.0", v2(0x21, 0x11, [...IP4, ...ssl(1, ...tlv(0x21, ...text("TLSv1")))]), {
    ip: "192.0.2.7",
    port: 56324,
  }, "1.0"],
  ["v2 with TLS of an untold version", v2(0x21, 0x11, [...IP4, ...ssl(1)]), {
    ip: "192.0.2.7",
    port: 56324,
  }, "1.2"],
  ["v2 whose client did not use TLS", v2(0x21, 0x11, [...IP4, ...ssl(0)]), {
    ip: "192.0.2.7",
    port: 56324,
  }, ""],
  ["v2 with a broken field", v2(0x21, 0x11, [...IP4, 0x20, 0xff, 0xff, 1]), {
    ip: "192.0.2.7",
    port: 56324,
  }, ""],
];

for (const [name, header, source, tls] of GOOD) {
  Deno.test(`proxy: ${name} is read, whatever follows and wherever it is cut`, () => {
    const followed = concatBytes([header, latin1Bytes("$Key x|PROXY ")]);
    for (const bytes of [header, followed]) {
      assertEquals(parseProxyHeader(bytes), { length: header.length, source, tls });
    }
    for (let cut = 0; cut < header.length; cut++) {
      assertEquals(parseProxyHeader(header.subarray(0, cut)), "more", `cut at ${cut}`);
    }
  });
}

const BAD: readonly [string, Uint8Array][] = [
  ["another protocol", latin1Bytes("$Key x|")],
  ["a TLS hello", Uint8Array.from([0x16, 3, 1])],
  ["lower case", latin1Bytes("proxy TCP4 1.2.3.4 1.2.3.4 1 1\r\n")],
  ["a wrong family", latin1Bytes("PROXY UDP4 1.2.3.4 1.2.3.4 1 1\r\n")],
  ["an address of the other family", latin1Bytes("PROXY TCP4 ::1 ::1 1 1\r\n")],
  ["half an address", latin1Bytes("PROXY TCP4 1.2.3 1.2.3.4 1 1\r\n")],
  ["a port too large", latin1Bytes("PROXY TCP4 1.2.3.4 1.2.3.4 65536 1\r\n")],
  ["a signed port", latin1Bytes("PROXY TCP4 1.2.3.4 1.2.3.4 -1 1\r\n")],
  ["a padded port", latin1Bytes("PROXY TCP4 1.2.3.4 1.2.3.4 01 1\r\n")],
  ["a missing port", latin1Bytes("PROXY TCP4 1.2.3.4 1.2.3.4 1\r\n")],
  ["two spaces", latin1Bytes("PROXY TCP4  1.2.3.4 1.2.3.4 1 1\r\n")],
  ["a bare line feed", latin1Bytes("PROXY TCP4 1.2.3.4 1.2.3.4 1 1\n")],
  ["a line without end", latin1Bytes(`PROXY TCP4 ${"1".repeat(100)}`)],
  ["a long line", latin1Bytes(`PROXY UNKNOWN ${"x".repeat(100)}\r\n`)],
  ["a wrong signature", concatBytes([SIGNATURE.subarray(0, 11), Uint8Array.of(0x0b)])],
  ["version 1 in a version 2 header", v2(0x11, 0x11, IP4)],
  ["an unknown command", v2(0x22, 0x11, IP4)],
  ["a datagram", v2(0x21, 0x12, IP4)],
  ["an unknown family", v2(0x21, 0x41, IP4)],
  ["too short a body", v2(0x21, 0x11, IP4.slice(0, 11))],
  ["too short an IPv6 body", v2(0x21, 0x21, IP6.slice(0, 35))],
  ["a header over the bound, before it has come", v2(0x21, 0x11, IP4, MAX_PROXY_HEADER)],
];

for (const [name, bytes] of BAD) {
  Deno.test(`proxy: ${name} is refused`, () => assertEquals(parseProxyHeader(bytes), null));
}

Deno.test("proxy: any bytes are read, refused or bounded, and never throw", () => {
  const chunk = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.uint8Array({ maxLength: 200 }).map((tail) => concatBytes([SIGNATURE, tail])),
    fc.uint8Array({ maxLength: 200 }).map((tail) =>
      concatBytes([SIGNATURE, Uint8Array.of(0x21, 0x11), tail])
    ),
    fc.string({ maxLength: 120 }).map((tail) => latin1Bytes(`PROXY TCP4 ${tail}\r\n`)),
    fc.tuple(fc.constantFrom(...GOOD), fc.nat(), fc.integer({ min: 0, max: 255 })).map(
      ([[, good], at, byte]) => {
        const mutated = good.slice();
        mutated[at % mutated.length] = byte;
        return mutated;
      },
    ),
  );
  fc.assert(
    fc.property(chunk, (bytes) => {
      const result = parseProxyHeader(bytes);
      if (result === null) return;
      if (result === "more") return assert(bytes.length < MAX_PROXY_HEADER);
      assert(result.length <= bytes.length);
      assertEquals(parseProxyHeader(bytes.subarray(0, result.length)), result);
      if (result.source !== null) assert(/^[0-9a-f.:]{2,39}$/.test(result.source.ip));
    }),
    { numRuns: 20_000 },
  );
});
