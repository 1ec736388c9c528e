/**
 * Addresses of hubs.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { type HubAddress, parseHubAddress, sameHub } from "./hub_address.ts";

const CASES: readonly (readonly [text: string, expected: HubAddress])[] = [
  ["example.org", { host: "example.org", port: 411, tls: false }],
  ["Example.ORG:4111", { host: "example.org", port: 4111, tls: false }],
  ["dchub://example.org", { host: "example.org", port: 411, tls: false }],
  ["nmdc://example.org./", { host: "example.org", port: 411, tls: false }],
  ["NMDCS://example.org:5000/", { host: "example.org", port: 5000, tls: true }],
  ["10.0.0.1:65535", { host: "10.0.0.1", port: 65_535, tls: false }],
  ["[2001:db8::1]:411", { host: "2001:db8::1", port: 411, tls: false }],
  ["localhost", { host: "localhost", port: 411, tls: false }],
  ["хаб.рф:412", { host: "хаб.рф", port: 412, tls: false }],
];

Deno.test("hub address: what people write is taken apart", () => {
  for (const [text, expected] of CASES) assertEquals(parseHubAddress(text), expected, text);
});

Deno.test("hub address: the port that is usual elsewhere is for addresses without one", () => {
  assertEquals([parseHubAddress("a.example", 2501)?.port, parseHubAddress("a.example:411", 2501)?.port], [
    2501,
    411,
  ]);
});

Deno.test("hub address: everything else is none", () => {
  const bad = [
    "",
    " ",
    "adc://example.org:411",
    "http://example.org",
    "example.org:0",
    "example.org:65536",
    "example.org:",
    "example.org:41a",
    "exam ple.org",
    "a|b",
    "a$b",
    "a<b>",
    "-a.example",
    "a..b",
    "256.1.1.1",
    "1.2.3",
    "2001:db8::1",
    "[10.0.0.1]",
    "[zz::1]",
    "example.org/path",
    "user@example.org",
    `${"a".repeat(64)}.org`,
    "a.".repeat(150),
    "x".repeat(100_000),
  ];
  for (const text of bad) assertEquals(parseHubAddress(text), null, text.slice(0, 40));
});

Deno.test("hub address: the same machine and port are the same hub, with TLS or without", () => {
  const same = (a: string, b: string) => sameHub(parseHubAddress(a)!, parseHubAddress(b)!);
  assertEquals(same("dchub://Example.org", "nmdcs://example.org:411"), true);
  assertEquals(same("example.org", "example.org:412"), false);
  assertEquals(same("example.org", "www.example.org"), false);
});
