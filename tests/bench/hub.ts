/**
 * Measures the hub's core without sockets and scripts: frames in, writes out. `deno task bench hub [users]`.
 * Lines per second and nanoseconds per delivery; a delivery is one user getting one line.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { fakeClock } from "../../src/core/fake_clock.ts";
import { silentLog } from "../../src/core/log.ts";
import { latin1Bytes, latin1Text } from "../../src/core/bytes.ts";
import { createMetrics } from "../../src/core/metrics.ts";
import { createHub } from "../../src/hub/hub.ts";
import type { LinkHandler } from "../../src/net/link.ts";
import { createCodec } from "../../src/nmdc/encoding.ts";
import { lockToKey } from "../../src/nmdc/lock.ts";
import { createPasswords } from "../../src/store/password.ts";
import { openStore } from "../../src/store/store.ts";

const USERS = Number(Deno.args[0] ?? 500);
const clock = fakeClock();
const store = openStore(await Deno.makeTempDir(), { clock });
for (
  const name of [
    "int_chat_ms",
    "int_flood_all_chat_limit",
    "int_flood_all_to_limit",
    "int_flood_chat_limit",
    "int_search",
    "max_passive_sr",
  ] as const
) {
  store.settings.set(name, 0);
}
store.settings.set("max_class_proto_flood", -1);
const hub = createHub({
  store,
  passwords: createPasswords(),
  codec: createCodec("utf-8")!,
  clock,
  random: Math.random,
  log: silentLog(),
  metrics: createMetrics(),
  version: { name: "Hubcap", version: "bench" },
  address: "127.0.0.1:411",
  requestStop: () => {},
});

let writes = 0;

function login(nick: string): LinkHandler {
  let lock = "";
  const count = () => void writes++;
  const handler = hub.accept({
    ip: "127.0.0.1",
    tls: "",
    write(data) {
      if (lock === "") lock = latin1Text(data).split(" ")[1]!;
      count();
    },
    writeLater: count,
    queued: () => 0,
    pause: () => {},
    resume: () => {},
    end: () => {},
    destroy: () => {},
  })!;
  handler.frame(latin1Bytes("$Supports NoHello NoGetINFO "));
  const key = lockToKey(latin1Bytes(lock));
  const frame = new Uint8Array(5 + key.length);
  frame.set(latin1Bytes("$Key "));
  frame.set(key, 5);
  handler.frame(frame);
  for (const text of [`$ValidateNick ${nick}`, "$Version 1,0091", "$GetNickList"]) {
    handler.frame(latin1Bytes(text));
  }
  handler.frame(latin1Bytes(`$MyINFO $ALL ${nick} <++ V:0.868,M:A,H:1/0/0,S:3>$ $100\x01$$1234567890$`));
  return handler;
}

const startedAt = performance.now();
const clients = Array.from({ length: USERS }, (_, i) => login(`user${i}`));
const loginMs = performance.now() - startedAt;
console.log(`login of ${USERS} users: ${(loginMs / USERS * 1000).toFixed(0)} µs each, ${writes} writes`);

/** Runs `count` frames made by `frameOf` and prints the figures. */
function measure(what: string, count: number, frameOf: (i: number) => Uint8Array): void {
  for (const round of [0, 1]) {
    const frames = Array.from({ length: count }, (_, i) => frameOf(round * count + i));
    writes = 0;
    const start = performance.now();
    for (let i = 0; i < count; i++) clients[i % USERS]!.frame(frames[i]!);
    const ms = performance.now() - start;
    if (round === 0) continue; // the first one warms up
    const rate = Math.round(count / ms * 1000).toLocaleString("en");
    const each = writes === 0
      ? ""
      : `, ${(ms * 1e6 / writes).toFixed(0)} ns per delivery, ${writes} deliveries`;
    console.log(`${what}: ${rate} frames/s${each}`);
  }
}

const text = "hello, this is a chat message of some usual length, ok";
measure("chat", 4000, (i) => latin1Bytes(`<user${i % USERS}> ${text} ${i}`));
measure(
  "private message",
  100_000,
  (i) => latin1Bytes(`$To: user1 From: user${i % USERS} $<user${i % USERS}> ${text} ${i}`),
);
measure("search", 4000, (i) => latin1Bytes(`$Search 127.0.0.1:412 F?T?0?1?some$words$${i}`));
const found =
  "some\\folder\\file\x051234567 3/3\x05TTH:LWPNACQDBZRYXW3VHJVCJ64QBZNGHOHHHZWCLNQ (127.0.0.1:411)";
measure(
  "search result",
  100_000,
  (i) => latin1Bytes(`$SR user${i % USERS} ${found}\x05user${(i + 7) % USERS}`),
);
measure("keepalive", 200_000, () => new Uint8Array(0));
const cyrillic = new TextEncoder();
const inRussian = (i: number) =>
  cyrillic.encode(`<user${i % USERS}> привет, это обычное сообщение чата, да ${i}`);
measure("chat outside ASCII", 4000, inRussian);
// From here on every tenth one writes a page: lines are rewritten for those, once per line, and theirs for the others.
const inPage = (i: number) => latin1Bytes(`<user${i % USERS}> \xe4\xf6\xfc \xdf ${text} ${i}`);
measure("chat outside ASCII, 10 % in another encoding", 4000, (i) => i % 10 === 9 ? inPage(i) : inRussian(i));
measure(
  "chat in ASCII, 10 % in another encoding",
  4000,
  (i) => latin1Bytes(`<user${i % USERS}> ${text} ${i}`),
);
hub.stop();
store.close();
Deno.exit(0);
