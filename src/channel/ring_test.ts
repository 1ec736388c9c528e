/**
 * The ring and the backlog without threads: wrap-around, fullness, wake-up words, impossible memory. Threads are the
 * business of `stress_test.ts`.
 *
 * @module
 */
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { HubError } from "../core/errors.ts";
import { Backlog } from "./backlog.ts";
import { channelMemory, RingReader, RingWriter } from "./ring.ts";
import { Scratch } from "./scratch.ts";

const SIZE = 1024;
const CONTROL_BYTES = 320;

function ring(memory = channelMemory(SIZE)) {
  return { memory, writer: new RingWriter(memory, "up"), reader: new RingReader(memory, "up") };
}

/** The control words and the data of the upward ring, as a hostile script sees them. */
function upWords(memory: SharedArrayBuffer): { control: Int32Array; data: Int32Array } {
  const half = memory.byteLength / 2;
  return {
    control: new Int32Array(memory, half, CONTROL_BYTES / 4),
    data: new Int32Array(memory, half + CONTROL_BYTES),
  };
}

function bytesOf(length: number, seed: number): Scratch {
  const scratch = new Scratch();
  scratch.reserve(length, 0);
  for (let i = 0; i < length; i++) scratch.bytes[i] = (seed + i * 7) & 255;
  return scratch;
}

/** Reads one whole record; `undefined` when it is not complete. */
function readRecord(reader: RingReader, into: Scratch, have = { bytes: 0 }): Uint8Array | undefined {
  do {
    const n = reader.read(into, have.bytes, 1 << 20);
    if (n < 0) return undefined;
    have.bytes += n;
  } while (reader.more);
  const record = into.bytes.slice(0, have.bytes);
  have.bytes = 0;
  return record;
}

Deno.test("ring: sizes that are no power of two are refused", () => {
  for (const size of [0, 512, 1000, 1025, NaN, -1024, 2 ** 31]) {
    assertThrows(() => channelMemory(size), RangeError, "power of two");
  }
});

Deno.test("ring: records of all lengths survive any number of wrap-arounds", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 3000 }), { maxLength: 60 }), (lengths) => {
      const { writer, reader } = ring();
      const into = new Scratch(), have = { bytes: 0 };
      lengths.forEach((length, seed) => {
        const source = bytesOf(length, seed);
        let at = 0, record: Uint8Array | undefined;
        for (let round = 0; record === undefined && round < 100; round++) {
          at = writer.write(source, at, length);
          record = readRecord(reader, into, have);
          reader.ack();
        }
        assertEquals(record, source.bytes.slice(0, length));
      });
      assertEquals(reader.pending(), false);
    }),
    { numRuns: 100 },
  );
});

Deno.test("ring: the positions may pass 2^31 and 2^32", () => {
  for (const position of [0x7fffff00, -256]) { // -256 is 2^32 - 256
    const memory = channelMemory(SIZE), { control } = upWords(memory);
    control[0] = control[16] = position;
    const { writer, reader } = ring(memory), source = bytesOf(252, 1), into = new Scratch();
    for (let i = 0; i < 40; i++) {
      assertEquals(writer.write(source, 0, 252), 252);
      assertEquals(readRecord(reader, into)?.length, 252);
      reader.ack();
    }
    assertEquals(control[0]! > position || control[0]! < 0, true);
    assertEquals(writer.highWater <= SIZE, true);
  }
});

Deno.test("ring: a full ring takes no more until something was read", () => {
  const { writer, reader } = ring(), source = bytesOf(200, 3), into = new Scratch();
  let taken = 0;
  while (writer.write(source, 0, 200) === 200) taken++;
  assertEquals(taken, 5);
  assertEquals(writer.highWater, 5 * 204);
  readRecord(reader, into);
  assertEquals(writer.write(source, 0, 200), 0, "room counts only once it is given back");
  reader.ack();
  assertEquals(writer.write(source, 0, 200), 200);
});

Deno.test("ring: a reader learns from ack whether the writer wants room", () => {
  const { writer, reader } = ring();
  writer.write(bytesOf(4, 1), 0, 4);
  readRecord(reader, new Scratch());
  assertEquals(reader.unacknowledged(), 8);
  assertEquals(reader.ack(), false);
  writer.wantRoom();
  assertEquals(reader.ack(), true);
  writer.enoughRoom();
  assertEquals(reader.ack(), false);
});

