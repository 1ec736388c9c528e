/**
 * `!quit`: ends the hub.
 *
 * @module
 */
import type { HubCommand } from "../context.ts";
import { UserClass } from "../model.ts";
import { sayInPublic } from "../public_message.ts";

/** The stop command. */
export const STOP: readonly HubCommand[] = [{
  name: "quit",
  aliases: ["quit-hub"],
  operator: true,
  minClass: () => UserClass.Master,
  usage: "",
  help: "Stop the hub",
  run({ hub, nick }) {
    sayInPublic(hub, `The hub is being stopped by ${nick}.`);
    hub.requestStop(0);
  },
}];
