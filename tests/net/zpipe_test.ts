/**
 * ZPipe between a whole hub and a client that inflates: lists come compressed, plain lines follow, and nothing is
 * lost or out of order.
 *
 * @module
 */
import { assert, assertEquals, assertLess } from "@std/assert";
import { connect } from "node:net";
import { inflateSync } from "node:zlib";
import { concatBytes, latin1Bytes, latin1Text } from "../../src/core/bytes.ts";
import { keyFor, MODERN, myInfo } from "../support/client.ts";
import { startTestHub, type TestHub } from "../support/hub.ts";
import { until } from "../support/until.ts";

const START = "$ZOn|";

/** Reads a stream of frames and blocks up to where it is complete. */
function decode(bytes: Uint8Array): { text: string; blocks: number } {
  let text = "";
  let blocks = 0;
  for (let at = 0; at < bytes.length;) {
    const pipe = bytes.indexOf(0x7c, at);
    if (pipe < 0) break;
    const frame = latin1Text(bytes, at, pipe + 1);
    at = pipe + 1;
    if (frame !== START) {
      text += frame;
      continue;
    }
    try {
      const { buffer, engine } = inflateSync(bytes.subarray(at), { info: true }) as unknown as {
        buffer: Uint8Array;
        engine: { bytesWritten: number };
      };
      text += latin1Text(buffer);
      blocks++;
      at += engine.bytesWritten;
    } catch {
      break; // the rest of the block is on its way
    }
  }
  return { text, blocks };
}

/** Logs in and keeps every byte. */
async function zipClient(test: TestHub, nick: string, supports: string) {
  const socket = connect({ port: test.port, host: "127.0.0.1", localAddress: "127.0.9.9" });
  const chunks: Uint8Array[] = [];
  socket.on("data", (chunk: Uint8Array) => chunks.push(chunk.slice()));
  const received = () => concatBytes(chunks);
  const sees = (wanted: string) => until(() => decode(received()).text.includes(wanted), wanted);
  await sees("$Lock ");
  const lock = decode(received()).text.split("|")[0]!;
  socket.write(latin1Bytes(`$Supports ${supports}|$Key ${keyFor(lock)}|$ValidateNick ${nick}|`));
  await sees(`$Hello ${nick}|`);
  socket.write(latin1Bytes(`$Version 1,0091|$GetNickList|${myInfo({ nick })}|`));
  await sees(`$MyINFO $ALL ${nick} `);
  return { socket, received, sees, [Symbol.dispose]: () => void socket.destroy() };
}

async function crowd(test: TestHub, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await test.login(`somebody_number_${i}`, { list: false });
}

Deno.test("zpipe: a client that announces it gets its list compressed and plain lines behind it", async () => {
  await using test = await startTestHub();
  await crowd(test, 30);
  using anna = await zipClient(test, "anna", `${MODERN} ZPipe0`);
  await anna.sees("$OpList");
  using bob = await test.login("bob");
  for (let i = 0; i < 3; i++) bob.send(`<bob> line ${i}|`);
  await anna.sees("<bob> line 2|");
  const { text, blocks } = decode(anna.received());
  assert(blocks >= 1, "nothing was compressed");
  for (let i = 0; i < 30; i++) assert(text.includes(`$MyINFO $ALL somebody_number_${i} `), `user ${i}`);
  assert(text.includes("<bob> line 0|<bob> line 1|<bob> line 2|"), "lines are out of order");
  assert(text.includes("ZPipe0"), "not announced");
  assertLess(anna.received().length, text.length * 0.7);
  const read = (name: string) => test.hub.metrics.read(name)!;
  assertLess(read("net_zpipe_bytes_out_total"), read("net_zpipe_bytes_in_total") / 2);
});

Deno.test("zpipe: nobody gets a block who did not ask, nor anybody once it is switched off", async () => {
  await using test = await startTestHub();
  await crowd(test, 30);
  const blocksFor = async (supports: string) => {
    using client = await zipClient(test, "anna", supports);
    await client.sees("$OpList");
    client.socket.destroy();
    await until(() => test.hub.metrics.read("hub_users") === 30, "anna has left");
    return { ...decode(client.received()), raw: latin1Text(client.received()) };
  };
  assertEquals((await blocksFor(MODERN)).blocks, 0);
  test.hub.store.settings.set("disable_zlib", true);
  const off = await blocksFor(`${MODERN} ZPipe0`);
  assertEquals([off.blocks, off.raw.includes("ZPipe0")], [0, false]);
  test.hub.store.settings.set("disable_zlib", false);
  test.hub.store.settings.set("zlib_min_len", 1 << 20);
  assertEquals((await blocksFor(`${MODERN} ZPipe0`)).blocks, 0);
  test.hub.store.settings.set("zlib_min_len", 1000);
  assert((await blocksFor(`${MODERN} ZPipe0`)).blocks > 0);
});
