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
  const clock = systemClock();
  Deno.exit(
    await dispatch(Deno.args, terminal(), {
      clock,
      passwords: createPasswords(),
      inspect: async (script) => await (await import("./cli/inspect.ts")).inspectScript(script),
      run: async (invocation) => {
        // Its workers take half a second to boot inside Deno, so they start before the rest of the hub is loaded.
        const { selfTest } = await import("./host/jail/sandbox_proof.ts");
        const proof = selfTest({ clock });
        return await (await import("./cli/run.ts")).runHub(invocation, proof);
      },
    }),
  );
}
