/**
 * What hub and client say to each other until the login is complete. Owns the formats of both sides; what a
 * client sends with one parameter is read by `paramOf`. The order of messages is the hub's session.
 *
 * @module
 */
import { frameOf } from "./wire.ts";

/** Builds `$Lock lock Pk=pk`; both are ASCII. */
export function formatLock(lock: string, pk: string): Uint8Array {
  return frameOf("$Lock ", lock, " Pk=", pk);
}

/** Builds `$HubName name`, with ` - topic` when there is one. NMDC: clients split at ` - `. */
export function formatHubName(name: Uint8Array, topic?: Uint8Array): Uint8Array {
  return topic === undefined || topic.length === 0
    ? frameOf("$HubName ", name)
    : frameOf("$HubName ", name, " - ", topic);
}

/** Builds `$Hello nick`. NMDC: a client goes on only after the one with its own nick. */
export function formatHello(nick: Uint8Array): Uint8Array {
  return frameOf("$Hello ", nick);
}

/** Builds `$GetPass`. */
export function formatGetPass(): Uint8Array {
  return frameOf("$GetPass");
}

/** Builds `$LogedIn nick`: the user is an operator. */
export function formatLogedIn(nick: Uint8Array): Uint8Array {
  return frameOf("$LogedIn ", nick);
}

/** Builds `$BadPass`. Clients may stay: the hub closes. */
export function formatBadPass(): Uint8Array {
  return frameOf("$BadPass");
}

/** Builds `$ValidateDenide nick`: the nick is taken or refused. */
export function formatValidateDenide(nick: Uint8Array): Uint8Array {
  return frameOf("$ValidateDenide ", nick);
}

/** Builds `$HubIsFull`. */
export function formatHubIsFull(): Uint8Array {
  return frameOf("$HubIsFull");
}

/** Builds `$ForceMove address`. Not every client obeys: the hub closes as well. */
export function formatForceMove(address: Uint8Array): Uint8Array {
  return frameOf("$ForceMove ", address);
}

/** Builds `$Quit nick`: the user left. */
export function formatQuit(nick: Uint8Array): Uint8Array {
  return frameOf("$Quit ", nick);
}

/** Builds `$Key key`. */
export function formatKey(key: Uint8Array): Uint8Array {
  return frameOf("$Key ", key);
}

/** Builds `$ValidateNick nick`. */
export function formatValidateNick(nick: Uint8Array): Uint8Array {
  return frameOf("$ValidateNick ", nick);
}

/** Builds `$MyPass password`. */
export function formatMyPass(password: Uint8Array): Uint8Array {
  return frameOf("$MyPass ", password);
}

/** Builds `$Version 1,0091`, the version every client gives. */
export function formatVersion(): Uint8Array {
  return frameOf("$Version 1,0091");
}

/** Builds `$GetNickList`. */
export function formatGetNickList(): Uint8Array {
  return frameOf("$GetNickList");
}

/** What a nick must look like. */
export interface NickRule {
  /** Fewest bytes; sent as 255 at most. */
  min: number;
  /** Most bytes. */
  max: number;
  /** Forbidden characters, as byte values. */
  forbidden: readonly number[];
  /** Prefixes one of which the nick must have; none when empty. */
  prefixes: readonly Uint8Array[];
}

/** Why a nick was refused. */
export type BadNick =
  | { reason: "min" | "max"; limit: number }
  | { reason: "char"; forbidden: readonly number[] }
  | { reason: "prefix"; prefixes: readonly Uint8Array[] };

/** Builds `$NickRule Min n$$Max n$$Char c c$$[Pref p p$$]`, for clients with NickRule. */
export function formatNickRule({ min, max, forbidden, prefixes }: NickRule): Uint8Array {
  const rule = frameOf(
    "$NickRule Min ",
    Math.min(min, 255),
    "$$Max ",
    max,
    "$$Char ",
    forbidden.join(" "),
    "$$",
  );
  return prefixes.length === 0 ? rule : frameOf(rule, "Pref", ...spaced(prefixes), "$$");
}

/** Builds `$BadNick Min n`, `Max n`, `Char c c` or `Pref p p`, for clients with NickRule. */
export function formatBadNick(why: BadNick): Uint8Array {
  switch (why.reason) {
    case "min":
      return frameOf("$BadNick Min ", why.limit);
    case "max":
      return frameOf("$BadNick Max ", why.limit);
    case "char":
      return frameOf("$BadNick Char ", why.forbidden.join(" "));
    case "prefix":
      return frameOf("$BadNick Pref", ...spaced(why.prefixes));
  }
}

function spaced(parts: readonly Uint8Array[]): (Uint8Array | string)[] {
  return parts.flatMap((part) => [" ", part]);
}
