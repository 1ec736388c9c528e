/**
 * Starts the process of a {@linkcode SqlSession}: from source with nothing but access to its database folder, from a
 * compiled binary as another copy of it. Knows nothing of statements.
 *
 * @module
 */
import { dirname, fromFileUrl } from "@std/path";
import { messageOf } from "../core/errors.ts";
import type { SqlGrant } from "../vh/capabilities.ts";
import { SQL_VERB } from "./sql_frames.ts";
import type { SqlProcess, SqlProcessEvents } from "./sql_session.ts";

/** Heap of JavaScript in the process, MiB: what results may take on their way. */
const HEAP_MB = 96;

/** What the process is to serve. */
export interface SqlSpawnOptions {
  /** Database file. */
  readonly path: string;
  /** What the script may do with it. */
  readonly grant: SqlGrant;
  /** Milliseconds a statement may take. */
  readonly limitMs: number;
}

function commandOf({ path, grant, limitMs }: SqlSpawnOptions): string[] {
  const own = [path, grant, String(limitMs)];
  if (Deno.build.standalone) return [SQL_VERB, ...own];
  const listed = (path: string) => path.replaceAll(",", ",,");
  const folder = listed(dirname(path));
  const entry = new URL("./sql_process.ts", import.meta.url);
  const isFile = entry.protocol === "file:";
  // Its worker reads the program again, for which it needs permission.
  const sources = isFile ? `,${listed(fromFileUrl(new URL("../", entry)))}` : "";
  return [
    "run",
    "--quiet",
    "--no-config",
    "--no-lock",
    "--no-prompt",
    "--cached-only",
    `--v8-flags=--max-old-space-size=${HEAP_MB}`,
    `--allow-read=${folder}${sources}`,
    `--allow-write=${folder}`,
    ...(isFile ? [] : [`--allow-import=${entry.host}`]),
    isFile ? fromFileUrl(entry) : entry.href,
    ...own,
  ];
}

/** Starts a process. */
export function spawnSqlProcess(options: SqlSpawnOptions, events: SqlProcessEvents): SqlProcess {
  let child: Deno.ChildProcess;
  try {
    Deno.mkdirSync(dirname(options.path), { recursive: true, mode: 0o700 });
    child = new Deno.Command(Deno.execPath(), {
      args: commandOf(options),
      clearEnv: true,
      env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", ...cacheOf() },
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
  } catch (error) {
    queueMicrotask(() => events.ended(-1, messageOf(error)));
    return { write() {}, kill() {} };
  }
  const writer = child.stdin.getWriter();
  const read = async () => {
    for await (const chunk of child.stdout) events.data(chunk);
  };
  const closed = () => {}; // the exit code says what there is to say
  void Promise.all([child.status, read().catch(closed)]).then(([{ code }]) => {
    writer.close().catch(closed);
    events.ended(code);
  });
  return {
    write: (bytes) => void writer.write(bytes).catch(closed),
    kill() {
      try {
        child.kill("SIGKILL");
      } catch {
        // it has ended
      }
    },
  };
}

/** Where Deno finds what it has compiled already. */
function cacheOf(): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of ["DENO_DIR", "HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "SystemRoot", "TMPDIR", "TEMP"]) {
    const value = Deno.env.get(name);
    if (value !== undefined) found[name] = value;
  }
  return found;
}
