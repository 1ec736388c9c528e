/**
 * Networks and membership, both families.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { isInNetworks, parseNetwork } from "./networks.ts";

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
});

Deno.test("networks: nonsense is no network and in none", () => {
  for (const text of ["", "10.0.0.0/33", "::/129", "10.0.0/8", "host", "10.0.0.0/8/8", "10.0.0.0/-1", "/8"]) {
    assertEquals(parseNetwork(text), null, text);
  }
  assertEquals(within("", "0.0.0.0/0"), false);
  assertEquals(within("10.0.0.1"), false);
});
