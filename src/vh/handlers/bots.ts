/**
 * Carries out the calls about bots. A script's bots are kept under its owner key and leave with it.
 *
 * @module
 */
import type { BotSpec } from "../../port/hub_port.ts";
import type { CallArgs } from "../calls.ts";
import type { Handlers } from "./context.ts";

/** Classes a bot may have; anything else becomes 0. */
const BOT_CLASSES = new Set([0, 1, 2, 3, 4, 5, 10]);

const specOf = ([nick, userClass, desc, speed, email, share]: CallArgs<"AddRobot">): BotSpec => ({
  nick,
  class: BOT_CLASSES.has(userClass) ? userClass : 0,
  desc,
  speed,
  email,
  share: /^\d{1,18}$/.test(share) ? share : "0",
});

/** Handlers of the group "Bots". */
export const bots: Handlers<"AddRobot" | "DelRobot" | "EditBot"> = {
  AddRobot({ port, script, warn }, args) {
    const spec = specOf(args);
    if (port.addBot(script.owner, spec)) return true;
    // Verlihub: the call is false then and scripts go by that, so the reason can only stand in the log.
    warn(`vh.AddRobot() adds no bot: ${port.whyNotBot(script.owner, spec)}`, spec.nick.slice(0, 64));
    return false;
  },
  DelRobot: ({ port }, [nick]) => port.removeBot(nick),
  EditBot: ({ port }, args) => port.editBot(specOf(args)),
};