Deno.test("ring: the bell rings only for an announced sleep", async () => {
  const { memory, writer, reader } = ring(), { control } = upWords(memory);
  writer.write(bytesOf(4, 1), 0, 4);
  assertEquals(control[64], 0);
  reader.announceSleep();
  const bell = reader.bell();
  writer.write(bytesOf(4, 1), 0, 4);
  writer.write(bytesOf(4, 1), 0, 4);
  assertEquals(control[64], 1);
  assertEquals(await bell, "ok");
  reader.announceSleep();
  writer.wakeReader();
  assertStrictEquals(reader.bell(), undefined, "it rang between the announcement and the wait");
});

Deno.test("ring: a late ring for an earlier sleep cannot cancel the next announcement", () => {
  const { memory, writer, reader } = ring(), { control } = upWords(memory);
  reader.announceSleep();
  // A writer that was interrupted after its decision to ring: the reader woke by itself and announces anew.
  reader.stayAwake();
  reader.announceSleep();
  writer.wakeReader();
  assertEquals(control[32], 0);
  assertStrictEquals(reader.bell(), undefined, "the announcement is gone, so the bell must have moved");
});

Deno.test("ring: impossible words are corrupt", () => {
  const cases: [name: string, spoil: (control: Int32Array, data: Int32Array) => void][] = [
    ["negative length", (_, data) => data[0] = -2],
    ["zero length", (_, data) => data[0] = 0],
    ["longer than what is there", (_, data) => data[0] = 100],
    ["longer than a fragment", (control, data) => (data[0] = 300, control[0] = 400)],
    ["uneven fragment", (_, data) => data[0] = 3 | (1 << 30)],
    ["skip from the start", (control, data) => (data[0] = -1, control[0] = SIZE)],
    ["more than the ring holds", (control) => control[0] = SIZE + 4],
    ["head behind the tail", (control) => control[0] = -4],
    ["head not on a word", (control) => control[0] = 3],
  ];
  for (const [name, spoil] of cases) {
    const { memory, writer, reader } = ring();
    writer.write(bytesOf(4, 1), 0, 4);
    const { control, data } = upWords(memory);
    spoil(control, data);
    const error = assertThrows(() => readRecord(reader, new Scratch()), HubError);
    assertEquals(error.code, "channel.corrupt", name);
  }
});

Deno.test("ring: a record over the reader's limit is corrupt before it takes memory", () => {
  const { writer, reader } = ring(), source = bytesOf(2000, 1), into = new Scratch();
  assertEquals(writer.write(source, 0, 2000) < 2000, true);
  const have = reader.read(into, 0, 600) + reader.read(into, 256, 600);
  assertEquals(have, 512);
  assertThrows(() => reader.read(into, 512, 600), HubError, "larger than 600");
});

Deno.test("ring: a reader that claims to be ahead is corrupt", () => {
  const { memory, writer } = ring(), source = bytesOf(200, 1);
  upWords(memory).control[16] = 1 << 20;
  assertThrows(
    () => {
      for (let i = 0; i < 10; i++) writer.write(source, 0, 200);
    },
    HubError,
    "ahead",
  );
});

Deno.test("backlog: records keep their order and their bytes through a slow ring", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 5000 }), { maxLength: 80 }), (lengths) => {
      const { writer, reader } = ring(), backlog = new Backlog(), into = new Scratch(), have = { bytes: 0 };
      lengths.forEach((length, seed) => backlog.push(bytesOf(length, seed), 0, length));
      assertEquals(backlog.bytes, lengths.reduce((sum, length) => sum + length, 0));
      const seen: number[] = [];
      for (let round = 0; round < 2000 && (!backlog.empty || reader.pending()); round++) {
        backlog.flush(writer);
        for (let record = readRecord(reader, into, have); record; record = readRecord(reader, into, have)) {
          assertEquals(record, bytesOf(record.length, seen.length).bytes.slice(0, record.length));
          seen.push(record.length);
        }
        reader.ack();
      }
      assertEquals(seen, lengths);
      assertEquals(backlog.bytes, 0);
    }),
    { numRuns: 50 },
  );
});

Deno.test("backlog: the rest of a record goes on where the ring stopped", () => {
  const { writer, reader } = ring(), source = bytesOf(3000, 9), backlog = new Backlog(), into = new Scratch();
  const at = writer.write(source, 0, 3000);
  backlog.push(source, at, 3000);
  assertEquals(backlog.bytes, 3000 - at);
  const have = { bytes: 0 };
  let record = readRecord(reader, into, have);
  for (let round = 0; record === undefined && round < 10; round++) {
    reader.ack();
    backlog.flush(writer);
    record = readRecord(reader, into, have);
  }
  assertEquals(record, source.bytes.slice(0, 3000));
});
