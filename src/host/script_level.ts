/**
 * How much of what scripts do is logged and told: the variables behind `!tslog` and `!tserr`, and what their values
 * mean. Reads them when asked to, keeps the numbers in between, so that a hook costs one comparison.
 *
 * @module
 */
import type { HubPort } from "../port/hub_port.ts";

/** The set of variables, named as Verlihub's script plugin names it. */
export const SCRIPT_SET = "pi_python";

/** What each log level adds. */
export const LEVELS: readonly string[] = [
  "errors only",
  "what scripts log as warning or information",
  "what they log for debugging, and errors in hooks to the operator chat",
  "every hook call with its arguments, its answer and its time",
];

/** The present values. */
export interface ScriptLevel {
  /** 0 to 3; larger numbers mean 3. */
  readonly log: number;
  /** Lowest class that is told of script errors. */
  readonly errClass: number;
  /** Is a console line of this level logged? */
  shows(level: string): boolean;
  /** Reads the variables again. */
  refresh(): void;
}

const LOG_DEFAULT = 1, ERR_CLASS_DEFAULT = 3;

/** Reads the variables. */
export function createScriptLevel(port: Pick<HubPort, "getConfig">): ScriptLevel {
  const read = (name: string, otherwise: number): number => {
    const text = port.getConfig(SCRIPT_SET, name);
    return text !== null && /^\d{1,2}$/.test(text) ? Number(text) : otherwise;
  };
  let log = LOG_DEFAULT, errClass = ERR_CLASS_DEFAULT;
  const refresh = () => {
    log = Math.min(read("log_level", LOG_DEFAULT), LEVELS.length - 1);
    errClass = read("err_class", ERR_CLASS_DEFAULT);
  };
  refresh();
  return {
    get log() {
      return log;
    },
    get errClass() {
      return errClass;
    },
    shows: (level) => level === "error" || log >= (level === "debug" ? 2 : 1),
    refresh,
  };
}
