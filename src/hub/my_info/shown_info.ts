/**
 * What others see of a user, taken apart, changed and shown again without a new MyINFO of the user. Its own next one
 * overwrites that.
 *
 * @module
 */
import { escapeField } from "../../nmdc/escape.ts";
import { formatMyInfo, type MyInfoParts, parseMyInfo } from "../../nmdc/myinfo.ts";
import { descriptionPart, parseTag } from "../../nmdc/tag.ts";
import { NO_BYTES, terminated } from "../../nmdc/wire.ts";
import { infoText, publishedInfo } from "../announce.ts";
import type { HubContext } from "../context.ts";
import type { User } from "../model.ts";
import { broadcastInfo } from "./tls_filter.ts";

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
  broadcastInfo(hub, user);
}

/** The fields of a MyINFO as they are published. */
export type PublishedParts = Omit<MyInfoParts, "nick">;

/**
 * Puts a script's `[desc, tag, speed, mail, share]` in place of what a user sent; `null` keeps a field. The last
 * byte of `speed` is the status byte. `$` and `|` would break the message apart and are written as entities.
 */
export function substitute(hub: HubContext, parts: PublishedParts, fields: readonly (string | null)[]): void {
  const bytes = (text: string) => hub.codec.encode(escapeField(text));
  const [desc = null, tag = null, speed = null, mail = null, share = null] = fields;
  if (desc !== null) parts.description = bytes(desc);
  if (tag !== null) parts.tag = bytes(tag);
  if (speed !== null) {
    parts.connection = bytes(speed.slice(0, -1));
    parts.flag = speed === "" ? 1 : speed.charCodeAt(speed.length - 1) & 0xff;
  }
  if (mail !== null) parts.email = bytes(mail);
  if (share !== null) parts.share = /^\d{1,18}$/.test(share) ? Number(share) : 0;
}
