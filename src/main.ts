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
import { SQL_VERB } from "./store/sql_frames.ts";

if (import.meta.main) {
  if (Deno.args[0] === SQL_VERB) {
    await (await import("./store/sql_process.ts")).runSqlProcess(Deno.args.slice(1));
  }
  const clock = systemClock();
  Deno.exit(
    await dispatch(Deno.args, terminal(), {
      clock,
      passwords: createPasswords(),
      inspect: async (script) => await (await import("./cli/inspect.ts")).inspectScript(script),
      analyse: async (source) => await (await import("./cli/script_analysis.ts")).analyseScript(source),
      run: async (invocation) => {
        // Its workers take half a second to boot inside Deno, so they start before the rest of the hub is loaded.
        const { selfTest } = await import("./host/jail/sandbox_proof.ts");
        const proof = selfTest({ clock });
        return await (await import("./cli/run.ts")).runHub(invocation, proof);
      },
    }),
  );
}
