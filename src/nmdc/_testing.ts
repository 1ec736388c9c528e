/**
 * Shared by the tests of this folder: one table of every parser that takes a whole frame, and what makes
 * any bytes a field. Not part of the wire layer.
 *
 * @module
 */
import { parseChat, parseMCTo, parseTo } from "./chat.ts";
import { parseConnectToMe, parseRevConnectToMe } from "./connect.ts";
import { parseExtJson, parseIn, parseMyIp } from "./extensions.ts";
import { parseGetInfo } from "./lists.ts";
import { parseLock } from "./lock.ts";
import { Kind } from "./message.ts";
import { parseMyInfo } from "./myinfo.ts";
import { parseBan, parseOpForceMove, parseTempBan } from "./op.ts";
import { parseActiveSearch, parsePassiveSearch, parseSA, parseSP } from "./search.ts";
import { parseSR } from "./sr.ts";

/** Splits a frame of its kind, or `null`. */
export type FrameParser = (frame: Uint8Array) => object | null;

/** Every message with more than one parameter: its kind, its prefix, its parser. */
export const PARSERS: readonly (readonly [kind: Kind, prefix: string, parse: FrameParser])[] = [
  [Kind.Chat, "<", parseChat],
  [Kind.To, "$To: ", parseTo],
  [Kind.MCTo, "$MCTo: ", parseMCTo],
  [Kind.MyINFO, "$MyINFO ", parseMyInfo],
  [Kind.ConnectToMe, "$ConnectToMe ", parseConnectToMe],
  [Kind.MultiConnectToMe, "$MultiConnectToMe ", parseConnectToMe],
  [Kind.RevConnectToMe, "$RevConnectToMe ", parseRevConnectToMe],
  [Kind.SearchActive, "$Search ", parseActiveSearch],
  [Kind.SearchPassive, "$Search Hub:", parsePassiveSearch],
  [Kind.MultiSearchActive, "$MultiSearch ", parseActiveSearch],
  [Kind.MultiSearchPassive, "$MultiSearch Hub:", parsePassiveSearch],
  [Kind.SA, "$SA ", parseSA],
  [Kind.SP, "$SP ", parseSP],
  [Kind.SR, "$SR ", parseSR],
  [Kind.GetINFO, "$GetINFO ", parseGetInfo],
  [Kind.OpForceMove, "$OpForceMove $Who:", parseOpForceMove],
  [Kind.ExtJSON, "$ExtJSON ", parseExtJson],
  [Kind.IN, "$IN ", parseIn],
  [Kind.Ban, "$Ban ", parseBan],
  [Kind.TempBan, "$TempBan ", parseTempBan],
  [Kind.MyIP, "$MyIP ", parseMyIp],
  [Kind.Lock, "$Lock ", parseLock],
];

/** Any bytes made into a nick's: no separator of any message. */
export function asNick(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => byte < 0x25 || byte === 0x7c || byte === 0x3c || byte === 0x3e ? 0x61 : byte);
}

/** Any bytes made into a free text's: what a frame can carry. */
export function asText(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => byte === 0x7c || byte === 0 ? 0x20 : byte);
}
