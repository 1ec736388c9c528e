/**
 * Carries out the calls that only Verlihub's Lua plugin has. Its other names for calls are rows of the table alone.
 *
 * @module
 */
import { CONSTANTS } from "../constants.ts";
import { bots } from "./bots.ts";
import { configuration } from "./configuration.ts";
import type { Handlers } from "./context.ts";
import { messaging } from "./messaging.ts";

/** Handlers of the calls of the Lua plugin. */
export const lua: Handlers<
  | "SendToChat"
  | "Disconnect"
  | "AddChatUser"
  | "DelChatUser"
  | "EditBot"
  | "GetBots"
  | "SetTopic"
> = {
  SendToChat: (context, [nick, text, min, max], done) =>
    messaging.classmc(context, [text, min, max, nick], done),
  Disconnect: ({ port }, [nick, delay]) => port.closeUser(nick, CONSTANTS.eCR.values.PLUGIN, delay),
  AddChatUser: ({ port }, [nick]) => port.setChat(nick, true),
  DelChatUser: ({ port }, [nick]) => port.setChat(nick, false),
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
