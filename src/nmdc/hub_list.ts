/**
 * What a hub says to a hub list when it registers: `$Key`, and one line of fields with a `|` behind each. Knows no
 * socket; the lock of the list is answered like any other.
 *
 * @module
 */
import { escapeField } from "./escape.ts";
import { concatBytes } from "../core/bytes.ts";
import type { Codec } from "./encoding.ts";
import { lockToKey } from "./lock.ts";
import { ascii } from "./wire.ts";

/** What a hub list is told. */
export interface Listing {
  /** Name of the hub. */
  readonly name: string;
  /** `host` or `host:port`. */
  readonly host: string;
  /** What the hub is about. */
  readonly description: string;
  /** Least share of a guest in MiB; 0 says nothing about it. */
  readonly minShare: number;
  /** Users online. */
  readonly users: number;
  /** Their share in bytes. */
  readonly share: number;
  /** `host:port` under which the list was called, `""` not to tell. */
  readonly listHost: string;
}

/** NMDC: no field of a listing may hold what ends one. Lists show `&` as it comes, so it stays. */
const fieldOf = (text: string): string => escapeField(text.replace(/[\r\n\t]+/g, " "));

/** Builds the answer to a list's `$Lock`, whole. */
export function formatListing(lock: Uint8Array, listing: Listing, codec: Codec): Uint8Array {
  const { name, host, description, minShare, users, share, listHost } = listing;
  const about = `${minShare > 0 ? `[MINSHARE:${minShare}MB] ` : ""}${description}`;
  const fields = [name, host, about, String(users), String(share), ...listHost === "" ? [] : [listHost]];
  const line = fields.map((field) => `${fieldOf(field)}|`).join("");
  return concatBytes([ascii("$Key "), lockToKey(lock), ascii("|"), codec.encode(line)]);
}
