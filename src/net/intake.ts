/**
 * From an accepted socket to one the hub can serve: the PROXY header of listed peers, plain or TLS by the first
 * byte, the TLS handshake. Owns these steps, how long they may take and how many may be under way, in all and per
 * address. Knows no message.
 *
 * @module
 */
import type { Socket } from "node:net";
import { type SecureContext, TLSSocket } from "node:tls";
import type { Clock } from "../core/clock.ts";
import { isInNetworks, type Network } from "../core/networks.ts";
import { limitKey } from "../core/ip.ts";
import { isLoopback, plainIp } from "./addresses.ts";
import { firstBytes } from "./first_bytes.ts";
import { parseMyIp } from "./my_ip.ts";
import type { NetMetrics } from "./net_metrics.ts";
import { parseProxyHeader, type ProxyResult } from "./proxy_protocol.ts";

/** What a listener speaks: plain NMDC, TLS, or whichever the client begins with. */
export type TlsMode = "off" | "on" | "detect";

/** Who is at the other end. */
export interface Peer {
  /** The client's address, not that of a proxy. */
  readonly ip: string;
  /** The client's port. */
  readonly port: number;
  /** TLS version, `""` for plain. */
  readonly tls: string;
}

/** Bounds of the intake. Read when they matter. */
export interface IntakeLimits {
  /** Milliseconds a `detect` listener waits for the first bytes; after them the client is plain. */
  readonly detectMs: number;
  /** Milliseconds for a PROXY header, and again for a TLS handshake. */
  readonly handshakeMs: number;
  /** Most sockets under way at once; more are closed at once. */
  readonly maxPending: number;
  /** Most of them from one address, this machine's own apart; 0 for no limit. */
  readonly maxPendingFromIp: number;
}

/** What {@linkcode createIntake} needs. */
export interface IntakeOptions {
  /** Bounds. */
  readonly limits: IntakeLimits;
  /** Time. */
  readonly clock: Clock;
  /** Counters. */
  readonly metrics: Pick<NetMetrics, "refused" | "tlsFailures" | "proxyFailures">;
  /** Peers that must send a PROXY header; nobody else's is looked at. */
  readonly proxies: readonly Network[];
  /** Peers that must send `$MyIP` as the first message; nobody else's is looked at. Default: none. */
  readonly fronts?: readonly Network[];
  /** Lowest TLS version that is served, such as `1.3`. Default: all that the runtime speaks. */
  readonly minTls?: string;
  /** The certificate for new connections, `null` where there is none. */
  readonly secureContext: () => SecureContext | null;
  /** Takes a socket that is ready; it may be paused, with bytes unread. */
  readonly serve: (socket: Socket, peer: Peer) => void;
}

/** The way in. */
export interface Intake {
  /** Takes a socket that has an error listener. */
  take(socket: Socket, mode: TlsMode): void;
  /** Sockets under way. */
  readonly pending: number;
  /** Closes all of them. */
  clear(): void;
}

/** First byte of a TLS hello; no NMDC client begins with it. TLS: record type 22, then major version 3. */
const TLS_HANDSHAKE = 0x16;

/** True when a client begins with a TLS hello; one byte is enough to tell it from NMDC. */
export function startsTls(bytes: Uint8Array): boolean {
  return bytes[0] === TLS_HANDSHAKE && (bytes.length < 2 || bytes[1] === 3);
}

/** A socket under way. */
interface Ticket {
  readonly socket: Socket;
  /** Under which it counts, `""` while a proxy has not told the address. */
  key: string;
}

