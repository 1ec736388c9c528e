/**
 * The log of one script: its console lines, its failed hooks and, when asked for, its hook calls. Owns their bound per
 * second and what the log level lets through. Knows nothing of workers.
 *
 * @module
 */
import type { Clock } from "../core/clock.ts";
import type { Log, LogFields } from "../core/log.ts";
import { oneLine } from "../core/one_line.ts";
import { type HookName, HOOKS } from "../vh/hooks.ts";
import { createLogBudget } from "./log_budget.ts";
import type { ScriptLevel } from "./script_level.ts";
import { shownArgs } from "./secrets.ts";
import { type Slot, toldLine, whereOf } from "./slot.ts";

/** Log lines of one script per second: console lines, of which its worker lets 100 through, errors, hook calls. */
export const LOG_LINES = 150;
/** Milliseconds between two reports of failed hooks of one script to operators. */
const REPORT_MS = 60_000;
/** Longest text of a value in a line about a hook call. */
const MAX_SHOWN = 300;

const NO_GRANTS: ReadonlySet<never> = new Set<never>();

/** What the log of a script needs. */
export interface ScriptLogOptions {
  /** Its name and its last trouble. */
  readonly slot: Pick<Slot, "definition" | "trouble">;
  /** Where the lines go. */
  readonly log: Log;
  /** Time. */
  readonly clock: Clock;
  /** What is let through. */
  readonly level: ScriptLevel;
  /** Tells operators. */
  report(text: string): void;
}

/** The log of one script. */
export interface ScriptLog {
  /** Takes a console line. */
  line(level: string, text: string): void;
  /** A hook threw or its answer is none. */
  hookFailed(hook: string, message: string, stack: string): void;
  /** A hook was sent (`args` given) or answered (`args` null). */
  trace(hook: string, args: readonly unknown[] | null, value: unknown, ms: number): void;
}

/** Creates the log of one script. */
export function createScriptLog({ slot, log, clock, level, report }: ScriptLogOptions): ScriptLog {
  const budget = createLogBudget(LOG_LINES, () => clock.mono());
  let reportedAt = -Infinity;

  const write = (as: "info" | "warn" | "error", text: string, fields?: LogFields) => {
    const { ok, lost } = budget();
    if (!ok) return;
    if (lost > 0) log.warn(`${lost} lines left out`);
    log[as](text, fields);
  };

  return {
    line(as, text) {
      // The operator asked for what is written for debugging, so it must not end at the level of the whole log.
      if (level.shows(as)) write(as === "warn" || as === "error" ? as : "info", text);
    },
    hookFailed(hook, message, stack) {
      slot.trouble = { message: toldLine(`${hook}: ${message}`), where: stack, at: clock.now() };
      write("error", `${hook} failed: ${message}`, { stack });
      const now = clock.mono();
      if (level.log < 2 || now - reportedAt < REPORT_MS) return;
      reportedAt = now;
      const where = whereOf(stack);
      report(`Script "${slot.definition.name}": ${slot.trouble.message}${where && ` (${where})`}`);
    },
    trace(hook, args, value, ms) {
      if (level.log < 3) return;
      // A log is no place for passwords, even those that the script may see.
      const text = args === null
        ? `${hook} = ${shown(value)}, ${ms.toFixed(2)} ms`
        : `${hook}(${
          (Object.hasOwn(HOOKS, hook) ? shownArgs(hook as HookName, args, NO_GRANTS) : args).map(shown).join(
            ", ",
          )
        })`;
      write("info", text);
    },
  };
}

/** A value in a line of the log. */
function shown(value: unknown): string {
  try {
    return oneLine(JSON.stringify(value) ?? "nothing", MAX_SHOWN);
  } catch {
    return "a value JSON does not know";
  }
}
