/**
 * One client's TCP connection as a {@linkcode Link}: frames in, bytes out, one end. Owns the socket, its bounded
 * write queue and the order of closing; knows no message. Everything it tells its handler comes from the event
 * loop, never from inside a call of the hub, so the hub may write to all its users while it walks through them.
 *
 * @module
 */
import type { Socket } from "node:net";
import type { Cancel, Clock } from "../core/clock.ts";
import { createFramer, type Framer, type FrameStatus } from "../nmdc/framing.ts";
import type { Flushable, Flusher } from "./flusher.ts";
import type { Link, LinkEnd, LinkHandler } from "./link.ts";
import { type Peer, startsTls } from "./intake.ts";
import type { NetMetrics } from "./net_metrics.ts";
import { createWriteQueue, type Joiner, type WriteQueue } from "./write_queue.ts";
import type { Zipper } from "./zpipe.ts";

/** Bounds of every connection. Read when they matter, so getters over live settings work. */
export interface NetLimits {
  /** Most bytes a connection may have unsent before it is dropped. */
  readonly maxQueueBytes: number;
  /** Unsent bytes from which on nothing more is read from a peer. Default three quarters of `maxQueueBytes`. */
  readonly stopReadingBytes?: number;
  /** Unsent bytes below which reading goes on. Default half of `maxQueueBytes`. */
  readonly readAgainBytes?: number;
  /** Longest frame in bytes; read when a connection opens. */
  readonly maxLineBytes: number;
}

/** What every connection of a hub shares. */
export interface ConnectionContext {
  /** Bounds. */
  readonly limits: NetLimits;
  /** Empties the write queues. */
  readonly flusher: Flusher;
  /** Joins small writes. */
  readonly join: Joiner;
  /** Compresses writes to clients with ZPipe. */
  readonly zip: Zipper;
  /** For the deadline of `end`. */
  readonly clock: Clock;
  /** Shared counters. */
  readonly metrics: NetMetrics;
  /** Told when handling a connection's input threw; that connection is ended, the others go on. */
  readonly fault: (error: unknown, ip: string) => void;
}

/** A {@linkcode Link} over a socket. Serves nothing until `serve`. */
export class Connection implements Link, Flushable {
  readonly ip: string;
  readonly tls: string;
  readonly ports: { readonly peer: number; readonly own: number };
  readonly #socket: Socket;
  readonly #context: ConnectionContext;
  readonly #queue: WriteQueue;
  readonly #framer: Framer;
  /** Kept as one function per connection: reading allocates none. */
  readonly #onFrame: (frame: Uint8Array) => boolean;
  #handler: LinkHandler | null = null;
  #gone: () => void = () => {};
  /** The first cause wins; `null` while the connection lives. */
  #why: LinkEnd | null = null;
  /** After `end`: nothing more is accepted in either direction. */
  #ending = false;
  #paused = false;
  /** So much is unsent that nothing more is read: a peer that only asks and never takes costs nothing further. */
  #choked = false;
  #zip = false;
  /** Nothing was received yet. */
  #fresh = true;
  /** Inside the framer; a `resume` from there only clears the pause. */
  #delivering = false;
  #flushSoon = false;
  #flushLater = false;
  /** So many bytes can be queued before the limit is looked at again: not for each of thousands of deliveries. */
  #room = 0;
  #deadline: Cancel | null = null;

  /** Wraps an open socket, plain or TLS. */
  constructor(socket: Socket, peer: Peer, context: ConnectionContext) {
    this.ip = peer.ip;
    this.tls = peer.tls;
    this.ports = { peer: peer.port, own: socket.localPort ?? 0 };
    this.#socket = socket;
    this.#context = context;
    this.#queue = createWriteQueue(context.join);
    this.#framer = createFramer({ maxLine: context.limits.maxLineBytes });
    this.#onFrame = (frame) => {
      this.#handler!.frame(frame);
      // One packet of short questions can have answers for megabytes: they are offered to the socket before the next.
      if (this.#queue.size >= this.#stopAt()) {
        this.#send();
        if (!this.#choked && this.queued() >= this.#stopAt()) this.#choke();
      }
      return !this.#stopped() && this.#why === null;
    };
  }

