/**
 * Which calls of scripts go into the audit trail, and what is said of them. Passwords are not part of it. Kicks write
 * their own row in the hub, which knows how they went.
 *
 * @module
 */
import type { CallArgs, HubCall } from "../calls.ts";
import { type CallContext, type Handlers, LATER, ownBot } from "./context.ts";

/** In whose name, about whom and what; `null`: not worth a row. */
type About = { readonly op: string; readonly target: string; readonly detail: string } | null;

const ABOUT: { readonly [N in HubCall]?: (context: CallContext, args: CallArgs<N>) => About } = {
  Ban: (_, [op, target, reason, seconds]) => ({ op, target, detail: `${seconds} s: ${reason}` }),
  DelNickTempBan: ({ port }, [target]) => ({ op: ownBot(port), target, detail: "" }),
  DelIPTempBan: ({ port }, [target]) => ({ op: ownBot(port), target, detail: "" }),
  SetTempRights: ({ port }, [target, right, period]) => ({
    op: ownBot(port),
    target,
    detail: `${right} ${period}`,
  }),
  AddRegUser: ({ port }, [target, userClass]) => ({
    op: ownBot(port),
    target,
    detail: `class ${userClass}`,
  }),
  DelRegUser: ({ port }, [target]) => ({ op: ownBot(port), target, detail: "" }),
  SetRegClass: ({ port }, [target, userClass]) => ({
    op: ownBot(port),
    target,
    detail: `class ${userClass}`,
  }),
  // A script's own sets are its memory: only what belongs to the hub is anybody's business.
  SetConfig: ({ port }, [conf, target, value]) =>
    conf === "config" ? { op: ownBot(port), target, detail: value } : null,
  // The command writes its own row; this one says that its user did not type it. Arguments may hold a password.
  ParseCommand: (_, [op, command]) => ({ op, target: "", detail: command.split(/\s/, 1)[0]! }),
  StopHub: ({ port }, [code, delay]) => ({
    op: ownBot(port),
    target: "",
    detail: `code ${code}, after ${delay} s`,
  }),
};

type AnyHandler = (context: CallContext, args: never, done: (result: unknown) => void) => unknown;

/** The same handlers; those above write a row once it is known how the call went. */
export function withTrail(handlers: Handlers<HubCall>): Handlers<HubCall> {
  const wrapped = Object.entries(ABOUT).map(([action, about]) => {
    const handler = handlers[action as HubCall] as AnyHandler;
    const run: AnyHandler = (context, args, done) => {
      const { port, script } = context;
      const deed = (about as (context: CallContext, args: never) => About)(context, args);
      const settle = (result: unknown) => {
        if (deed) port.auditScript({ script: script.name, action, ...deed, ok: result === true });
      };
      const result = handler(context, args, (later) => {
        settle(later);
        done(later);
      });
      if (result !== LATER) settle(result);
      return result;
    };
    return [action, run];
  });
  return { ...handlers, ...Object.fromEntries(wrapped) };
}
