/**
 * A raw NMDC client for tests: sends exactly what it is told and keeps every frame it gets. Text is one character
 * per byte, so a test sees the wire as it is. Knows of the protocol only how to log in.
 *
 * @module
 */
import { once } from "node:events";
import { connect } from "node:net";
import { connect as connectTls } from "node:tls";
import { latin1Bytes, latin1Text } from "../../src/core/bytes.ts";
import { lockToKey } from "../../src/nmdc/lock.ts";
import { PATIENCE_MS } from "./until.ts";

/** What a modern client announces. */
export const MODERN = "NoHello NoGetINFO UserIP2 TTHSearch";

/** Begins a frame the test hub sends to find out what has arrived. */
export const MARK = "$Mark ";

/** How a client introduces itself. */
export interface LoginOptions {
  /** Nick, one character per byte. */
  nick: string;
  /** Sent when the hub asks for it. */
  password?: string;
  /** Behind `$Supports`. Default {@linkcode MODERN}. */
  supports?: string;
  /** The whole `$MyINFO` without its `|`. Default: made from `mode` and `share`. */
  myinfo?: string;
  /** Mode letter of the tag, default `A`. */
  mode?: string;
  /** Share in bytes, default 1000. */
  share?: string;
  /** Sends `$GetNickList`, default `true`. */
  list?: boolean;
}

/** A connection to a hub. */
export interface HubClient extends Disposable {
  /** Every frame so far, without its `|`. */
  readonly frames: readonly string[];
  /** The own address as the hub sees it. */
  readonly ip: string;
  /** True when the hub has closed the connection. */
  readonly isClosed: boolean;
  /** Resolves when the connection is over. */
  readonly closed: Promise<void>;
  /** Bytes sent so far. */
  readonly bytesSent: number;
  /** Number of the last {@linkcode MARK} frame, which is none of `frames`. */
  readonly mark: number;
  /** Sends text as it is; frames need their own `|`. */
  send(text: string): void;
  /**
   * The next frame, behind those already taken, that is this text or fits this pattern; what comes before it is
   * skipped. Throws after `within` milliseconds (default {@linkcode PATIENCE_MS}) or when the connection ends.
   */
  expect(wanted: string | RegExp, options?: { within?: number }): Promise<string>;
  /** The very next frame. */
  next(options?: { within?: number }): Promise<string>;
  /** Frames that came and were not taken, which takes them. */
  take(): string[];
  /** Logs in up to the own MyINFO; frames of the login stay untaken behind `$Hello`. */
  login(options: LoginOptions): Promise<void>;
  /** Closes the connection. */
  close(): void;
}

/** Where to connect. */
export interface ConnectOptions {
  /** Port. */
  port: number;
  /** Host, default 127.0.0.1; for another one `from` has to be of its family. */
  host?: string;
  /** Own address, such as `127.0.0.2`. */
  from?: string;
  /** Speaks TLS; any certificate will do. */
  tls?: boolean;
  /** Sent in front of everything, in plain, such as a PROXY header. */
  first?: string;
}

/** The `$Key` for a `$Lock` frame. */
export function keyFor(lockFrame: string): string {
  return latin1Text(lockToKey(latin1Bytes(/^\$Lock (\S+)/.exec(lockFrame)?.[1] ?? "")));
}

/** A `$MyINFO` without its `|`. */
export function myInfo({ nick, mode = "A", share = "1000" }: LoginOptions): string {
  return `$MyINFO $ALL ${nick} <test V:1,M:${mode},H:1/0/0,S:3>$ $50\x01$$${share}$`;
}

