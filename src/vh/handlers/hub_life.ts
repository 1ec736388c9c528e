/**
 * Carries out the calls that run or stop something in the hub, or measure it.
 *
 * @module
 */
import { type Handlers, LATER } from "./context.ts";

/** Handlers of commands and of the hub's own life. */
export const hubLife: Handlers<"ParseCommand" | "StopHub" | "GetServFreq" | "GetHubIp"> = {
  ParseCommand({ port }, [nick, command, pm], done) {
    port.typeCommand(nick, command, pm > 0, done);
    return LATER;
  },
  StopHub({ port }, [exitCode, delaySeconds]) {
    port.stop(exitCode & 0xff, delaySeconds === -1 ? null : Math.max(0, delaySeconds) * 1000);
    return true;
  },
  GetServFreq: ({ services }) => services.turnsPerSecond(),
  GetHubIp: ({ port }) => port.address,
};
