/**
 * A MariaDB server of our own for the time of a test: in a folder of its own, reached through a socket and a free
 * port, without any of the system's configuration. Where no server is installed, tests are skipped.
 *
 * @module
 */
import { join } from "@std/path";

const PLACES = ["/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"];

function find(...names: string[]): string | null {
  for (const name of names) {
    for (const place of PLACES) {
      try {
        if (Deno.statSync(join(place, name)).isFile) return join(place, name);
      } catch {
        // the next place
      }
    }
  }
  return null;
}

const SERVER = find("mariadbd", "mysqld");
const INSTALL = find("mariadb-install-db", "mysql_install_db");
const CLIENT = find("mariadb", "mysql");
const DUMP = find("mariadb-dump", "mysqldump");

/** True where a MariaDB server and its tools are installed. */
export const HAS_MARIADB: boolean = [SERVER, INSTALL, CLIENT, DUMP].every((path) => path !== null);

/** A running server. */
export interface MariaDb extends AsyncDisposable {
  /** Address of a database on it. */
  url(database: string): string;
  /** Address over TCP. */
  tcpUrl(database: string, user: string, password: string): string;
  /** Runs SQL text, bytes as they are. */
  load(sql: Uint8Array | string, database?: string): Promise<void>;
  /** What the dump tool writes. */
  dump(database: string, ...options: string[]): Promise<Uint8Array<ArrayBuffer>>;
}

async function run(
  path: string,
  args: string[],
  input?: Uint8Array | string,
): Promise<Uint8Array<ArrayBuffer>> {
  const child = new Deno.Command(path, { args, stdin: "piped", stdout: "piped", stderr: "piped" }).spawn();
  const writer = child.stdin.getWriter();
  const bytes = typeof input === "string" ? new TextEncoder().encode(input) : input ?? new Uint8Array();
  const fed = writer.write(bytes.slice()).then(() => writer.close()).catch(() => {});
  const { success, stdout, stderr } = await child.output();
  await fed;
  if (!success) throw new Error(`${path} failed: ${new TextDecoder().decode(stderr).slice(0, 2000)}`);
  return stdout;
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}

/** Longest wait for a server to come up, milliseconds. */
const START_MS = 120_000;
/** Somebody else may take the port between our look and the server's start. */
const TRIES = 3;

/** Starts a server. */
export async function startMariaDb(): Promise<MariaDb> {
  // Unix sockets have short names only.
  const folder = await Deno.makeTempDir({ dir: "/tmp", prefix: "hc-db-" });
  const [data, socket] = [join(folder, "d"), join(folder, "s")];
  const user = Deno.uid() === 0 ? ["--user=root"] : [];
  await run(INSTALL!, [
    "--no-defaults",
    `--datadir=${data}`,
    "--auth-root-authentication-method=normal",
    "--skip-test-db",
    ...user,
  ]);
  const login = [`--socket=${socket}`, "--user=root"];
  const client = (args: string[], input?: Uint8Array | string) =>
    run(CLIENT!, ["--no-defaults", ...login, ...args], input);
  /** Starts the server on this port; `null` when it ended before it served. */
  const serve = async (port: number) => {
    const server = new Deno.Command(SERVER!, {
      args: [
        "--no-defaults",
        `--datadir=${data}`,
        `--socket=${socket}`,
        `--port=${port}`,
        "--bind-address=127.0.0.1",
        `--pid-file=${join(folder, "pid")}`,
        `--lc-messages-dir=/usr/share/mysql`,
        "--innodb-buffer-pool-size=16M",
        "--innodb-flush-log-at-trx-commit=0",
        "--skip-log-bin",
        ...user,
      ],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    let hasEnded = false;
    const ended = server.status.then(() => hasEnded = true);
    const stop = async () => {
      if (!hasEnded) server.kill("SIGKILL");
      await ended;
    };
    const until = performance.now() + START_MS;
    while (!hasEnded) {
      try {
        await client(["-e", "SELECT 1"]);
        return stop;
      } catch (error) {
        if (performance.now() > until) {
          await stop();
          throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
    return null;
  };
  let port = 0;
  let stop: (() => Promise<void>) | null = null;
  for (let left = TRIES; stop === null && left > 0; left--) stop = await serve(port = freePort());
  if (stop === null) throw new Error(`${SERVER} ended ${TRIES} times before it served`);
  return {
    url: (database) => `mysql://root@localhost/${database}?socketPath=${encodeURIComponent(socket)}`,
    tcpUrl: (database, name, password) =>
      `mysql://${name}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`,
    async load(sql, database) {
      await client(["--default-character-set=latin1", ...database === undefined ? [] : [database]], sql);
    },
    dump: (database, ...options) => run(DUMP!, ["--no-defaults", ...login, ...options, database]),
    async [Symbol.asyncDispose]() {
      await stop();
      await Deno.remove(folder, { recursive: true });
    },
  };
}
