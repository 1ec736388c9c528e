/**
 * A real hub with a script that listens to hooks in a real worker, and what the tests of single hooks share. Knows no
 * hook by name.
 *
 * @module
 */
import { fromFileUrl } from "@std/path";
import type { HookName } from "../../src/vh/hooks.ts";
import { listLog } from "../host/rig.ts";
import { startTestHub, type TestHub, type TestHubOptions } from "../support/hub.ts";
import { until } from "../support/until.ts";

/** How one hook is proven. */
export interface HookCase {
  /** Body of the script's function: has `vh` and `args`; its result is the answer. Default: no objection. */
  readonly body?: string;
  /** Makes it fire and looks at what comes of it. */
  run(lab: HookLab): Promise<void>;
}

/** A running hub whose script listens. */
export interface HookLab extends AsyncDisposable {
  /** The hub. */
  readonly hub: TestHub;
  /** Everything the script of this name heard, oldest first: hook and arguments. */
  heard(script?: string): [hook: HookName, args: unknown[]][];
  /** Resolves when a script has heard a hook with just these arguments. */
  hears(hook: HookName, ...args: unknown[]): Promise<void>;
  /** Log lines so far. */
  readonly lines: readonly string[];
}

const EAR = fromFileUrl(new URL("../scripts/conformance/ear.ts", import.meta.url));

/** Starts a hub whose script `ear` has the bodies of these cases; `scripts` come after it. */
export async function startLab(
  cases: Partial<Record<HookName, HookCase>>,
  options: Omit<TestHubOptions, "log"> = {},
): Promise<HookLab> {
  const lines: string[] = [];
  const hooks = Object.fromEntries(Object.entries(cases).map(([hook, { body = "" }]) => [hook, body]));
  const hub = await startTestHub({
    ...options,
    log: listLog(lines),
    scripts: [ear("ear", hooks, { passwords: true }), ...options.scripts ?? []],
  });
  const watcher = await hub.login("watcher");
  const lab: HookLab = {
    hub,
    lines,
    heard(script = "ear") {
      const start = `$Heard ${script} `;
      const log = lines.filter((line) => line.includes(start)).map((line) => line.slice(line.indexOf(start)));
      return [...log, ...watcher.frames.filter((frame) => frame.startsWith(start))].map((event) => {
        const [, , hook = ""] = event.split(" ", 3);
        return [hook as HookName, JSON.parse(event.slice(start.length + hook.length + 1))];
      });
    },
    async hears(hook, ...args) {
      const wanted = JSON.stringify(args);
      const found = () =>
        lab.heard().some(([name, given]) => name === hook && JSON.stringify(given) === wanted);
      try {
        await until(found, `${hook}${wanted}`);
      } catch (error) {
        const events = lab.heard().filter(([name]) => name === hook).map(([, given]) =>
          JSON.stringify(given)
        );
        throw new Error(
          `${(error as Error).message}. Heard instead:\n${events.join("\n") || lines.join("\n")}`,
        );
      }
    },
    [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose](),
  };
  return lab;
}

/** An entry of the config for a listening script. */
export function ear(
  name: string,
  hooks: Readonly<Record<string, string>>,
  capabilities: Readonly<Record<string, boolean>> = {},
): Record<string, unknown> {
  return { source: EAR, name, options: { hooks }, capabilities };
}
