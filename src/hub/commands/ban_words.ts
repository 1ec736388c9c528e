/**
 * How operators write bans: the endings of `!ban…` words, and a text on its way to the key under which a ban is
 * stored. Pure; how bans read is in `ban_text.ts`.
 *
 * @module
 */
import { usualAddress } from "../../core/ip.ts";
import { parseRange, rangeText } from "../../core/networks.ts";
import { BAN_TYPES, type BanType } from "../../store/types.ts";
import { hostPart } from "../moderation/bans.ts";

/** An ending of a ban word, and the kinds it means; the first is the one it makes. */
export const KINDS: readonly (readonly [ending: string, types: readonly BanType[]])[] = [
  ["", ["nickip", "ip", "nick"]],
  ...BAN_TYPES.map((type): [string, BanType[]] => [type, [type]]),
];

/** The key under which bans of these kinds are stored, for a text as operators write it. */
export function keyText(types: readonly BanType[], what: string): string {
  const [first] = types;
  if (types.length === 1 && first!.startsWith("host")) return hostPart(first!, what) || what;
  // Nicks may look like ranges; only what names more than one address is taken for one.
  const address = usualAddress(what);
  if (types.length > 1) return address ?? what;
  const range = first === "range" ? parseRange(what) : null;
  return range ? rangeText(range) : address ?? what;
}
