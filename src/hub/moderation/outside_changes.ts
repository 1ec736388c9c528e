/**
 * Accounts that another process changed while their users are online (the command line, a script's SQL). Owns when
 * that is looked at; what follows is that of every change of an account.
 *
 * A guest stays one, even if the nick got an account meanwhile: nobody in the hub saw who that guest is.
 *
 * @module
 */
import type { Account } from "../../store/types.ts";
import { applyAccount } from "./accounts.ts";
import type { HubContext } from "../context.ts";

/** Milliseconds between two looks: each one reads an account per registered user. */
export const LOOK_EVERY = 10_000;

/** What the hub itself writes at logins and logouts says nothing about the account; neither does the hash. */
const OWN: ReadonlySet<string> = new Set(
  [
    "nick",
    "passwordHash",
    "loginAt",
    "loginIp",
    "loginCount",
    "logoutAt",
    "errorCount",
    "errorAt",
    "errorIp",
  ] satisfies (keyof Account)[],
);

/** Brings users up to date whose accounts another process changed; `changed` tells that one wrote anything at all. */
export function noticeOutsideChanges(hub: HubContext, changed: boolean, now: number): void {
  const { outside } = hub;
  outside.changed ||= changed;
  if (!outside.changed || now < outside.lookAt) return;
  outside.changed = false;
  outside.lookAt = now + LOOK_EVERY;
  for (const user of hub.users.slots) {
    const known = user?.session?.account;
    if (!user || !known) continue;
    const stored = hub.store.accounts.get(known.nick);
    if (!stored || differs(known, stored)) applyAccount(hub, user.nick);
  }
}

function differs(known: Account, stored: Account): boolean {
  const fields = Object.keys(stored) as (keyof Account)[];
  return fields.some((field) => !OWN.has(field) && known[field] !== stored[field]);
}
