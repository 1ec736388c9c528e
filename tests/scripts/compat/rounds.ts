/**
 * Listens to every hook of a login, a search and the clock, and counts, for runs of many rounds.
 *
 * @module
 */
import vh, { type Hooks } from "vh";

const HOOKS: (keyof Hooks)[] = [
  "OnTimer",
  "OnParsedMsgAny",
  "OnParsedMsgSearch",
  "OnNewConn",
  "OnParsedMsgSupports",
  "OnParsedMsgValidateNick",
  "OnParsedMsgVersion",
  "OnParsedMsgMyINFO",
  "OnFirstMyINFO",
  "OnValidateTag",
  "OnUserInList",
  "OnUserLogin",
  "OnCloseConn",
  "OnCloseConnEx",
  "OnUserLogout",
];

const counts: Record<string, number> = {};
for (const hook of HOOKS) {
  counts[hook] = 0;
  vh.on(hook, () => void counts[hook]!++);
}

/** How often each hook ran. */
export function counted(): Record<string, number> {
  return { ...counts };
}
