/**
 * The channel between real threads. A lost wake-up shows as a wait that reaches its bound; nothing here sleeps in the
 * hope that something happens meanwhile.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { Value } from "./codec.ts";
import { HostEnd, type HostEndOptions } from "./host_end.ts";
import { Pump, type PumpOptions } from "./pump.ts";

/** Only a defect reaches it: with other programs on the same core a wake-up takes tens of milliseconds. */
const BOUND_MS = 60_000;

interface Stage extends AsyncDisposable {
  readonly end: HostEnd;
  readonly pump: Pump;
  /** Everything the script said: `decision`, `cast`, `call`, `notice`, and what went wrong. */
  readonly seen: [what: string, ...details: unknown[]][];
  /** Waits until `done` holds, looking after every record; fails at the bound. */
  until(what: string, done: () => boolean): Promise<void>;
}

async function startWorker(memory: SharedArrayBuffer): Promise<Worker> {
  const worker = new Worker(new URL("./testdata/stress_worker.ts", import.meta.url), { type: "module" });
  const ready = new Promise((resolve) => worker.onmessage = resolve);
  worker.postMessage(memory);
  await ready;
  return worker;
}

async function stage(
  options: HostEndOptions = {},
  pumpOptions: Partial<PumpOptions> = {},
  answer: (end: HostEnd, id: number, args: Value[]) => void = (end, id, args) => void end.reply(id, args),
): Promise<Stage> {
  const seen: [string, ...unknown[]][] = [];
  let look = () => {};
  const note = (...what: [string, ...unknown[]]) => {
    seen.push(what);
    look();
  };
  const pump = new Pump({ report: (error) => note("threw", error), ...pumpOptions });
  const end: HostEnd = new HostEnd({
    decision: (seq, value) => note("decision", seq, value),
    pending: (seq) => note("pending", seq),
    cast: (fn, args) => note("cast", fn, args),
    call: (id, _fn, args) => answer(end, id, args),
    notice: (op, args) => note("notice", op, args),
    corrupt: (reason) => note("corrupt", reason),
    overflow: (reason) => note("overflow", reason),
  }, options);
  const worker = await startWorker(end.memory);
  pump.add(end);
  return {
    end,
    pump,
    seen,
    until(what, done) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`Waited in vain for ${what}: ${Deno.inspect(seen.at(-1))}`)),
          BOUND_MS,
        );
        look = () => {
          if (!done()) return;
          clearTimeout(timer);
          look = () => {};
          resolve();
        };
        look();
      });
    },
    [Symbol.asyncDispose]() {
      pump.remove(end);
      end.close();
      worker.terminate();
      return Promise.resolve();
    },
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const count = (seen: Stage["seen"], what: string) => seen.filter(([kind]) => kind === what).length;

for (const idleMicros of [20, 200]) {
  Deno.test(`channel: no wake-up is lost in batches of 1, 3 and 10 with gaps, idle spin ${idleMicros} us`, async () => {
    await using s = await stage({}, { idleMicros });
    const start = performance.now();
    let sent = 0, round = 0;
    // A second where the machine is ours, longer where it is not: the rounds are the point.
    const enough = () => performance.now() > start + 1000 && round > 100 && s.pump.sleeps > 5;
    while (!enough() && performance.now() < start + BOUND_MS) {
      const batch = [1, 3, 10][round++ % 3]!;
      for (let i = 0; i < batch; i++) s.end.event(i % 3 === 2 ? 1 : 0, ["nick", ++sent]);
      s.pump.kick();
      await s.until(`decision ${sent}`, () => s.seen.length >= sent);
      if (round % 7 === 0) await pause(round % 3);
    }
    assertEquals(s.seen.map(([, seq]) => seq), Array.from({ length: sent }, (_, i) => i + 1));
    assertEquals(s.seen.every(([, seq, value]) => (value as Value[])[1] === seq), true);
    assertEquals(enough(), true, `${round} rounds, ${s.pump.sleeps} sleeps`);
  });
}

Deno.test("channel: a backlog drains through a small ring while the hub sleeps", async () => {
  await using s = await stage({ ringBytes: 1024 }, { idleMicros: 0 });
  for (let round = 1; round <= 20; round++) {
    for (let i = 0; i < 100; i++) s.end.event(0, ["x".repeat(i)]);
    s.pump.kick();
    await s.until("the backlog", () => s.seen.length >= round * 100);
  }
  assertEquals(s.end.counters.backlogBytes, 0);
});

