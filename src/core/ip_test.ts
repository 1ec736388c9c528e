/**
 * Addresses: what is one, of which kind, and how it is written.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { compareIp, ipText, ipv4Bytes, ipv4Number, isAddress, parseIp, usualAddress } from "./ip.ts";

Deno.test("ip: kinds of addresses", () => {
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

Deno.test("ip: what is no address is none", () => {
  const texts = [
    ...["", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.256", "1.2.3.4 ", "01.2.3.4", "1.2.3.04", "a.b.c.d"],
    ...[
      "-1.2.3.4",
      "1e1.0.0.0",
      "::1::2",
      "1:2:3:4:5:6:7",
      ":::",
      "1:::2",
      "12345::",
      "g::1",
      "fe80::1%eth0",
    ],
    ...["1:2:3:4:5:6:7:8:9", "::1.2.3.400", "::01.2.3.4", "1".repeat(100), "1:".repeat(5000)],
  ];
  for (const text of texts) {
    assertEquals([text, parseIp(text), isAddress(text), usualAddress(text)], [text, null, false, null]);
  }
});

Deno.test("ip: every way to write an address has one usual form; mapped IPv6 is IPv4", () => {
  const usual = {
    "10.1.2.3": "10.1.2.3",
    "0:0:0:0:0:0:0:1": "::1",
    "2001:DB8:0:0::5": "2001:db8::5",
    "2001:0db8:0000:0000:0000:0000:0000:0005": "2001:db8::5",
    "::ffff:1.2.3.4": "1.2.3.4",
    "::FFFF:102:304": "1.2.3.4",
    "0:0:0:0:0:ffff:1.2.3.4": "1.2.3.4",
    "::1.2.3.4": "::102:304",
  };
  for (const [text, form] of Object.entries(usual)) {
    assertEquals([text, usualAddress(text)], [text, form]);
    assertEquals(usualAddress(form), form);
  }
  assertEquals(ipText(parseIp("::ffff:1.2.3.4")!.bytes), "1.2.3.4");
});

Deno.test("ip: numbers and bytes of IPv4 addresses are each other's inverse", () => {
  for (const text of ["0.0.0.0", "10.1.2.3", "127.0.0.1", "255.255.255.255"]) {
    assertEquals(ipText(ipv4Bytes(ipv4Number(parseIp(text)!.bytes))), text);
  }
  assertEquals(ipv4Number(parseIp("1.2.3.4")!.bytes), 0x01020304);
});

Deno.test("ip: addresses have an order, IPv4 before IPv6", () => {
  const sorted = ["1.2.3.4", "1.2.3.5", "200.0.0.1", "::1", "2001:db8::", "2001:db8::1", "fe80::1"];
  const bytes = sorted.map((text) => parseIp(text)!.bytes);
  assertEquals(bytes.toReversed().toSorted(compareIp).map(ipText), sorted);
  assertEquals(compareIp(bytes[2]!, bytes[2]!.slice()), 0);
});
