/**
 * Variables of sockets, scripts and whatever else only a whole hub has.
 *
 * @module
 */
import { connect } from "node:net";
import { latin1Bytes, latin1Text } from "../../src/core/bytes.ts";
import { keyFor, MODERN, myInfo } from "../support/client.ts";
import type { TestHub } from "../support/hub.ts";
import { until } from "../support/until.ts";
import { type Cases, showsWhole } from "./whole.ts";

const ADMIN = [{ nick: "admin", class: 5, password: "secret1" }];

/** A login by hand, whose bytes are looked at as they are; `seen` is all of them so far. */
async function rawClient(test: TestHub, nick: string, supports = MODERN) {
  const socket = connect({ port: test.port, host: "127.0.0.1", localAddress: "127.0.9.9" });
  let text = "";
  socket.on("data", (chunk: Uint8Array) => text += latin1Text(chunk));
  socket.on("error", () => {});
  await until(() => text.includes("|"), "the lock");
  socket.write(latin1Bytes(
    `$Supports ${supports}|$Key ${keyFor(text.split("|")[0]!)}|$ValidateNick ${nick}|$Version 1,0091|` +
      `${myInfo({ nick })}|`,
  ));
  await until(() => /\$MyINFO \$ALL|\$ZOn\|/.test(text), "the login");
  return { socket, seen: () => text, [Symbol.dispose]: () => void socket.destroy() };
}

/** Whether what follows the login comes compressed. */
async function isCompressed(test: TestHub): Promise<boolean> {
  using client = await rawClient(test, "anna", `${MODERN} ZPipe0`);
  return client.seen().includes("$ZOn|");
}

/** Cases that need a whole hub. */
export const SOCKET_CASES = {
  adv_max_message_size: showsWhole([[100, "closed"], [10_240, "shown"]], async (test) => {
    const bob = await test.login("bob");
    const anna = await test.login("anna");
    const line = `<anna> ${"y".repeat(200)}`;
    anna.send(`${line}|`);
    await until(() => anna.isClosed || bob.frames.includes(line), "an end of it");
    return anna.isClosed ? "closed" : "shown";
  }),
  adv_max_outbuf_size: showsWhole([[65_536, "away"], [2 ** 30, "in"]], async (test) => {
    using deaf = await rawClient(test, "anna");
    // What the hub sends from now on stays on its side.
    deaf.socket.pause();
    const megabyte = `$Foo ${"x".repeat(2 ** 20)}|`;
    for (let i = 0; i < 40; i++) {
      if (!test.hub.port.rawTo("anna", megabyte, false)) return "away";
      // The queue is emptied at the end of each turn.
      await new Promise((done) => setTimeout(done, 0));
    }
    return "in";
  }),
  zlib_min_len: showsWhole([[64, true], [65_536, false]], isCompressed),
  zlib_compress_level: showsWhole([[0, false], [1, true], [9, true]], isCompressed, {
    given: { zlib_min_len: 64 },
  }),
  log_level: showsWhole(
    [[1, "error"], [2, "warn"], [4, "debug"], [6, "debug"]],
    (_test, levels) => Promise.resolve(levels.at(-1) ?? ""),
  ),
  plugin_mod_class: showsWhole([[5, true], [10, false]], async (test) => {
    const admin = await test.login("admin", { password: "secret1" });
    admin.send("<admin> !tslist|");
    const answer = await admin.expect(/^(<Hubcap> |\$To: admin )/);
    return !answer.includes("no right");
  }, { accounts: ADMIN }),
} satisfies Partial<Cases>;
