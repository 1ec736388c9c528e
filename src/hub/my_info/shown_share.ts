/**
 * The share of a user that is hidden, or shown again, while the user is online. Owns what follows from that: the
 * total, the published MyINFO, what scripts read.
 *
 * @module
 */
import { formatMyInfo, parseMyInfo } from "../../nmdc/myinfo.ts";
import { descriptionPart, parseTag } from "../../nmdc/tag.ts";
import { NO_BYTES, terminated } from "../../nmdc/wire.ts";
import { announceInfo, infoText, publishedInfo } from "../announce.ts";
import type { HubContext } from "../context.ts";
import type { User } from "../model.ts";

/** Hides the share of a user in the list, or counts and shows it again. */
export function showShare(hub: HubContext, user: User, shown: boolean): void {
  const real = parseMyInfo(user.realMyInfo)?.share ?? 0;
  const share = shown ? real : 0;
  const info = parseMyInfo(publishedInfo(user));
  hub.users.setShare(user, share);
  hub.sink.state.userSet(user.nick, "share", share);
  hub.sink.state.counts(hub.accepted, hub.users.share);
  if (!info || info.share === share) return;
  const tag = parseTag(info.description);
  const parts = {
    nick: user.nickBytes,
    description: descriptionPart(info.description, tag),
    tag: tag ? info.description.subarray(tag.start) : NO_BYTES,
    connection: info.connection,
    flag: info.flag,
    email: info.email,
    share,
  };
  hub.users.setMyInfo(user, terminated(formatMyInfo(parts)));
  hub.sink.state.userSet(user.nick, "myInfo", infoText(hub, publishedInfo(user)));
  announceInfo(hub, user);
}
