/**
 * From the words on the command line to a verb and an exit code. Owns the table of verbs and what is printed when
 * something goes wrong; the verbs' files own the rest.
 *
 * @module
 */
import { nearest } from "../config/nearest.ts";
import type { Clock } from "../core/clock.ts";
import type { Passwords } from "../store/password.ts";
import {
  type CliIo,
  type Command,
  commandHelp,
  EXIT,
  type Invocation,
  parseCommand,
  programHelp,
  usage,
} from "./command.ts";
import { auditCommand } from "./audit.ts";
import { backupCommand } from "./backup.ts";
import { configCommand } from "./config.ts";
import { doctorCommand, type SandboxProof } from "./doctor.ts";
import { exitCodeOf, failureBlock } from "./failure.ts";
import { importCommand } from "./import.ts";
import { INIT } from "./init.ts";
import { restoreCommand } from "./restore.ts";
import { RUN_OPTIONS } from "./run_options.ts";
import { type AnalyseScript, scriptCommand } from "./script.ts";
import { checkCommand, type InspectScript, scriptsCommand } from "./scripts.ts";
import { userCommand } from "./user.ts";
import { VERSION } from "./version.ts";

/** What the verbs need from outside. */
export interface CliDependencies {
  /** Time. */
  readonly clock: Clock;
  /** Password hashes. */
  readonly passwords: Passwords;
  /** Loads a script without running it. */
  readonly inspect: InspectScript;
  /** Finds out what a script uses. */
  readonly analyse: AnalyseScript;
  /** Tries the sandbox; default: the hub's own self-test. */
  readonly prove?: () => Promise<SandboxProof>;
  /** Runs a hub until it ends; returns the exit code. */
  readonly run: (invocation: Invocation) => Promise<number>;
}

/** All verbs in the order the help shows them. */
export function commandTable(dependencies: CliDependencies): readonly Command[] {
  return [
    {
      name: "run",
      summary: "Run the hub",
      forms: [["", "Run until SIGINT or SIGTERM; writes a configuration where there is none"]],
      options: RUN_OPTIONS,
      run: dependencies.run,
    },
    INIT,
    checkCommand(dependencies.inspect),
    doctorCommand(dependencies),
    userCommand(dependencies),
    configCommand(dependencies),
    auditCommand(dependencies),
    backupCommand(dependencies),
    restoreCommand(dependencies),
    importCommand(dependencies),
    scriptsCommand(dependencies.inspect),
    scriptCommand(dependencies.analyse),
  ];
}

/** Runs one command line and returns the exit code. Never rejects. */
export async function dispatch(
  argv: readonly string[],
  io: CliIo,
  dependencies: CliDependencies,
): Promise<number> {
  const commands = commandTable(dependencies);
  const [verb, ...rest] = argv;
  const print = (lines: readonly string[]) => lines.forEach((line) => io.out(line));
  try {
    if (verb === "--version") {
      io.out(`hubcap ${VERSION}`);
      return EXIT.ok;
    }
    if (verb === "--help" || verb === "help") {
      print(programHelp(commands));
      return EXIT.ok;
    }
    if (verb === undefined) {
      for (const line of programHelp(commands)) io.err(line);
      return EXIT.usage;
    }
    const command = commands.find(({ name }) => name === verb);
    if (!command) {
      const meant = nearest(verb, commands.map(({ name }) => name));
      throw usage(`There is no verb "${verb}"`, meant ? `Did you mean "${meant}"?` : "Try: hubcap --help");
    }
    const invocation = parseCommand(command, rest, io);
    if (invocation) return await command.run(invocation);
    print(commandHelp(command));
    return EXIT.ok;
  } catch (error) {
    for (const line of failureBlock(error)) io.err(line);
    return exitCodeOf(error);
  }
}
