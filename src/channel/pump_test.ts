/**
 * When the pump polls and when it sleeps, with both ends on this thread.
 * Waits count event-loop turns; nothing sleeps for a time.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { setImmediate } from "node:timers";
import { HostEnd, type HostHandlers } from "./host_end.ts";
import { Pump } from "./pump.ts";
import { ScriptEnd } from "./script_end.ts";

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

async function until(done: () => boolean): Promise<void> {
  for (let turns = 0; !done(); turns++) {
    if (turns > 100_000) throw new Error("Waited in vain");
    await turn();
  }
}

function pair(handlers: Partial<HostHandlers> = {}): { host: HostEnd; script: ScriptEnd } {
  const nothing = () => {};
  const host = new HostEnd({
    decision: nothing,
    pending: nothing,
    cast: nothing,
    call: nothing,
    notice: nothing,
    corrupt: nothing,
    overflow: nothing,
    ...handlers,
  });
  const script = new ScriptEnd(host.memory, {
    event: () => null,
    delta: nothing,
    control: nothing,
    failed: nothing,
  });
  return { host, script };
}

function pump(options: { idleMicros?: number; report?: (error: unknown) => void } = {}): Pump {
  return new Pump({
    report(error) {
      throw error;
    },
    idleMicros: 0,
    ...options,
  });
}

Deno.test("pump: it sleeps when there is nothing to do and the script's bell wakes it", async () => {
  let casts = 0;
  const { host, script } = pair({ cast: () => void casts++ }), p = pump();
  p.add(host);
  for (let round = 1; round <= 20; round++) {
    const sleeps = p.sleeps;
    await until(() => p.sleeps > sleeps);
    const turns = p.turns;
    await turn();
    assertEquals(p.turns, turns, "asleep means no turns");
    script.cast(1, []);
    await until(() => casts === round);
  }
  p.remove(host);
});

Deno.test("pump: an end added while it sleeps is served, a removed one is not", async () => {
  const seen: string[] = [];
  const a = pair({ cast: () => void seen.push("a") }), b = pair({ cast: () => void seen.push("b") });
  const p = pump();
  p.add(a.host);
  await until(() => p.sleeps === 1);
  p.add(b.host);
  b.script.cast(1, []);
  await until(() => seen.length === 1);
  await until(() => p.sleeps === 2);
  p.remove(b.host);
  await turn();
  b.script.cast(1, []);
  a.script.cast(1, []);
  await until(() => seen.length === 2);
  await turn();
  assertEquals(seen, ["b", "a"]);
  p.remove(a.host);
  p.remove(a.host);
});

Deno.test("pump: an end that was removed asleep may come back", async () => {
  let casts = 0;
  const { host, script } = pair({ cast: () => void casts++ }), p = pump();
  p.add(host);
  await until(() => p.sleeps === 1);
  const bell = new Int32Array(host.memory, host.memory.byteLength / 2), rings = bell[64]!;
  p.remove(host);
  assertEquals(bell[64], rings + 1, "a wait that cannot be cancelled is ended, or it would stay for ever");
  p.add(host);
  await until(() => p.sleeps === 2);
  script.cast(1, []);
  await until(() => casts === 1);
  p.remove(host);
});

Deno.test("pump: a handler that throws is reported and the others go on", async () => {
  const reports: unknown[] = [];
  const bad = pair({
    cast() {
      throw new Error("broken handler");
    },
  });
  let casts = 0;
  const good = pair({ cast: () => void casts++ }), p = pump({ report: (error) => void reports.push(error) });
  p.add(bad.host);
  p.add(good.host);
  bad.script.cast(1, []);
  good.script.cast(1, []);
  bad.script.cast(1, []);
  await until(() => reports.length === 2 && casts === 1);
  assertEquals((reports[0] as Error).message, "broken handler");
  p.remove(bad.host);
  p.remove(good.host);
});

Deno.test("pump: a dead end does not keep it awake", async () => {
  const { host, script } = pair(), p = pump();
  p.add(host);
  host.event(1, []);
  script.cast(1, []);
  host.close();
  await until(() => p.sleeps > 0);
  p.remove(host);
});

Deno.test("pump: a hook without an answer does not keep it awake", async () => {
  const { host } = pair(), p = pump();
  p.add(host);
  host.event(1, []);
  p.kick();
  await until(() => p.sleeps > 0);
  assertEquals(host.outstanding, 1);
  p.remove(host);
});

Deno.test("pump: within one turn it polls only while fewer scripts are busy than there are processors", async () => {
  for (const [busy, cores, looks] of [[1, 2, 10], [2, 2, 1], [0, 2, 1], [3, 4, 10]] as const) {
    let now = 0;
    const p = new Pump({
      report: () => {},
      cores,
      turnMicros: 9.5,
      now: () => now++ / 1000,
    });
    const ends = Array.from({ length: Math.max(busy, 1) }, () => pair().host);
    let polls = 0;
    const first = ends[0]!, poll = first.poll.bind(first);
    first.poll = (limit) => {
      polls++;
      return poll(limit);
    };
    ends.forEach((end, i) => i < busy && end.event(1, []));
    for (const end of ends) p.add(end);
    await until(() => p.turns === 1);
    assertEquals(polls, looks, `${busy} of ${cores}`);
    await until(() => p.turns === 2);
    assertEquals(polls, looks + 1, "a turn without work is not followed by one that waits");
    for (const end of ends) p.remove(end);
  }
});

Deno.test("pump: sockets are served while a script keeps it busy", async () => {
  const { host, script } = pair(), p = pump({ idleMicros: 200 });
  p.add(host);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const echo = (async () => {
    const server = await listener.accept();
    await server.readable.pipeTo(server.writable);
  })();
  const client = await Deno.connect({ hostname: "127.0.0.1", port: (listener.addr as Deno.NetAddr).port });
  let trips = 0, stop = false, events = 0;
  const load = () => {
    if (stop) return;
    for (let i = 0; i < 50; i++) host.event(1, ["text"]), events++;
    script.drain();
    p.kick();
    setImmediate(load);
  };
  load();
  const byte = new Uint8Array(1);
  const from = p.turns;
  for (; trips < 50; trips++) {
    await client.write(byte);
    await client.read(byte);
  }
  stop = true;
  client.close();
  await echo;
  listener.close();
  p.remove(host);
  assertEquals(trips, 50);
  assertEquals(events > 50 && p.turns > from, true);
  assertEquals((p.turns - from) / trips < 1000, true, `${(p.turns - from) / trips} turns per round trip`);
});