Deno.test("channel: a call from a timer does not put the worker's loop to sleep for ever", async () => {
  await using s = await stage({}, { idleMicros: 20 });
  for (let round = 1; round <= 40; round++) {
    s.end.event(2, [round]);
    s.pump.kick();
    await s.until("the timer's call", () => count(s.seen, "cast") >= round);
    s.end.event(0, [round]);
    s.pump.kick();
    await s.until("the hook after it", () => count(s.seen, "decision") >= 2 * round);
  }
});

Deno.test("channel: hooks sent while a timer's call waits are answered after it", async () => {
  await using s = await stage({}, {}, (end, id, args) => {
    end.event(0, ["kept"]);
    end.reply(id, args);
  });
  for (let round = 1; round <= 40; round++) {
    s.end.event(2, [round]);
    s.pump.kick();
    await s.until(
      "both decisions",
      () => count(s.seen, "decision") >= 2 * round && count(s.seen, "cast") >= round,
    );
  }
});

Deno.test("channel: a call may be answered much later, and failed", async () => {
  await using s = await stage({}, {}, (end, id, args) => {
    setTimeout(() => {
      if (args[0] === "good") end.reply(id, "late");
      else end.fail(id, "script.denied", "No");
      s.pump.kick();
    }, 2);
  });
  s.end.event(1, ["good"]);
  s.end.event(1, ["bad"]);
  s.pump.kick();
  await s.until("both decisions", () => count(s.seen, "decision") === 2);
  assertEquals(s.seen, [["decision", 1, "late"], ["notice", 0, [1, "Error: No"]], ["decision", 2, null]]);
});

Deno.test("channel: timers of the script run between hooks and settle its promises", async () => {
  await using s = await stage();
  for (let i = 0; i < 20; i++) s.end.event(3, [i]);
  s.pump.kick();
  await s.until("all promises", () => count(s.seen, "decision") === 20);
  assertEquals(count(s.seen, "pending"), 20);
});

Deno.test("channel: a flooding script waits for room and loses nothing", async () => {
  await using s = await stage({ ringBytes: 1024 });
  s.end.event(4, [5000]);
  s.pump.kick();
  await s.until("the decision", () => count(s.seen, "decision") === 1);
  assertEquals(s.end.counters.casts, 5000);
  assertEquals(s.seen.slice(0, 5000).every(([, , args], i) => (args as Value[])[0] === i), true);
});

Deno.test("channel: values larger than the ring cross it both ways", async () => {
  await using s = await stage({ ringBytes: 4096 });
  const text = "\u0141".repeat(300_000);
  s.end.event(1, [text]);
  s.pump.kick();
  await s.until("the echo", () => s.seen.length === 1);
  assertEquals((s.seen[0]![2] as Value[])[0] === text, true);
});

Deno.test("channel: two scripts that call each other do not wait for each other for ever", async () => {
  const fail = (reason: unknown) => {
    throw new Error(String(reason));
  };
  const pump = new Pump({ report: fail }), done = Promise.withResolvers<Value>();
  const ends: HostEnd[] = [];
  const asked = [new Map<number, (value: Value) => void>(), new Map<number, (value: Value) => void>()];
  for (const me of [0, 1]) {
    ends.push(
      new HostEnd({
        decision(seq, value) {
          asked[me]!.get(seq)!(value);
          pump.kick();
        },
        call(id, _fn, args) {
          const seq = ends[1 - me]!.event(5, [Number(args[0]) - 1], true);
          asked[1 - me]!.set(seq, (value) => void ends[me]!.reply(id, value));
          pump.kick();
        },
        pending: fail,
        cast: fail,
        notice: (_op, args) => fail(args),
        corrupt: fail,
        overflow: fail,
      }),
    );
  }
  const workers = await Promise.all(ends.map((end) => startWorker(end.memory)));
  ends.forEach((end) => pump.add(end));
  asked[0]!.set(ends[0]!.event(5, [20]), done.resolve);
  pump.kick();
  const timer = setTimeout(() => done.reject(new Error("The scripts wait for each other")), BOUND_MS);
  assertEquals(await done.promise, "bottom");
  clearTimeout(timer);
  ends.forEach((end) => pump.remove(end));
  workers.forEach((worker) => worker.terminate());
});
