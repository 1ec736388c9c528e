/**
 * `!quit`: ends the hub.
 *
 * @module
 */
import { broadcastChat } from "../broadcast.ts";
import type { HubCommand } from "../context.ts";
import { UserClass } from "../model.ts";
import { chatLine } from "../say.ts";

/** The stop command. */
export const STOP: readonly HubCommand[] = [{
  name: "quit",
  aliases: ["quit-hub"],
  operator: true,
  minClass: () => UserClass.Master,
  usage: "",
  help: "Stop the hub",
  run({ hub, nick }) {
    broadcastChat(hub, chatLine(hub, hub.bot.nickBytes, `The hub is being stopped by ${nick}.`), 0, 10);
    hub.requestStop(0);
  },
}];
