/**
 * Search results: what is relayed, and round trips.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { latin1Bytes, latin1Text } from "../core/bytes.ts";
import { asNick } from "./_testing.ts";
import { formatSR, parseSR } from "./sr.ts";

const nickBytes = fc.uint8Array({ minLength: 1, maxLength: 24 }).map(asNick);

Deno.test("sr: the relayed frame is the result without its receiver", () => {
  const raw = "$SR User1 dir\\file 1.txt\x05437 3/4\x05Testhub (192.168.1.1:411)";
  assertEquals(latin1Text(parseSR(latin1Bytes(`${raw}\x05User2`))!.relay), raw);
});

Deno.test("sr: a result without slots is refused where they belong, not where a slash happens to stand", () => {
  assertEquals(parseSR(latin1Bytes("$SR a dir/x\x05437\x05Hub (1.2.3.4)\x05b")), null);
  assertEquals(parseSR(latin1Bytes("$SR a dir\x05Hub/x (1.2.3.4)\x05b")), null);
});

Deno.test("sr: results read back as they were built", () => {
  const size = fc.nat({ max: Number.MAX_SAFE_INTEGER });
  fc.assert(
    fc.property(nickBytes, nickBytes, nickBytes, size, fc.nat(), fc.nat(), (from, to, path, size, a, b) => {
      const hub = latin1Bytes("TTH:X (1.2.3.4:411)");
      const parts = { from, path, size, freeSlots: a, slots: b, hub };
      const result = parseSR(formatSR({ ...parts, to }))!;
      assertEquals([result.from, result.path, result.to], [from, path, to]);
      assertEquals(result.relay, formatSR(parts));
    }),
  );
});
