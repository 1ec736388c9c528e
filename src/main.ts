/**
 * Entry of the program: gives the command line its world and exits with its code. The hub and the script host are
 * loaded by `run` only, so that the other verbs start fast.
 *
 * @module
 */
import { dispatch } from "./cli/dispatch.ts";
import { terminal } from "./cli/terminal.ts";
import { systemClock } from "./core/clock.ts";
import { createPasswords } from "./store/password.ts";

if (import.meta.main) {
  Deno.exit(
    await dispatch(Deno.args, terminal(), {
      clock: systemClock(),
      passwords: createPasswords(),
      inspect: async (script) => await (await import("./cli/inspect.ts")).inspectScript(script),
      run: async (invocation) => await (await import("./cli/run.ts")).runHub(invocation),
    }),
  );
}
