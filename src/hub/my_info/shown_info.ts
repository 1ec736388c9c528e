/**
 * What others see of a user, taken apart, changed and shown again without a new MyINFO of the user. Its own next one
 * overwrites that.
 *
 * @module
 */
import { formatMyInfo, type MyInfoParts, parseMyInfo } from "../../nmdc/myinfo.ts";
import { descriptionPart, parseTag } from "../../nmdc/tag.ts";
import { NO_BYTES, terminated } from "../../nmdc/wire.ts";
import { announceInfo, infoText, publishedInfo } from "../announce.ts";
import type { HubContext } from "../context.ts";
import type { User } from "../model.ts";

/** The fields of what others see; `null` when there is nothing to see. */
export function shownParts(user: User): MyInfoParts | null {
  const info = parseMyInfo(publishedInfo(user));
  if (!info) return null;
  const { description, connection, flag, email, share } = info;
  const tag = parseTag(description);
  return {
    nick: user.nickBytes,
    description: descriptionPart(description, tag),
    tag: tag ? description.subarray(tag.start) : NO_BYTES,
    connection,
    flag,
    email,
    share,
  };
}

/** Shows these fields to everybody and to scripts. */
export function showParts(hub: HubContext, user: User, parts: MyInfoParts): void {
  hub.users.setMyInfo(user, terminated(formatMyInfo(parts)));
  hub.sink.state.userSet(user.nick, "myInfo", infoText(hub, publishedInfo(user)));
  announceInfo(hub, user);
}
