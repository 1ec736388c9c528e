/**
 * The worker's end against a host played by the test, on one thread: order, nesting, failures, and scripts that replace
 * built-ins.
 *
 * @module
 */
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { setImmediate } from "node:timers";
import type { Value } from "./codec.ts";
import { HostEnd } from "./host_end.ts";
import { Encoder } from "./encoder.ts";
import { encodeRecord, IMMEDIATE, KIND, NESTED, RecordReader } from "./records.ts";
import { channelMemory, RingReader, RingWriter } from "./ring.ts";
import { MAX_CALL_DEPTH, ScriptEnd, type ScriptEndOptions, type ScriptHandlers } from "./script_end.ts";

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * A script end whose host is played by the test. Answers are written before the call is made (call numbers count from
 * one), so nothing ever blocks.
 */
function stage(
  handlers: Partial<ScriptHandlers> = {},
  options: ScriptEndOptions = {},
  ringBytes = 64 * 1024,
) {
  const memory = channelMemory(ringBytes);
  const ring = new RingWriter(memory, "down"), encoder = new Encoder(1 << 20, 32);
  const records = new RecordReader(new RingReader(memory, "up"), 1 << 20, 32);
  const log: unknown[] = [];
  const end: ScriptEnd = new ScriptEnd(memory, {
    event: (hook, args) => void log.push(["event", hook, ...args]),
    delta: (op, args) => void log.push(["delta", op, ...args]),
    control: (op, args) => void log.push(["control", op, ...args]),
    failed: (hook, error) => void log.push(["failed", hook, error instanceof Error ? error.message : error]),
    ...handlers,
  }, options);
  return {
    end,
    log,
    write(kind: number, flags: number, name: number, id: number, value: unknown): void {
      encodeRecord(encoder, kind, flags, name, id, value, "test");
      assertEquals(ring.write(encoder.scratch, 0, encoder.length), encoder.length);
    },
    /** What the script wrote, as `[kind, name, id, value]`. */
    written(): [kind: number, name: number, id: number, value: Value][] {
      const all: [number, number, number, Value][] = [];
      while (records.next()) all.push([records.kind, records.name, records.id, records.value()]);
      return all;
    },
  };
}

Deno.test("script end: a call returns its reply and throws its failure with the host's code", () => {
  const { end, write, written } = stage();
  write(KIND.reply, 0, 0, 1, ["ok", 3]);
  assertEquals(end.call(12, ["nick"]), ["ok", 3]);
  write(KIND.fail, 0, 0, 2, ["script.denied", "No grant for that"]);
  const error = assertThrows(() => end.call(13, []), Error, "No grant for that");
  assertEquals((error as Error & { code: string }).code, "script.denied");
  assertEquals(written(), [[KIND.call, 12, 1, ["nick"]], [KIND.call, 13, 2, []]]);
});

Deno.test("script end: state changes before the reply are applied before the call returns", () => {
  const { end, write, log } = stage();
  write(KIND.delta, 0, 1, 0, ["before"]);
  write(KIND.reply, 0, 0, 1, null);
  write(KIND.delta, 0, 1, 0, ["after"]);
  end.call(1, []);
  assertEquals(log, [["delta", 1, "before"]]);
  end.drain();
  assertEquals(log, [["delta", 1, "before"], ["delta", 1, "after"]]);
});

Deno.test("script end: while a call waits nested hooks run, others are kept in order", () => {
  const { end, write, written, log } = stage();
  write(KIND.event, 0, 1, 11, ["first"]);
  write(KIND.control, 0, 2, 0, ["second"]);
  write(KIND.event, NESTED, 3, 12, ["nested"]);
  write(KIND.control, IMMEDIATE, 4, 0, ["ping"]);
  write(KIND.event, 0, 1, 13, ["third"]);
  write(KIND.reply, 0, 0, 1, null);
  write(KIND.event, 0, 1, 14, ["fourth"]);
  end.call(1, []);
  assertEquals(log, [["event", 3, "nested"], ["control", 4, "ping"]]);
  assertEquals(end.drain(), 4);
  assertEquals(log.slice(2), [["event", 1, "first"], ["control", 2, "second"], ["event", 1, "third"], [
    "event",
    1,
    "fourth",
  ]]);
  assertEquals(written().filter(([kind]) => kind === KIND.decision).map(([, , id]) => id), [12, 11, 13, 14]);
});

