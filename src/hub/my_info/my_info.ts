/**
 * `$MyINFO` from a client: checked, shown to the scripts, rebuilt and published. Owns the difference between what
 * a client sent and what others see. The first one leads to `enter.ts`, given as a parameter; knows no list.
 *
 * @module
 */
import { equalBytes } from "../../core/bytes.ts";
import { formatMyInfo, type MyInfo, parseMyInfo } from "../../nmdc/myinfo.ts";
import { descriptionPart, parseTag, type Tag } from "../../nmdc/tag.ts";
import { NO_BYTES, terminated } from "../../nmdc/wire.ts";
import { infoText, publishedInfo } from "../announce.ts";
import { refuseBannedShare } from "../moderation/ban_check.ts";
import { lacksVersion } from "./client_rules.ts";
import { close, closeNow, refuse } from "../close.ts";
import type { HubContext } from "../context.ts";
import { isGiven } from "../moderation/given_rights.ts";
import { withInsert } from "./description.ts";
import { ask } from "../hold.ts";
import { checkShare, checkTag, type Refusal } from "./limits.ts";
import { loadRights } from "../moderation/restrictions.ts";
import { BEFORE_MYINFO, CloseReason, Progress, type Session, type User } from "../model.ts";
import { isNick } from "../nick_key.ts";
import { cutText } from "../say.ts";
import { substitute } from "./shown_info.ts";
import { broadcastInfo } from "./tls_filter.ts";
import { isHidden } from "../users.ts";

/** Lets a user in whose first MyINFO is accepted. */
export type Enter = (hub: HubContext, session: Session, user: User) => void;

/** Handles `$MyINFO`. */
export function onMyInfo(hub: HubContext, session: Session, frame: Uint8Array, enter: Enter): void {
  const { user } = session;
  if (!user || (session.progress & BEFORE_MYINFO) !== BEFORE_MYINFO) {
    return closeNow(hub, session, CloseReason.LOGIN_ERR);
  }
  const listed = (session.progress & Progress.Listed) !== 0;
  if (listed && equalBytes(frame, user.realMyInfo)) {
    session.nextMyInfo = null;
    return;
  }
  const copy = frame.slice();
  const info = parseMyInfo(copy);
  if (!info) return refuse(hub, session, CloseReason.SYNTAX, "Your client sent a malformed $MyINFO.");
  if (!isNick(user.nickBytes, info.nick)) {
    return refuse(hub, session, CloseReason.SYNTAX, "Your client sent the $MyINFO of another nick.");
  }
  const tag = parseTag(info.description);
  const refusal = checkTag(hub.vars, hub.clientRules, user.class, tag, info.connection);
  if (refusal) return refuse(hub, session, refusal.reason, refusal.text);
  const next = () => {
    const bad = shareProblem(hub, user, info, tag, listed);
    if (bad) return refuse(hub, session, bad.reason, bad.text);
    if (!listed && refuseBannedShare(hub, session, user, info.share)) return;
    if (listed && hub.clock.mono() - session.myInfoAt < hub.vars.int_myinfo * 1000) session.nextMyInfo = copy;
    else accept(hub, session, user, copy, info, tag, listed ? null : enter);
  };
  if (!hub.sink.wanted.OnValidateTag) return next();
  const text = hub.codec.decode(tagOf(info, tag));
  ask(hub, session, "OnValidateTag", [user.nick, text], ({ allow }) => {
    if (allow) next();
    else close(hub, session, CloseReason.TAG_INVALID);
  }, () => close(hub, session, CloseReason.PLUGIN));
}

function shareProblem(
  hub: HubContext,
  user: User,
  { share }: MyInfo,
  tag: Tag | null,
  listed: boolean,
): Refusal | null {
  const active = tag?.mode === "active";
  const check = () => checkShare(hub.vars, user.class, share, active, isGiven(hub, user, "share0"));
  const bad = check();
  if (!bad || listed) return bad;
  // What a nick was given is loaded when it enters; before that only who shares too little needs it.
  loadRights(hub, user);
  return check();
}

const tagOf = ({ description }: MyInfo, tag: Tag | null): Uint8Array =>
  tag ? description.subarray(tag.start) : NO_BYTES;

