/**
 * Memory caps, in a process of their own: the growth of the process is part of what is watched.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { startRig, until } from "../rig.ts";

Deno.test("memory: memory beyond the cap ends the script, whether heap or not", async (t) => {
  await using rig = await startRig(["heap", "buffer", "slowly", "calm"].map((tag) => ({
    source: "host/lab.ts",
    name: tag,
    options: { tag },
    limits: { memoryMb: 32, hookMs: 10_000 },
    restarts: { max: 0, windowSeconds: 60 },
  })));
  const slot = (tag: string) => rig.host.slots.find(({ definition }) => definition.name === tag)!;
  const run = (tag: string, code: string) => rig.chat(`if (tag === "${tag}") { ${code} }`);

  await t.step("the heap", async () => {
    const answer = await run(
      "heap",
      "const kept = []; for (;;) kept.push({ n: kept.length, t: 'x' + kept.length })",
    );
    assertEquals(answer.allow, true);
    assertEquals([slot("heap").state, slot("heap").trouble!.message], [
      "quarantined",
      "It needs more than 32 MiB of heap",
    ]);
  });

  await t.step("buffers of a script that answers, by its own figure", async () => {
    await run(
      "buffer",
      "globalThis.kept = []; for (let i = 0; i < 5; i++) kept.push(new Uint8Array(1 << 24).fill(1))",
    );
    await until(() => slot("buffer").state === "quarantined", "the end");
    assert(
      /holds \d+ MiB outside its heap, over its limit of 32 MiB/.test(slot("buffer").trouble!.message),
    );
  });

  await t.step("buffers of a script that does not answer, by the growth of the process", async () => {
    const answer = await run(
      "slowly",
      "const kept = []; for (;;) { if (kept.length < 30) kept.push(new Uint8Array(1 << 24).fill(1)) }",
    );
    assertEquals(answer.allow, true);
    await until(() => slot("slowly").state === "quarantined", "the end");
    assert(/the hub grew by \d+ MiB while it did not answer/.test(slot("slowly").trouble!.message));
  });

  await t.step("the one beside them lives", async () => {
    assertEquals((await run("calm", "return 0")).allow, false);
  });
});
