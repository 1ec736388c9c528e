/**
 * The write queue against a plain list of bytes.
 *
 * @module
 */
import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { concatBytes, equalBytes } from "../core/bytes.ts";
import { createJoiner, createWriteQueue, type Joiner } from "./write_queue.ts";

Deno.test("write queue: a part alone is handed out uncopied", () => {
  const queue = createWriteQueue(createJoiner());
  const part = new Uint8Array(10);
  queue.push(part);
  assertStrictEquals(queue.take(), part);
  assertEquals([queue.take(), queue.size], [null, 0]);
});

Deno.test("write queue: small parts are joined, a large one stays as it is", () => {
  const queue = createWriteQueue(createJoiner());
  const large = new Uint8Array(200_000);
  for (const part of [new Uint8Array([1]), new Uint8Array([2, 3]), large, new Uint8Array([4])]) {
    queue.push(part);
  }
  assertEquals(queue.size, 200_004);
  assertEquals(queue.take(), new Uint8Array([1, 2, 3]));
  assertStrictEquals(queue.take(), large);
  assertEquals(queue.take(), new Uint8Array([4]));
  assertEquals(queue.size, 0);
});

Deno.test("write queue: thousands of parts come out complete and in order", () => {
  const queue = createWriteQueue(createJoiner());
  const sent: Uint8Array[] = [];
  const taken: Uint8Array[] = [];
  for (let i = 0; i < 50_000; i++) {
    const part = new Uint8Array(1 + i % 97).fill(i & 255);
    queue.push(part);
    sent.push(part);
    if (i % 1000 === 0) taken.push(queue.take()!);
  }
  for (let bytes = queue.take(); bytes; bytes = queue.take()) {
    assert(bytes.length <= 64 * 1024);
    taken.push(bytes);
  }
  assertEquals(queue.size, 0);
  assert(equalBytes(concatBytes(taken), concatBytes(sent)));
});

Deno.test("write queue: cleared it is empty and usable again", () => {
  const queue = createWriteQueue(createJoiner());
  queue.push(new Uint8Array(3));
  queue.clear();
  assertEquals([queue.size, queue.take()], [0, null]);
  queue.push(new Uint8Array([9]));
  assertEquals(queue.take(), new Uint8Array([9]));
});

Deno.test("write queue: queues with the same parts share one joined buffer, others never do", () => {
  const join = createJoiner();
  const [a, b, c] = [new Uint8Array([1]), new Uint8Array([2]), new Uint8Array([2])];
  const taken = [[a, b], [a, b], [a, c], [b, a], [a, b, c]].map((parts) => {
    const queue = createWriteQueue(join);
    for (const part of parts) queue.push(part);
    return queue.take()!;
  });
  assertStrictEquals(taken[0], taken[1]);
  assert(taken[1] !== taken[2]);
  assertEquals(taken.map((bytes) => [...bytes]), [[1, 2], [1, 2], [1, 2], [2, 1], [1, 2, 2]]);
});

const partsOf = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => new Uint8Array(1 + i * 7 % 300).fill(i));

const takeAll = (join: Joiner, parts: readonly Uint8Array[]): Uint8Array[] => {
  const queue = createWriteQueue(join);
  for (const part of parts) queue.push(part);
  const taken: Uint8Array[] = [];
  for (let bytes = queue.take(); bytes; bytes = queue.take()) taken.push(bytes);
  return taken;
};

Deno.test("write queue: queues with the same parts share every write of a long flush, others between them or not", () => {
  const join = createJoiner();
  const parts = partsOf(1500);
  const first = takeAll(join, parts);
  assert(first.length > 2);
  takeAll(join, parts.slice(1));
  for (const [i, bytes] of takeAll(join, parts).entries()) assertStrictEquals(bytes, first[i]);
});

Deno.test("write queue: whoever lacks parts of the others, or has more, gets just the own ones", () => {
  const join = createJoiner();
  const all = partsOf(900);
  for (let round = 0; round < 50; round++) {
    const own = all.flatMap((part, i) => {
      const chance = i * (2 * round + 1) % 37;
      return chance === 5 ? [] : chance === 11 ? [part, new Uint8Array([round])] : [part];
    });
    const swap = round * 16;
    [own[swap], own[swap + 1]] = [own[swap + 1]!, own[swap]!];
    assert(equalBytes(concatBytes(takeAll(join, own)), concatBytes(own)), `round ${round}`);
  }
});

Deno.test("write queue: what is shared is kept for the last few writes only", () => {
  const join = createJoiner();
  const [a, ...others] = Array.from({ length: 9 }, (_, i) => [new Uint8Array([i]), new Uint8Array([i])]);
  const [first] = takeAll(join, a!);
  for (const parts of others.slice(1)) takeAll(join, parts);
  assertStrictEquals(takeAll(join, a!)[0], first);
  for (const parts of others) takeAll(join, parts);
  assert(takeAll(join, a!)[0] !== first);
});