/** Publishes a MyINFO that came too early, once its time is there. */
export function publishWaiting(hub: HubContext, session: Session, now: number): void {
  const { nextMyInfo: frame, user } = session;
  if (!frame || !user || session.held > 0 || now - session.myInfoAt < hub.vars.int_myinfo * 1000) return;
  session.nextMyInfo = null;
  const info = parseMyInfo(frame);
  if (info) accept(hub, session, user, frame, info, parseTag(info.description), null);
}

/**
 * Shows a MyINFO that passed the rules to the scripts, the first one twice, and publishes what they leave of it.
 * `info` and `tag` are views of `frame`, which stays.
 */
function accept(
  hub: HubContext,
  session: Session,
  user: User,
  frame: Uint8Array,
  info: MyInfo,
  tag: Tag | null,
  enter: Enter | null,
): void {
  const { wanted } = hub.sink;
  const { status } = user;
  // Before the hooks, because scripts may change single bits of it inside them.
  user.status = info.flag;
  if (!wanted.OnParsedMsgMyINFO && !(enter && wanted.OnFirstMyINFO)) {
    return publish(hub, session, user, frame, info, tag, null, enter);
  }
  const sent = fieldsOf(hub, info, tag);
  const byScript = () => close(hub, session, CloseReason.PLUGIN);
  const every = (changed: Substitutes) =>
    ask(hub, session, "OnParsedMsgMyINFO", [user.nick, ...overlaid(sent, changed)], ({ allow, fields }) => {
      const all = changed && fields
        ? fields.map((field, i) => field ?? changed[i] ?? null)
        : fields ?? changed;
      if (allow) publish(hub, session, user, frame, info, tag, all, enter);
      else user.status = status;
    }, byScript);
  if (!enter) return every(null);
  ask(hub, session, "OnFirstMyINFO", [user.nick, ...sent], ({ allow, fields }) => {
    if (allow) every(fields);
    else close(hub, session, CloseReason.KICKED);
  }, byScript);
}

type Substitutes = readonly (string | null)[] | null;
type Fields = [desc: string, tag: string, speed: string, mail: string, share: string];

/** The five fields of a MyINFO as scripts get them. */
function fieldsOf(hub: HubContext, info: MyInfo, tag: Tag | null): Fields {
  const text = hub.codec.decode;
  return [
    text(descriptionPart(info.description, tag)),
    text(tagOf(info, tag)),
    text(info.connection) + String.fromCharCode(info.flag),
    text(info.email),
    text(info.shareText),
  ];
}

const overlaid = (sent: Fields, changed: Substitutes): Fields =>
  changed ? sent.map((field, i) => changed[i] ?? field) as Fields : sent;

function publish(
  hub: HubContext,
  session: Session,
  user: User,
  frame: Uint8Array,
  info: MyInfo,
  tag: Tag | null,
  fields: Substitutes,
  enter: Enter | null,
): void {
  const { vars, users } = hub;
  const hidden = (session.account?.hideShare ?? false) || isHidden(user);
  const parts = {
    nick: user.nickBytes,
    description: descriptionPart(info.description, tag),
    tag: tag && vars.show_tags ? info.description.subarray(tag.start) : NO_BYTES,
    connection: vars.show_speed ? info.connection : NO_BYTES,
    flag: user.status,
    email: vars.show_email ? info.email : NO_BYTES,
    share: hidden ? 0 : info.share,
  };
  if (vars.show_desc_len >= 0) parts.description = cutText(hub, parts.description, vars.show_desc_len);
  if (fields) substitute(hub, parts, fields);
  parts.description = withInsert(hub, session, user, tag, parts.description);
  user.realMyInfo = frame;
  user.active = tag?.mode === "active";
  session.lacksVersion = lacksVersion(hub.clientRules, tag);
  session.myInfoAt = hub.clock.mono();
  users.setShare(user, hidden ? 0 : info.share);
  const built = terminated(formatMyInfo(parts));
  const changed = !equalBytes(built, user.myInfo);
  users.setMyInfo(user, built);
  if (enter) return enter(hub, session, user);
  hub.sink.state.userSet(user.nick, "realMyInfo", infoText(hub, frame));
  hub.sink.state.userSet(user.nick, "share", user.share);
  hub.sink.state.counts(hub.accepted, users.share);
  if (!changed) return;
  hub.sink.state.userSet(user.nick, "myInfo", infoText(hub, publishedInfo(user)));
  broadcastInfo(hub, user);
}
