/**
 * The share of a user that is hidden, or shown again, while the user is online. Owns what follows from that: the
 * total, the published MyINFO, what scripts read.
 *
 * @module
 */
import { parseMyInfo } from "../../nmdc/myinfo.ts";
import type { HubContext } from "../context.ts";
import type { User } from "../model.ts";
import { shownParts, showParts } from "./shown_info.ts";
import { isHidden } from "../users.ts";

/** Hides the share of a user in the list, or counts and shows it again. */
export function showShare(hub: HubContext, user: User, shown: boolean): void {
  const real = parseMyInfo(user.realMyInfo)?.share ?? 0;
  const share = shown && !isHidden(user) ? real : 0;
  hub.users.setShare(user, share);
  hub.sink.state.userSet(user.nick, "share", share);
  hub.sink.state.counts(hub.accepted, hub.users.share);
  const parts = shownParts(user);
  if (!parts || parts.share === share) return;
  showParts(hub, user, { ...parts, share });
}
