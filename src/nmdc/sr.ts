/**
 * `$SR`, a search result that travels through the hub. The hub checks the sender and cuts the receiver off.
 *
 * @module
 */
import { ENQ, frameOf, SPACE } from "./wire.ts";

/** A search result, as views into its frame. */
export interface SearchResult {
  /** Who has the file. */
  from: Uint8Array;
  /** File: the path. Folder: the path and ` free/total`. */
  path: Uint8Array;
  /** Who searched. */
  to: Uint8Array;
  /** The frame without 0x05 and the receiver: what the hub sends on. */
  relay: Uint8Array;
}

const SLASH = 0x2f;
const START = 4;

/**
 * Splits `$SR from path\x05size free/total\x05hub\x05to`; a folder has no `\x05size`. `null` when the receiver
 * or the slots are missing.
 */
export function parseSR(frame: Uint8Array): SearchResult | null {
  const space = frame.indexOf(SPACE, START);
  if (space < 0) return null;
  const first = frame.indexOf(ENQ, space + 1);
  const second = first < 0 ? -1 : frame.indexOf(ENQ, first + 1);
  if (second < 0) return null;
  const last = frame.lastIndexOf(ENQ);
  const [slotsStart, slotsEnd] = last === second ? [space + 1, first] : [first + 1, second];
  const slash = frame.indexOf(SLASH, slotsStart);
  if (slash < 0 || slash >= slotsEnd) return null;
  return {
    from: frame.subarray(START, space),
    path: frame.subarray(space + 1, first),
    to: frame.subarray(last + 1),
    relay: frame.subarray(0, last),
  };
}

/** What a file result is built from. */
export interface SearchResultParts {
  /** Who has the file. */
  from: Uint8Array;
  /** The path. */
  path: Uint8Array;
  /** Bytes. */
  size: number;
  /** Free upload slots. */
  freeSlots: number;
  /** All upload slots. */
  slots: number;
  /** `TTH:…` or the hub's name, then ` (host:port)`. */
  hub: Uint8Array;
  /** Who searched; left out in a result by UDP. */
  to?: Uint8Array;
}

/** Builds the result of a file. */
export function formatSR(result: SearchResultParts): Uint8Array {
  const { from, path, size, freeSlots, slots, hub, to } = result;
  const head = [`$SR `, from, " ", path, `\x05${size} ${freeSlots}/${slots}\x05`, hub];
  return to === undefined ? frameOf(...head) : frameOf(...head, "\x05", to);
}
