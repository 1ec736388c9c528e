/**
 * Carries out the calls that send something. Owns the defaults that depend on the hub (bot names), nothing else.
 *
 * @module
 */
import type { ClassRange } from "../../port/hub_port.ts";
import { type Handlers, ownBot } from "./context.ts";

const EVERYBODY: ClassRange = { min: 0, max: 10 };
const REALLY_EVERYBODY: ClassRange = { min: -1, max: 10 };

/** Handlers of the group "Messaging". */
export const messaging: Handlers<
  | "mc"
  | "usermc"
  | "classmc"
  | "pm"
  | "SendToOpChat"
  | "SendPMToAll"
  | "SendDataToUser"
  | "SendDataToAll"
  | "SendToAll"
  | "SendToActive"
  | "SendToPassive"
  | "SendToActiveClass"
  | "SendToPassiveClass"
> = {
  mc({ port }, [message, bot]) {
    port.mainChat(bot ?? ownBot(port), message, EVERYBODY);
    return true;
  },
  usermc: ({ port }, [nick, message, bot]) => port.chatTo(nick, bot ?? ownBot(port), message),
  classmc({ port }, [message, min, max, bot]) {
    if (min > max) return false;
    port.mainChat(bot ?? ownBot(port), message, { min, max });
    return true;
  },
  pm({ port }, [nick, message, from, displayed]) {
    const sender = from ?? ownBot(port);
    return port.privateMessage(nick, sender, displayed ?? sender, message);
  },
  SendToOpChat: ({ port }, [message, nick]) => port.operatorChat(message, nick),
  SendPMToAll({ port }, [message, from, min, max]) {
    if (min > max) return false;
    port.privateToAll(from, message, { min, max });
    return true;
  },
  SendDataToUser: ({ port }, [data, nick, delay]) => port.rawTo(nick, data, delay > 0),
  SendDataToAll({ port }, [data, min, max, delay]) {
    if (min > max) return false;
    port.rawToAll(data, { min, max }, "all", delay > 0);
    return true;
  },
  SendToAll({ port }, [data, delay]) {
    if (isProtocolText(data)) port.rawToAll(data, REALLY_EVERYBODY, "all", delay > 0);
    else port.mainChat(ownBot(port), data, EVERYBODY);
    return true;
  },
  SendToActive({ port }, [data, delay]) {
    port.rawToAll(data, EVERYBODY, "active", delay > 0);
    return true;
  },
  SendToPassive({ port }, [data, delay]) {
    port.rawToAll(data, EVERYBODY, "passive", delay > 0);
    return true;
  },
  SendToActiveClass({ port }, [data, min, max, delay]) {
    if (min > max) return false;
    port.rawToAll(data, { min, max }, "active", delay > 0);
    return true;
  },
  SendToPassiveClass({ port }, [data, min, max, delay]) {
    if (min > max) return false;
    port.rawToAll(data, { min, max }, "passive", delay > 0);
    return true;
  },
};

/** Protocol lines start with `$`, `<` or `*`, or end with a pipe; anything else is plain text. */
function isProtocolText(data: string): boolean {
  return /^[$<*]/.test(data) || data.endsWith("|");
}
