/**
 * A hub under attack: a hub process with the quick-start script, an operator, a villain, and a bystander whose
 * waiting is measured. Owns how one hostile script is loaded, set off, watched and removed again; what must come of
 * it stands in `rows.ts`, and the tests decide whether it did.
 *
 * @module
 */
import { fromFileUrl } from "@std/path";
import { connectClient, type HubClient } from "../support/client.ts";
import { until } from "../support/until.ts";
import { type HubProcess, startHubProcess } from "./hub_process.ts";

/** The well-behaved script beside the hostile one. */
const QUICKSTART = fromFileUrl(new URL("../../scripts/quickstart/mod.ts", import.meta.url));
/** The bystander asks this often per deed. */
const TRIES = 10;
/** Milliseconds between its questions. */
const SPACING_MS = 20;

/** A script to set loose. */
export interface Foe {
  /** Its file. */
  readonly source: string;
  /** Its name in messages. */
  readonly name: string;
  /** Limits of its entry in the configuration. */
  readonly limits?: Readonly<Record<string, unknown>>;
  /** True when the import itself is the deed: it is measured, and no line is said. */
  readonly atLoad?: boolean;
  /** Milliseconds the bystander goes on asking, if its usual tries are too short. */
  readonly watchMs?: number;
  /** How the script ends by itself; waited for, so that its time is known. */
  readonly ends?: boolean;
}

/** What became of one hostile script. */
export interface Outcome {
  /** The answer to `!tsload`. */
  readonly loaded: string;
  /** Its lines in `!tslist` afterwards; `""` when it is not in the list. */
  readonly listed: string;
  /** What the operator room was told of it. */
  readonly reports: readonly string[];
  /** Milliseconds from the deed to the first report. */
  readonly reportedMs: number;
  /** The answer to `!tsunload`; `""` when there was nothing to unload. */
  readonly unloaded: string;
  /** Milliseconds that took. */
  readonly unloadMs: number;
  /** What it logged. */
  readonly lines: readonly string[];
  /** Milliseconds until quick-start answered a `!stats` sent right after the deed. */
  readonly statsMs: number;
  /** Milliseconds of the bystander's answers, ascending. */
  readonly waits: readonly number[];
  /** Milliseconds until the villain's line came out, or NaN when it did not. */
  readonly lineMs: number;
}

/** A hub under attack. */
export interface Siege extends AsyncDisposable {
  /** The process. */
  readonly hub: HubProcess;
  /** The operator, class 10. */
  readonly boss: HubClient;
  /** Sets scripts loose side by side, says one line if any of them waits for it, and takes them away again. */
  storm(foes: readonly Foe[]): Promise<Map<string, Outcome>>;
  /** Takes the scripts out and brings back who was sent away, before another try. */
  clear(foes: readonly Foe[]): Promise<void>;
  /** Logs in somebody more, from an address of its own. */
  login(nick: string, password?: string): Promise<HubClient>;
  /** Milliseconds of the bystander's answers to `tries` questions, ascending. */
  ask(tries: number): Promise<number[]>;
}

/** The value below which nine of ten lie, or 95 of 100. */
export function p95(ascending: readonly number[]): number {
  return ascending[Math.ceil(ascending.length * 0.95) - 1] ?? NaN;
}

