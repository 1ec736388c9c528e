/**
 * The client tag at the end of a description: `<Client V:version,M:mode,H:n/r/o,S:slots,…>`. Owns its grammar.
 * Which client, version or slot count is welcome is the hub's business.
 *
 * @module
 */
import { latin1Text } from "../core/bytes.ts";
import { decimal } from "./wire.ts";

/** How a client takes connections. Everything but `active` counts as passive. */
export type TagMode = "active" | "passive" | "socks5" | "other" | "none";

/** The hubs a client is in; `null` where the tag does not say. */
export interface TagHubs {
  /** Without an account, or all of them when the tag has one number only. */
  guest: number;
  /** With an account. */
  registered: number | null;
  /** As operator. */
  operator: number | null;
}

/** A client tag, read. */
export interface Tag {
  /** Where the `<` stands in the description. */
  start: number;
  /** The client's name, as a view. */
  client: Uint8Array;
  /** The version as written. */
  versionText: string;
  /** The version as a number: `2.4.2` is 2.42. 0 when there is none. */
  version: number;
  /** `M:`. */
  mode: TagMode;
  /** `H:`, or `null`. */
  hubs: TagHubs | null;
  /** `S:`, or `null`. */
  slots: number | null;
  /** The first of `L:`, `B:` and `F:`, in the client's unit; `null` without a limit. */
  limit: number | null;
}

const LT = 0x3c;
const GT = 0x3e;
const COMMA = 0x2c;
const SLASH = 0x2f;

/** Positions of a tag in a description. */
interface Span {
  start: number;
  client: number;
  version: number;
  comma: number;
  end: number;
}

/** Finds `<client V:version,body>` in one pass; a `<x>` directly behind the `<` belongs to it. */
function findTag(text: Uint8Array): Span | null {
  let start = -1;
  let client = -1;
  let version = -1;
  let comma = -1;
  for (let i = 0; i < text.length; i++) {
    const byte = text[i];
    if (version < 0) {
      if (byte === LT) {
        start = i > 0 && text[i - 1] === LT ? i - 1 : i;
        client = i + 1;
      } else if (byte === GT) {
        const inner = start >= 0 && client === start + 2;
        if (inner) client = i + 1;
        else start = -1;
      } else if (start >= 0 && byte === 0x20 && text[i + 1] === 0x56 && text[i + 2] === 0x3a) {
        version = i + 3;
        i += 2;
      }
    } else if (byte === COMMA) {
      if (comma < 0) comma = i;
    } else if (byte === GT) {
      if (comma >= 0) return { start, client, version, comma, end: i };
      start = version = -1;
    }
  }
  return null;
}

/** Reads the tag of a description, or `null` when there is none. */
export function parseTag(description: Uint8Array): Tag | null {
  const span = findTag(description);
  if (!span) return null;
  const { start, client, version, comma, end } = span;
  const versionText = latin1Text(description, version, comma);
  const tag: Tag = {
    start,
    client: description.subarray(client, version - 3),
    versionText,
    version: versionNumber(versionText),
    mode: "none",
    hubs: null,
    slots: null,
    limit: null,
  };
  let at = comma + 1;
  while (at < end) {
    const next = description.indexOf(COMMA, at);
    const stop = next < 0 || next > end ? end : next;
    if (description[at + 1] === 0x3a) readField(tag, description, at, stop);
    at = stop + 1;
  }
  return tag;
}

/** The description without its tag. */
export function descriptionPart(description: Uint8Array, tag: Tag | null): Uint8Array {
  return tag === null ? description : description.subarray(0, tag.start);
}

/** Hubs added up: the first `sum` (1 to 3) of guest, registered and operator; missing ones count 0. */
export function totalHubs(hubs: TagHubs, sum: number): number {
  return hubs.guest + (sum > 1 ? hubs.registered ?? 0 : 0) + (sum > 2 ? hubs.operator ?? 0 : 0);
}

/** Reads `K:value` in `text[at, end)`. The first field of a kind wins. */
function readField(tag: Tag, text: Uint8Array, at: number, end: number): void {
  const value = at + 2;
  switch (text[at]) {
    case 0x4d: // M. NMDC: clients with IPv6 write two letters, the first one is for IPv4.
      if (tag.mode === "none") tag.mode = modeOf(text[value]);
      break;
    case 0x48: // H
      tag.hubs ??= hubsOf(text, value, end);
      break;
    case 0x53: // S
      tag.slots ??= numberOrNull(text, value, end);
      break;
    case 0x4c: // L
    case 0x42: // B
    case 0x46: // F
      tag.limit ??= limitOf(text, value, end);
      break;
  }
}

function modeOf(letter: number | undefined): TagMode {
  switch (letter) {
    case 0x41:
      return "active";
    case 0x50:
      return "passive";
    case 0x35:
      return "socks5";
    default:
      return "other";
  }
}

function hubsOf(text: Uint8Array, start: number, end: number): TagHubs | null {
  const first = slashAt(text, start, end);
  const guest = numberOrNull(text, start, first);
  if (guest === null) return null;
  if (first === end) return { guest, registered: null, operator: null };
  const second = slashAt(text, first + 1, end);
  return {
    guest,
    registered: numberOrNull(text, first + 1, second),
    operator: second === end ? null : numberOrNull(text, second + 1, end),
  };
}

function limitOf(text: Uint8Array, start: number, end: number): number | null {
  const number = latin1Text(text, start, Math.min(slashAt(text, start, end), start + 16));
  return /^\d+(\.\d+)?$/.test(number) ? Number(number) : null;
}

function slashAt(text: Uint8Array, start: number, end: number): number {
  const slash = text.indexOf(SLASH, start);
  return slash < 0 || slash > end ? end : slash;
}

function numberOrNull(text: Uint8Array, start: number, end: number): number | null {
  const number = decimal(text, start, end, 9);
  return number < 0 ? null : number;
}

/**
 * A version as one comparable number: leading `r` and `(` are dropped, an all-digit part behind a `-` is the
 * build and follows the rest, and only the first dot counts: `4.21-12-gabc` is 4.2112, `2.4.2` is 2.42.
 */
function versionNumber(text: string): number {
  const [main, ...suffixes] = text.slice(0, 64).replace(/^[r(]+/, "").split("-");
  const digits = /^[\d.]*/.exec(main!)![0];
  const build = suffixes.find((part) => /^\d+$/.test(part));
  const [whole, ...rest] = (build === undefined ? digits : `${digits}.${build}`).split(".");
  return Number(`${whole || "0"}.${rest.join("") || "0"}`);
}
