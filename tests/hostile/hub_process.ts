/**
 * A hub in a process of its own, started as an operator starts one. Tests that try to kill a hub need that: whether
 * it survived is the process's to show, and its memory and threads are its own. Owns process and temporary folder;
 * knows no script.
 *
 * @module
 */
import { fromFileUrl, join } from "@std/path";
import type { SettingName, SettingValues } from "../../src/config/settings.ts";
import { systemClock } from "../../src/core/clock.ts";
import { createPasswords } from "../../src/store/password.ts";
import { openStore } from "../../src/store/store.ts";
import { STILL } from "../../src/testing/quiet.ts";
import type { TestAccount } from "../support/hub.ts";
import { until } from "../support/until.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));

/** What the hub is started with. */
export interface HubProcessOptions {
  /** Runtime variables over the quiet ones. */
  readonly settings?: Partial<SettingValues>;
  /** Accounts. */
  readonly accounts?: readonly TestAccount[];
  /** Script entries of the configuration; `source` is absolute. */
  readonly scripts: readonly Record<string, unknown>[];
  /** Further fields of the configuration, over those of a quiet hub. */
  readonly config?: Record<string, unknown>;
  /** Fills the data folder before the hub starts. */
  readonly prepare?: (data: string) => Promise<void>;
}

/** A running hub process. */
export interface HubProcess extends AsyncDisposable {
  /** Port on 127.0.0.1. */
  readonly port: number;
  /** Its data folder. */
  readonly data: string;
  /** Everything it wrote to standard output: the start block and the log. */
  readonly output: string;
  /** Everything it wrote to standard error; a healthy hub writes nothing. */
  readonly errors: string;
  /** Whether the process is there. */
  readonly alive: boolean;
  /** Resident MiB and threads now; `undefined` where the system cannot be asked. */
  size(): { readonly rssMb: number; readonly threads: number } | undefined;
  /** Sends it a signal. */
  signal(name: Deno.Signal): void;
  /** Asks it to stop as Ctrl-C does; resolves with its exit code. */
  stop(): Promise<number>;
}

/** Starts a hub; resolves once it serves. */
export async function startHubProcess(options: HubProcessOptions): Promise<HubProcess> {
  const folder = await Deno.makeTempDir({ prefix: "hubcap_siege_" });
  const data = join(folder, "data");
  const config = join(folder, "hubcap.jsonc");
  await fillStore(data, options);
  await options.prepare?.(data);
  await Deno.writeTextFile(
    config,
    JSON.stringify({
      listen: [{ host: "127.0.0.1", port: 0 }],
      data,
      log: { level: "info" },
      scripts: options.scripts,
      ...options.config,
    }),
  );
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "--no-check", join(ROOT, "src/main.ts"), "run", "--config", config],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let output = "";
  let errors = "";
  let alive = true;
  const reading = Promise.all([
    follow(child.stdout, (text) => output += text),
    follow(child.stderr, (text) => errors += text),
  ]);
  const status = child.status.then((status) => {
    alive = false;
    return status;
  });
  const stop = async () => {
    if (alive) child.kill("SIGTERM");
    return (await status).code;
  };
  const dispose = async () => {
    if (alive) child.kill("SIGKILL");
    await status;
    await reading;
    await Deno.remove(folder, { recursive: true });
  };
  let port = 0;
  try {
    await until(
      () => {
        port = Number(/^ {2}addresses.*:(\d+)/m.exec(output)?.[1] ?? 0);
        return port > 0 || !alive;
      },
      "the hub serves",
    );
    if (!alive) throw new Error(`The hub did not start: ${output}${errors}`);
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    port,
    data,
    get output() {
      return output;
    },
    get errors() {
      return errors;
    },
    get alive() {
      return alive;
    },
    size: () => sizeOf(child.pid),
    signal: (name) => child.kill(name),
    stop,
    [Symbol.asyncDispose]: dispose,
  };
}

/** Accounts and settings have to be there before the hub starts. */
async function fillStore(data: string, { settings, accounts = [] }: HubProcessOptions): Promise<void> {
  await Deno.mkdir(data);
  const passwords = createPasswords({ logN: 4 });
  const store = openStore(data, { clock: systemClock() });
  for (const [name, value] of Object.entries({ ...STILL, ...settings })) {
    store.settings.set(name as SettingName, value as never);
  }
  for (const { nick, class: userClass, password } of accounts) {
    const passwordHash = await passwords.hash(password);
    store.accounts.add({ nick, class: userClass, passwordHash, passwordChange: false });
  }
  store.close();
}

async function follow(stream: ReadableStream<Uint8Array>, take: (text: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  for await (const chunk of stream) take(decoder.decode(chunk, { stream: true }));
}

function sizeOf(pid: number): { rssMb: number; threads: number } | undefined {
  try {
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    const number = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1]);
    return { rssMb: Math.round(number("VmRSS") / 1024), threads: number("Threads") };
  } catch {
    return undefined;
  }
}
