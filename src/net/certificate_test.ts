/**
 * The certificate made by hand, read back by the runtime and compared with what it was to say.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { keyprintOf, selfSigned } from "./certificate.ts";

const NOW = Date.UTC(2026, 0, 15, 12, 30, 5);

Deno.test("certificate: it names its host, signs itself and is valid for ten years", () => {
  const { cert, key } = selfSigned("hub.example.org", NOW);
  const read = new X509Certificate(cert);
  assertEquals(read.subject, "CN=hub.example.org");
  assertEquals(read.issuer, read.subject);
  assertEquals(read.subjectAltName, "DNS:hub.example.org");
  assert(read.verify(read.publicKey), "the signature is not its own");
  assert(read.checkPrivateKey(createPrivateKey(key)));
  assertEquals(read.validFromDate.getTime(), NOW - 86_400_000);
  assertEquals(read.validToDate.getTime(), NOW + 3650 * 86_400_000);
  assertEquals(read.ca, false);
});

Deno.test("certificate: every one has a key and a serial number of its own", () => {
  const two = [selfSigned("a", NOW), selfSigned("a", NOW)];
  const [first, second] = two.map(({ cert }) => new X509Certificate(cert));
  assert(first!.serialNumber !== second!.serialNumber);
  assert(two[0]!.key !== two[1]!.key);
  for (const { serialNumber } of [first!, second!]) assertMatch(serialNumber, /^[4-7][0-9A-F]{31}$/);
});

Deno.test("certificate: a year from 2050 on is written in full", () => {
  const { cert } = selfSigned("a", Date.UTC(2049, 0, 1));
  assertEquals(new X509Certificate(cert).validToDate.getUTCFullYear(), 2058);
});

Deno.test("certificate: a host that no certificate can hold becomes one that can", () => {
  for (const [host, name] of [["", "localhost"], ["a b\u00e9\n", "ab"], ["x".repeat(300), "x".repeat(64)]]) {
    assertEquals(new X509Certificate(selfSigned(host!, NOW).cert).subject, `CN=${name}`);
  }
});

Deno.test("certificate: the keyprint is the digest in base32", () => {
  // Digest of nothing, e3b0c442…b855, in base32 by RFC 4648.
  assertEquals(
    keyprintOf(new Uint8Array(0)),
    "SHA256/4OYMIQUY7QOBJGX36TEJS35ZEQT24QPEMSNZGTFESWMRW6CSXBKQ",
  );
  assertEquals(keyprintOf(Uint8Array.of(1)).length, "SHA256/".length + 52);
});
