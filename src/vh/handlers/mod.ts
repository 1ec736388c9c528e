/**
 * All handlers in one table. The type makes a call that travels to the hub without a handler a compile error.
 *
 * @module
 */
import type { HubCall } from "../calls.ts";
import { bots } from "./bots.ts";
import { configuration } from "./configuration.ts";
import { type Handlers, LATER } from "./context.ts";
import { messaging } from "./messaging.ts";
import { moderation } from "./moderation.ts";

const scripts: Handlers<"ScriptCommand"> = {
  ScriptCommand({ script, services }, [cmd, data, plugin, immediate], done) {
    if (!immediate) return services.queueCommand(script, cmd, data, plugin);
    services.deliverCommand(script, cmd, data, plugin, () => done(true));
    return LATER;
  },
};

/** Handler of every call that travels to the hub. */
export const HANDLERS: Handlers<HubCall> = {
  ...messaging,
  ...moderation,
  ...configuration,
  ...bots,
  ...scripts,
};
