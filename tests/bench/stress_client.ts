/**
 * A client that sends and receives more than any person could: it counts what comes instead of keeping it, and never
 * lets more than a window of its lines wait. Knows the login and how chat lines look, nothing of what is measured.
 *
 * @module
 */
import { connect } from "node:net";
import { latin1Bytes, latin1Text } from "../../src/core/bytes.ts";
import { keyFor, MODERN } from "../support/client.ts";

/** Milliseconds without any word from the hub after which a wait is given up. */
const SILENCE_MS = 30_000;

/** A connection that counts. */
export interface StressClient {
  /** Chat lines of the own nick that came back. */
  readonly own: number;
  /** Chat lines of other users. */
  readonly others: number;
  /** Lines of the hub's bot, in order. */
  readonly answers: string[];
  /** Sends text as it is; resolves when the socket wants more. */
  send(text: string): Promise<void>;
  /** Resolves when `condition` holds; looked at whenever something arrives. Throws when the connection ends first, or falls silent. */
  when(condition: () => boolean): Promise<void>;
  /** Closes the connection. */
  close(): void;
}

/** Logs in over a real socket. */
export async function stressClient(port: number, nick: string, password?: string): Promise<StressClient> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  const mine = `<${nick}> `;
  const answers: string[] = [];
  let own = 0, others = 0, rest = "", last = "", closed = false;
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const done of waiting) done();
    waiting.clear();
  };
  let drained = () => {};
  let heardAt = performance.now();
  const clock = setInterval(wake, 1000);
  const take = (frame: string) => {
    last = frame;
    if (frame.startsWith(mine)) own++;
    else if (frame.startsWith("<Hubcap> ")) answers.push(frame.slice(9));
    else if (frame.startsWith("<")) others++;
    if (frame.startsWith("$")) login(frame);
  };
  const login = (frame: string) => {
    if (frame.startsWith("$Lock ")) {
      socket.write(latin1Bytes(`$Supports ${MODERN}|$Key ${keyFor(frame)}|$ValidateNick ${nick}|`));
    } else if (frame === "$GetPass") socket.write(latin1Bytes(`$MyPass ${password}|`));
    else if (frame === `$Hello ${nick}`) socket.write(latin1Bytes(`$Version 1,0091|${infoOf(nick, 0)}`));
    else if (frame.startsWith(`$MyINFO $ALL ${nick} `)) inside = true;
  };
  let inside = false;
  socket.on("data", (chunk: Uint8Array) => {
    heardAt = performance.now();
    const text = rest + latin1Text(chunk);
    let from = 0;
    for (let at = text.indexOf("|"); at >= 0; at = text.indexOf("|", from)) {
      take(text.slice(from, at));
      from = at + 1;
    }
    rest = text.slice(from);
    wake();
  });
  socket.on("drain", () => drained());
  socket.on("error", () => {});
  socket.on("close", () => {
    closed = true;
    clearInterval(clock);
    drained();
    wake();
  });
  const when = async (condition: () => boolean) => {
    while (!condition()) {
      if (closed) throw new Error(`The hub closed the connection of ${nick}: ${last}`);
      if (performance.now() - heardAt > SILENCE_MS) {
        throw new Error(`Nothing comes to ${nick} after: ${last}`);
      }
      await new Promise<void>((done) => waiting.add(done));
    }
  };
  await when(() => inside);
  return {
    get own() {
      return own;
    },
    get others() {
      return others;
    },
    answers,
    when,
    send(text) {
      if (socket.write(latin1Bytes(text))) return Promise.resolve();
      return new Promise<void>((done) => drained = done);
    },
    close: () => void socket.destroy(),
  };
}

/** A MyINFO with its `|` whose share tells it from the others. */
export function infoOf(nick: string, share: number): string {
  return `$MyINFO $ALL ${nick} stress<test V:1,M:A,H:1/0/0,S:3>$ $50\x01$$${share}$|`;
}
