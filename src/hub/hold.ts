/**
 * Waiting for a decision without mixing up a connection's messages. Owns the hold count of a session and the way
 * a hook is asked on its behalf. Knows neither what is asked nor what follows.
 *
 * Other connections go on meanwhile, so whoever continues after a wait must look again at everything it relied on;
 * the one thing checked here is that the connection itself still lives.
 *
 * @module
 */
import { messageOf } from "../core/errors.ts";
import { ALLOW, type Answer } from "../port/script_sink.ts";
import type { AskHook, HookArgs } from "../vh/hooks.ts";
import { closeNow, refuse } from "./close.ts";
import type { HubContext } from "./context.ts";
import { CloseReason, type Session } from "./model.ts";
import { rawBytes } from "./say.ts";

/** Keeps further frames of a connection back until as many `release` follow. */
export function hold(session: Session): void {
  session.held++;
  if (session.paused || session.over) return;
  session.paused = true;
  session.link.pause();
}

/** Lets frames through again when nothing else holds them. May deliver frames before it returns. */
export function release(session: Session): void {
  if (--session.held > 0 || !session.paused) return;
  session.paused = false;
  if (!session.over) session.link.resume();
}

/** Ends a connection whose message made the hub fail: the rest of the hub goes on. */
export function failed(hub: HubContext, session: Session | null, error: unknown): void {
  hub.log.error("Message not handled", {
    ip: session?.ip,
    nick: session?.user?.nick,
    error: messageOf(error),
  });
  if (session) refuse(hub, session, CloseReason.DEFAULT, "The hub has a problem. Try again later.");
}

/**
 * Asks the scripts and always goes on with `next`, at once when nobody wants the hook. Until then frames of
 * `session` (if any) wait; raw answers of the scripts go to it first.
 */
export function consult<H extends AskHook>(
  hub: HubContext,
  session: Session | null,
  hook: H,
  args: HookArgs<H>,
  next: (answer: Answer) => void,
): void {
  if (!hub.sink.wanted[hook]) return next(ALLOW);
  let settled = false;
  const settle = (answer: Answer) => {
    if (settled) return;
    settled = true;
    try {
      if (session && !session.over) {
        for (const data of answer.send) session.link.write(rawBytes(hub, data));
      }
      next(answer);
    } catch (error) {
      failed(hub, session, error);
    }
    if (session) release(session);
  };
  if (session) session.held++;
  try {
    hub.sink.ask(hook, args, settle);
  } catch (error) {
    // Nobody must wait for an answer that cannot come.
    hub.log.error("Scripts not asked", { hook, error: messageOf(error) });
    settle(ALLOW);
  }
  if (settled || !session || session.paused || session.over) return;
  session.paused = true;
  session.link.pause();
}

/**
 * Asks the scripts on behalf of a connection. `next` does not run when the connection is gone by then, nor when a
 * script wants it closed, which `disconnect` does.
 */
export function ask<H extends AskHook>(
  hub: HubContext,
  session: Session,
  hook: H,
  args: HookArgs<H>,
  next: (answer: Answer) => void,
  disconnect: () => void,
): void {
  consult(hub, session, hook, args, (answer) => {
    if (session.over) return;
    if (answer.disconnect) disconnect();
    else next(answer);
  });
}

/**
 * Asks the scripts about something a client may not go on without: a block ends the connection without a word.
 * `next` runs when nobody objects.
 */
export function insist<H extends AskHook>(
  hub: HubContext,
  session: Session,
  hook: H,
  args: HookArgs<H>,
  next: () => void = () => {},
): void {
  const away = () => closeNow(hub, session, CloseReason.PLUGIN);
  ask(hub, session, hook, args, ({ allow }) => allow ? next() : away(), away);
}
