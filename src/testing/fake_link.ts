/**
 * A connection without a socket: what the hub writes comes out as frames, what a test sends goes in as frames, with
 * pause and resume as the real one has them. Knows nothing of what frames mean.
 *
 * @module
 */
import type { Accept, Link, LinkHandler } from "../net/link.ts";

/** The test's end of a connection. */
export interface FakeLink {
  /** False when the hub refused the connection. */
  readonly accepted: boolean;
  /** True once either side has ended it. */
  readonly closed: boolean;
  /** Sends frames, each with its final pipe. What comes while the hub is busy with this connection waits. */
  send(bytes: Uint8Array): void;
  /** The client goes away. */
  close(): void;
}

/** What a connection needs. */
export interface FakeLinkOptions {
  /** Peer address the hub sees. */
  readonly ip: string;
  /** TLS version the hub sees; `""` for plain. */
  readonly tls: string;
  /** Takes a frame from the hub, without its pipe. */
  frame(frame: Uint8Array): void;
}

const PIPE = 0x7c;

/** Connects to a hub. */
export function connectFake(accept: Accept, { ip, tls, frame }: FakeLinkOptions): FakeLink {
  const incoming: Uint8Array[] = [];
  let unfinished = new Uint8Array();
  let handler: LinkHandler | null = null;
  let [paused, over, told, delivering] = [false, false, false, false];

  const deliver = () => {
    if (delivering) return;
    delivering = true;
    while (!paused && !over && handler && incoming.length > 0) handler.frame(incoming.shift()!);
    delivering = false;
  };
  const finish = (why: "local" | "remote") => {
    over = true;
    if (told) return;
    told = true;
    // The hub learns it later, as from a socket: it may be in the middle of its own work now.
    if (why === "local") queueMicrotask(() => handler?.closed(why));
    else handler?.closed(why);
  };
  const write = (bytes: Uint8Array) => {
    if (over) return;
    let start = 0;
    for (let at = bytes.indexOf(PIPE); at >= 0; at = bytes.indexOf(PIPE, start)) {
      const rest = bytes.subarray(start, at);
      frame(unfinished.length > 0 ? new Uint8Array([...unfinished, ...rest]) : rest.slice());
      unfinished = new Uint8Array();
      start = at + 1;
    }
    if (start < bytes.length) unfinished = new Uint8Array([...unfinished, ...bytes.subarray(start)]);
  };
  const link: Link = {
    ip,
    tls,
    write,
    writeLater: write,
    queued: () => 0,
    pause: () => void (paused = true),
    resume() {
      paused = false;
      deliver();
    },
    end: () => finish("local"),
    destroy: () => finish("local"),
  };
  handler = accept(link);
  if (!handler) over = told = true;
  return {
    get accepted() {
      return handler !== null;
    },
    get closed() {
      return over;
    },
    send(bytes) {
      let start = 0;
      for (let at = bytes.indexOf(PIPE); at >= 0; at = bytes.indexOf(PIPE, start)) {
        incoming.push(bytes.slice(start, at));
        start = at + 1;
      }
      deliver();
    },
    close: () => finish("remote"),
  };
}
