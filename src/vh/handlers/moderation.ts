/**
 * Carries out the calls that act on users. The rights checks and notices are the hub's.
 *
 * @module
 */
import { isAddress } from "../../core/ip.ts";
import { CONSTANTS } from "../constants.ts";
import { type Handlers, LATER } from "./context.ts";

const FLAGS: readonly number[] = Object.values(CONSTANTS.eMF.values);

/** Handlers of the group "Moderation", and what is shown of users. */
export const moderation: Handlers<
  | "KickUser"
  | "KickRedirUser"
  | "CloseConnection"
  | "SetMyINFO"
  | "SetMyINFOFlag"
  | "UnsetMyINFOFlag"
  | "SetUserIP"
  | "ReportUser"
> = {
  KickUser({ port, script }, [op, nick, reason, note, opNote, banSeconds], done) {
    port.kick({ op, nick, reason, note, opNote, banSeconds, redirect: "", script: script.name }, done);
    return LATER;
  },
  KickRedirUser({ port, script }, [op, nick, reason, redirect, note, opNote], done) {
    port.kick({ op, nick, reason, note, opNote, banSeconds: 0, redirect, script: script.name }, done);
    return LATER;
  },
  CloseConnection: ({ port }, [nick, reason, delay]) => port.closeUser(nick, reason, delay),
  SetMyINFO: ({ port }, [nick, desc, tag, speed, email, share]) =>
    port.setMyInfo(nick, { desc, tag, speed, email, share }),
  SetMyINFOFlag: ({ port }, [nick, flag]) => FLAGS.includes(flag) && port.setStatus(nick, flag, true),
  UnsetMyINFOFlag: ({ port }, [nick, flag]) => FLAGS.includes(flag) && port.setStatus(nick, flag, false),
  SetUserIP: ({ port }, [nick, ip]) => isAddress(ip) && ip !== "0.0.0.0" && port.setUserIp(nick, ip),
  ReportUser: ({ port }, [nick, message]) => port.reportUser(nick, message),
};
