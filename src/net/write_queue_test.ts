/**
 * The write queue against a plain list of bytes.
 *
 * @module
 */
import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { concatBytes } from "../core/bytes.ts";
import { createJoiner, createWriteQueue } from "./write_queue.ts";

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
  assertEquals(concatBytes(taken), concatBytes(sent));
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
