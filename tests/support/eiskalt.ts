/**
 * The DC++ core as a program, `eiskaltdcpp-daemon`: a home folder with its settings, hubs and share, and what its
 * JSON-RPC port is asked. Knows nothing of the hub.
 *
 * @module
 */
import { latin1Bytes } from "../../src/core/bytes.ts";
import { PATIENCE_MS } from "./until.ts";

/** The program, also the name of its Debian package. */
export const EISKALT = "eiskaltdcpp-daemon";

/** A hub the client has something to remember of. */
export interface EiskaltFavorite {
  /** Address as it is given to `hub.add`. */
  readonly url: string;
  /** Nick there, default that of all hubs. */
  readonly nick?: string;
  /** Password, default none. */
  readonly password?: string;
  /** Code page, default UTF-8. */
  readonly encoding?: string;
}

/** How a client is set up. */
export interface EiskaltOptions {
  /** Nick in all hubs. */
  readonly nick: string;
  /** Takes connections, default `true`. */
  readonly active?: boolean;
  /** Hubs with a nick, a password or a code page of their own. */
  readonly favorites?: readonly EiskaltFavorite[];
  /** Shared files: text by name. */
  readonly share?: Readonly<Record<string, string>>;
}

/** A running client. */
export interface Eiskalt extends AsyncDisposable {
  /** Folder of everything it has; `down/` is where downloads go. */
  readonly home: string;
  /** Calls a method of its JSON-RPC interface; throws {@linkcode ClientGone} when there is no program any more. */
  call(method: string, params?: Record<string, unknown>): Promise<unknown>;
  /** Asks until the answer as JSON text fits; throws what it was instead. */
  sees(wanted: string | RegExp, method: string, params?: Record<string, unknown>): Promise<void>;
  /** Waits until this was printed: status lines, chat, who came and went, each with the address of its hub. */
  prints(wanted: string | RegExp): Promise<void>;
}

/** The program has ended by itself. It reads its lists in one thread and changes them in others, so it may crash. */
export class ClientGone extends Error {}

/** A number from `from` on, below `to`. */
const pick = (from: number, to: number) => from + Math.floor(Math.random() * (to - from));

const xml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

function settingsFile(values: Record<string, string | number>, share: string): string {
  const rows = Object.entries(values).map(([name, value]) =>
    `<${name} type="${typeof value === "number" ? "int" : "string"}">${xml(String(value))}</${name}>`
  );
  return `<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<DCPlusPlus><Settings>${
    rows.join("")
  }</Settings><Share><Directory Virtual="share">${share}</Directory></Share></DCPlusPlus>`;
}

function favoritesFile(nick: string, hubs: readonly EiskaltFavorite[]): string {
  const rows = hubs.map(({ url, nick: own = nick, password = "", encoding = "UTF-8" }) =>
    `<Hub Name="hub" Connect="0" Description="" Nick="${xml(own)}" Password="${xml(password)}" Server="${
      xml(url)
    }" UserDescription="" Encoding="${xml(encoding)}"/>`
  );
  return `<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<Favorites><Hubs>${rows.join("")}</Hubs></Favorites>`;
}

/** Starts a client with a home of its own; resolves when it answers and has hashed what it shares. */
export async function startEiskalt(options: EiskaltOptions): Promise<Eiskalt> {
  const { nick, active = true, favorites = [], share = {} } = options;
  const home = await Deno.makeTempDir({ prefix: "hubcap_eiskalt_" });
  for (const folder of ["conf", "share", "down"]) await Deno.mkdir(`${home}/${folder}`);
  for (const [name, text] of Object.entries(share)) await Deno.writeTextFile(`${home}/share/${name}`, text);
  // Ports are given before the program opens them: below those the system hands out, at an address of its own.
  const ip = `127.${pick(64, 250)}.${pick(1, 250)}.${pick(1, 250)}`;
  const port = pick(15_000, 30_000);
  const settings = {
    Nick: nick,
    UploadSpeed: "20",
    DownloadDirectory: `${home}/down/`,
    BindAddress: ip,
    ExternalIp: ip,
    Slots: 3,
    InPort: port + 1,
    UDPPort: port + 1,
    TLSPort: port + 2,
    IncomingConnections: active ? 0 : 3,
    AutoDetectIncomingConnection: 0,
    HashingStartDelay: 0,
    MinimumSearchInterval: 2,
  };
  await Deno.writeTextFile(`${home}/conf/DCPlusPlus.xml`, settingsFile(settings, `${home}/share/`));
  await Deno.writeTextFile(`${home}/conf/Favorites.xml`, favoritesFile(nick, favorites));
  const child = new Deno.Command(EISKALT, {
    args: ["-v", "-D", "-L", ip, "-P", String(port), "-c", `${home}/conf`, "-l", `${home}/conf`],
    env: { HOME: home, LC_ALL: "C.UTF-8" },
    cwd: home,
    stdout: "piped",
    stderr: "null",
  }).spawn();
  let printed = "";
  let over = false;
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of child.stdout) printed += decoder.decode(chunk, { stream: true });
    over = true;
  })();
  const stop = async () => {
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
    await Promise.all([child.status, reading]);
    await Deno.remove(home, { recursive: true });
  };
  const gone = (what: unknown) => new ClientGone(`${nick} is gone: ${what}\n${printed}`);
  const ask: Eiskalt["call"] = async (method, params = {}) => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const response = await fetch(`http://${ip}:${port}/`, { method: "POST", body });
    return (await response.json() as { result?: unknown }).result;
  };
  const call: Eiskalt["call"] = async (method, params) => {
    try {
      return await ask(method, params);
    } catch (error) {
      throw gone(error);
    }
  };
  /** Repeats `look` until it returns no complaint. */
  const insist = async (look: () => Promise<string | null>) => {
    const end = performance.now() + PATIENCE_MS;
    for (let complaint = await look(); complaint !== null; complaint = await look()) {
      if (over) throw gone(complaint);
      if (performance.now() > end) throw new Error(`Not within ${PATIENCE_MS} ms: ${complaint}\n${printed}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  };
  const fits = (text: string, wanted: string | RegExp) =>
    typeof wanted === "string" ? text.includes(wanted) : wanted.test(text);
  const client: Eiskalt = {
    home,
    call,
    async sees(wanted, method, params) {
      await insist(async () => {
        const answer = JSON.stringify(await call(method, params) ?? null);
        return fits(answer, wanted) ? null : `${nick} saw no ${wanted} in ${method}, but: ${answer}`;
      });
    },
    prints: (wanted) =>
      insist(() => Promise.resolve(fits(printed, wanted) ? null : `${nick} has not printed ${wanted}`)),
    [Symbol.asyncDispose]: stop,
  };
  try {
    await insist(() => ask("show.version").then(() => null, (error) => `${nick} does not answer: ${error}`));
    const bytes = Object.values(share).reduce((sum, text) => sum + latin1Bytes(text).length, 0);
    await client.sees(new RegExp(`;${bytes} B;`), "share.list", { separator: ";" });
  } catch (error) {
    await stop();
    throw error;
  }
  return client;
}
