/**
 * A host end that notes what its handlers are told, for tests of both ends of the channel.
 *
 * @module
 */
import { HostEnd, type HostEndOptions } from "../host_end.ts";

/** One thing a handler was told. */
export type Seen = [what: string, ...details: unknown[]];

/** The host end, and everything its handlers were told so far. */
export function notingHost(options: HostEndOptions = {}): { end: HostEnd; seen: Seen[] } {
  const seen: Seen[] = [];
  const end = new HostEnd({
    decision: (seq, value) => seen.push(["decision", seq, value]),
    pending: (seq) => seen.push(["pending", seq]),
    cast: (fn, args) => seen.push(["cast", fn, args]),
    call: (id, fn, args) => seen.push(["call", id, fn, args]),
    notice: (op, args) => seen.push(["notice", op, args]),
    corrupt: (reason) => seen.push(["corrupt", reason]),
    overflow: (reason) => seen.push(["overflow", reason]),
  }, options);
  return { end, seen };
}