/** Starts the hub and logs everybody in. `foes` are put into the configuration, switched off. */
export async function startSiege(
  foes: readonly Foe[],
  more: readonly Record<string, unknown>[] = [],
): Promise<Siege> {
  const hub = await startHubProcess({
    accounts: [{ nick: "boss", class: 10, password: "secret" }],
    settings: {
      int_flood_chat_limit: 0,
      int_flood_all_chat_limit: 0,
      autoreg_class: 0,
      // A script that floods everybody goes on until its time is over. The hub drops who reads too slowly, as these
      // clients do: they are one thread of JavaScript, beside the hub on the same machine.
      adv_max_outbuf_size: 4 << 20,
    },
    scripts: [
      { source: QUICKSTART, name: "quickstart" },
      ...more,
      ...foes.map(({ source, name, limits = {} }) => ({
        source,
        name,
        enabled: false,
        limits: { hookMs: 300, loadMs: 2000, memoryMb: 32, restarts: { max: 0 }, ...limits },
      })),
    ],
  });
  const clients: HubClient[] = [];
  const login = async (nick: string, password?: string) => {
    const client = await connectClient({ port: hub.port, from: `127.0.3.${clients.length + 1}` });
    clients.push(client);
    await client.login({ nick, ...(password === undefined ? {} : { password }) });
    return client;
  };
  const dispose = async () => {
    for (const client of clients) client.close();
    await hub[Symbol.asyncDispose]();
  };
  try {
    const enter = (nick: Nick) => login(nick, nick === "boss" ? "secret" : undefined);
    const [boss, villain, bystander, visitor, victim] = [
      await enter("boss"),
      await enter("villain"),
      await enter("bystander"),
      await enter("visitor"),
      await enter("victim"),
    ];
    const people = { boss, villain, bystander, visitor, victim };
    /** A storm may be another try of one that sent somebody away. */
    const bringBack = async () => {
      for (const nick of Object.keys(people) as Nick[]) {
        if (!people[nick].isClosed) continue;
        if (nick === "victim") await answer(people.boss, "<boss> !unban victim|", /^<Hubcap> [^]*\bvictim\b/);
        people[nick] = await enter(nick);
      }
    };
    const ask = async (tries: number, untilMs = 0) => {
      const waits: number[] = [];
      const start = performance.now();
      while (waits.length < tries || performance.now() - start < untilMs) {
        const { ms } = await answer(people.bystander, "<bystander> +myip|", /^<Hubcap> Your address/);
        waits.push(ms);
        await new Promise((done) => setTimeout(done, SPACING_MS));
      }
      return waits.sort((a, b) => a - b);
    };
    let storms = 0;
    return {
      hub,
      get boss() {
        return people.boss;
      },
      login,
      ask,
      clear: async (foes) => {
        await bringBack();
        for (const { name } of foes) {
          await answer(people.boss, `<boss> !tsunload ${name}|`, new RegExp(`^<Hubcap> [^]*\\b${name}\\b`));
        }
      },
      storm: async (foes) => {
        await bringBack();
        return await storm({ hub, ask, ...people }, foes, ++storms);
      },
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Who is in the hub. */
type Nick = "boss" | "villain" | "bystander" | "visitor" | "victim";

interface People {
  readonly hub: HubProcess;
  readonly boss: HubClient;
  readonly villain: HubClient;
  readonly visitor: HubClient;
  ask(tries: number, untilMs?: number): Promise<number[]>;
}

async function storm(people: People, foes: readonly Foe[], count: number): Promise<Map<string, Outcome>> {
  const { hub, boss, villain, visitor, ask } = people;
  const logFrom = hub.output.length;
  const reportsFrom = boss.frames.length;
  const loads = foes.map(({ source, name }) =>
    answer(boss, `<boss> !tsload ${source}|`, new RegExp(`^<Hubcap> [^]*\\b${name}\\b`))
  );
  const said = foes.some(({ atLoad }) => atLoad)
    ? Promise.resolve({ ms: NaN })
    : Promise.all(loads).then(() => answer(villain, `<villain> evil ${count}|`, `<villain> evil ${count}`));
  if (!foes.some(({ atLoad }) => atLoad)) await Promise.all(loads);
  const stats = answer(visitor, "<visitor> !stats|", /^<Hubcap> Users: /);
  const endings = foes.map(({ name, ends }) =>
    ends ? sees(boss, reportOf(name), reportsFrom) : Promise.resolve({ ms: NaN })
  );
  const watchMs = Math.max(0, ...foes.map((foe) => foe.watchMs ?? 0));
  // Together: what fails first is what the test tells.
  const [waits, replies, ended, { ms: lineMs }, { ms: statsMs }] = await Promise.all([
    ask(TRIES, watchMs),
    Promise.all(loads),
    Promise.all(endings),
    said,
    stats,
  ]);
  const { frame: list } = await answer(boss, "<boss> !tslist|", /^<Hubcap> Scripts in call order/);
  const outcomes = new Map<string, Outcome>();
  for (const [index, { name }] of foes.entries()) {
    const listed = list.split(/\r\n\t(?=\d)/).find((entry) => entry.includes(`/${name}.ts`)) ?? "";
    const gone = listed === ""
      ? { ms: 0, frame: "" }
      : await answer(boss, `<boss> !tsunload ${name}|`, new RegExp(`^<Hubcap> [^]*\\b${name}\\b`));
    outcomes.set(name, {
      loaded: replies[index]!.frame.replace("<Hubcap> ", ""),
      listed,
      reports: boss.frames.slice(reportsFrom).filter((frame) => reportOf(name).test(frame)),
      reportedMs: ended[index]!.ms,
      unloaded: gone.frame.replace("<Hubcap> ", ""),
      unloadMs: gone.ms,
      lines: hub.output.slice(logFrom).split("\n").filter((line) => line.includes(`script.${name}:`)),
      statsMs,
      waits,
      lineMs,
    });
  }
  return outcomes;
}

/** Fits what the operator room is told of a script. */
function reportOf(name: string): RegExp {
  return new RegExp(`^\\$To: boss From: OpChat .*"${name}"`);
}

/** Sends a line and waits for the answer. */
async function answer(client: HubClient, line: string, wanted: RegExp | string): Promise<Seen> {
  const from = client.frames.length;
  client.send(line);
  return await sees(client, wanted, from);
}

interface Seen {
  readonly ms: number;
  readonly frame: string;
}

/** Waits for a frame at or behind `from`, whatever comes before it; tells how long that took. */
async function sees(client: HubClient, wanted: RegExp | string, from: number): Promise<Seen> {
  const start = performance.now();
  let at = from;
  let found: string | undefined;
  const fits = (frame: string) => typeof wanted === "string" ? frame === wanted : wanted.test(frame);
  const look = () => {
    for (; at < client.frames.length && found === undefined; at++) {
      if (fits(client.frames[at]!)) found = client.frames[at]!;
    }
    return found !== undefined || client.isClosed;
  };
  await until(look, `${wanted}`);
  if (found === undefined) throw new Error(`The hub closed the connection before ${wanted} came`);
  return { ms: performance.now() - start, frame: found };
}
