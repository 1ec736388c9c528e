/**
 * How a failure ends the program: a short block on standard error and an exit code. Knows codes, no verb.
 *
 * @module
 */
import { type ErrorCode, HubError, messageOf } from "../core/errors.ts";
import { EXIT } from "./command.ts";

/** What the caller got wrong or has to arrange; everything else is a failure. */
const USAGE: readonly ErrorCode[] = [
  "cli.usage",
  "config.invalid",
  "config.unreadable",
  "net.listen",
  "setting.invalid",
  "setting.unknown",
  "store.corrupt",
  "store.unwritable",
];

/** The exit code for anything that was thrown. */
export function exitCodeOf(error: unknown): number {
  return error instanceof HubError && USAGE.includes(error.code) ? EXIT.usage : EXIT.failed;
}

/** The lines that tell a person what happened and what to do. Only surprises show where they came from. */
export function failureBlock(error: unknown): string[] {
  if (!(error instanceof HubError)) {
    const where = error instanceof Error ? error.stack?.split("\n").slice(1, 4) ?? [] : [];
    return [`Failed: ${messageOf(error)}`, ...where];
  }
  const lines = error.message.split("\n");
  return error.remedy === undefined
    ? lines
    : [...lines, /[?]$/.test(error.remedy) ? error.remedy : `${error.remedy}.`];
}
