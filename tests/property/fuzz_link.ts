/**
 * A connection without a socket that keeps to the transport's contract: frames wait behind a pause, nothing is read
 * after an end, an end is told from outside the hub's calls, and a peer that takes nothing overflows. Everything the
 * hub writes goes to a watch and is not kept. Knows no message.
 *
 * @module
 */
import type { Link, LinkEnd, LinkHandler } from "../../src/net/link.ts";
import type { Hub } from "../../src/hub/hub.ts";
import type { Session } from "../../src/hub/model.ts";

/** Most frames kept behind a pause; a real connection stops reading. */
const MAX_INBOX = 64;
/** Bytes at which a peer that takes nothing overflows. */
const OVERFLOW = 262_144;

/** The peer's end. */
export interface FuzzLink {
  /** What the hub knows of the connection; `null` when it was refused. */
  readonly session: Session | null;
  /** Frames wait. */
  readonly paused: boolean;
  /** The hub has ended it, or it is gone. */
  readonly over: boolean;
  /** The hub was told that it is gone. */
  readonly gone: boolean;
  /** The hub has spoken. */
  readonly greeted: boolean;
  /** Takes nothing any more. */
  stall(): void;
  /** Sends a frame, which the hub may keep waiting. The bytes are scribbled over once the hub had them. */
  send(frame: Uint8Array): void;
  /** Goes away. */
  drop(why: LinkEnd): void;
  /** Tells the hub of an end that is due. */
  settle(): void;
}

/** What a link reports. */
export interface LinkWatch {
  /** A frame reached the hub. */
  delivered(): void;
  /** The hub wrote. */
  wrote(session: Session, bytes: Uint8Array): void;
}

/** Connects to a hub. */
export function connectFuzz(hub: Hub, ip: string, tls: string, watch: LinkWatch): FuzzLink {
  const inbox: Uint8Array[] = [];
  let handler: LinkHandler | null = null;
  let session: Session | null = null;
  let due: LinkEnd | null = null;
  let queued = 0;
  let [paused, ended, gone, delivering, stalled, greeted] = [false, false, false, false, false, false];

  const deliver = () => {
    if (delivering) return;
    delivering = true;
    while (!paused && !ended && !gone && handler !== null && inbox.length > 0) {
      const frame = inbox.shift()!;
      watch.delivered();
      handler.frame(frame);
      frame.fill(0x21);
    }
    delivering = false;
  };
  const write = (bytes: Uint8Array) => {
    if (ended || gone) return;
    greeted = true;
    if (session) watch.wrote(session, bytes);
    if (!stalled) return;
    queued += bytes.length;
    if (queued > OVERFLOW) [ended, due] = [true, "overflow"];
  };
  const close = (why: LinkEnd) => {
    if (gone || handler === null) return;
    gone = true;
    handler.closed(why);
  };
  const link: Link = {
    ip,
    tls,
    ports: { peer: 50_000, own: 4111 },
    write,
    writeLater: write,
    compress() {},
    queued: () => queued,
    pause: () => void (paused = true),
    resume() {
      paused = false;
      deliver();
    },
    end: () => void ([ended, due] = [true, due ?? "local"]),
    destroy: () => void ([ended, due] = [true, due ?? "local"]),
  };
  handler = hub.accept(link);
  for (const one of hub.context.sessions) if (one.link === link) session = one;
  return {
    session: handler === null ? null : session,
    get paused() {
      return paused;
    },
    get over() {
      return ended || gone || handler === null;
    },
    get gone() {
      return gone || handler === null;
    },
    get greeted() {
      return greeted;
    },
    stall: () => void (stalled = true),
    send(frame) {
      if (ended || gone || inbox.length >= MAX_INBOX) return;
      inbox.push(frame);
      deliver();
    },
    drop: close,
    settle: () => due === null ? undefined : close(due),
  };
}
