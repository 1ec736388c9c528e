/**
 * `$HubINFO`, what a hub list's pinger is told, with the `$SetIcon` and `$SetLogo` that may precede it.
 * `$BotINFO`, the question, has one parameter (`paramOf`). Texts are strings here: they come from the configuration.
 *
 * @module
 */
import type { Codec } from "./encoding.ts";
import { escapeText } from "./escape.ts";
import { frameOf } from "./wire.ts";

/** The eleven fields of `$HubINFO`, in their order. */
export interface HubInfo {
  /** The hub's name. */
  name: string;
  /** `host` or `host:port`. */
  host: string;
  /** What the hub is about. */
  description: string;
  /** Most users. */
  maxUsers: number;
  /** Least share in bytes. */
  minShare: number;
  /** Fewest slots. */
  minSlots: number;
  /** Most hubs a user may be in. */
  maxHubs: number;
  /** The hub software. */
  software: string;
  /** Who runs it. */
  owner: string;
  /** The hub list's category. */
  category: string;
  /** The encoding's name. */
  encoding: string;
}

/** Builds `$HubINFO`. `$`, `|` and `&` in a field are escaped. */
export function formatHubInfo(info: HubInfo, codec: Codec): Uint8Array {
  const fields = [
    info.name,
    info.host,
    info.description,
    info.maxUsers,
    info.minShare,
    info.minSlots,
    info.maxHubs,
    info.software,
    info.owner,
    info.category,
    info.encoding,
  ];
  return frameOf("$HubINFO ", codec.encode(fields.map((field) => escapeText(String(field))).join("$")));
}

/** Builds `$SetIcon url`. */
export function formatSetIcon(url: Uint8Array): Uint8Array {
  return frameOf("$SetIcon ", url);
}

/** Builds `$SetLogo url`. */
export function formatSetLogo(url: Uint8Array): Uint8Array {
  return frameOf("$SetLogo ", url);
}
