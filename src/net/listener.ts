/**
 * Where clients come in: binds addresses, bounds how many connections there are, holds newcomers back until the
 * hub is ready, and closes everything at the end. Knows no message; whom it hands connections to is an `Accept`.
 *
 * @module
 */
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { SecureContext } from "node:tls";
import type { Clock } from "../core/clock.ts";
import { HubError } from "../core/errors.ts";
import type { Metrics } from "../core/metrics.ts";
import type { Network } from "../core/networks.ts";
import { hostPort } from "./addresses.ts";
import { Connection, type ConnectionContext, type NetLimits } from "./connection.ts";
import { createFlusher } from "./flusher.ts";
import { createIntake, type IntakeLimits, type Peer, type TlsMode } from "./intake.ts";
import type { Accept, LinkHandler } from "./link.ts";
import { netMetrics } from "./net_metrics.ts";
import { createJoiner } from "./write_queue.ts";
import { createZipper, type ZpipeLimits } from "./zpipe.ts";

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
  /** When large writes are compressed for clients that announced ZPipe. Default: never. */
  readonly zpipe?: ZpipeLimits;
  /** TLS, proxies and the bounds of the way in. */
  readonly intake?: NetIntake;
}

/** What {@linkcode createNet} may be told of TLS, proxies and the way in. */
export interface NetIntake extends Partial<IntakeLimits> {
  /** Networks whose connections begin with a PROXY header. */
  readonly proxies?: readonly Network[];
  /** Networks whose connections begin with `$MyIP`. */
  readonly fronts?: readonly Network[];
  /** Lowest TLS version that is served, such as `1.3`. */
  readonly minTls?: string;
  /** The certificate for new connections; without it TLS is refused. */
  readonly secureContext?: () => SecureContext | null;
}

/** One bound address. */
export interface Listener {
  /** Host as asked for. */
  readonly host: string;
  /** Port really bound. */
  readonly port: number;
  /** What it speaks. */
  readonly tls: TlsMode;
}

/** All the client side of a hub. */
export interface Net {
  /**
   * Binds an address; port 0 takes a free one. `tls` defaults to `"off"`.
   *
   * @throws {HubError} `net.listen` naming the address and what to do.
   */
  listen(host: string, port: number, tls?: TlsMode): Promise<Listener>;
  /** Keeps new connections waiting, unserved. */
  hold(): void;
  /** Serves those that waited, in order, and everybody from now on. */
  release(): void;
  /** Open connections, without those held or still on their way in. */
  readonly open: number;
  /** Connections on their way in: a PROXY header or a TLS handshake is not complete. */
  readonly pending: number;
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

const NO_ZPIPE: ZpipeLimits = { enabled: false, minBytes: 0, level: 1 };

/** Getters of the operator's settings stay getters. */
function intakeLimits(given: Partial<IntakeLimits>): IntakeLimits {
  return {
    get detectMs() {
      return given.detectMs ?? 500;
    },
    get handshakeMs() {
      return given.handshakeMs ?? 10_000;
    },
    get maxPending() {
      return given.maxPending ?? 1024;
    },
    get maxPendingFromIp() {
      return given.maxPendingFromIp ?? 0;
    },
  };
}

/** Creates the client side of a hub; nothing is bound yet. */
export function createNet(options: NetOptions): Net {
  const { accept, clock, limits, fault, maxConnections = 16_384, maxHeld = 1024 } = options;
  const servers: Server[] = [];
  const open = new Set<Connection>();
  const held = new Map<Socket, TlsMode>();
  let holding = false;
  const metrics = netMetrics(options.metrics, () => open.size);
  const context: ConnectionContext = {
    limits,
    flusher: createFlusher(clock),
    join: createJoiner(),
    zip: createZipper(options.zpipe ?? NO_ZPIPE, metrics),
    clock,
    metrics,
    fault,
  };

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

  const serve = (socket: Socket, peer: Peer) => {
    if (socket.destroyed) return;
    const connection = new Connection(socket, peer, context);
    const handler = open.size < maxConnections ? welcome(connection) : null;
    if (handler === null) return refuse(socket);
    metrics.accepted.value++;
    open.add(connection);
    connection.serve(handler, () => open.delete(connection));
  };

  const intake = createIntake({
    limits: intakeLimits(options.intake ?? {}),
    clock,
    metrics,
    proxies: options.intake?.proxies ?? [],
    fronts: options.intake?.fronts ?? [],
    minTls: options.intake?.minTls ?? "",
    secureContext: options.intake?.secureContext ?? (() => null),
    serve,
  });

  const arrive = (socket: Socket, tls: TlsMode) => {
    // A socket without an error listener would take the process down with it.
    socket.on("error", () => {});
    if (!holding) return intake.take(socket, tls);
    if (held.size >= maxHeld) return refuse(socket);
    held.set(socket, tls);
  };

  return {
    listen(host, port, tls = "off") {
      const { promise, resolve, reject } = Promise.withResolvers<Listener>();
      const server = createServer({ noDelay: true });
      server.on("connection", (socket) => arrive(socket, tls));
      server.once("error", (cause) => reject(listenError(host, port, cause)));
      server.listen(port, host, () => {
        // Running out of descriptors is reported here while listening; the clients that are in stay in.
        server.on("error", (error) => fault(error, host));
        servers.push(server);
        resolve({ host, port: (server.address() as AddressInfo).port, tls });
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
      for (const [socket, tls] of waiting) if (!socket.destroyed) intake.take(socket, tls);
    },
    get open() {
      return open.size;
    },
    get pending() {
      return intake.pending;
    },
    async close() {
      const closed = servers.splice(0).map((server) =>
        new Promise<void>((done) => server.close(() => done()))
      );
      for (const socket of held.keys()) socket.destroy();
      intake.clear();
      for (const connection of open) connection.destroy();
      await Promise.all(closed);
    },
  };
}
