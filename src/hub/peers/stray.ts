/**
 * Clients that were tricked into connecting to this hub as if it were another client: told so and sent away. Owns
 * the count of them and the report. This is what makes a hub a poor target for floods by other hubs' users.
 *
 * @module
 */
import { parseLock } from "../../nmdc/lock.ts";
import { Kind, paramOf } from "../../nmdc/message.ts";
import { ascii, terminated } from "../../nmdc/wire.ts";
import { formatError } from "../../nmdc/extensions.ts";
import { close } from "../close.ts";
import type { HubContext } from "../context.ts";
import { ask } from "../hold.ts";
import { CloseReason, Progress, type Session } from "../model.ts";
import { reportToOperators } from "../talk/op_chat.ts";

/** Strays in one minute that are worth a report. */
const WORTH_REPORT = 10;
const MINUTE = 60_000;

/** Handles `$MyNick`, which only clients say to each other. The `$Lock` behind it tells more. */
export function onStrayNick(_hub: HubContext, session: Session, frame: Uint8Array): void {
  session.strayNick = session.reader.read(paramOf(frame, Kind.MyNick));
}

/** Handles a client's `$Lock`. */
export function onStrayLock(hub: HubContext, session: Session, frame: Uint8Array): void {
  if (!hub.vars.detect_ctmtohub || (session.progress & Progress.Nick) !== 0) return;
  const ref = parseLock(frame)?.ref;
  const from = ref ? session.reader.read(ref.subarray(0, 128)) : "";
  const { ports = NO_PORTS } = session.link;
  const away = () => close(hub, session, CloseReason.NOREDIR, 500);
  const args = [session.strayNick, session.ip, ports.peer, ports.own, from] as const;
  ask(hub, session, "OnCtmToHub", [...args], ({ allow }) => {
    if (!allow) return away();
    hub.strays.count++;
    if (from !== "") hub.strays.from = from;
    session.link.write(terminated(formatError(ascii("CTM2HUB"))));
    away();
  }, away);
}

const NO_PORTS = { peer: 0, own: 0 };

/** Reports a minute with many strays. */
export function reportStrays(hub: HubContext, now: number): void {
  const { strays } = hub;
  if (now - strays.since < MINUTE) return;
  if (strays.count >= WORTH_REPORT) {
    const from = strays.from === "" ? "an unknown hub" : strays.from;
    reportToOperators(
      hub,
      `${strays.count} clients were sent here as to a client within a minute, last by ${from}`,
    );
  }
  strays.since = now;
  strays.count = 0;
  strays.from = "";
}
