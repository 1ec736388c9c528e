/**
 * Addresses and ranges as people write them.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { ipv4Number, ipv4Text, isAddress, parseRange, rangeText } from "./ip.ts";

Deno.test("ip: numbers and texts of IPv4 addresses are each other's inverse", () => {
  for (const text of ["0.0.0.0", "10.1.2.3", "127.0.0.1", "255.255.255.255"]) {
    assertEquals(ipv4Text(ipv4Number(text)!), text);
  }
  assertEquals(ipv4Number("1.2.3.4"), 0x01020304);
});

Deno.test("ip: what is no address is none", () => {
  for (
    const text of ["", "1.2.3", "1.2.3.256", "1.2.3.4.5", "01.2.3.4 ", "a.b.c.d", "-1.2.3.4", "1e1.0.0.0"]
  ) {
    assertEquals([text, ipv4Number(text), isAddress(text)], [text, null, false]);
  }
  assertEquals([isAddress("::1"), isAddress("2001:db8::5"), ipv4Number("::1")], [true, true, null]);
});

Deno.test("ip: ranges by prefix length, by both ends, of one address", () => {
  const ranges: [string, string][] = [
    ["10.0.0.7", "10.0.0.7-10.0.0.7"],
    ["10.0.0.7/24", "10.0.0.0-10.0.0.255"],
    ["10.0.0.7/32", "10.0.0.7-10.0.0.7"],
    ["200.1.2.3/0", "0.0.0.0-255.255.255.255"],
    ["255.255.255.255/1", "128.0.0.0-255.255.255.255"],
    ["10.0.0.7-10.0.1.3", "10.0.0.7-10.0.1.3"],
    ["10.0.0.7..10.0.1.3", "10.0.0.7-10.0.1.3"],
    [" 10.0.0.7 - 10.0.0.7 ", "10.0.0.7-10.0.0.7"],
  ];
  for (const [text, wanted] of ranges) assertEquals([text, rangeText(parseRange(text)!)], [text, wanted]);
});

Deno.test("ip: backward, broken and IPv6 ranges are refused", () => {
  const broken = ["10.0.0.7-10.0.0.6", "10.0.0.7/33", "10.0.0.7/", "10.0.0", "10.0.0.7-", "::1/64", "x"];
  for (const text of broken) assertEquals([text, parseRange(text)], [text, null]);
});
