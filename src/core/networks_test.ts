/**
 * Networks, ranges and membership, both families.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { ipText, parseIp } from "./ip.ts";
import { isInNetworks, isInRange, networkRange, parseNetwork, parseRange, rangeText } from "./networks.ts";

const within = (address: string, ...networks: string[]): boolean =>
  isInNetworks(address, networks.map((text) => parseNetwork(text)!));

Deno.test("networks: an address is inside when its leading bits agree", () => {
  assertEquals(within("10.255.0.1", "10.0.0.0/8"), true);
  assertEquals(within("11.0.0.1", "10.0.0.0/8"), false);
  assertEquals(within("172.31.255.255", "172.16.0.0/12"), true);
  assertEquals(within("172.32.0.0", "172.16.0.0/12"), false);
  assertEquals(within("192.0.2.7", "192.0.2.7"), true);
  assertEquals(within("192.0.2.8", "192.0.2.7"), false);
  assertEquals(within("203.0.113.9", "0.0.0.0/0"), true);
});

Deno.test("networks: IPv6 and IPv4 never meet, but a mapped address is IPv4", () => {
  assertEquals(within("2001:db8:ffff::1", "2001:db8::/32"), true);
  assertEquals(within("2001:db9::1", "2001:db8::/32"), false);
  assertEquals(within("fe80::1", "0.0.0.0/0"), false);
  assertEquals(within("10.0.0.1", "::/0"), false);
  assertEquals(within("::ffff:10.0.0.1", "10.0.0.0/8"), true);
  assertEquals(within("10.9.9.9", "::ffff:10.0.0.0/104"), true);
  assertEquals(within("11.0.0.1", "::ffff:10.0.0.0/104"), false);
});

Deno.test("networks: nonsense is no network and in none", () => {
  const texts = ["", "10.0.0.0/33", "::/129", "10.0.0/8", "host", "10.0.0.0/8/8", "10.0.0.0/-1", "/8"];
  for (const text of [...texts, "::ffff:10.0.0.0/24"]) assertEquals(parseNetwork(text), null, text);
  assertEquals(within("", "0.0.0.0/0"), false);
  assertEquals(within("10.0.0.1"), false);
});

Deno.test("networks: first and last address of a network", () => {
  const around = (text: string, prefix: number) => {
    const { from, to } = networkRange({ bytes: parseIp(text)!.bytes, prefix });
    return [ipText(from), ipText(to)];
  };
  assertEquals(around("8.8.8.8", 24), ["8.8.8.0", "8.8.8.255"]);
  assertEquals(around("172.20.1.1", 12), ["172.16.0.0", "172.31.255.255"]);
  assertEquals(around("1.2.3.4", 32), ["1.2.3.4", "1.2.3.4"]);
  assertEquals(around("1.2.3.4", 0), ["0.0.0.0", "255.255.255.255"]);
  assertEquals(around("2001:db8::1", 33), ["2001:db8::", "2001:db8:7fff:ffff:ffff:ffff:ffff:ffff"]);
});

Deno.test("networks: ranges by prefix length, by both ends, of one address, of both families", () => {
  const ranges: [string, string][] = [
    ["10.0.0.7", "10.0.0.7-10.0.0.7"],
    ["10.0.0.7/24", "10.0.0.0-10.0.0.255"],
    ["10.0.0.7/32", "10.0.0.7-10.0.0.7"],
    ["200.1.2.3/0", "0.0.0.0-255.255.255.255"],
    ["255.255.255.255/1", "128.0.0.0-255.255.255.255"],
    ["10.0.0.7-10.0.1.3", "10.0.0.7-10.0.1.3"],
    ["10.0.0.7..10.0.1.3", "10.0.0.7-10.0.1.3"],
    [" 10.0.0.7 - 10.0.0.7 ", "10.0.0.7-10.0.0.7"],
    ["2001:DB8::/32", "2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"],
    ["2001:db8::5", "2001:db8::5-2001:db8::5"],
    ["2001:db8::5-2001:db8::0a", "2001:db8::5-2001:db8::a"],
    ["2001:db8::5..2001:db8:0:0::a", "2001:db8::5-2001:db8::a"],
    ["::/0", "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
    ["::ffff:10.0.0.0/120", "10.0.0.0-10.0.0.255"],
    ["::ffff:10.0.0.0-10.0.0.9", "10.0.0.0-10.0.0.9"],
  ];
  for (const [text, wanted] of ranges) {
    const range = parseRange(text)!;
    assertEquals([text, rangeText(range)], [text, wanted]);
    assertEquals(parseRange(rangeText(range)), range);
  }
});

Deno.test("networks: backward, mixed and broken ranges are refused", () => {
  const broken = [
    "10.0.0.7-10.0.0.6",
    "10.0.0.7/33",
    "10.0.0.7/",
    "10.0.0",
    "10.0.0.7-",
    "-10.0.0.7",
    "x",
    "",
  ];
  const six = ["::2-::1", "::1-10.0.0.1", "::/129", "2001:db8::-", "::1-::2-::3", "::1...::2", "::1-::2/64"];
  for (const text of [...broken, ...six]) assertEquals([text, parseRange(text)], [text, null]);
});

Deno.test("networks: a range holds its ends and what lies between, of its own family", () => {
  const holds = (range: string, address: string) => isInRange(parseRange(range)!, parseIp(address)!.bytes);
  const inside = ["10.0.0.255", "10.0.1.0", "10.0.1.9"];
  for (const address of inside) assertEquals(holds("10.0.0.255-10.0.1.9", address), true, address);
  for (const address of ["10.0.0.254", "10.0.1.10", "::1", "::a00:100"]) {
    assertEquals(holds("10.0.0.255-10.0.1.9", address), false, address);
  }
  assertEquals(holds("2001:db8::/33", "2001:db8:7fff::1"), true);
  assertEquals(holds("2001:db8::/33", "2001:db8:8000::"), false);
});
