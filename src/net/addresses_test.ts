/**
 * Address forms.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { limitKey } from "../core/ip.ts";
import { hostPort, plainIp } from "./addresses.ts";

Deno.test("addresses: one client has one text", () => {
  assertEquals(plainIp("10.1.2.3"), "10.1.2.3");
  assertEquals(plainIp("::ffff:10.1.2.3"), "10.1.2.3");
  assertEquals(plainIp("::FFFF:10.1.2.3"), "10.1.2.3");
  assertEquals(plainIp("FE80::1%eth0"), "fe80::1");
  assertEquals(plainIp("2001:DB8::1"), "2001:db8::1");
  assertEquals(plainIp(""), "");
});

Deno.test("addresses: an IPv6 host is bracketed before its port", () => {
  assertEquals(hostPort("0.0.0.0", 411), "0.0.0.0:411");
  assertEquals(hostPort("::1", 411), "[::1]:411");
});

Deno.test("addresses: limits count an IPv6 network of 64 bits as one", () => {
  assertEquals(limitKey("10.1.2.3"), "10.1.2.3");
  assertEquals(limitKey("2001:db8::1"), limitKey("2001:db8:0:0:ffff::2"));
  assertEquals(limitKey("2001:db8::1") === limitKey("2001:db8:0:1::1"), false);
  assertEquals(limitKey("nonsense:"), "nonsense:");
});
