/**
 * Asynchronous work in a script while messages flow: nothing lost, nothing stuck, a clean end. What threads were for
 * in the old plugin.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { startTestHub } from "../support/hub.ts";
import { until } from "../support/until.ts";
import { asks, CALM, fixture } from "./kit.ts";

interface Figures {
  received: number;
  processed: number;
  dropped: number;
  workers: number;
  queued: number;
}

Deno.test("async work: five workers take what the hooks queue, while messages flow", async (t) => {
  await using hub = await startTestHub({
    scripts: [fixture("work_queue")],
    accounts: [{ nick: "boss", class: 5, password: "secret" }],
    settings: CALM,
  });
  const boss = await hub.login("boss", { password: "secret" });
  const alice = await hub.login("alice");
  const figures = async (command = "!queue") => JSON.parse(await asks(boss, "boss", command)) as Figures;

  await t.step("async work: everything received is processed by the five", async () => {
    const before = await figures();
    assertEquals(before.workers, 5);
    for (let i = 0; i < 2000; i++) alice.send(`<alice> line ${i}|`);
    await boss.expect("<alice> line 1999");
    let now = await figures();
    const end = performance.now() + 60_000;
    while (now.queued > 0 && performance.now() < end) now = await figures();
    assert(now.received >= before.received + 2000, JSON.stringify(now));
    assertEquals([now.queued, now.dropped, now.workers], [0, 0, 5]);
    // Each worker may hold one when the figures are taken.
    assert(now.received - now.processed <= 5, JSON.stringify(now));
  });

  await t.step("async work: stopping waits for the last one and starts nothing new", async () => {
    for (let i = 0; i < 100; i++) alice.send(`<alice> late ${i}|`);
    await boss.expect("<alice> late 99");
    const stopped = await figures("!queue stop");
    assertEquals([stopped.workers, stopped.queued, stopped.processed], [0, 0, stopped.received]);
  });

  await t.step("async work: a reload in the middle of it ends clean", async () => {
    boss.send("<boss> !tsreload work_queue|");
    await boss.expect(/^<Hubcap> queue ended at/);
    await until(
      () => hub.hub.slots[0]?.state === "running" && hub.hub.slots[0].id > 1,
      "the new one",
    );
    for (let i = 0; i < 200; i++) alice.send(`<alice> more ${i}|`);
    boss.send("<boss> !tsunload work_queue|");
    await boss.expect(/^<Hubcap> queue ended at 0, 0 workers$/);
    await until(() => hub.hub.slots.every(({ state }) => state !== "running"), "its end");
    await boss.expect("<alice> more 199");
  });
});