/** Creates an intake. */
export function createIntake(options: IntakeOptions): Intake {
  const { limits, clock, metrics, proxies, fronts = [], minTls = "", secureContext, serve } = options;
  const pending = new Map<Socket, Ticket>();
  const counts = new Map<string, number>();

  const leave = ({ socket, key }: Ticket) => {
    if (!pending.delete(socket) || key === "") return;
    const left = counts.get(key)! - 1;
    if (left > 0) counts.set(key, left);
    else counts.delete(key);
  };

  const refuse = (socket: Socket) => {
    metrics.refused.value++;
    socket.destroy();
  };

  const deliver = (ticket: Ticket, socket: Socket, peer: Peer) => {
    leave(ticket);
    serve(socket, peer);
  };

  const handshake = (ticket: Ticket, peer: Peer) => {
    const context = secureContext();
    if (context === null) return refuse(ticket.socket);
    const secure = new TLSSocket(ticket.socket, { isServer: true, secureContext: context });
    let over = false;
    const finish = (ready: boolean) => {
      if (over) return;
      over = true;
      cancel();
      const tls = versionOf(secure);
      // The runtime knows no lowest version above its own; versions are one digit behind "1.".
      if (ready && tls >= minTls) return deliver(ticket, secure, { ...peer, tls });
      metrics.tlsFailures.value++;
      secure.destroy();
      ticket.socket.destroy();
    };
    const cancel = clock.after(limits.handshakeMs, () => finish(false));
    // Without a listener an error would take the process down with it.
    secure.on("error", () => finish(false));
    // Deno 2.9.6 reports a broken record after the handshake only here, and leaves the socket open and deaf.
    secure.on("_tlsError", (error: Error) => secure.destroy(error));
    secure.once("close", () => finish(false));
    secure.once("secure", () => finish(true));
  };

  const detect = (ticket: Ticket, peer: Peer) => {
    const plain = () => deliver(ticket, ticket.socket, peer);
    firstBytes(ticket.socket, clock, limits.detectMs, {
      read: (bytes) => ({
        consumed: 0,
        next: startsTls(bytes) ? () => handshake(ticket, peer) : plain,
      }),
      // NMDC: a client waits for the hub to speak, so silence is plain.
      late: plain,
    });
  };

  /** Goes on where the client's address is known. */
  const start = (ticket: Ticket, peer: Peer, mode: TlsMode) => {
    const key = limitKey(peer.ip);
    const count = counts.get(key) ?? 0;
    const most = limits.maxPendingFromIp;
    if (most > 0 && count >= most && !isLoopback(peer.ip)) return refuse(ticket.socket);
    counts.set(key, count + 1);
    ticket.key = key;
    if (mode === "on") handshake(ticket, peer);
    else if (mode === "detect") detect(ticket, peer);
    else deliver(ticket, ticket.socket, peer);
  };

  const readHeader = (
    ticket: Ticket,
    proxy: Peer,
    mode: TlsMode,
    parse: (bytes: Uint8Array) => ProxyResult,
  ) => {
    const wrong = () => {
      metrics.proxyFailures.value++;
      ticket.socket.destroy();
    };
    firstBytes(ticket.socket, clock, limits.handshakeMs, {
      read(bytes) {
        const header = parse(bytes);
        if (header === "more") return "more";
        if (header === null) return { consumed: bytes.length, next: wrong };
        const { length, source, tls } = header;
        const peer = source === null ? proxy : { ...source, tls };
        // A proxy that has ended TLS itself passes plain bytes on.
        const left = tls === "" ? mode : "off";
        return { consumed: length, next: () => start(ticket, peer, left) };
      },
      late: wrong,
    });
  };

  return {
    take(socket, mode) {
      const peer: Peer = { ip: plainIp(socket.remoteAddress ?? ""), port: socket.remotePort ?? 0, tls: "" };
      if (peer.ip === "") return refuse(socket);
      const proxied = isInNetworks(peer.ip, proxies);
      const fronted = !proxied && isInNetworks(peer.ip, fronts);
      if (mode === "off" && !proxied && !fronted) return serve(socket, peer);
      if (pending.size >= limits.maxPending) return refuse(socket);
      const ticket: Ticket = { socket, key: "" };
      pending.set(socket, ticket);
      socket.once("close", () => leave(ticket));
      if (proxied) readHeader(ticket, peer, mode, parseProxyHeader);
      // A front has ended TLS: what follows its message is plain.
      else if (fronted) readHeader(ticket, peer, "off", parseMyIp);
      else start(ticket, peer, mode);
    },
    get pending() {
      return pending.size;
    },
    clear() {
      for (const socket of [...pending.keys()]) socket.destroy();
    },
  };
}

/** `1.2` for `TLSv1.2`. */
function versionOf(socket: TLSSocket): string {
  return (socket.getProtocol() ?? "").replace(/^TLSv/, "");
}
