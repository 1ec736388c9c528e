/**
 * Carries out the calls under the names that Verlihub's Lua plugin has for them.
 *
 * @module
 */
import { CONSTANTS } from "../constants.ts";
import { bots } from "./bots.ts";
import { configuration } from "./configuration.ts";
import type { CallContext, Handlers } from "./context.ts";
import { messaging } from "./messaging.ts";

const disconnect = ({ port }: CallContext, [nick, delay]: [string, number]): boolean =>
  port.closeUser(nick, CONSTANTS.eCR.values.PLUGIN, delay);

/** Handlers of the Lua names. */
export const lua: Handlers<
  | "SendToUser"
  | "SendToClass"
  | "SendToChat"
  | "Disconnect"
  | "DisconnectByName"
  | "AddChatUser"
  | "DelChatUser"
  | "RegBot"
  | "UnRegBot"
  | "EditBot"
  | "GetBots"
  | "SetTopic"
> = {
  SendToUser: messaging.SendDataToUser,
  SendToClass: messaging.SendDataToAll,
  SendToChat: (context, [nick, text, min, max], done) =>
    messaging.classmc(context, [text, min, max, nick], done),
  Disconnect: disconnect,
  DisconnectByName: disconnect,
  AddChatUser: ({ port }, [nick]) => port.setChat(nick, true),
  DelChatUser: ({ port }, [nick]) => port.setChat(nick, false),
  RegBot: bots.AddRobot,
  UnRegBot: bots.DelRobot,
  EditBot: bots.EditBot,
  GetBots: ({ port, services }) =>
    port.scriptBots().map(({ owner, nick, myInfo, share, class: userClass }) => ({
      script: services.scriptName(owner),
      nick,
      myInfo,
      share,
      class: userClass,
    })),
  SetTopic: (context, [topic], done) => configuration.Topic(context, [topic], done),
};
