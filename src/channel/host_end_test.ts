/**
 * The hub's end against an honest script end in the same thread and against forged records. Nothing here blocks.
 * Threads are the business of `stress_test.ts`.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Value } from "./codec.ts";
import { Encoder } from "./encoder.ts";
import { EVENT_OVERHEAD, MAX_OPEN_CALLS } from "./host_end.ts";
import { encodeRecord, KIND } from "./records.ts";
import { RingReader, RingWriter } from "./ring.ts";
import { ScriptEnd, type ScriptHandlers } from "./script_end.ts";
import { notingHost } from "./testing/noting_host.ts";

/** Writes records as a hostile script would: whatever it likes. */
function forger(
  memory: SharedArrayBuffer,
): (kind: number, name: number, id: number, value: unknown, flags?: number) => void {
  const ring = new RingWriter(memory, "up"), encoder = new Encoder(1 << 20, 64);
  return (kind, name, id, value, flags = 0) => {
    encodeRecord(encoder, kind, flags, name, id, value, "forged");
    ring.write(encoder.scratch, 0, encoder.length);
  };
}

function script(
  memory: SharedArrayBuffer,
  handlers: Partial<ScriptHandlers> = {},
  maxRecordBytes = 4 << 20,
): ScriptEnd {
  return new ScriptEnd(memory, {
    event: (_hook, args) => args,
    delta: () => {},
    control: () => {},
    failed: (_hook, error) => {
      throw error;
    },
    ...handlers,
  }, { maxRecordBytes });
}

Deno.test("host end: a hook's decision comes back under its number", () => {
  const { end, seen } = notingHost();
  const worker = script(end.memory, { event: (hook, args) => [hook, ...args] });
  assertEquals([end.event(7, ["nick", "text"]), end.event(8, [])], [1, 2]);
  assertEquals(end.outstanding, 2);
  worker.drain();
  end.poll();
  assertEquals(seen, [["decision", 1, [7, "nick", "text"]], ["decision", 2, [8]]]);
  assertEquals(end.outstanding, 0);
  assertEquals(end.counters.events, 2);
  assertEquals(end.counters.decisions, 2);
  assertEquals(end.counters.openBytes, 0);
  assertEquals(end.ringHighWater > 0, true);
});

Deno.test("host end: casts and notices arrive in order", () => {
  const { end, seen } = notingHost();
  const worker = script(end.memory);
  worker.cast(3, ["hub", "a", "hello"]);
  worker.notice(5, [{ level: "info" }]);
  end.poll();
  const level: Value = Object.assign(Object.create(null), { level: "info" });
  assertEquals(seen, [["cast", 3, ["hub", "a", "hello"]], ["notice", 5, [level]]]);
  assertEquals([end.counters.casts, end.counters.notices], [1, 1]);
});

Deno.test("host end: state changes and hooks reach the script in the order they were sent", () => {
  const { end } = notingHost({ ringBytes: 1024 });
  const order: unknown[] = [];
  const worker = script(end.memory, {
    event: (hook, args) => void order.push(["event", hook, args[0]]),
    delta: (op, args) => void order.push(["delta", op, args[0]]),
    control: (op, args) => void order.push(["control", op, args[0]]),
  });
  const expected: unknown[] = [];
  for (let i = 0; i < 200; i++) {
    end.delta(1, [i]);
    end.event(2, [i]);
    end.control(3, [i]);
    expected.push(["delta", 1, i], ["event", 2, i], ["control", 3, i]);
  }
  assertEquals(end.counters.backlogBytes > 0, true);
  for (let round = 0; round < 100 && order.length < expected.length; round++) {
    worker.drain();
    end.poll();
  }
  assertEquals(order, expected);
  assertEquals(end.counters.backlogBytes, 0);
});

Deno.test("host end: a record larger than the ring arrives in one piece", () => {
  const { end, seen } = notingHost({ ringBytes: 1024 });
  const text = "\u0141ód".repeat(20_000);
  let got: Value = null;
  const worker = script(end.memory, { delta: (_op, args) => void (got = args[0]!) });
  end.delta(1, [text]);
  for (let round = 0; round < 1000 && got === null; round++) {
    worker.drain();
    end.poll();
  }
  assertEquals(got === text, true);
  assertEquals(seen, []);
});

