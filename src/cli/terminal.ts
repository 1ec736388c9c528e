/**
 * The real world of the command line: standard input and output. The only place that writes to the console.
 *
 * @module
 */
import { escapeSteering } from "../core/one_line.ts";
import type { CliIo } from "./command.ts";

const MAX_LINE = 4096;

/** Reads up to the first line end. */
async function readLine(): Promise<string> {
  const bytes = new Uint8Array(MAX_LINE);
  let used = 0;
  while (used < MAX_LINE && !bytes.subarray(0, used).includes(10)) {
    const read = await Deno.stdin.read(bytes.subarray(used));
    if (read === null) break;
    used += read;
  }
  const text = new TextDecoder().decode(bytes.subarray(0, used));
  return text.split("\n")[0]!.replace(/\r$/, "");
}

/** What scripts, users and other hubs' files wrote must not steer the terminal of whoever reads it. */
const printable = (text: string): string => text.replace(/[^\n\t]+/g, escapeSteering);

/** Standard input, output and error of this process. */
export function terminal(): CliIo {
  return {
    // deno-lint-ignore no-console
    out: (line) => console.log(printable(line)),
    // deno-lint-ignore no-console
    err: (line) => console.error(printable(line)),
    readLine,
  };
}
