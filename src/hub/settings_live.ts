/**
 * Changes of runtime variables: asked of the scripts, stored, and put into effect. Owns which variables have an
 * effect at once beyond being read; all others are read where they are needed.
 *
 * @module
 */
import {
  formatSetting,
  isSettingName,
  parseSetting,
  type SettingName,
  SETTINGS,
  type SettingType,
} from "../config/settings.ts";
import { formatFailOver } from "../nmdc/extensions.ts";
import { Feature } from "../nmdc/supports.ts";
import { terminated } from "../nmdc/wire.ts";
import { CONSTANTS } from "../vh/constants.ts";
import { refreshKey } from "./announce.ts";
import { describeOwnBot, isFreeForOwnBot, placeOwnBots } from "./bots.ts";
import { broadcastTo } from "./broadcast.ts";
import type { HubContext } from "./context.ts";
import { nickKey } from "./nick_key.ts";
import { consult } from "./hold.ts";
import { updateAllMemberships } from "./op_chat.ts";
import { announceHubName, announceTopic } from "./topic.ts";

/** Name of the hub's own set. */
export const MAIN_SET = "config";

const TYPES: Readonly<Record<SettingType, number>> = {
  bool: CONSTANTS.eIT.values.BOOL,
  int: CONSTANTS.eIT.values.INT,
  uint: CONSTANTS.eIT.values.UINT,
  long: CONSTANTS.eIT.values.LONG,
  ulong: CONSTANTS.eIT.values.ULONG,
  double: CONSTANTS.eIT.values.DOUBLE,
  string: CONSTANTS.eIT.values.STRING,
};
const UNKNOWN_TYPE = -1;
/** Longest value of a free set in characters: scripts keep settings there, not data. */
const MAX_FREE = 65_536;

/** A variable as text, or `null` when there is none. */
export function getConfig(hub: HubContext, conf: string, name: string): string | null {
  if (conf !== MAIN_SET) return hub.store.settings.getFree(conf, name);
  return isSettingName(name) ? formatSetting(name, hub.vars[name]) : null;
}

/**
 * Changes a variable, unless its text is no valid value or a script says no. `done` gets `null`, or why the old
 * value stays as a text for whoever asked.
 */
export function setConfig(
  hub: HubContext,
  conf: string,
  name: string,
  value: string,
  by: string,
  done: (problem: string | null) => void,
): void {
  const old = getConfig(hub, conf, name);
  const consultAbout = (text: string, type: number, go: () => string | null) =>
    consult(hub, null, "OnSetConfig", [by, conf, name, text, old ?? "", type], (answer) => {
      let problem: string | null = `The hub could not store ${name}`;
      try {
        problem = answer.allow ? go() : `A script refused to change ${name}`;
      } finally {
        done(problem);
      }
    });
  if (conf !== MAIN_SET) {
    if (value.length > MAX_FREE) return done(`The value of ${name} is too long`);
    const type = old === null ? UNKNOWN_TYPE : TYPES.string;
    return consultAbout(value, type, () => (hub.store.settings.setFree(conf, name, value), null));
  }
  if (!isSettingName(name)) return consultAbout(value, UNKNOWN_TYPE, () => `There is no variable ${name}`);
  const parsed = parseSetting(name, value);
  if (!parsed.ok) return done(parsed.reason);
  const problem = whyNot(hub, name, parsed.value);
  if (problem !== null) return done(problem);
  consultAbout(formatSetting(name, parsed.value), TYPES[SETTINGS[name].type], () => {
    hub.store.settings.set(name, parsed.value);
    return null;
  });
}

/** Rules between variables and the user list that one variable's own range cannot tell. */
function whyNot(hub: HubContext, name: SettingName, value: unknown): string | null {
  if (name !== "hub_security" && name !== "opchat_name") return null;
  const nick = String(value);
  const [own, other] = name === "hub_security" ? [hub.bot, hub.room] : [hub.room, hub.bot];
  if (nick === "") return null;
  if (other && nickKey(nick) === other.key) return "The two bots of the hub need different nicks";
  return isFreeForOwnBot(hub, nick, own) ? null : `The nick ${nick} is in use`;
}

/** Puts a changed variable into effect, whoever changed it. */
export function applySetting(hub: HubContext, name: SettingName): void {
  const { vars, sink } = hub;
  sink.state.setting(name, formatSetting(name, vars[name]));
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
      placeOwnBots(hub);
      return tellRename(hub, "_hub_security_change", hub.bot.nick);
    case "opchat_name":
      placeOwnBots(hub);
      return tellRename(hub, "_opchat_name_change", hub.room?.nick ?? "");
    case "hub_security_desc":
      return describeOwnBot(hub, hub.bot, vars.hub_security_desc);
    case "opchat_desc":
      return hub.room ? describeOwnBot(hub, hub.room, vars.opchat_desc) : undefined;
    case "opchat_class":
      return updateAllMemberships(hub);
    case "oplist_class":
      for (const user of hub.users.slots) if (user) refreshKey(hub, user);
  }
}

/** Verlihub: scripts hear of new bot names as a script command of nobody. */
function tellRename(hub: HubContext, command: string, nick: string): void {
  if (hub.sink.wanted.OnScriptCommand) hub.sink.tell("OnScriptCommand", [command, nick, "", ""]);
}
