/**
 * The hub for registered users only (`registered_only`). Owns whom it turns away and what they read. Verlihub: the
 * same was done with `max_users=0`, which still works.
 *
 * @module
 */
import { formatHubIsFull } from "../../nmdc/login.ts";
import { terminated } from "../../nmdc/wire.ts";
import type { Account } from "../../store/types.ts";
import { refuse } from "../close.ts";
import type { HubContext } from "../context.ts";
import { CloseReason, type Session } from "../model.ts";

/** Refuses somebody without an account (also one that is disabled) while the hub is for registered users only. */
export function refuseUnregistered(hub: HubContext, session: Session, account: Account | null): boolean {
  const { registered_only, hub_owner, hubfull_message } = hub.vars;
  if (!registered_only || account !== null) return false;
  const whom = hub_owner === "" ? "an operator of the hub" : hub_owner;
  const text = `Only registered users may enter this hub. To get your nick registered, ask ${whom}.` +
    (hubfull_message && ` ${hubfull_message}`);
  refuse(hub, session, CloseReason.USERLIMIT, text, terminated(formatHubIsFull()));
  return true;
}
