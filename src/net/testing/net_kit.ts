/**
 * Real sockets for the tests of this folder: a transport on a free port, links that record what happens to them,
 * and raw clients. Not used by a running hub.
 *
 * @module
 */
import { connect, type Socket } from "node:net";
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from "node:tls";
import { latin1Bytes, latin1Text } from "../../core/bytes.ts";
import { fakeClock } from "../../core/fake_clock.ts";
import { createMetrics, type Metrics } from "../../core/metrics.ts";
import type { Link, LinkEnd, LinkHandler } from "../link.ts";
import type { TlsMode } from "../intake.ts";
import { createNet, type Net, type NetOptions } from "../listener.ts";

/** One accepted connection and everything its handler was told. */
export interface Served {
  /** The hub's handle. */
  readonly link: Link;
  /** Frames so far, one character per byte. */
  readonly frames: string[];
  /** Every `closed` call. */
  readonly ends: LinkEnd[];
  /** Resolves with the first end. */
  readonly closed: Promise<LinkEnd>;
}

/** A running transport. */
export interface NetKit extends Disposable {
  /** The transport under test. */
  readonly net: Net;
  /** Port on 127.0.0.1. */
  readonly port: number;
  /** Figures. */
  readonly metrics: Metrics;
  /** Errors reported as faults. */
  readonly faults: unknown[];
  /** The next accepted connection, in order. */
  next(): Promise<Served>;
  /** Opens a client that does not read until told. */
  client(): Promise<Client>;
  /** Opens a TLS client; resolves after the handshake. */
  secureClient(options?: ConnectionOptions): Promise<Client & { readonly socket: TLSSocket }>;
}

/** A raw client. */
export interface Client {
  /** The socket underneath. */
  readonly socket: Socket;
  /** Everything received so far, one character per byte. */
  readonly received: () => string;
  /** Sends one byte per character. */
  send(text: string): void;
  /** Resolves once `text` was received. */
  sees(text: string): Promise<void>;
  /** Resolves when the connection is over. */
  readonly closed: Promise<void>;
}

/** A queue of values somebody waits for. */
function mailbox<T>(): { put(value: T): void; take(): Promise<T> } {
  const values: T[] = [];
  const takers: ((value: T) => void)[] = [];
  return {
    put(value) {
      const taker = takers.shift();
      if (taker) taker(value);
      else values.push(value);
    },
    take: () =>
      values.length > 0 ? Promise.resolve(values.shift()!) : new Promise((done) => takers.push(done)),
  };
}

/** What {@linkcode startNet} binds. */
export interface NetKitOptions extends Partial<NetOptions> {
  /** What the port speaks. Default `"off"`. */
  readonly tls?: TlsMode;
}

/**
 * Starts a transport; `onFrame` may act on a frame of the connection it is given. Its time stands still unless a
 * clock is given: on a slow machine no deadline is over before the clients have spoken.
 */
export async function startNet(
  { tls = "off", ...options }: NetKitOptions = {},
  onFrame: (frame: string, served: Served) => void = () => {},
): Promise<NetKit> {
  const arrivals = mailbox<Served>();
  const metrics = createMetrics();
  const faults: unknown[] = [];
  const accept = (link: Link): LinkHandler => {
    const ended = Promise.withResolvers<LinkEnd>();
    const served: Served = { link, frames: [], ends: [], closed: ended.promise };
    arrivals.put(served);
    return {
      frame(frame) {
        const text = latin1Text(frame);
        served.frames.push(text);
        onFrame(text, served);
      },
      closed(why) {
        served.ends.push(why);
        ended.resolve(why);
      },
    };
  };
  const net = createNet({
    accept,
    limits: { maxQueueBytes: 1 << 20, maxLineBytes: 10_240 },
    clock: fakeClock(),
    metrics,
    fault: (error) => faults.push(error),
    ...options,
  });
  const { port } = await net.listen("127.0.0.1", 0, tls);
  const clients: Socket[] = [];
  return {
    net,
    port,
    metrics,
    faults,
    next: arrivals.take,
    async client() {
      const client = await openClient(port);
      clients.push(client.socket);
      return client;
    },
    async secureClient(more = {}) {
      const socket = connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false, ...more });
      clients.push(socket);
      return { ...await clientOf(socket, "secureConnect"), socket };
    },
    [Symbol.dispose]() {
      for (const socket of clients) socket.destroy();
      void net.close();
    },
  };
}

/** Connects to a port of this machine. */
export function openClient(port: number, host = "127.0.0.1"): Promise<Client> {
  return clientOf(connect({ port, host, noDelay: true }), "connect");
}

/** A client over a socket, once it is open; fails when it closes first. */
function clientOf(socket: Socket, ready: "connect" | "secureConnect"): Promise<Client> {
  const opened = Promise.withResolvers<Client>();
  const over = Promise.withResolvers<void>();
  let received = "";
  let gone = false;
  const wake: (() => void)[] = [];
  socket.on("error", () => {});
  socket.on("close", () => {
    gone = true;
    opened.reject(new Error("Closed before it was open"));
    over.resolve();
    for (const fn of wake.splice(0)) fn();
  });
  socket.once(ready, () =>
    opened.resolve({
      socket,
      received: () => received,
      send: (text) => void socket.write(latin1Bytes(text)),
      async sees(text) {
        if (socket.listenerCount("data") === 0) {
          socket.on("data", (chunk: Uint8Array) => {
            received += latin1Text(chunk);
            for (const fn of wake.splice(0)) fn();
          });
        }
        while (!received.includes(text)) {
          if (gone) throw new Error(`Closed before "${text}" came, got "${received.slice(-80)}"`);
          await new Promise<void>((done) => wake.push(done));
        }
      },
      closed: over.promise,
    }));
  return opened.promise;
}

/** Resolves once `condition` holds; throws after half a minute. */
export async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + 30_000;
  while (!condition()) {
    if (performance.now() > end) throw new Error("The condition did not come true within 30 s");
    await new Promise((done) => setTimeout(done, 1));
  }
}
