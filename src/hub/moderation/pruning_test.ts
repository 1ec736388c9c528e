/**
 * Histories are pruned soon after the start and once a day, a bounded pass a second.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { HistoryAges } from "../../store/types.ts";
import { PASS_ROWS } from "./pruning.ts";
import { hubKit } from "../testing/hub_kit.ts";
import type { MemoryStore } from "../testing/memory_store.ts";

const DAY = 86_400;

Deno.test("pruning: a pass a second until nothing is left, then again a day later", () => {
  const kit = hubKit({ settings: { keep_kicks: 9, keep_audit: 0 } });
  const passes: { ages: HistoryAges; rows: number }[] = [];
  let more = true;
  Object.assign(kit.store, {
    prune: (ages: HistoryAges, _now: number, rows: number) => (passes.push({ ages, rows }), more),
  });
  kit.clock.tick(3000);
  assertEquals(passes.length, 3);
  assertEquals(passes[0], { ages: { bans: 7, unbans: 30, kicks: 9, audit: 0 }, rows: PASS_ROWS });
  more = false;
  kit.clock.tick((DAY - 10) * 1000);
  assertEquals(passes.length, 4);
  kit.clock.tick(20_000);
  assertEquals(passes.length, 5);
});

Deno.test("pruning: a store that fails is left alone for an hour, and the hub goes on", () => {
  const kit = hubKit();
  let passes = 0;
  Object.assign(kit.store, {
    prune() {
      passes++;
      throw new Error("disk full");
    },
  });
  kit.clock.tick(60_000);
  assertEquals(passes, 1);
  kit.clock.tick(3_600_000);
  assertEquals(passes, 2);
  assertEquals(kit.connect().ended, null);
});

Deno.test("pruning: old kicks and bans go while the hub runs, by the ages it is told", () => {
  const kit = hubKit({ settings: { keep_kicks: 2 } });
  const store = kit.store as MemoryStore;
  const now = Math.floor(kit.clock.now() / 1000);
  const kick = { ip: "10.1.1.1", op: "Op", reason: "", drop: false };
  store.bans.recordKick({ ...kick, nick: "old", at: now - 2 * DAY - 10 });
  store.bans.recordKick({ ...kick, nick: "new", at: now });
  const ban = { type: "nick", ip: "", op: "Op", reason: "", noteOp: "", noteUser: "", start: 0 } as const;
  store.bans.add({ ...ban, nick: "over", end: now - 8 * DAY });
  store.bans.add({ ...ban, nick: "ever", end: 0 });
  kit.clock.tick(2000);
  assertEquals([store.kicks.map(({ nick }) => nick), store.banList.map(({ nick }) => nick)], [["new"], [
    "ever",
  ]]);
});
