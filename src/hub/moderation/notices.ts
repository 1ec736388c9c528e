/**
 * Who hears that an operator sent somebody away, banned or gagged somebody: the operator, the other operators, and as
 * many classes as the hub wants. Owns these rules; what happened is told by callers.
 *
 * @module
 */
import type { HubContext } from "../context.ts";
import { type User, UserClass } from "../model.ts";
import { reportToOperators } from "../talk/op_chat.ts";
import { sayInPublic } from "../public_message.ts";
import { sayTo } from "../say.ts";

const NOBODY = 11;

/** The lowest class that sees whom an operator kicks. */
export function kicksSeenFrom({ hideKick, hideKicksTo }: User): number {
  if (hideKick) return NOBODY;
  return hideKicksTo > 0 ? hideKicksTo + 1 : UserClass.Guest;
}

/** What there is to know about a deed besides its text. */
export interface AnnounceOptions {
  /** A drop: `dest_drop_chat` counts. */
  readonly drop?: boolean;
  /** The operator was told already. */
  readonly answered?: boolean;
}

/**
 * Tells that something was done. The public line goes to `notify_kicks_to_all` and above; operators whom it does not
 * reach read it in the operator chat, drops with `dest_drop_chat` in main chat. Nobody reads it twice, and nobody of
 * a class the operator hides from.
 */
export function announceDeed(
  hub: HubContext,
  op: User,
  text: string,
  { drop = false, answered = false }: AnnounceOptions = {},
): void {
  const { notify_kicks_to_all: from, dest_drop_chat } = hub.vars;
  const seenFrom = kicksSeenFrom(op);
  let shownFrom = from < 0 ? NOBODY : Math.max(from, seenFrom);
  if (drop && dest_drop_chat) shownFrom = Math.min(shownFrom, Math.max(UserClass.Operator, seenFrom));
  if (shownFrom < NOBODY) sayInPublic(hub, text, shownFrom);
  // Who turned main chat off has typed a command and reads its answer all the same.
  if (op.session && !answered && (op.class < shownFrom || !op.chat)) sayTo(hub, op.session, text);
  if (shownFrom > UserClass.Operator && seenFrom < NOBODY) {
    reportToOperators(hub, text, seenFrom, op, shownFrom);
  }
}
