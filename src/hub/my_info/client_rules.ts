/**
 * Rules for clients and connection types, made ready for every MyINFO: looked up by bytes, without a copy. Owns this
 * look-up and the refusals by client, version, slots and upload limit. The order in which rules are asked stands in
 * `limits.ts`.
 *
 * @module
 */
import { latin1Text } from "../../core/bytes.ts";
import type { Codec } from "../../nmdc/encoding.ts";
import type { Tag } from "../../nmdc/tag.ts";
import type { ClientRule } from "../../store/client_rules.ts";
import { type ConnType, DEFAULT_CONN_TYPE } from "../../store/conn_types.ts";
import type { Store } from "../../store/types.ts";
import type { HubContext } from "../context.ts";
import type { Vars } from "./limits.ts";
import { isNick } from "../nick_key.ts";

/** The rules, ready to be asked. */
export interface ClientRules {
  /** The rule of the client that a tag names, or `null`. */
  ruleOf(client: Uint8Array): ClientRule | null;
  /** The rule of a connection text, or the one for all others, or `null`. */
  typeOf(connection: Uint8Array): ConnType | null;
}

interface Entry<T> {
  readonly bytes: Uint8Array;
  readonly value: T;
}

/** Entries by the length of their bytes: few are compared. */
type Entries<T> = readonly (Entry<T>[] | undefined)[];

function entriesOf<T>(codec: Codec, values: readonly T[], text: (value: T) => string): Entries<T> {
  const byLength: Entry<T>[][] = [];
  for (const value of values) {
    const bytes = codec.encode(text(value));
    (byLength[bytes.length] ??= []).push({ bytes, value });
  }
  return byLength;
}

function find<T>(entries: Entries<T>, bytes: Uint8Array): T | null {
  const same = entries[bytes.length];
  if (same === undefined) return null;
  for (let i = 0; i < same.length; i++) if (isNick(same[i]!.bytes, bytes)) return same[i]!.value;
  return null;
}

/** Makes the rules of a store ready. Where two rules are for one client, the first by name counts. */
export function readClientRules(store: Pick<Store, "clientRules" | "connTypes">, codec: Codec): ClientRules {
  const rules = entriesOf(
    codec,
    store.clientRules.all().filter((rule) => rule.enabled),
    (rule) => rule.tagId,
  );
  const types = store.connTypes.all();
  const byText = entriesOf(codec, types, (type) => type.identifier);
  const others = types.find(({ identifier }) => identifier.toLowerCase() === DEFAULT_CONN_TYPE) ?? null;
  return {
    ruleOf: (client) => find(rules, client),
    typeOf: (connection) => find(byText, connection) ?? others,
  };
}

/** Puts changed rules into effect: they count from each user's next MyINFO on. */
export function applyClientRules(hub: HubContext): void {
  hub.clientRules = readClientRules(hub.store, hub.codec);
}

/** The client of a tag, short enough for people. */
export function clientName(tag: Tag): string {
  // deno-lint-ignore no-control-regex -- a foreign text in our own
  return latin1Text(tag.client).replace(/[\0-\x1f\x7f-\xff|]/g, "?").slice(0, 40);
}

/** Why the slots or the upload limit of a tag are wrong for its connection, or `null`. */
export function connTypeProblem(type: ConnType, tag: Tag): string | null {
  const slots = tag.slots ?? 0;
  const of = type.description === "" ? "" : ` for ${type.description}`;
  if (slots < type.minSlots) return `You have ${slots} slots; at least ${type.minSlots} are needed${of}.`;
  if (type.maxSlots > 0 && slots > type.maxSlots) {
    return `You have ${slots} slots; at most ${type.maxSlots} are allowed${of}.`;
  }
  return null;
}

/** Why the upload limit of a tag is too low for its connection, or `null`. */
export function uploadProblem(type: ConnType, tag: Tag): string | null {
  const { limit } = tag;
  if (limit === null) return null;
  const { minLimit, minLimitPerSlot } = type;
  if (minLimit >= 0 && limit < minLimit) {
    return `Your client limits uploads to ${limit}; ${minLimit} is the least here. Raise or remove the limit.`;
  }
  const perSlot = limit / Math.max(1, tag.slots ?? 0);
  if (minLimitPerSlot >= 0 && perSlot < minLimitPerSlot) {
    return `Your client limits uploads to ${limit}; ${minLimitPerSlot} for each slot is the least here. ` +
      "Raise or remove the limit.";
  }
  return null;
}

/** Why the version of a tag is not welcome, or `null`. `rule` is that of its client, if there is one. */
export function versionProblem(vars: Vars, rule: ClientRule | null, tag: Tag): string | null {
  const least = rule ? rule.minVersion : vars.tag_min_version;
  const most = rule ? rule.maxVersion : vars.tag_max_version;
  const yours = (is: string): string => `Your client ${clientName(tag)} ${tag.version} is ${is}`;
  if (least >= 0 && tag.version < least) return yours(`too old: at least version ${least} is needed.`);
  if (most >= 0 && tag.version > most) return yours(`too new: at most version ${most} is allowed.`);
  return null;
}

/** The version a client lacks to search and download, 0 if it lacks none. */
export function lacksVersion(rules: ClientRules, tag: Tag | null): number {
  const needed = tag === null ? 0 : rules.ruleOf(tag.client)?.minVersionUse ?? 0;
  return tag !== null && needed > 0 && tag.version < needed ? needed : 0;
}
