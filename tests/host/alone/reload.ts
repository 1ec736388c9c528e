/**
 * What reloads and stops leave behind, in a process of their own: threads and memory are counted.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { startRig, until } from "../rig.ts";

const threads = () => [...Deno.readDirSync("/proc/self/task")].length;
const MIB = 1024 * 1024;

Deno.test("reload: fifty reloads leave no thread behind, and memory stays where it was", async () => {
  const tags = ["a", "b", "c", "d"];
  await using rig = await startRig(
    tags.map((tag) => ({ source: "host/lab.ts", name: tag, options: { tag } })),
  );
  const round = () => Promise.all(tags.map((tag) => rig.command(`!tsreload ${tag}`)));
  // The first rounds fill the runtime's pools and caches.
  for (let i = 0; i < 3; i++) await round();
  const threadsBefore = threads();
  const memoryBefore = Deno.memoryUsage().rss;
  for (let i = 0; i < 10; i++) await round();
  await until(() => threads() <= threadsBefore, "the threads to end");
  const grown = (Deno.memoryUsage().rss - memoryBefore) / MIB;
  assert(grown < 60, `grew by ${grown.toFixed(1)} MiB`);
  rig.taken();
  await rig.chat("vh.mc(tag)");
  assertEquals(rig.taken(), tags.map((tag) => `mc <Hubcap> ${tag} 0-10`));
  assertEquals(rig.host.slots.map(({ id }) => id).sort(), [53, 54, 55, 56]);
});

Deno.test("reload: the old worker answers until the new one is up", async () => {
  await using rig = await startRig([{ source: "host/lab.ts" }]);
  let answered = 0, blocked = 0;
  let reloading = true;
  const done = rig.command("!tsreload lab").finally(() => reloading = false);
  while (reloading) {
    const { allow } = await rig.chat("return 0");
    answered++;
    if (!allow) blocked++;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await done;
  // Only the moment between the old worker's end and the new script's first line goes unguarded.
  assert(answered > 10 && blocked > answered / 2, `${blocked} of ${answered}`);
});

Deno.test("reload: a stop during the start leaves no worker behind", async () => {
  const rig = await startRig([]);
  const before = threads();
  const loading = rig.command(
    "!tsload " + new URL("../../scripts/host/slow_start.ts", import.meta.url).pathname,
  );
  await until(() => rig.lines.some((line) => line.includes("listening")), "its first line");
  await rig.host.stop(0);
  assertStringIncludes(await loading, "Cannot load");
  await until(() => threads() <= before, "the threads to end");
});