Deno.test("host end: a backlog over its bound is one overflow and the end is dead", () => {
  const { end, seen } = notingHost({ ringBytes: 1024, maxBacklogBytes: 4096 });
  let most = 0;
  for (let i = 0; i < 1000; i++) {
    end.delta(1, ["x".repeat(100)]);
    most = Math.max(most, end.counters.backlogBytes);
  }
  assertEquals(seen, [["overflow", "More than 4096 bytes wait for the script"]]);
  assertEquals(most <= 4096 && most > 3900, true);
  assertEquals([end.dead, end.counters.backlogBytes], [true, 0]);
  assertEquals([end.event(1, []), end.poll(), end.reply(1, null), end.fail(1, "", "")], [0, 0, false, false]);
});

Deno.test("host end: hooks that are never answered are bounded", () => {
  const { end, seen } = notingHost({ maxOpenBytes: 10 * (EVENT_OVERHEAD + 20) });
  const worker = script(end.memory, { event: () => new Promise(() => {}) });
  let sent = 0;
  while (sent < 100 && end.event(1, []) !== 0) {
    sent++;
    worker.drain();
    end.poll();
  }
  assertEquals(end.dead, true);
  assertEquals(sent >= 9 && sent <= 12, true, String(sent));
  assertEquals(seen.at(-1)?.[0], "overflow");
  assertEquals(seen.filter(([what]) => what === "overflow").length, 1);
});

Deno.test("host end: a postponed hook is not outstanding and may be decided later", async () => {
  const { end, seen } = notingHost();
  const answer = Promise.withResolvers<string>();
  const worker = script(end.memory, { event: () => answer.promise });
  end.event(1, []);
  worker.drain();
  end.poll();
  assertEquals(seen, [["pending", 1]]);
  assertEquals(end.outstanding, 0);
  answer.resolve("late");
  await answer.promise;
  await Promise.resolve();
  end.poll();
  assertEquals(seen, [["pending", 1], ["decision", 1, "late"]]);
  assertEquals(end.counters.openBytes, 0);
});

Deno.test("host end: arguments that cannot be sent refuse the hook and harm nothing", () => {
  const { end, seen } = notingHost({ maxRecordBytes: 1000 });
  assertEquals(end.event(1, ["x".repeat(2000)]), 0);
  assertEquals(end.event(1, [() => {}]), 0);
  assertEquals(end.event(70_000, []), 0);
  assertEquals([end.counters.refused, end.outstanding, end.dead, seen.length], [3, 0, false, 0]);
  assertEquals(end.event(1, []) > 0, true);
});

Deno.test("host end: a state change that cannot be sent is an overflow, since a replica has no gaps", () => {
  const { end, seen } = notingHost({ maxRecordBytes: 1000 });
  end.delta(1, ["x".repeat(2000)]);
  assertEquals(seen, [["overflow", "Cannot send the value: larger than the limit of 1000 bytes"]]);
  assertEquals(end.dead, true);
});

Deno.test("host end: only a call that waits can be answered, and only once", () => {
  const { end, seen } = notingHost();
  const forge = forger(end.memory);
  forge(KIND.call, 4, 1, ["a"]);
  end.poll();
  assertEquals(seen, [["call", 1, 4, ["a"]]]);
  assertEquals([end.reply(2, 0), end.reply(1, 0), end.reply(1, 0), end.fail(1, "x", "y")], [
    false,
    true,
    false,
    false,
  ]);
});

Deno.test("host end: forged records kill the end once", () => {
  const forgeries: [name: string, forge: (write: ReturnType<typeof forger>, seq: number) => void][] = [
    ["unknown hook", (write) => write(KIND.decision, 0, 99, null)],
    ["negative hook", (write) => write(KIND.decision, 0, -1, null)],
    [
      "decided twice",
      (write, seq) => (write(KIND.decision, 0, seq, null), write(KIND.decision, 0, seq, null)),
    ],
    [
      "postponed twice",
      (write, seq) => (write(KIND.pending, 0, seq, null), write(KIND.pending, 0, seq, null)),
    ],
    [
      "postponed after the decision",
      (write, seq) => (write(KIND.decision, 0, seq, 1), write(KIND.pending, 0, seq, 1)),
    ],
    ["call made twice", (write) => (write(KIND.call, 0, 1, []), write(KIND.call, 0, 1, []))],
    ["arguments that are no list", (write) => write(KIND.cast, 0, 0, "args")],
    ["notice without arguments", (write) => write(KIND.notice, 0, 0, null)],
    ["a host's kind", (write) => write(KIND.event, 0, 1, [])],
    ["unknown kind", (write) => write(200, 0, 1, [])],
    ["flags", (write) => write(KIND.cast, 0, 0, [], 1)],
    ["too deep", (write) => write(KIND.cast, 0, 0, JSON.parse("[".repeat(20) + "]".repeat(20)))],
    ["too many calls", (write) => {
      for (let id = 0; id <= MAX_OPEN_CALLS; id++) write(KIND.call, 0, id, []);
    }],
  ];
  for (const [name, forge] of forgeries) {
    const { end, seen } = notingHost();
    forge(forger(end.memory), end.event(1, []));
    for (let i = 0; i < 3; i++) end.poll();
    assertEquals(seen.at(-1)?.[0], "corrupt", name);
    assertEquals(seen.filter(([what]) => what === "corrupt").length, 1, name);
    assertEquals(end.dead, true, name);
  }
});

