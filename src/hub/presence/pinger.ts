/**
 * `$BotINFO`, the question of hub lists. Owns which settings answer it.
 *
 * @module
 */
import { formatHubInfo, formatSetIcon, formatSetLogo } from "../../nmdc/pinger.ts";
import { terminated } from "../../nmdc/wire.ts";
import type { HubContext } from "../context.ts";
import { insist } from "../hold.ts";
import { shareRange } from "../my_info/limits.ts";
import { type Session, type User, UserClass } from "../model.ts";
import { reportStranger } from "../talk/op_chat.ts";
import { publicHost } from "./public_host.ts";
import { whence } from "../login/zones.ts";

/** Handles `$BotINFO`. */
export function onBotInfo(hub: HubContext, session: Session, frame: Uint8Array): void {
  const { user } = session;
  if (!user) return;
  const data = session.reader.read(frame);
  insist(hub, session, "OnParsedMsgBotINFO", [user.nick, data], () => answer(hub, session, user));
}

function answer(hub: HubContext, session: Session, user: User): void {
  const { vars, codec, version } = hub;
  const { link } = session;
  if (vars.botinfo_report) reportStranger(hub, "pinger", `Pinger ${user.nick} from ${whence(hub, session)}`);
  if (vars.hub_icon_url !== "") link.write(terminated(formatSetIcon(codec.encode(vars.hub_icon_url))));
  if (vars.hub_logo_url !== "") link.write(terminated(formatSetLogo(codec.encode(vars.hub_logo_url))));
  const info = {
    name: vars.hub_name,
    // A pinger compares the address with the one it dialled, so an empty field is no answer.
    host: publicHost(hub) ?? (session.hubUrl || hub.address),
    description: vars.hub_desc,
    maxUsers: vars.max_users,
    minShare: shareRange(vars, UserClass.Guest).min,
    // Slots are asked for per hub: whoever is in no other one needs this many.
    minSlots: Math.ceil(vars.tag_min_hs_ratio),
    maxHubs: vars.tag_max_hubs,
    software: `${version.name} ${version.version}`,
    owner: vars.hub_owner,
    category: vars.hub_category,
    encoding: codec.name.toUpperCase(),
  };
  link.write(terminated(formatHubInfo(info, codec)));
}
