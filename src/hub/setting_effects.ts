/**
 * What a change of a runtime variable does at once, whoever made it: shown, told, put in place. Owns which variables
 * have such an effect; all others are read where they are needed.
 *
 * @module
 */
import { formatSetting, type SettingName } from "../config/settings.ts";
import { formatFailOver } from "../nmdc/extensions.ts";
import { Feature } from "../nmdc/supports.ts";
import { terminated } from "../nmdc/wire.ts";
import { refreshKey, sendAddresses } from "./announce.ts";
import { describeOwnBot, placeOwnBots, removeBot } from "./bots.ts";
import { broadcastTo } from "./broadcast.ts";
import { refuse } from "./close.ts";
import type { HubContext } from "./context.ts";
import { refreshMenus, switchMenus } from "./command_line/menus.ts";
import { CloseReason, type User } from "./model.ts";
import { nickKey } from "./nick_key.ts";
import { updateAllMemberships } from "./talk/op_chat.ts";
import { refreshSearchRules } from "./peers/search_rule.ts";
import { announceHubName, announceTopic } from "./talk/topic.ts";

/** Puts a changed variable into effect, whoever changed it. */
export function applySetting(hub: HubContext, name: SettingName): void {
  const { vars, sink } = hub;
  refreshMenus(hub, name);
  sink.state.setting(name, formatSetting(name, vars[name]));
  refreshSearchRules(hub, name);
  switch (name) {
    case "hub_name":
      return announceHubName(hub);
    case "hub_topic":
      sink.state.topic(vars.hub_topic);
      announceHubName(hub);
      return announceTopic(hub);
    case "hub_failover_hosts": {
      // An empty list is sent too: it makes clients forget the old one.
      const line = terminated(formatFailOver(hub.codec.encode(vars.hub_failover_hosts)));
      return broadcastTo(hub, line, Feature.FailOver, -1, false);
    }
    case "hub_security":
      freeNick(hub, vars.hub_security, hub.bot);
      placeOwnBots(hub);
      return tellRename(hub, "_hub_security_change", hub.bot.nick);
    case "opchat_name":
      freeNick(hub, vars.opchat_name, hub.room);
      placeOwnBots(hub);
      return tellRename(hub, "_opchat_name_change", hub.room?.nick ?? "");
    case "hub_security_desc":
      return describeOwnBot(hub, hub.bot, vars.hub_security_desc);
    case "opchat_desc":
      return hub.room ? describeOwnBot(hub, hub.room, vars.opchat_desc) : undefined;
    case "send_user_commands":
      return switchMenus(hub);
    case "opchat_class":
      return updateAllMemberships(hub);
    case "user_ip_class":
    case "send_user_ip":
      for (const user of hub.users.slots) if (user) sendAddresses(hub, user);
      return;
    case "oplist_class":
      for (const user of hub.users.slots) if (user) refreshKey(hub, user);
  }
}

/**
 * Takes the new nick of a bot of the hub from whoever has it. Only a change from outside meets somebody there: all
 * others are refused before.
 */
function freeNick(hub: HubContext, nick: string, bot: User | null): void {
  const holder = hub.users.get(nickKey(nick));
  if (!holder || holder === bot) return;
  if (holder.session === null) return void removeBot(hub, nick);
  const text = "Your nick belongs to the hub now. Choose another one.";
  refuse(hub, holder.session, CloseReason.BADNICK, text);
}

/** Verlihub: scripts hear of new bot names as a script command of nobody. */
function tellRename(hub: HubContext, command: string, nick: string): void {
  if (hub.sink.wanted.OnScriptCommand) hub.sink.tell("OnScriptCommand", [command, nick, "", ""]);
}