/** Opens a connection. */
export async function connectClient(options: ConnectOptions): Promise<HubClient> {
  const { port, host = "127.0.0.1", from = "127.0.0.1", tls = false, first = "" } = options;
  const plain = connect({ port, host, localAddress: from, noDelay: true });
  if (first !== "") plain.write(latin1Bytes(first));
  // Only a socket that is open can be wrapped.
  if (tls) await once(plain, "connect");
  const socket = tls ? connectTls({ socket: plain, rejectUnauthorized: false }) : plain;
  const opened = Promise.withResolvers<HubClient>();
  const over = Promise.withResolvers<void>();
  const frames: string[] = [];
  let rest = "";
  let taken = 0;
  let isClosed = false;
  let bytesSent = first.length;
  let mark = 0;
  let wake = Promise.withResolvers<void>();

  const happened = () => {
    wake.resolve();
    wake = Promise.withResolvers<void>();
  };
  socket.on("data", (chunk: Uint8Array) => {
    const parts = (rest + latin1Text(chunk)).split("|");
    rest = parts.pop()!;
    for (const frame of parts) {
      if (frame.startsWith(MARK)) mark = Number(frame.slice(MARK.length));
      else frames.push(frame);
    }
    happened();
  });
  socket.on("error", (error) => opened.reject(error));
  socket.on("close", () => {
    isClosed = true;
    over.resolve();
    happened();
  });

  /** Waits until `find` returns a position, which is then taken. */
  const waitFor = async (find: () => number, what: string, within: number): Promise<string> => {
    const late = Promise.withResolvers<"late">();
    const timer = setTimeout(() => late.resolve("late"), within);
    try {
      for (;;) {
        const at = find();
        if (at >= 0) {
          taken = at + 1;
          return frames[at]!;
        }
        const seen = frames.slice(taken).map((frame) => JSON.stringify(frame)).join("\n  ") || "nothing";
        if (isClosed) {
          throw new Error(`The hub closed the connection before ${what} came. Instead:\n  ${seen}`);
        }
        if (await Promise.race([wake.promise, late.promise]) === "late") {
          throw new Error(`Not within ${within} ms: ${what}. Instead:\n  ${seen}`);
        }
      }
    } finally {
      clearTimeout(timer);
    }
  };

  const client: HubClient = {
    frames,
    ip: from,
    get isClosed() {
      return isClosed;
    },
    closed: over.promise,
    get bytesSent() {
      return bytesSent;
    },
    get mark() {
      return mark;
    },
    send(text) {
      bytesSent += text.length;
      socket.write(latin1Bytes(text));
    },
    expect: (wanted, { within = PATIENCE_MS } = {}) => {
      const fits = typeof wanted === "string"
        ? (frame: string) => frame === wanted
        : (frame: string) => wanted.test(frame);
      const find = () => {
        for (let at = taken; at < frames.length; at++) if (fits(frames[at]!)) return at;
        return -1;
      };
      return waitFor(find, typeof wanted === "string" ? JSON.stringify(wanted) : String(wanted), within);
    },
    next: ({ within = PATIENCE_MS } = {}) =>
      waitFor(() => taken < frames.length ? taken : -1, "a frame", within),
    take() {
      const untaken = frames.slice(taken);
      taken = frames.length;
      return untaken;
    },
    async login(options) {
      const { nick, password, supports = MODERN, list = true } = options;
      const lock = await client.expect(/^\$Lock /);
      client.send(`$Supports ${supports}|$Key ${keyFor(lock)}|$ValidateNick ${nick}|`);
      if (password !== undefined) {
        await client.expect("$GetPass");
        client.send(`$MyPass ${password}|`);
      }
      await client.expect(`$Hello ${nick}`);
      client.send(`$Version 1,0091|${list ? "$GetNickList|" : ""}${options.myinfo ?? myInfo(options)}|`);
      const own = options.myinfo?.split(" ", 3).join(" ") ?? `$MyINFO $ALL ${nick}`;
      const mark = taken;
      await client.expect(new RegExp(`^${own.replace(/[.*+?^${"$"}{}()|[\]\\]/g, "\\$&")} `));
      taken = mark;
    },
    close: () => void socket.destroy(),
    [Symbol.dispose]: () => void socket.destroy(),
  };
  socket.once(tls ? "secureConnect" : "connect", () => opened.resolve(client));
  return await opened.promise;
}
