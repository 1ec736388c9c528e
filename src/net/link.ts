/**
 * One client connection as the hub sees it: where bytes go and how it ends. The hub's core only ever holds these
 * interfaces, so it runs without sockets in tests. Owns shapes only; knows no protocol word.
 *
 * @module
 */

/** Why a connection is over, as seen by the transport. */
export type LinkEnd = "remote" | "local" | "error" | "overflow" | "too_long" | "nul";

/** The hub's handle on one connection. */
export interface Link {
  /** Peer address, IPv4-mapped IPv6 shown as IPv4. */
  readonly ip: string;
  /** TLS version of this connection, `""` for plain. */
  readonly tls: string;
  /** TCP ports of the peer and of the hub, where the connection has any. */
  readonly ports?: { readonly peer: number; readonly own: number };
  /**
   * Appends to the write queue; sent with one write per connection and event-loop turn. The array is kept, not
   * copied: broadcasts share one. Past the queue's limit the connection is dropped ("overflow").
   */
  write(bytes: Uint8Array): void;
  /** As `write`, but may wait for the next `write` or the delay timer (about a second). Order is kept. */
  writeLater(bytes: Uint8Array): void;
  /** The client has announced ZPipe: from now on a large write may go out compressed. */
  compress?(): void;
  /** Bytes not yet taken by the operating system. */
  queued(): number;
  /** Stops delivering frames until `resume`; what arrives meanwhile stays bounded by pausing the socket. */
  pause(): void;
  /** Delivers frames again, starting with those already received. */
  resume(): void;
  /** Sends what is queued, then closes; at the latest after `withinMs`. Nothing more is read or accepted. */
  end(withinMs: number): void;
  /** Closes at once, dropping what is queued. */
  destroy(): void;
}

/** What the hub does with one connection's input. */
export interface LinkHandler {
  /** One frame without its pipe; a view that is only valid during the call. */
  frame(frame: Uint8Array): void;
  /** The connection is gone; called exactly once, also after `end` and `destroy`. */
  closed(why: LinkEnd): void;
}

/** Takes a new connection; `null` refuses it silently. */
export type Accept = (link: Link) => LinkHandler | null;