Deno.test("script end: a kept hook that calls keeps newer hooks behind older ones", () => {
  const order: Value[] = [];
  const { end, write } = stage({
    event(_hook, args) {
      order.push(args[0]!);
      if (args[0] === 1) end.call(1, []);
    },
  });
  for (const n of [1, 2, 3]) write(KIND.event, 0, 1, n, [n]);
  write(KIND.reply, 0, 0, 1, null);
  write(KIND.event, 0, 1, 4, [4]);
  write(KIND.reply, 0, 0, 2, null);
  end.call(1, []);
  assertEquals(order, []);
  end.drain();
  assertEquals(order, [1, 2, 3, 4]);
});

Deno.test("script end: calls nest and their answers may come in any order", () => {
  const got: Value[] = [];
  const { end, write } = stage({ event: () => void got.push(end.call(2, [])) });
  write(KIND.event, NESTED, 1, 5, []);
  write(KIND.reply, 0, 0, 1, "outer");
  write(KIND.reply, 0, 0, 2, "inner");
  got.push(end.call(1, []));
  assertEquals(got, ["inner", "outer"]);
});

Deno.test("script end: calls nest only so deep", () => {
  let deepest = 0, code = "";
  const { end, write } = stage({
    event(_hook, args) {
      deepest = Number(args[0]);
      try {
        end.call(1, []);
      } catch (error) {
        code = (error as Error & { code: string }).code;
      }
    },
  });
  for (let depth = 1; depth <= MAX_CALL_DEPTH; depth++) write(KIND.event, NESTED, 1, depth, [depth]);
  for (let id = MAX_CALL_DEPTH; id >= 1; id--) write(KIND.reply, 0, 0, id, null);
  end.call(1, []);
  assertEquals([deepest, code], [MAX_CALL_DEPTH, "script.overload"]);
});

Deno.test("script end: a call without an answer ends with script.timeout, and a late answer finds nobody", () => {
  const { end, write } = stage({}, { callTimeoutMs: 5 });
  const error = assertThrows(() => end.call(1, []), Error, "5 ms");
  assertEquals((error as Error & { code: string }).code, "script.timeout");
  write(KIND.reply, 0, 0, 1, "late");
  write(KIND.reply, 0, 0, 2, "mine");
  assertEquals(end.call(1, []), "mine");
});

Deno.test("script end: a call from a timer that gives up leaves the sleeping loop able to hear", async () => {
  const { end, write, log } = stage({}, { callTimeoutMs: 1 });
  end.start();
  assertThrows(() => end.call(1, []), Error, "1 ms");
  await turn(); // the loop looks once more and sleeps again
  write(KIND.event, 0, 1, 1, ["heard"]);
  for (let turns = 0; log.length === 0 && turns < 1000; turns++) await turn();
  end.stop();
  assertEquals(log, [["event", 1, "heard"]]);
});

Deno.test("script end: a stopped loop handles nothing more, a started one goes on", async () => {
  const { end, write, log } = stage();
  end.start();
  end.stop();
  await turn();
  write(KIND.event, 0, 1, 1, ["kept"]);
  for (let turns = 0; turns < 10; turns++) await turn();
  assertEquals(log, []);
  end.start();
  end.stop();
  assertEquals(log, [["event", 1, "kept"]]);
});

Deno.test("script end: a hook that throws is reported and answers null", () => {
  const { end, write, written, log } = stage({
    event() {
      throw new Error("oops");
    },
  });
  write(KIND.event, 0, 6, 1, []);
  end.drain();
  assertEquals(log, [["failed", 6, "oops"]]);
  assertEquals(written(), [[KIND.decision, 0, 1, null]]);
});

