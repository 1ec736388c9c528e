/**
 * Peers that ask and never take: reading from them stops and goes on, memory stays bounded, nothing is lost.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { latin1Bytes } from "../core/bytes.ts";
import { until } from "../../tests/support/until.ts";
import { startNet } from "./testing/net_kit.ts";

const STOP = 256 * 1024;
const LIMITS = {
  maxQueueBytes: 1 << 20,
  maxLineBytes: 10_240,
  stopReadingBytes: STOP,
  readAgainBytes: STOP / 2,
};
const ANSWER = new Uint8Array(8 * 1024).fill(0x61);
ANSWER[ANSWER.length - 1] = 0x7c;
/** What the kernel of both ends may keep for a connection on loopback. */
const QUESTIONS = 8000;

Deno.test("backpressure: a client that asks and never reads is not read either, and is served when it reads", async () => {
  let peak = 0;
  using kit = await startNet({ limits: LIMITS }, (_frame, { link }) => {
    link.write(ANSWER);
    peak = Math.max(peak, link.queued());
  });
  const client = await kit.client();
  const { link, frames, ends } = await kit.next();
  client.socket.pause();
  const question = "?".repeat(999) + "|";
  for (let i = 0; i < QUESTIONS; i++) client.send(question);
  await until(() => kit.metrics.read("net_read_stops_total")! > 0 && link.queued() >= STOP / 2, "a stop");
  const asked = frames.length;
  assert(asked < QUESTIONS, `all ${asked} questions were read`);
  assert(peak < STOP + ANSWER.length + 64 * 1024, `${peak} bytes were queued`);
  assertEquals(ends, []);
  let received = 0;
  client.socket.on("data", (chunk: Uint8Array) => void (received += chunk.length));
  client.socket.resume();
  await until(() => received === QUESTIONS * ANSWER.length, "all answers", 60_000);
  assertEquals([frames.length, ends.length, kit.metrics.read("net_overflow_drops_total")], [QUESTIONS, 0, 0]);
  assert(peak < STOP + ANSWER.length + 64 * 1024, `${peak} bytes were queued`);
});

Deno.test("backpressure: one packet of short questions cannot fill the queue", async () => {
  using kit = await startNet({ limits: LIMITS }, (_frame, { link }) => link.write(ANSWER));
  const client = await kit.client();
  const { frames, ends } = await kit.next();
  client.send("?|".repeat(20_000));
  await until(() => (kit.metrics.read("net_read_stops_total") ?? 0) > 0, "a stop");
  assert(frames.length < 20_000, "every question was answered");
  assertEquals(ends, []);
  let received = 0;
  client.socket.on("data", (chunk: Uint8Array) => void (received += chunk.length));
  await until(() => received === 20_000 * ANSWER.length, "all answers", 60_000);
  assertEquals([frames.length, ends], [20_000, []]);
});

Deno.test("backpressure: the hub's own pause lasts, whatever the queue does", async () => {
  using kit = await startNet({ limits: LIMITS }, (frame, { link }) => frame === "pause" && link.pause());
  const client = await kit.client();
  const { link, frames } = await kit.next();
  client.send("pause|more|");
  await until(() => frames.length === 1, "the first frame");
  for (let i = 0; i < 100; i++) link.write(ANSWER);
  link.write(latin1Bytes("end|"));
  await client.sees("end|");
  await until(() => link.queued() === 0, "an empty queue");
  assertEquals(frames, ["pause"]);
  link.resume();
  await until(() => frames.length === 2, "the second frame");
  assertEquals(frames, ["pause", "more"]);
});

Deno.test("backpressure: a resume of the hub does not read what the queue forbids", async () => {
  using kit = await startNet({ limits: LIMITS }, (frame, { link }) => frame === "pause" && link.pause());
  const client = await kit.client();
  const { link, frames } = await kit.next();
  client.socket.pause();
  client.send("pause|");
  await until(() => frames.length === 1, "the first frame");
  client.send("more|");
  // The kernel makes room for a while yet: full is what stays full.
  let [still, before] = [0, -1];
  await until(
    () => {
      if (link.queued() < STOP) link.write(ANSWER);
      still = link.queued() === before ? still + 1 : 0;
      before = link.queued();
      return still > 50 && before >= STOP;
    },
    "a connection that stays full",
  );
  link.resume();
  client.send("again|");
  await until(() => client.socket.writableLength === 0, "sent");
  assertEquals(frames, ["pause"]);
  client.socket.on("data", () => {});
  client.socket.resume();
  await until(() => frames.length === 3, "all frames");
});