Deno.test("host end: a record over the limit is corrupt, in fragments too", () => {
  const { end, seen } = notingHost({ ringBytes: 1024, maxRecordBytes: 2000 });
  const ring = new RingWriter(end.memory, "up"), encoder = new Encoder(1 << 20);
  encodeRecord(encoder, KIND.cast, 0, 1, 0, ["x".repeat(5000)], "forged");
  for (let at = 0, round = 0; at < encoder.length && round < 20; round++) {
    at = ring.write(encoder.scratch, at, encoder.length);
    end.poll();
  }
  assertEquals(seen, [["corrupt", "A record is larger than 2000 bytes"]]);
});

Deno.test("host end: poll stops at its limit, counting size", () => {
  const { end, seen } = notingHost();
  const worker = script(end.memory);
  for (let i = 0; i < 10; i++) worker.cast(1, [i]);
  assertEquals([end.poll(4), seen.length], [4, 4]);
  for (let i = 0; i < 4; i++) worker.cast(1, ["x".repeat(5000)]);
  assertEquals(end.poll(), 6 + 4 * 5);
});

Deno.test("host end: no sleep while something is unread or a backlog can move", () => {
  const { end } = notingHost({ ringBytes: 1024 });
  const worker = script(end.memory);
  assertEquals(end.trySleep(), true);
  worker.cast(1, []);
  assertEquals(end.trySleep(), false);
  end.poll();
  for (let i = 0; i < 50; i++) end.delta(1, ["x".repeat(50)]);
  assertEquals(end.trySleep(), true, "the ring is full, so only the script can change anything");
  worker.drain();
  assertEquals(end.bell() === undefined, true, "making room has rung the bell");
  assertEquals(end.trySleep(), false, "the backlog moved");
});

Deno.test("host end: random damage to the shared memory gives valid records or one corrupt", () => {
  const damage = fc.array(
    fc.tuple(
      fc.nat(),
      fc.oneof(fc.constantFrom(0, 1, 2, 5, 6, 7, 8, 9, 255), fc.integer({ min: 0, max: 255 })),
    ),
    { minLength: 1, maxLength: 30 },
  );
  fc.assert(
    fc.property(damage, fc.boolean(), (changes, controlToo) => {
      const { end, seen } = notingHost({ ringBytes: 1024 });
      const worker = script(end.memory);
      for (let i = 0; i < 5; i++) end.event(i, [`nick${i}`, i, { a: [1.5, null] }]);
      worker.drain();
      worker.cast(9, ["\u0141", new Uint8Array(5)]);
      const half = end.memory.byteLength / 2, skip = controlToo ? 0 : 320;
      const bytes = new Uint8Array(end.memory, half + skip, controlToo ? half : 400);
      for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
      for (let i = 0; i < 5; i++) {
        end.poll();
        end.delta(1, ["still", "sending"]);
        end.trySleep();
      }
      const corrupt = seen.filter(([what]) => what === "corrupt").length;
      assertEquals(corrupt, end.dead ? 1 : 0);
      assertEquals(end.counters.decisions <= 5, true);
    }),
    { numRuns: 1500 },
  );
});

Deno.test("host end: a script that lies about what it read is corrupt", () => {
  const { end, seen } = notingHost({ ringBytes: 1024 });
  Atomics.store(new Int32Array(end.memory), 16, 1 << 20);
  for (let i = 0; i < 30; i++) end.delta(1, ["x".repeat(100)]);
  assertEquals(seen.map(([what]) => what), ["corrupt"]);
});

Deno.test("host end: closing is silent and final", () => {
  const { end, seen } = notingHost();
  const worker = script(end.memory);
  worker.cast(1, []);
  end.close();
  end.delta(1, []);
  assertEquals([end.poll(), end.trySleep(), seen.length], [0, true, 0]);
  assertEquals(new RingReader(end.memory, "down").pending(), false);
});
