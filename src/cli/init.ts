/**
 * `hubcap init`: writes the commented default configuration, never over an existing file.
 *
 * @module
 */
import { type Command, EXIT } from "./command.ts";
import { configPathOf, writeDefaultConfig } from "./settle.ts";

/** The verb. */
export const INIT: Command = {
  name: "init",
  summary: "Write a commented configuration file",
  forms: [["", "Write hubcap.jsonc, or the file --config names"]],
  options: {},
  async run({ options, io }) {
    const path = configPathOf(options);
    if (await writeDefaultConfig(path)) {
      io.out(`Wrote ${path}`);
      return EXIT.ok;
    }
    io.err(`${path} exists already; it was left alone`);
    return EXIT.failed;
  },
};
