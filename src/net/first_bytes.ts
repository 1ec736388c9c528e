/**
 * Looking at what a socket sends first, within a time, and putting back what was only looked at. Owns the listeners
 * it needs for that and leaves none behind; what the bytes mean is decided by the caller.
 *
 * @module
 */
import type { Socket } from "node:net";
import { concatBytes } from "../core/bytes.ts";
import type { Clock } from "../core/clock.ts";

/** What a reader makes of the bytes so far: wait for more, or go on behind the first `consumed` of them. */
export type Verdict = "more" | { readonly consumed: number; readonly next: () => void };

/** Who looks. */
export interface FirstBytesReader {
  /** Gets all bytes so far whenever there are new ones. Has to end by itself before they are too many. */
  read(bytes: Uint8Array): Verdict;
  /** The time is over; the bytes so far are back in the socket. */
  late(): void;
}

/**
 * Reads the first bytes of a socket for at most `ms`. Afterwards it is paused, with everything not consumed unread.
 * A socket that closes first is never heard of again; one that only ends its side is closed.
 */
export function firstBytes(socket: Socket, clock: Clock, ms: number, reader: FirstBytesReader): void {
  let bytes: Uint8Array = new Uint8Array(0);
  const settle = (consumed: number) => {
    cancel();
    socket.off("data", received).off("end", gone).off("close", gone);
    socket.pause();
    if (bytes.length > consumed && !socket.destroyed) socket.unshift(bytes.subarray(consumed));
  };
  const gone = () => {
    settle(bytes.length);
    socket.destroy();
  };
  const received = (chunk: Uint8Array) => {
    bytes = bytes.length === 0 ? chunk : concatBytes([bytes, chunk]);
    const verdict = reader.read(bytes);
    if (verdict === "more") return;
    settle(verdict.consumed);
    verdict.next();
  };
  const cancel = clock.after(ms, () => {
    settle(0);
    reader.late();
  });
  socket.on("data", received).on("end", gone).on("close", gone);
  // An earlier look has left it paused.
  socket.resume();
}
