/**
 * Carries out the calls of one script: finds the row, checks grant and arguments again, runs the handler, answers.
 * Tells the script's {@linkcode HubTime} while a call is open. Knows nothing of rings.
 *
 * @module
 */
import { HubError, messageOf } from "../core/errors.ts";
import { CALLS } from "../vh/calls.ts";
import { checkArgs } from "../vh/check_args.ts";
import { type CallContext, LATER } from "../vh/handlers/context.ts";
import { HANDLERS } from "../vh/handlers/mod.ts";
import type { CallRow, CapabilityName } from "../vh/table.ts";
import { codeOf } from "./call_error.ts";
import type { HubTime } from "./hub_time.ts";

/** What a desk needs. */
export interface CallDeskOptions {
  /** Given to every handler. */
  readonly context: CallContext;
  /** What the script may do. */
  readonly capabilities: ReadonlySet<CapabilityName>;
  /** Learns when calls open and close. */
  readonly hubTime: Pick<HubTime, "callBegan">;
  /** Runs `fn` so that hooks it causes are nested in the call. */
  caused<T>(fn: () => T): T;
  /** Answers a call. */
  reply(id: number, result: unknown): void;
  /** Refuses a call; the script's call throws. */
  fail(id: number, code: string, message: string): void;
  /** A call nobody waits for went wrong. */
  castFailed(message: string): void;
}

/** The calls of one script. */
export interface CallDesk {
  /**
   * Carries out a call; `id` is null when nobody waits for its result.
   *
   * @returns False when there is no such call: the script forged it.
   */
  take(call: number, given: readonly unknown[], id: number | null): boolean;
}

type AnyHandler = (context: CallContext, args: unknown[], done: (result: unknown) => void) => unknown;

/** Creates the desk of one script. */
export function createCallDesk(options: CallDeskOptions): CallDesk {
  const { context, capabilities, hubTime, caused, reply, fail, castFailed } = options;

  const checked = (row: CallRow, given: readonly unknown[]): unknown[] => {
    if (row.capability !== null && !capabilities.has(row.capability)) {
      throw new HubError("script.denied", `vh.${row.name}() needs the capability "${row.capability}"`);
    }
    return checkArgs(row, given);
  };

  const cast = (row: CallRow, handler: AnyHandler, given: readonly unknown[]) => {
    try {
      handler(context, checked(row, given), () => {});
    } catch (error) {
      const message = messageOf(error);
      castFailed(message.startsWith("vh.") ? message : `vh.${row.name}(): ${message}`);
    }
  };

  const call = (row: CallRow, handler: AnyHandler, given: readonly unknown[], id: number) => {
    const end = hubTime.callBegan();
    const refuse = (error: unknown) => fail(id, codeOf(error, "script.failed"), messageOf(error));
    const done = (result: unknown) => {
      end();
      if (result instanceof Error) refuse(result);
      else reply(id, result);
    };
    try {
      const result = caused(() => handler(context, checked(row, given), done));
      if (result !== LATER) done(result);
    } catch (error) {
      end();
      refuse(error);
    }
  };

  return {
    take(number, given, id) {
      const row: CallRow | undefined = CALLS[number];
      const handler = row && HANDLERS[row.name as keyof typeof HANDLERS] as AnyHandler | undefined;
      if (!row || !handler) return false;
      if (id === null) cast(row, handler, given);
      else call(row, handler, given, id);
      return true;
    },
  };
}