Deno.test("script end: a promise is announced at once and answered when it settles", async () => {
  const good = Promise.withResolvers<number>(), bad = Promise.withResolvers<number>();
  const { end, write, written, log } = stage({ event: (hook) => hook === 1 ? good.promise : bad.promise });
  write(KIND.event, 0, 1, 1, []);
  write(KIND.event, 0, 2, 2, []);
  end.drain();
  assertEquals(written(), [[KIND.pending, 0, 1, null], [KIND.pending, 0, 2, null]]);
  bad.reject(new Error("late oops"));
  good.resolve(5);
  await Promise.allSettled([good.promise, bad.promise]);
  await Promise.resolve();
  assertEquals(written().sort((a, b) => a[2] - b[2]), [[KIND.decision, 0, 1, 5], [
    KIND.decision,
    0,
    2,
    null,
  ]]);
  assertEquals(log, [["failed", 2, "late oops"]]);
});

Deno.test("script end: an answer that is no data is reported and becomes null", () => {
  const { end, write, written, log } = stage({ event: () => ({ then: 1, f() {} }) });
  write(KIND.event, 0, 1, 1, []);
  end.drain();
  assertEquals(log, [["failed", 1, "Cannot send the answer.f: a function is not data"]]);
  assertEquals(written(), [[KIND.decision, 0, 1, null]]);
});

Deno.test("script end: a throwing state handler or control stops nothing", () => {
  const fail = () => {
    throw new Error("broken");
  };
  const { end, write, written, log } = stage({ delta: fail, control: fail });
  write(KIND.delta, 0, 1, 0, []);
  write(KIND.control, 0, 1, 0, []);
  write(KIND.event, 0, 1, 1, []);
  assertEquals(end.drain(), 3);
  assertEquals(log, [["failed", -1, "broken"], ["failed", -1, "broken"], ["event", 1]]);
  assertEquals(written().length, 1);
});

Deno.test("script end: arguments that are too large or no data throw at the call and write nothing", () => {
  const { end, written } = stage({}, { maxRecordBytes: 1000 });
  assertThrows(() => end.cast(1, ["x".repeat(1000)]), RangeError, "limit of 1000 bytes");
  assertThrows(() => end.call(1, [{ f() {} }]), TypeError, "args[0].f");
  end.cast(2, []);
  assertEquals(written(), [[KIND.cast, 2, 0, []]]);
});

Deno.test("script end: a getter that sends while it is read is refused", () => {
  const { end, written } = stage();
  const sneaky = {
    get nick() {
      end.cast(9, []);
      return "x";
    },
  };
  assertThrows(() => end.cast(1, [sneaky]), TypeError, "another value is being read");
  end.cast(2, [1]);
  assertEquals(written(), [[KIND.cast, 2, 0, [1]]]);
});

Deno.test("script end: the turn's limit keeps the rest for the next turn", () => {
  const { end, write, log } = stage();
  for (let i = 0; i < 5; i++) write(KIND.event, 0, 1, i + 1, []);
  assertEquals([end.drain(2), log.length], [2, 2]);
  assertEquals([end.drain(), log.length], [3, 5]);
});

