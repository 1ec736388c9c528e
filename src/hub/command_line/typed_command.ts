/**
 * Lines that a script types in the name of a user. Owns the way such a line takes: that of the user's own command,
 * scripts included, without the pace rules of chat.
 *
 * @module
 */
import { wireOf } from "../../nmdc/wire.ts";
import { chatCommand } from "../talk/chat.ts";
import { isCommand, runCommand, unknownCommand } from "./commands.ts";
import type { HubContext } from "../context.ts";
import { nickKey } from "../nick_key.ts";
import { textBytes } from "../say.ts";

/** Runs a line as if its user had typed it. `done(false)`: not online. A line that is no command does nothing. */
export function typeCommand(
  hub: HubContext,
  nick: string,
  line: string,
  inPm: boolean,
  done: (ok: boolean) => void,
): void {
  const user = hub.users.get(nickKey(nick));
  const session = user?.session;
  if (!user || !session) return done(false);
  const bytes = textBytes(hub, line);
  const after = () => done(true);
  if (!isCommand(hub, user.class, bytes)) return after();
  const text = hub.codec.decode(bytes);
  if (!inPm) {
    return chatCommand(
      hub,
      session,
      user,
      wireOf("<", user.nickBytes, "> ", bytes).slice(0, -1),
      text,
      after,
    );
  }
  runCommand(hub, session, user, text, true, (finished) => {
    unknownCommand(hub, session, text);
    finished();
  }, after);
}
