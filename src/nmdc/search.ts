/**
 * Searches: `$Search`, `$MultiSearch` and the short `$SA`/`$SP`; the limits string; TTH patterns; turning one
 * form into the other. Who may search and who receives it is the hub's business.
 *
 * @module
 */
import { hasBytesAt } from "../core/bytes.ts";
import { formatAddress, splitAddress } from "./address.ts";
import { ascii, decimal, DOLLAR, frameOf, SPACE } from "./wire.ts";

/** What is searched for, as views. */
export interface SearchTerms {
  /** `a?b?size?type?` with its last `?`. */
  limits: Uint8Array;
  /** Behind the last `?`; `$` stands for a space. May be empty. */
  pattern: Uint8Array;
}

/** A search whose results come by UDP to `ip:port`. */
export interface ActiveSearch extends SearchTerms {
  /** The address the client claims. */
  ip: Uint8Array;
  /** The port as text; `parsePort` checks it. */
  port: Uint8Array;
}

/** A search whose results come through the hub. */
export interface PassiveSearch extends SearchTerms {
  /** Who searches. */
  nick: Uint8Array;
}

/** The short form of an active TTH search. */
export interface ShortActiveSearch {
  /** What stands in the TTH's place; {@linkcode isTth} checks it. */
  tth: Uint8Array;
  /** The address the client claims. */
  ip: Uint8Array;
  /** The port as text; `parsePort` checks it. */
  port: Uint8Array;
}

/** The short form of a passive TTH search. */
export interface ShortPassiveSearch {
  /** What stands in the TTH's place; {@linkcode isTth} checks it. */
  tth: Uint8Array;
  /** Who searches. */
  nick: Uint8Array;
}

/** The limits string, read. NMDC: `a?b?size?type?`. */
export interface SearchLimits {
  /** `a` is `T`: `size` counts. */
  restricted: boolean;
  /** `b` is `T`: `size` is the most, else the least. */
  maximum: boolean;
  /** Bytes. */
  size: number;
  /** 1 any, 2 audio, 3 compressed, 4 document, 5 program, 6 picture, 7 video, 8 folder, 9 TTH, 10 disk image … */
  type: number;
}

const QUESTION = 0x3f;
const TTH_PREFIX = ascii("TTH:");
const TTH_LENGTH = 39;
const TTH_TYPE = ascii("?9?");
const NO_SIZE_TTH = ascii("?0?9?");
/** The limits every expanded TTH search carries. */
const EXPANDED = "F?T?0?9?TTH:";
/** NMDC: shorter limits are malformed; the hub drops the search. */
const SHORTEST_LIMITS = 8;
const MULTI = 0x4d;
const BRACKET = 0x5b;
const ZERO = 0x30;

/** Where the parameters of `$Search …` or `$MultiSearch …` begin. */
const paramStart = (frame: Uint8Array): number => frame[1] === MULTI ? 13 : 8;

function splitTerms(frame: Uint8Array, start: number): SearchTerms | null {
  const last = frame.lastIndexOf(QUESTION);
  if (last < start) return null;
  return { limits: frame.subarray(start, last + 1), pattern: frame.subarray(last + 1) };
}

/** Splits `$Search ip:port terms` or `$MultiSearch …`, or `null`. */
export function parseActiveSearch(frame: Uint8Array): ActiveSearch | null {
  const start = paramStart(frame);
  const space = frame.indexOf(SPACE, start);
  if (space < 0) return null;
  const address = splitAddress(frame, start, space);
  const terms = address && splitTerms(frame, space + 1);
  return terms && { ip: address.ip, port: address.port, limits: terms.limits, pattern: terms.pattern };
}

/** Splits `$Search Hub:nick terms` or `$MultiSearch …`, or `null`. */
export function parsePassiveSearch(frame: Uint8Array): PassiveSearch | null {
  const start = paramStart(frame) + 4;
  const space = frame.indexOf(SPACE, start);
  const terms = space < 0 ? null : splitTerms(frame, space + 1);
  return terms && { nick: frame.subarray(start, space), limits: terms.limits, pattern: terms.pattern };
}

/** Splits `$SA tth ip:port`, or `null`. */
export function parseSA(frame: Uint8Array): ShortActiveSearch | null {
  const space = frame.indexOf(SPACE, 4);
  const address = space < 0 ? null : splitAddress(frame, space + 1, frame.length);
  return address && { tth: frame.subarray(4, space), ip: address.ip, port: address.port };
}

/** Splits `$SP tth nick`, or `null`. */
export function parseSP(frame: Uint8Array): ShortPassiveSearch | null {
  const space = frame.indexOf(SPACE, 4);
  return space < 0 ? null : { tth: frame.subarray(4, space), nick: frame.subarray(space + 1) };
}

