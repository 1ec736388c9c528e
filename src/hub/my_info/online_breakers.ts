/**
 * Users online who break a rule that was just made: rules count from each user's next MyINFO on, so whoever changes one
 * has to hear of them. Owns the count and its words; sends nobody away.
 *
 * @module
 */
import { parseMyInfo } from "../../nmdc/myinfo.ts";
import { parseTag } from "../../nmdc/tag.ts";
import type { HubContext } from "../context.ts";
import type { User } from "../model.ts";
import { isGiven } from "../moderation/given_rights.ts";
import type { ClientRules } from "./client_rules.ts";
import { checkShare, checkTag, type Vars } from "./limits.ts";

/** Nicks that are named. */
const MAX_NAMED = 10;

/** What every MyINFO is held against. */
export interface InfoRules {
  /** Settings. */
  readonly vars: Vars;
  /** Rules for clients and connection types. */
  readonly clientRules: ClientRules;
}

/** The rules of this moment; they stay so when the hub's change. */
export function rulesNow({ vars, clientRules }: HubContext): InfoRules {
  return { vars: { ...vars }, clientRules };
}

/** True for a setting that a MyINFO may break. */
export function isInfoRule(name: string): boolean {
  return /^(?:tag_|(?:min|max)_share(?!_use_hub))/.test(name);
}

function breaks(hub: HubContext, user: User, { vars, clientRules }: InfoRules): boolean {
  const info = parseMyInfo(user.realMyInfo);
  if (!info) return false;
  const tag = parseTag(info.description);
  return checkTag(vars, clientRules, user.class, tag, info.connection) !== null ||
    checkShare(vars, user.class, info.share, tag?.mode === "active", isGiven(hub, user, "share0")) !== null;
}

/** Who is online, fits `before` and does not fit the hub's rules of now, with what to do, as a sentence. */
export function breakersText(hub: HubContext, before: InfoRules): string {
  const found = hub.users.slots.filter((user): user is User =>
    user !== null && user.session !== null && breaks(hub, user, hub) && !breaks(hub, user, before)
  );
  if (found.length === 0) return "Nobody who is online breaks it.";
  const named = found.slice(0, MAX_NAMED).map(({ nick }) => nick).join(", ");
  const more = found.length > MAX_NAMED ? ", …" : "";
  return `Users online who break it and stay until then: ${found.length} (${named}${more}). !drop <nick> sends one away.`;
}
