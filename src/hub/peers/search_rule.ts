/**
 * `$SearchRule`: what a client that asked for it is told about searching here, at login and whenever that changes for
 * it. Owns what is told; the rules themselves are in `search.ts`, `search_pace.ts` and `use_hub.ts`.
 *
 * @module
 */
import type { SettingName } from "../../config/settings.ts";
import { formatSearchRule } from "../../nmdc/extensions.ts";
import { Feature } from "../../nmdc/supports.ts";
import { terminated } from "../../nmdc/wire.ts";
import type { HubContext } from "../context.ts";
import { shareToUseHub } from "../my_info/limits.ts";
import { type Session, type User, UserClass } from "../model.ts";
import { searchInterval } from "./search_pace.ts";

/** NMDC: instead of an interval. */
const NOT_ALLOWED = -1;

/** Variables a search rule is made of. */
const PARTS: ReadonlySet<SettingName> = new Set<SettingName>([
  "min_search_chars",
  "max_len_search",
  "search_number",
  "int_search",
  "int_search_pas",
  "int_search_reg",
  "int_search_reg_pas",
  "int_search_vip",
  "int_search_op",
  "min_class_use_hub",
  "min_class_use_hub_passive",
  "min_share_use_hub",
  "min_share_use_hub_reg",
  "min_share_use_hub_vip",
]);

/** Tells a user in the list how it may search, if its client asked for that. */
export function sendSearchRule(hub: HubContext, { session, class: userClass }: User): void {
  if (wantsRule(session)) session.link.write(ruleOf(hub, userClass));
}

const wantsRule = (session: Session | null): session is Session =>
  session !== null && (session.features & Feature.SearchRule) !== 0;

/** `$SearchRule …|` for a class. */
function ruleOf({ vars }: HubContext, userClass: number): Uint8Array {
  const pinger = userClass === UserClass.Pinger;
  const share = shareToUseHub(vars, userClass);
  const interval = (active: boolean, from: number) =>
    pinger || userClass < from ? NOT_ALLOWED : searchInterval(vars, userClass, active);
  return terminated(formatSearchRule({
    min: userClass >= UserClass.Operator ? 0 : vars.min_search_chars,
    max: vars.max_len_search,
    count: vars.search_number,
    active: interval(true, vars.min_class_use_hub),
    passive: interval(false, vars.min_class_use_hub_passive),
    ...(share > 0 ? { share } : {}),
  }));
}

/** Tells everybody who asked for it when a variable changed that it is made of: one buffer for each class. */
export function refreshSearchRules(hub: HubContext, changed: SettingName): void {
  if (!PARTS.has(changed)) return;
  const rules = new Map<number, Uint8Array>();
  for (const user of hub.users.slots) {
    if (!user || !wantsRule(user.session)) continue;
    let rule = rules.get(user.class);
    if (!rule) rules.set(user.class, rule = ruleOf(hub, user.class));
    user.session.link.write(rule);
  }
}
