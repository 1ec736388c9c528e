/**
 * The `process` a script sees: a frozen stand-in without any power. Node's own modules look it up on the global
 * object for warnings, `nextTick` and the current folder, so it cannot simply be absent.
 *
 * @module
 */
import process from "node:process";
import type { LogSink } from "./log_limit.ts";

/** Builds the stand-in. `log` takes Node's warnings, such as deprecations, which else went to the hub's terminal. */
export function processFacade(log: LogSink): object {
  const { nextTick, platform, version, versions } = process;
  const warn = (warning: unknown) => log("warn", `${warning}`);
  divertWarnings(warn);
  return Object.freeze({
    __proto__: null,
    argv: Object.freeze([]),
    execArgv: Object.freeze([]),
    env: Object.freeze(Object.create(null)),
    platform,
    version,
    versions: Object.freeze({ node: versions.node }),
    noDeprecation: false,
    cwd: () => "/",
    emitWarning: warn,
    nextTick: (fn: (...values: unknown[]) => void, ...values: unknown[]) => nextTick(fn, ...values),
    // Deno runs exit handlers through the global `process` unless this says that they ran.
    _exiting: true,
  });
}

/** Modules that hold the real `process` end in its `emit`, which looks up properties the stand-in does not have. */
function divertWarnings(warn: (warning: unknown) => void): void {
  const emit = process.emit as (name: string, ...values: unknown[]) => boolean;
  const { apply } = Reflect;
  process.emit = function (this: unknown, name: string, ...values: unknown[]): boolean {
    if (name !== "warning") return apply(emit, process, [name, ...values]);
    warn(values[0]);
    return true;
  } as typeof process.emit;
}
