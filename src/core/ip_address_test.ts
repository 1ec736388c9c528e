/**
 * Tests of ip_address.ts.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { ipText, networkOf, parseIp } from "./ip_address.ts";

Deno.test("ip address: kinds of addresses", () => {
  const kinds = {
    "127.0.0.1": "local",
    "127.255.0.9": "local",
    "::1": "local",
    "10.1.2.3": "private",
    "172.16.0.1": "private",
    "172.31.255.255": "private",
    "172.32.0.1": "public",
    "172.15.0.1": "public",
    "192.168.7.7": "private",
    "192.169.0.1": "public",
    "8.8.8.8": "public",
    "::ffff:10.0.0.1": "private",
    "::ffff:808:808": "public",
    "fd00::1": "private",
    "fe80::1": "private",
    "2001:4860:4860::8888": "public",
  };
  for (const [text, kind] of Object.entries(kinds)) assertEquals(parseIp(text)?.kind, kind, text);
});

Deno.test("ip address: what is no address is nothing", () => {
  const texts = [
    "",
    "1.2.3",
    "1.2.3.4.5",
    "256.1.1.1",
    "1.2.3.4 ",
    "a.b.c.d",
    "::1::2",
    "1:2:3:4:5:6:7",
    ":::",
    "1:::2",
  ];
  for (
    const text of [
      ...texts,
      "12345::",
      "g::1",
      "1:2:3:4:5:6:7:8:9",
      "::1.2.3.400",
      "1".repeat(100),
      "1:".repeat(5000),
    ]
  ) {
    assertEquals(parseIp(text), null, text);
  }
});

Deno.test("ip address: networks and their text", () => {
  const around = (text: string, prefix: number) => networkOf(parseIp(text)!.bytes, prefix);
  assertEquals(around("8.8.8.8", 24), ["8.8.8.0", "8.8.8.255"]);
  assertEquals(around("172.20.1.1", 12), ["172.16.0.0", "172.31.255.255"]);
  assertEquals(around("1.2.3.4", 32), ["1.2.3.4", "1.2.3.4"]);
  assertEquals(around("1.2.3.4", 0), ["0.0.0.0", "255.255.255.255"]);
  assertEquals(around("2001:db8::1", 33), ["2001:db8::", "2001:db8:7fff:ffff:ffff:ffff:ffff:ffff"]);
  assertEquals(ipText(parseIp("0:0:0:0:0:0:0:1")!.bytes), "::1");
  assertEquals(ipText(parseIp("::ffff:1.2.3.4")!.bytes), "1.2.3.4");
});