Deno.test("script end: replaced built-ins change nothing on the ring", () => {
  const four = new Uint8Array([4]);
  const { end, write, written } = stage({ event: () => [1, "two", { three: 3n }, four] });
  let touched = "";
  const undo: (() => void)[] = [];
  const replace = (target: object, key: PropertyKey) => {
    const old = Object.getOwnPropertyDescriptor(target, key)!;
    const value = function () {
      touched += ` ${String(key)}`;
    };
    Object.defineProperty(target, key, old.get ? { ...old, get: value } : { ...old, value });
    undo[undo.length] = () => Object.defineProperty(target, key, old);
  };
  const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;
  write(KIND.event, 0, 1, 1, ["a\u0100", [2.5, -7n], { k: null }, new Uint8Array([1, 2])]);
  write(KIND.event, 0, 1, 2, ["x".repeat(500)]);
  write(KIND.reply, 0, 0, 1, "answer");
  let answer: Value = null;
  for (const key of ["load", "store", "exchange", "add", "notify", "wait", "pause"]) replace(Atomics, key);
  for (const key of ["set", "subarray", "slice", "buffer", "length", "byteOffset", Symbol.toStringTag]) {
    replace(typedArray, key);
  }
  for (const key of ["push", "shift", Symbol.iterator]) replace(Array.prototype, key);
  replace(String.prototype, "charCodeAt");
  replace(BigInt.prototype, "toString");
  replace(Object, "keys");
  replace(Array, "isArray");
  replace(Function.prototype, "call");
  replace(Function.prototype, "apply");
  replace(Reflect, "apply");
  try {
    answer = end.call(3, ["x", ["y"], { z: 1 }]);
    end.drain();
  } finally {
    for (let i = undo.length - 1; i >= 0; i--) undo[i]!();
  }
  assertEquals(touched, "");
  assertStrictEquals(answer, "answer");
  const three: Value = Object.assign(Object.create(null), { three: 3n });
  const z: Value = Object.assign(Object.create(null), { z: 1 });
  assertEquals(written(), [
    [KIND.call, 3, 1, ["x", ["y"], z]],
    [KIND.decision, 0, 1, [1, "two", three, four]],
    [KIND.decision, 0, 2, [1, "two", three, four]],
  ]);
});

Deno.test("script end: a replaced Promise.prototype does not keep the loop asleep", async () => {
  const { end, write, log } = stage();
  const { constructor, then } = Promise.prototype;
  Promise.prototype.constructor = function () {};
  Promise.prototype.then = function () {
    return this as never;
  };
  try {
    end.start();
  } finally {
    Object.assign(Promise.prototype, { constructor, then });
  }
  write(KIND.event, 0, 1, 1, ["heard"]);
  for (let turns = 0; log.length === 0 && turns < 1000; turns++) await turn();
  end.stop();
  assertEquals(log, [["event", 1, "heard"]]);
});

Deno.test("script end: setters on Array.prototype cost the hook and nothing else", () => {
  let failures = 0; // counting, because the trap catches `log.push` too
  const { end, write, written } = stage({ event: () => 1, failed: () => void failures++ });
  write(KIND.event, 0, 4, 1, ["swallowed"]);
  Object.defineProperty(Array.prototype, "0", {
    configurable: true,
    set() {
      throw new Error("trap");
    },
  });
  try {
    end.drain();
  } finally {
    delete (Array.prototype as unknown as Record<string, unknown>)["0"];
  }
  write(KIND.event, 0, 4, 2, ["fine"]);
  end.drain();
  assertEquals(failures, 1);
  assertEquals(written().map(([kind, , id, value]) => [kind, id, value]), [[KIND.decision, 1, null], [
    KIND.decision,
    2,
    1,
  ]]);
});

Deno.test("script end: a hub that closes frees a script that waits for an answer or for room", async () => {
  const worker = new Worker(new URL("./testing/closing_worker.ts", import.meta.url), { type: "module" });
  const heard: unknown[] = [];
  const next = (count: number) =>
    new Promise<void>((resolve) => {
      worker.onmessage = ({ data }) => heard.push(data) === count && resolve();
    });
  try {
    for (const what of ["call", "cast"]) {
      const end = new HostEnd({
        decision: () => {},
        pending: () => {},
        cast: () => {},
        call: () => {},
        notice: () => {},
        corrupt: () => {},
        overflow: () => {},
      }, { ringBytes: 1024 });
      const waits = next(1);
      worker.postMessage([what, end.memory]);
      await waits;
      const over = next(2);
      end.close();
      await over;
      assertEquals(heard.splice(0), ["waits", what === "call" ? "script.crashed" : "went on"]);
    }
  } finally {
    worker.terminate();
  }
});
