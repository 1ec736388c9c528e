/**
 * Carries out the calls that act on users. The rights checks and notices are the hub's.
 *
 * @module
 */
import { type Handlers, LATER } from "./context.ts";

/** Handlers of the group "Moderation", and SetMyINFO. */
export const moderation: Handlers<"KickUser" | "KickRedirUser" | "CloseConnection" | "SetMyINFO"> = {
  KickUser({ port }, [op, nick, reason, note, opNote, banSeconds], done) {
    port.kick({ op, nick, reason, note, opNote, banSeconds, redirect: "" }, done);
    return LATER;
  },
  KickRedirUser({ port }, [op, nick, reason, redirect, note, opNote], done) {
    port.kick({ op, nick, reason, note, opNote, banSeconds: 0, redirect }, done);
    return LATER;
  },
  CloseConnection: ({ port }, [nick, reason, delay]) => port.closeUser(nick, reason, delay),
  SetMyINFO: ({ port }, [nick, desc, tag, speed, email, share]) =>
    port.setMyInfo(nick, { desc, tag, speed, email, share }),
};
