/**
 * Calls to other scripts and to the program around the hub. Owns no queue and no registry; the script host does.
 *
 * @module
 */
import { type Handlers, LATER } from "./context.ts";

/** Handlers of the group Scripts. */
export const bridge: Handlers<"ScriptCommand" | "ScriptQuery" | "CallDynamicFunction"> = {
  ScriptCommand({ script, services }, [cmd, data, plugin, immediate], done) {
    if (!immediate) return services.queueCommand(script, cmd, data, plugin);
    services.deliverCommand(script, cmd, data, plugin, () => done(true));
    return LATER;
  },
  ScriptQuery({ script, services }, [cmd, data, target], done) {
    services.query(script, cmd, data, target, done);
    return LATER;
  },
  CallDynamicFunction({ script, services }, [name, ...args], done) {
    services.callFunction(script, name, args, done);
    return LATER;
  },
};
