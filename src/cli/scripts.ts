/**
 * `hubcap check` and `hubcap scripts list`: what the configured scripts are, without starting anything. Owns the
 * output; how a script is loaded comes in as a function.
 *
 * @module
 */
import type { LoadedScript } from "../config/load.ts";
import { type Command, EXIT } from "./command.ts";
import { configPathOf, settledConfig } from "./settle.ts";

/** What the loader says about a script that was not started. */
export interface ScriptReport {
  /** Files of its module graph. */
  readonly files: number;
  /** Granted permissions, one text per kind, such as `net: api.example.org:443`. */
  readonly grants: readonly string[];
  /** Legal, but worth knowing. */
  readonly warnings: readonly string[];
  /** Why it cannot run; empty when it can. */
  readonly problems: readonly string[];
}

/** Resolves, reads and checks a script without running it. */
export type InspectScript = (script: LoadedScript) => Promise<ScriptReport>;

/** Capabilities that differ from what every script has. */
const UNUSUAL = ["sql", "commands", "stop", "passwords"] as const;

/**
 * The words behind a script's name: grants (those that grant nothing are left out), then capabilities that differ
 * from what every script has, with + or −.
 */
export function grantsOf({ capabilities }: LoadedScript, grants: readonly string[]): string {
  const given = UNUSUAL.filter((name) => capabilities[name]);
  const taken = Object.entries(capabilities).filter(([, granted]) => !granted).map(([name]) => name)
    .filter((name) => !(UNUSUAL as readonly string[]).includes(name));
  const words = [
    ...grants.filter((grant) => !grant.endsWith(": none")),
    ...given.map((name) => `+${name}`),
    ...taken.map((name) => `-${name}`),
  ];
  return words.length > 0 ? words.join(", ") : "no permissions";
}

const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? "" : "s"}`;

/** `hubcap check`. */
export function checkCommand(inspect: InspectScript): Command {
  return {
    name: "check",
    summary: "Check the configuration and its scripts without starting",
    forms: [["", "Report every problem found"]],
    options: {},
    async run({ options, io }) {
      const config = await settledConfig(options);
      let broken = 0;
      for (const script of config.scripts) {
        const { problems, warnings } = await inspect(script);
        for (const warning of warnings) io.out(`${script.name}: note: ${warning}`);
        for (const problem of problems) io.err(`${script.name}: ${problem}`);
        if (problems.length > 0 && script.enabled) broken++;
      }
      if (broken > 0) {
        io.err(`${broken} of ${count(config.scripts.length, "script")} cannot run`);
        return EXIT.failed;
      }
      io.out(`${configPathOf(options)} is fine, ${count(config.scripts.length, "script")}`);
      return EXIT.ok;
    },
  };
}

/** `hubcap scripts`. */
export function scriptsCommand(inspect: InspectScript): Command {
  return {
    name: "scripts",
    summary: "Show the configured scripts",
    forms: [["list", "Name, state, grants and source of every script"]],
    options: {},
    async run({ options, io }) {
      const { scripts } = await settledConfig(options);
      for (const script of scripts) {
        const { files, grants, problems } = await inspect(script);
        const state = problems.length > 0 ? "broken" : script.enabled ? "enabled" : "off";
        io.out(
          `${script.name}  ${state}  ${count(files, "file")}  ${grantsOf(script, grants)}  ${script.source}`,
        );
        for (const problem of problems) io.out(`  ${problem}`);
      }
      if (scripts.length === 0) io.out("No scripts are configured");
      return EXIT.ok;
    },
  };
}
