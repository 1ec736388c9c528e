/**
 * Clients that were tricked into connecting to this hub as if it were another client: told so and sent away. Owns
 * the count of them and the report. This is what makes a hub a poor target for floods by other hubs' users.
 *
 * @module
 */
import { parseLock } from "../nmdc/lock.ts";
import { ascii, terminated } from "../nmdc/wire.ts";
import { formatError } from "../nmdc/extensions.ts";
import { close } from "./close.ts";
import type { HubContext } from "./context.ts";
import { CloseReason, Progress, type Session } from "./model.ts";
import { reportToOperators } from "./op_chat.ts";

/** Strays in one minute that are worth a report. */
const WORTH_REPORT = 10;
const MINUTE = 60_000;

/** Handles `$MyNick`, which only clients say to each other. The `$Lock` behind it tells more. */
export function onStrayNick(): void {}

/** Handles a client's `$Lock`. */
export function onStrayLock(hub: HubContext, session: Session, frame: Uint8Array): void {
  if (!hub.vars.detect_ctmtohub || (session.progress & Progress.Nick) !== 0) return;
  const ref = parseLock(frame)?.ref;
  hub.strays.count++;
  if (ref && ref.length > 0) hub.strays.from = session.reader.read(ref.subarray(0, 128));
  session.link.write(terminated(formatError(ascii("CTM2HUB"))));
  close(hub, session, CloseReason.NOREDIR, 500);
}

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
