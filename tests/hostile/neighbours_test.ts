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
/** How long the script hangs before it is stopped: whoever waits for it waits that long, at each death. */
const HOOK_MS = 600;

Deno.test("neighbours: a script that dies again and again costs the other nine nothing", async () => {
  const neighbours = NUMBERS.map((number) => ({
    source: path("siege/neighbour"),
    name: `neighbour${number}`,
    options: { number },
  }));
  const loop = {
    source: path("hostile/busy_loop_in_hook"),
    name: "loop",
    limits: { hookMs: HOOK_MS, memoryMb: 32 },
  };
  await using siege = await startSiege([], [...neighbours, loop]);
  const { hub, boss } = siege;
  const villain = await siege.login("another_villain");
  const asker = await siege.login("asker");
  const runs = (times: number) => hub.output.split('Script "loop" runs').length - 1 >= times;
  const reports = () => boss.frames.filter((frame) => frame.includes('Script "loop" was stopped'));
  const usual: number[] = [];
  const worst: number[] = [];

  for (let death = 1; death <= DEATHS; death++) {
    await until(() => runs(death), "the loop runs again");
    const before = hub.size();
    villain.send(`<another_villain> evil ${death}|`);
    const waits: number[] = [];
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
    waits.sort((a, b) => a - b);
    usual.push(p95(waits));
    worst.push(waits.at(-1)!);
    const report = reports()[death - 1]!;
    assertMatch(report, new RegExp(`OnParsedMsgChat ran longer than ${HOOK_MS} ms`));
    assert(report.endsWith(`It starts again in ${2 ** (death - 1)} s.`), report);
    if (!before) continue;
    await until(() => hub.size()!.threads <= before.threads, "the dead threads are gone");
    assert(hub.size()!.rssMb <= before.rssMb + 60, `${before.rssMb} MiB became ${hub.size()!.rssMb} MiB`);
  }
  // At one of the deaths at least the machine was busy with nothing else.
  assert(Math.min(...usual) <= 200, `p95 ${usual} ms`);
  assert(Math.min(...worst) <= HOOK_MS - 200, `worst ${worst} ms`);
  assert(hub.alive);
});