  /** Starts reading; from now on `handler` gets the frames and, once, the end. `gone` is called just before that. */
  serve(handler: LinkHandler, gone: () => void): void {
    this.#handler = handler;
    this.#gone = gone;
    const socket = this.#socket;
    socket.on("drain", () => this.flush());
    socket.on("error", () => this.#why ??= "error");
    socket.on("close", () => this.#closed());
    socket.on("data", (chunk: Uint8Array) => this.#received(chunk));
    // Whoever looked at the first bytes has left the socket paused.
    if (this.#stopped()) socket.pause();
    else socket.resume();
  }

  write(bytes: Uint8Array): void {
    if (!this.#enqueue(bytes) || this.#flushSoon) return;
    this.#flushSoon = true;
    this.#context.flusher.soon(this);
  }

  writeLater(bytes: Uint8Array): void {
    if (!this.#enqueue(bytes) || this.#flushSoon || this.#flushLater) return;
    this.#flushLater = true;
    this.#context.flusher.later(this);
  }

  compress(): void {
    // Under TLS the length of a compressed record would tell about its content: others choose part of it.
    this.#zip = this.tls === "";
  }

  queued(): number {
    return this.#queue.size + this.#socket.writableLength;
  }

  pause(): void {
    if (this.#paused || this.#why !== null) return;
    this.#paused = true;
    if (this.#handler !== null) this.#socket.pause();
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#readOn();
  }

  end(withinMs: number): void {
    if (this.#why !== null) return;
    this.#why = "local";
    this.#ending = true;
    this.#deadline = this.#context.clock.after(withinMs, () => this.#socket.destroy());
    // Input is read on and thrown away: closing with unread bytes would make the kernel send a reset, and a reset
    // may overtake the last words at the peer.
    this.#socket.resume();
    this.flush();
  }

  destroy(): void {
    this.#drop("local");
  }

  flush(): void {
    this.#send();
    const waiting = this.queued();
    if (!this.#choked) {
      if (waiting >= this.#stopAt() && this.#why === null) this.#choke();
    } else if (waiting < this.#goAt()) {
      this.#choked = false;
      this.#readOn();
    }
  }

  #choke(): void {
    this.#choked = true;
    this.#context.metrics.chokes.value++;
    if (this.#handler !== null) this.#socket.pause();
  }

  #stopAt(): number {
    const { limits } = this.#context;
    return limits.stopReadingBytes ?? limits.maxQueueBytes * 0.75;
  }

  #goAt(): number {
    const { limits } = this.#context;
    return Math.min(limits.readAgainBytes ?? limits.maxQueueBytes / 2, this.#stopAt());
  }

  /** True while nothing is to be read, for whatever reason. */
  #stopped(): boolean {
    return this.#paused || this.#choked;
  }

  /** Reads on unless something still speaks against it. */
  #readOn(): void {
    if (this.#stopped() || this.#why !== null || this.#delivering || this.#handler === null) return;
    this.#deliver(null);
    if (!this.#stopped()) this.#socket.resume();
  }

  /** Offers the socket what it takes of the queue. */
  #send(): void {
    this.#flushSoon = this.#flushLater = false;
    this.#room = 0;
    const socket = this.#socket;
    if (!socket.writable) return;
    const { metrics } = this.#context;
    while (!socket.writableNeedDrain) {
      const taken = this.#queue.take();
      if (taken === null) break;
      const bytes = this.#zip ? this.#context.zip(taken) : taken;
      metrics.writes.value++;
      metrics.bytesOut.value += bytes.length;
      socket.write(bytes);
    }
    if (this.#ending && this.#queue.size === 0) socket.end();
  }

  /** Appends within the limit; `false`: nothing to send, or nobody to send it to. */
  #enqueue(bytes: Uint8Array): boolean {
    if (this.#why !== null || bytes.length === 0) return false;
    if (bytes.length > this.#room && !this.#makeRoom(bytes.length)) return false;
    this.#room -= bytes.length;
    this.#queue.push(bytes);
    return true;
  }

  /** Looks how much the limit leaves; `false`: less than this, which ends the connection. */
  #makeRoom(length: number): boolean {
    const { limits, metrics } = this.#context;
    this.#room = limits.maxQueueBytes - this.queued();
    if (length <= this.#room) return true;
    // What this turn queued has not been offered to the socket yet: only what it refuses counts as too much.
    this.#send();
    this.#room = limits.maxQueueBytes - this.queued();
    if (length <= this.#room) return true;
    metrics.overflows.value++;
    this.#drop("overflow");
    return false;
  }

  #received(chunk: Uint8Array): void {
    this.#context.metrics.bytesIn.value += chunk.length;
    if (this.#why !== null) return;
    // A client that speaks TLS to a plain port would wait for an answer until its timeout.
    if (this.#fresh && startsTls(chunk)) return this.#drop("error");
    this.#fresh = false;
    this.#deliver(chunk);
  }

  /** Runs the framer over a chunk, or over what it kept when `chunk` is `null`. */
  #deliver(chunk: Uint8Array | null): void {
    const framer = this.#framer;
    let status: FrameStatus = "ok";
    this.#delivering = true;
    try {
      if (chunk !== null) status = framer.push(chunk, this.#onFrame);
      // The framer stops at a pause; a handler that has resumed meanwhile expects the rest now.
      while (status === "ok" && framer.paused && !this.#stopped() && this.#why === null) {
        status = framer.resume(this.#onFrame);
      }
    } catch (error) {
      this.#fault(error);
    } finally {
      this.#delivering = false;
    }
    if (status !== "ok") this.#drop(status);
  }

  #drop(why: LinkEnd): void {
    this.#why ??= why;
    this.#queue.clear();
    this.#socket.destroy();
  }

  #closed(): void {
    this.#why ??= "remote";
    this.#deadline?.();
    this.#queue.clear();
    const handler = this.#handler;
    this.#handler = null;
    this.#gone();
    try {
      handler?.closed(this.#why);
    } catch (error) {
      this.#fault(error);
    }
  }

  #fault(error: unknown): void {
    this.#context.metrics.faults.value++;
    this.#context.fault(error, this.ip);
    this.#drop("error");
  }
}
