/**
 * A program under a pseudo terminal, driven like a person would: lines typed, text awaited on the screen. Uses
 * `script` of util-linux, so nothing has to be installed for it. Knows no program.
 *
 * @module
 */
import { PATIENCE_MS, until } from "./until.ts";

/** A running program. */
export interface Terminal extends AsyncDisposable {
  /** Types a line and presses enter. */
  type(line: string): Promise<void>;
  /** Resolves when this text, or what fits this pattern, appeared behind what was awaited before. */
  sees(wanted: string | RegExp, withinMs?: number): Promise<void>;
  /** Everything shown so far, without control sequences. */
  screen(): string;
}

/** The full path of a program, or `null` when it is not installed. */
export function findProgram(name: string): string | null {
  for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
    try {
      if (Deno.statSync(`${folder}/${name}`).isFile) return `${folder}/${name}`;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

/** Starts a program with a home folder of its own. */
export async function openTerminal(command: string, env: Record<string, string> = {}): Promise<Terminal> {
  const home = await Deno.makeTempDir({ prefix: "hubcap_home_" });
  const child = new Deno.Command("script", {
    args: ["-qfec", `stty cols 150 rows 50; exec ${command}`, "/dev/null"],
    env: { HOME: home, TERM: "xterm", LC_ALL: "C.UTF-8", ...env },
    cwd: home,
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const keys = child.stdin.getWriter();
  let shown = "";
  let seen = 0;
  let over = false;
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of child.stdout) shown += decoder.decode(chunk, { stream: true });
    over = true;
  })();
  // deno-lint-ignore no-control-regex -- control sequences are what it removes
  const screen = () => shown.replace(/\x1b(\[[0-9;?]*[A-Za-z]|[()][0-9A-B]|[=>])/g, " ");
  return {
    type: (line) => keys.write(new TextEncoder().encode(`${line}\r`)),
    async sees(wanted, withinMs = PATIENCE_MS) {
      const pattern = typeof wanted === "string" ? new RegExp(RegExp.escape(wanted)) : wanted;
      let found: RegExpExecArray | null = null;
      const look = () => (found = pattern.exec(screen().slice(seen))) !== null || over;
      try {
        await until(look, `${wanted} on the screen`, withinMs);
      } catch (error) {
        throw new Error(`${(error as Error).message}. Instead: ${screen().slice(-600)}`);
      }
      if (!found) throw new Error(`The program ended before it showed ${wanted}: ${screen().slice(-600)}`);
      seen += (found as RegExpExecArray).index + (found as RegExpExecArray)[0].length;
    },
    screen,
    async [Symbol.asyncDispose]() {
      try {
        child.kill("SIGTERM");
      } catch {
        // It has ended already.
      }
      await keys.abort().catch(() => {});
      await Promise.all([child.status, reading]);
      await Deno.remove(home, { recursive: true });
    },
  };
}
