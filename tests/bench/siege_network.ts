/**
 * A hub process under attack over the network, and what its users feel of it: the time from a chat line to its echo,
 * and the memory of the process. Run by hand it prints a table: `deno run -A tests/bench/siege_network.ts [scale]`,
 * where `scale` multiplies the attackers. The test of hostile networks plays the same at its usual size.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { type HubProcess, startHubProcess } from "../hostile/hub_process.ts";
import { connectClient, type HubClient } from "../support/client.ts";
import { until } from "../support/until.ts";
import { ATTACKS, type Toll } from "./network_attacks.ts";

/** Seconds after which the hub gives up slow logins, during the attacks that are about it. */
const SLOW_SECONDS = 1;
/** Milliseconds between two lines of the well-behaved user. */
const SPACING_MS = 10;
/** Lines said in peace, to compare with. */
const PEACE = 100;
/** Fewest lines said during an attack, however short it is. */
const LEAST = 20;

/** What one attack did. */
export interface SiegeRow extends Toll {
  /** Name of the attack; `"peace"` for the first row. */
  readonly name: string;
  /** Whether the hub has to throw all attackers out. */
  readonly allClosed: boolean;
  /** Milliseconds it took until the hub had dealt with it. */
  readonly ms: number;
  /** Milliseconds from a line to its echo: half of them were not above this. */
  readonly p50: number;
  /** The same for 99 of 100. */
  readonly p99: number;
  /** Resident memory of the hub afterwards, MiB; NaN where the system does not tell. */
  readonly rssMb: number;
}

/** What a siege came to. */
export interface SiegeReport {
  /** One row per attack. */
  readonly rows: readonly SiegeRow[];
  /** Most resident memory seen at any time, MiB. */
  readonly peakMb: number;
  /** What the hub wrote to standard error; a healthy one writes nothing. */
  readonly errors: string;
  /** Exit code when asked to stop in the end. */
  readonly code: number;
}

/** Starts a hub, plays every attack, and stops it. `scale` multiplies the attackers. */
export async function besiege(scale = 1): Promise<SiegeReport> {
  await using hub = await startHubProcess({
    accounts: [{ nick: "boss", class: 10, password: "secret" }, {
      nick: "good",
      class: 5,
      password: "secret",
    }],
    scripts: [],
  });
  const login = async (nick: string, from: string) => {
    const client = await connectClient({ port: hub.port, from });
    await client.login({ nick, password: "secret" });
    return client;
  };
  using boss = await login("boss", "127.0.5.1");
  using good = await login("good", "127.0.5.2");
  const target = { port: hub.port, boss };
  let peakMb = 0;
  const measured = async (name: string, allClosed: boolean, deed: () => Promise<Toll>): Promise<SiegeRow> => {
    const start = performance.now();
    let over = false;
    const asking = ask(good, () => over, () => peakMb = Math.max(peakMb, sizeOf(hub)));
    // The first failure is what counts: a hub that is gone answers nobody.
    const toll = await Promise.race([
      deed(),
      asking.then(() => Promise.reject(new Error("The questions ended"))),
    ])
      .finally(() => over = true);
    const waits = await asking;
    const ms = performance.now() - start;
    return {
      name,
      allClosed,
      ...toll,
      ms,
      p50: part(waits, 0.5),
      p99: part(waits, 0.99),
      rssMb: sizeOf(hub),
    };
  };
  const rows = [await measured("peace", false, () => quiet(good))];
  for (const [name, { run, allClosed, slow = false }] of Object.entries(ATTACKS)) {
    await setPatience(boss, slow ? SLOW_SECONDS : 60);
    rows.push(await measured(name, allClosed, () => run(target, scale)));
  }
  boss.close();
  good.close();
  const code = await hub.stop();
  return { rows, peakMb, errors: hub.errors, code };
}

/** Sets how long the hub waits for a login; short only while nobody has to log in. */
async function setPatience(boss: HubClient, seconds: number): Promise<void> {
  boss.take();
  boss.send(`<boss> !set timeout_key ${seconds}|`);
  await boss.expect(/^<Hubcap> .*timeout_key/);
}

const sizeOf = (hub: HubProcess): number => hub.size()?.rssMb ?? NaN;

/** The value below which this part of them lies. */
function part(values: readonly number[], share: number): number {
  const ascending = values.toSorted((a, b) => a - b);
  return ascending[Math.ceil(ascending.length * share) - 1] ?? NaN;
}

/** Peace lasts as long as it takes to say some lines. */
async function quiet(good: HubClient): Promise<Toll> {
  const from = good.bytesSent;
  await until(() => good.bytesSent - from > PEACE * 10, "some lines are said");
  return { opened: 0, closed: 0 };
}

/** Says lines and waits for each until `over`; the times of all. */
async function ask(good: HubClient, over: () => boolean, each: () => void): Promise<number[]> {
  const waits: number[] = [];
  while (!over() || waits.length < LEAST) {
    const from = good.frames.length;
    const line = `<good> line ${from} ${waits.length}`;
    const start = performance.now();
    good.send(`${line}|`);
    let at = from;
    const found = () => {
      while (at < good.frames.length) if (good.frames[at++] === line) return true;
      if (good.isClosed) throw new Error("The hub closed the connection of a well-behaved user");
      return false;
    };
    await until(found, "the echo of a line");
    waits.push(performance.now() - start);
    each();
    await new Promise((done) => setTimeout(done, SPACING_MS));
  }
  return waits;
}

if (import.meta.main) {
  const { rows, peakMb, errors, code } = await besiege(Number(Deno.args[0] ?? 1));
  const round = (value: number) => Math.round(value * 10) / 10;
  console.table(rows.map(({ name, opened, closed, ms, p50, p99, rssMb }) => ({
    attack: name,
    opened,
    closed,
    "ms": Math.round(ms),
    "p50 ms": round(p50),
    "p99 ms": round(p99),
    "RSS MiB": rssMb,
  })));
  console.log(`Peak ${peakMb} MiB, exit code ${code}${errors && `\n${errors}`}`);
}
