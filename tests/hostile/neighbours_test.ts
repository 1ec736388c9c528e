/**
 * Ten scripts in one hub, one of which dies again and again: the other nine answer all the time, and nothing of the
 * dead ones stays behind.
 *
 * @module
 */
import { assert, assertMatch } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { until } from "../support/until.ts";
import { p95, startSiege } from "./siege.ts";

const path = (file: string) => fromFileUrl(new URL(`../scripts/${file}.ts`, import.meta.url));
const NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const DEATHS = 3;

Deno.test("neighbours: a script that dies again and again costs the other nine nothing", async () => {
  const neighbours = NUMBERS.map((number) => ({
    source: path("siege/neighbour"),
    name: `neighbour${number}`,
    options: { number },
  }));
  const loop = {
    source: path("hostile/busy_loop_in_hook"),
    name: "loop",
    limits: { hookMs: 200, memoryMb: 32 },
  };
  await using siege = await startSiege([], [...neighbours, loop]);
  const { hub, boss } = siege;
  const villain = await siege.login("another_villain");
  const asker = await siege.login("asker");
  const runs = (times: number) => hub.output.split('Script "loop" runs').length - 1 >= times;
  const reports = () => boss.frames.filter((frame) => frame.includes('Script "loop" was stopped'));
  const waits: number[] = [];

  for (let death = 1; death <= DEATHS; death++) {
    await until(() => runs(death), "the loop runs again", 10_000);
    const before = hub.size();
    villain.send(`<another_villain> evil ${death}|`);
    // Round after round until the script is dead and, but for the last time, being started again.
    for (let round = 0; round < 5 || reports().length < death; round++) {
      for (const number of NUMBERS) {
        const start = performance.now();
        asker.send(`<asker> !who ${number}|`);
        await asker.expect(`<Hubcap> I am ${number}`);
        waits.push(performance.now() - start);
      }
    }
    await villain.expect(`<another_villain> evil ${death}`);
    const report = reports()[death - 1]!;
    assertMatch(report, /OnParsedMsgChat ran longer than 200 ms/);
    assert(report.endsWith(`It starts again in ${2 ** (death - 1)} s.`), report);
    if (!before) continue;
    await until(() => hub.size()!.threads <= before.threads, "the dead threads are gone");
    assert(hub.size()!.rssMb <= before.rssMb + 60, `${before.rssMb} MiB became ${hub.size()!.rssMb} MiB`);
  }
  waits.sort((a, b) => a - b);
  assert(p95(waits) <= 100, `p95 ${p95(waits)} ms`);
  assert(waits.at(-1)! <= 250, `worst ${waits.at(-1)} ms`);
  assert(hub.alive);
});
