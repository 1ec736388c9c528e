/**
 * Clones: users of one address whose MyINFOs are the same but for nick, mode and hubs. Owns the count, what the
 * scripts say of a few of them, and the refusal of one too many.
 *
 * @module
 */
import { latin1Text } from "../../core/bytes.ts";
import { parseMyInfo } from "../../nmdc/myinfo.ts";
import { close, refuse } from "../close.ts";
import type { HubContext } from "../context.ts";
import { ask } from "../hold.ts";
import { CloseReason, type Session, type User } from "../model.ts";
import { reportStranger } from "../talk/op_chat.ts";
import { whence } from "./zones.ts";

/** Goes on with `next` unless the newcomer is one clone too many. */
export function refuseClones(hub: HubContext, session: Session, user: User, next: () => void): void {
  const { clone_detect_count: most, max_class_check_clone: checked } = hub.vars;
  if (most === 0 || user.class > checked) return next();
  const clones = clonesOf(hub, session, user);
  const first = clones[0];
  if (!first) return next();
  if (clones.length >= most) return refuseClone(hub, session, user, first.nick);
  ask(hub, session, "OnCloneCountLow", [user.nick, first.nick, clones.length], ({ allow }) => {
    if (allow) next();
    else refuseClone(hub, session, user, first.nick);
  }, () => close(hub, session, CloseReason.PLUGIN));
}

function clonesOf(hub: HubContext, session: Session, user: User): User[] {
  const looks = likeness(user);
  return hub.users.ofIp(session.ip).filter((other) =>
    other.key !== user.key && other.class <= hub.vars.max_class_check_clone && likeness(other) === looks
  );
}

/** A MyINFO without its nick and without what one client tells differently in every hub window: mode and hubs. */
function likeness({ realMyInfo }: User): string {
  const info = parseMyInfo(realMyInfo);
  if (!info) return "";
  const rest = realMyInfo.subarray(info.nick.byteOffset - realMyInfo.byteOffset + info.nick.length);
  return latin1Text(rest).replaceAll(/,[MH]:[^,>]*/g, "");
}

function refuseClone(hub: HubContext, session: Session, user: User, of: string): void {
  const { vars } = hub;
  if (vars.clone_detect_report) {
    reportStranger(hub, "clone", `${user.nick} from ${whence(hub, session)} is refused as a clone of ${of}`);
  }
  const reason = `You are a clone of ${of}.`;
  hub.nickBans.add(user.key, vars.clone_det_tban_time, "clone", reason);
  if (vars.clone_det_tban_time > 0) hub.ipBans.add(session.ip, vars.clone_ip_tban_time, "clone", reason);
  refuse(hub, session, CloseReason.CLONE, reason);
}
