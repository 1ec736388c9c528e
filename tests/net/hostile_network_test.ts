/**
 * A whole hub under attack over the network: whoever misbehaves is thrown out, memory stays bounded, and the others
 * go on talking. `HUBCAP_SIEGE_REPORT=1` prints the figures; `tests/bench/siege_network.ts` prints more.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { assert, assertEquals } from "@std/assert";
import { besiege } from "../bench/siege_network.ts";

/** Milliseconds for 99 of 100 lines: generous, because attackers, measuring and other tests share the machine. */
const P99_MS = 3000;
/** Resident MiB of the hub at its worst, about 120 of which it has in peace. */
const MOST_MB = 320;

Deno.test("network: under every attack the hub stays small and quick, and throws the attackers out", async (t) => {
  const { rows, peakMb, errors, code } = await besiege();
  for (const { name, opened, closed, allClosed, p50, p99, rssMb, ms } of rows) {
    await t.step(name, () => {
      if (Deno.env.has("HUBCAP_SIEGE_REPORT")) {
        console.log(
          `${opened} opened, ${closed} closed in ${ms.toFixed()} ms; p50 ${p50.toFixed(1)} ms, ` +
            `p99 ${p99.toFixed(1)} ms; ${rssMb} MiB`,
        );
      }
      if (allClosed) assertEquals(closed, opened, "connections thrown out");
      assert(p99 < P99_MS, `p99 of the others: ${p99} ms`);
    });
  }
  assertEquals([errors, code], ["", 0], "the hub stayed healthy and stopped by itself");
  if (Deno.build.os === "linux") assert(peakMb < MOST_MB, `${peakMb} MiB`);
});
