/**
 * Where clients come in: binds addresses, bounds how many connections there are, holds newcomers back until the
 * hub is ready, and closes everything at the end. Knows no message; whom it hands connections to is an `Accept`.
 *
 * @module
 */
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { Clock } from "../core/clock.ts";
import { HubError } from "../core/errors.ts";
import type { Metrics } from "../core/metrics.ts";
import { hostPort } from "./addresses.ts";
import { Connection, type ConnectionContext, type NetLimits } from "./connection.ts";
import { createFlusher } from "./flusher.ts";
import type { Accept, LinkHandler } from "./link.ts";
import { netMetrics } from "./net_metrics.ts";
import { createJoiner } from "./write_queue.ts";

/** What {@linkcode createNet} needs. */
export interface NetOptions {
  /** Takes new connections. */
  readonly accept: Accept;
  /** Bounds per connection. */
  readonly limits: NetLimits;
  /** Time. */
  readonly clock: Clock;
  /** Where the figures go. */
  readonly metrics: Metrics;
  /** Told when handling a connection's input threw (a defect); the connection is over, the hub goes on. */
  readonly fault: (error: unknown, ip: string) => void;
  /** Most connections at once; more are closed at once. Default 16384. */
  readonly maxConnections?: number;
  /** Most connections waiting while held; more are closed at once. Default 1024. */
  readonly maxHeld?: number;
}

/** One bound address. */
export interface Listener {
  /** Host as asked for. */
  readonly host: string;
  /** Port really bound. */
  readonly port: number;
}

/** All the client side of a hub. */
export interface Net {
  /**
   * Binds an address; port 0 takes a free one.
   *
   * @throws {HubError} `net.listen` naming the address and what to do.
   */
  listen(host: string, port: number): Promise<Listener>;
  /** Keeps new connections waiting, unserved. */
  hold(): void;
  /** Serves those that waited, in order, and everybody from now on. */
  release(): void;
  /** Open connections, without those held. */
  readonly open: number;
  /** Stops listening and cuts every connection that is still open. */
  close(): Promise<void>;
}

const REMEDIES: Readonly<Record<string, string>> = {
  EADDRINUSE: "Stop the program that uses it, or choose another port in listen",
  EACCES: "Ports below 1024 need a privilege: choose a higher port, or allow this one to the program",
  EADDRNOTAVAIL: "Use an address of this machine, or 0.0.0.0 for all of them",
  EINVAL: "Use an address of this machine, or 0.0.0.0 for all of them",
  ENOTFOUND: "Write an IP address instead of the name",
};

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: "the port is in use",
  EACCES: "permission denied",
  EADDRNOTAVAIL: "this machine does not have that address",
  EINVAL: "this machine does not have that address",
  ENOTFOUND: "the host name is unknown",
};

function listenError(host: string, port: number, cause: NodeJS.ErrnoException): HubError {
  const code = cause.code ?? "";
  return new HubError(
    "net.listen",
    `Cannot listen on ${hostPort(host, port)}: ${REASONS[code] ?? cause.message}`,
    {
      cause,
      remedy: REMEDIES[code] ?? "Check the addresses in listen",
    },
  );
}

/** Creates the client side of a hub; nothing is bound yet. */
export function createNet(options: NetOptions): Net {
  const { accept, clock, limits, fault, maxConnections = 16_384, maxHeld = 1024 } = options;
  const servers: Server[] = [];
  const open = new Set<Connection>();
  const held = new Set<Socket>();
  let holding = false;
  const metrics = netMetrics(options.metrics, () => open.size);
  const flusher = createFlusher(clock);
  const context: ConnectionContext = { limits, flusher, join: createJoiner(), clock, metrics, fault };

  const refuse = (socket: Socket) => {
    metrics.refused.value++;
    socket.destroy();
  };

  const welcome = (connection: Connection): LinkHandler | null => {
    try {
      return accept(connection);
    } catch (error) {
      metrics.faults.value++;
      fault(error, connection.ip);
      return null;
    }
  };

  const serve = (socket: Socket) => {
    if (socket.destroyed) return;
    const connection = new Connection(socket, context);
    const handler = open.size < maxConnections && connection.ip !== "" ? welcome(connection) : null;
    if (handler === null) return refuse(socket);
    metrics.accepted.value++;
    open.add(connection);
    connection.serve(handler, () => open.delete(connection));
  };

  const arrive = (socket: Socket) => {
    // A socket without an error listener would take the process down with it.
    socket.on("error", () => {});
    if (!holding) return serve(socket);
    if (held.size >= maxHeld) return refuse(socket);
    held.add(socket);
  };

  return {
    listen(host, port) {
      const { promise, resolve, reject } = Promise.withResolvers<Listener>();
      const server = createServer({ noDelay: true });
      server.on("connection", arrive);
      server.once("error", (cause) => reject(listenError(host, port, cause)));
      server.listen(port, host, () => {
        // Running out of descriptors is reported here while listening; the clients that are in stay in.
        server.on("error", (error) => fault(error, host));
        servers.push(server);
        resolve({ host, port: (server.address() as AddressInfo).port });
      });
      return promise;
    },
    hold() {
      holding = true;
    },
    release() {
      holding = false;
      const waiting = [...held];
      held.clear();
      for (const socket of waiting) serve(socket);
    },
    get open() {
      return open.size;
    },
    async close() {
      const closed = servers.splice(0).map((server) =>
        new Promise<void>((done) => server.close(() => done()))
      );
      for (const socket of held) socket.destroy();
      for (const connection of open) connection.destroy();
      await Promise.all(closed);
    },
  };
}