/** Reads a limits string, or `null` when it is malformed or shorter than eight bytes. */
export function parseLimits(limits: Uint8Array): SearchLimits | null {
  if (limits.length < SHORTEST_LIMITS || limits[1] !== QUESTION || limits[3] !== QUESTION) return null;
  const third = limits.indexOf(QUESTION, 4);
  if (limits.indexOf(QUESTION, third + 1) !== limits.length - 1) return null;
  const size = decimal(limits, 4, third);
  const type = decimal(limits, third + 1, limits.length - 1, 3);
  if (size < 0 || type < 0) return null;
  return { restricted: limits[0] === 0x54, maximum: limits[2] === 0x54, size, type };
}

/** True for the 39 base32 characters of a TTH, in either case. */
export function isTth(text: Uint8Array): boolean {
  if (text.length !== TTH_LENGTH) return false;
  for (let i = 0; i < TTH_LENGTH; i++) {
    const byte = text[i]!;
    const letter = (byte & 0xdf) >= 0x41 && (byte & 0xdf) <= 0x5a;
    if (!letter && (byte < 0x32 || byte > 0x37)) return false;
  }
  return true;
}

/** The TTH of a search of type 9, or `null` when it is another search or the TTH is malformed. */
export function tthOf({ limits, pattern }: SearchTerms): Uint8Array | null {
  if (!hasBytesAt(limits, TTH_TYPE, limits.length - TTH_TYPE.length)) return null;
  if (!hasBytesAt(pattern, TTH_PREFIX)) return null;
  // COMPAT: some clients end the pattern with a "$", as if a space followed.
  const end = pattern[pattern.length - 1] === DOLLAR ? pattern.length - 1 : pattern.length;
  const tth = pattern.subarray(TTH_PREFIX.length, end);
  return isTth(tth) ? tth : null;
}

/** The TTH of a search that the short form can carry: type 9 without a size limit. Otherwise `null`. */
export function shortTthOf(terms: SearchTerms): Uint8Array | null {
  const { limits } = terms;
  return limits.length === SHORTEST_LIMITS && hasBytesAt(limits, NO_SIZE_TTH, 3) ? tthOf(terms) : null;
}

/** True when the search says type 9 but carries no TTH. */
export function isBrokenTth(terms: SearchTerms): boolean {
  const { limits } = terms;
  return hasBytesAt(limits, TTH_TYPE, limits.length - TTH_TYPE.length) && tthOf(terms) === null;
}

/** Makes a broken TTH search one of type 1 for the text behind `TTH:`, as hubs do. Others come back unchanged. */
export function repairTth(terms: SearchTerms): SearchTerms {
  if (!isBrokenTth(terms)) return terms;
  const limits = terms.limits.slice();
  limits[limits.length - 2] = 0x31;
  const { pattern } = terms;
  return { limits, pattern: hasBytesAt(pattern, TTH_PREFIX) ? pattern.subarray(TTH_PREFIX.length) : pattern };
}

/** Builds `$Search ip:port limits pattern`. */
export function formatActiveSearch(ip: string, port: number, { limits, pattern }: SearchTerms): Uint8Array {
  return frameOf("$Search ", formatAddress(ip, port), " ", limits, pattern);
}

/**
 * True for an active search that {@linkcode formatActiveSearch} would write as it stands, `port` being its port: the
 * usual word, no number with zeros in front, no brackets.
 */
export function isActiveAsFormatted(frame: Uint8Array, port: Uint8Array): boolean {
  return frame[1] !== MULTI && frame[8] !== BRACKET && port[0] !== ZERO;
}

/** Builds `$Search Hub:nick limits pattern`. */
export function formatPassiveSearch(nick: Uint8Array, { limits, pattern }: SearchTerms): Uint8Array {
  return frameOf("$Search Hub:", nick, " ", limits, pattern);
}

/** Builds `$SA tth ip:port`. */
export function formatSA(tth: Uint8Array, ip: string, port: number): Uint8Array {
  return frameOf("$SA ", tth, " ", formatAddress(ip, port));
}

/** Builds `$SP tth nick`. */
export function formatSP(tth: Uint8Array, nick: Uint8Array): Uint8Array {
  return frameOf("$SP ", tth, " ", nick);
}

/** The long form of `$SA`, for receivers without TTHS. */
export function expandSA(tth: Uint8Array, ip: string, port: number): Uint8Array {
  return frameOf("$Search ", formatAddress(ip, port), " ", EXPANDED, tth);
}

/** The long form of `$SP`, for receivers without TTHS. */
export function expandSP(tth: Uint8Array, nick: Uint8Array): Uint8Array {
  return frameOf("$Search Hub:", nick, " ", EXPANDED, tth);
}
