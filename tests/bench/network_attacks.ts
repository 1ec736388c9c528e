/**
 * Ways to treat a hub badly over the network, one function each: opens its connections, does its worst, waits until
 * the hub has dealt with them and tells what became of them. Owns the attacks and their sizes; measures nothing else
 * and judges nothing.
 *
 * @module
 */
import { connect, type Socket } from "node:net";
import { latin1Bytes, latin1Text } from "../../src/core/bytes.ts";
import { type HubClient, keyFor, myInfo } from "../support/client.ts";
import { until } from "../support/until.ts";

/** Where to attack. */
export interface Target {
  /** Port on 127.0.0.1. */
  readonly port: number;
  /** An operator who is in and may say what and as much as she likes. */
  readonly boss: HubClient;
}

/** What became of an attack. */
export interface Toll {
  /** Connections opened. */
  readonly opened: number;
  /** Of these, closed by the hub. */
  readonly closed: number;
}

/** One attack; `scale` multiplies the number of connections. */
export type Attack = (target: Target, scale: number) => Promise<Toll>;

/** Longest wait for the hub to deal with an attack. */
const PATIENCE_MS = 60_000;

interface Raw {
  readonly socket: Socket;
  closed: boolean;
}

/** An address of its own for every connection: per-address rules are somebody else's test. */
const addressOf = (i: number): string => `127.${20 + (i >> 14)}.${(i >> 7) & 127}.${1 + (i & 127)}`;

/** Opens connections; one that the hub resets while opening counts as closed. */
async function open(port: number, count: number, reads = true): Promise<Raw[]> {
  const raws = Array.from({ length: count }, (_, i): Raw => {
    const socket = connect({ port, host: "127.0.0.1", localAddress: addressOf(i), noDelay: true });
    const raw = { socket, closed: false };
    socket.on("error", () => {});
    socket.on("close", () => raw.closed = true);
    if (reads) socket.resume();
    return raw;
  });
  await until(
    () => raws.every(({ socket, closed }) => closed || !socket.connecting),
    `${count} connections are open`,
    PATIENCE_MS,
  );
  return raws;
}

async function finish(raws: readonly Raw[], settled: () => boolean, what: string): Promise<Toll> {
  await until(settled, what, PATIENCE_MS);
  const toll = { opened: raws.length, closed: raws.filter(({ closed }) => closed).length };
  for (const { socket } of raws) socket.destroy();
  return toll;
}

const allClosed = (raws: readonly Raw[]) => () => raws.every(({ closed }) => closed);

/** Connections that all send the same and are expected to be thrown out. */
const pouring = (count: number, bytes: Uint8Array): Attack => async ({ port }, scale) => {
  const raws = await open(port, Math.ceil(count * scale));
  for (const { socket } of raws) socket.write(bytes);
  return await finish(raws, allClosed(raws), "all who pour are thrown out");
};

/** A byte at a time, for as long as the hub lets them. */
const dripping = (count: number, everyMs: number, text: string): Attack => async ({ port }, scale) => {
  const raws = await open(port, Math.ceil(count * scale));
  let at = 0;
  const timer = setInterval(() => {
    const byte = latin1Bytes(text[at++ % text.length]!);
    for (const { socket, closed } of raws) if (!closed) socket.write(byte);
  }, everyMs);
  try {
    return await finish(raws, allClosed(raws), "all who drip are given up");
  } finally {
    clearInterval(timer);
  }
};

/** Says nothing at all. */
const silent: Attack = async ({ port }, scale) => {
  const raws = await open(port, Math.ceil(200 * scale));
  return await finish(raws, allClosed(raws), "all who are silent are given up");
};

/** Everybody at once; they stay until all are in or thrown out, and go at once. */
const storm: Attack = async ({ port }, scale) => {
  const raws = await open(port, Math.ceil(2000 * scale));
  return await finish(raws, () => true, "the storm is over");
};

/** Comes and resets at once. */
const resets: Attack = async ({ port }, scale) => {
  const count = Math.ceil(500 * scale);
  const raws: Raw[] = [];
  for (let done = 0; done < count; done += 100) {
    const some = await open(port, Math.min(100, count - done));
    for (const { socket } of some) {
      socket.write("$Supports NoHello|");
      socket.resetAndDestroy();
    }
    raws.push(...some);
  }
  return { ...await finish(raws, allClosed(raws), "all resets are through"), closed: 0 };
};

/** Logs in over a bare socket and stops reading. */
async function deaf(port: number, nick: string, from: string, features = "NoHello NoGetINFO"): Promise<Raw> {
  const socket = connect({ port, host: "127.0.0.1", localAddress: from, noDelay: true });
  const raw: Raw = { socket, closed: false };
  let text = "";
  socket.on("error", () => {});
  socket.on("close", () => raw.closed = true);
  socket.on("data", (chunk: Uint8Array) => text += latin1Text(chunk));
  await until(() => text.includes("|"), `${nick} is greeted`, PATIENCE_MS);
  const login = `$Supports ${features}|$Key ${keyFor(text)}|$ValidateNick ${nick}|$Version 1,0091|`;
  socket.write(latin1Bytes(`${login}$GetNickList|${myInfo({ nick })}|`));
  await until(() => text.includes(`$MyINFO $ALL ${nick} `), `${nick} is in`, PATIENCE_MS);
  socket.pause();
  return raw;
}

/** Logs in and never reads again, while much is said. */
const neverReading: Attack = async ({ port, boss }, scale) => {
  const count = Math.ceil(4 * scale);
  const raws: Raw[] = [];
  for (let i = 0; i < count; i++) raws.push(await deaf(port, `deaf${i}`, addressOf(9000 + i)));
  const line = `<boss> ${"much to say ".repeat(700)}|`;
  const heard = () => boss.frames.length;
  let quits = 0;
  let seen = heard();
  const gone = () => {
    for (; seen < heard(); seen++) if (boss.frames[seen]!.startsWith("$Quit deaf")) quits++;
    return quits;
  };
  for (let said = 0; said < 4000 && gone() < count; said += 20) {
    const from = heard();
    boss.send(line.repeat(20));
    await until(() => heard() >= from + 20, "what was said is heard", PATIENCE_MS);
  }
  await until(() => gone() >= count, "those who never read are thrown out", PATIENCE_MS);
  for (const { socket } of raws) socket.destroy();
  return { opened: count, closed: gone() };
};

/** Bytes that wait on the attacker's side once the hub does not read any more. */
const UNREAD = 4 << 20;

/** Logs in, asks for the same MyINFO for ever and never reads an answer: the hub has to stop reading, too. */
const asking: Attack = async ({ port }, scale) => {
  const count = Math.ceil(4 * scale);
  const raws: Raw[] = [];
  for (let i = 0; i < count; i++) {
    const nick = `asks${i}`;
    const raw = await deaf(port, nick, addressOf(9500 + i), "NoHello");
    raws.push(raw);
    const questions = latin1Bytes(`$GetINFO boss ${nick}|`.repeat(1000));
    await until(
      () => {
        for (let more = 0; more < 20 && raw.socket.writableLength < UNREAD; more++) {
          raw.socket.write(questions);
        }
        return raw.socket.writableLength >= UNREAD;
      },
      "nothing more is read from those who never read",
      PATIENCE_MS,
    );
  }
  const closed = raws.filter((raw) => raw.closed).length;
  for (const { socket } of raws) socket.destroy();
  return { opened: count, closed };
};

const LONG_LINE = new Uint8Array(1_000_000).fill(0x41);

/** One row of {@linkcode ATTACKS}. */
export interface AttackRow {
  /** Carries it out. */
  readonly run: Attack;
  /** The hub has to throw everybody out. */
  readonly allClosed: boolean;
  /** It lasts until the hub gives up waiting for logins. */
  readonly slow?: true;
}

/** The attacks by name. */
export const ATTACKS: Readonly<Record<string, AttackRow>> = {
  "slowloris: endless $Supports": {
    run: dripping(200, 100, "$Supports " + "NoHello ".repeat(200)),
    allClosed: true,
    slow: true,
  },
  "half-open: not a word": { run: silent, allClosed: true, slow: true },
  "slow drip: one byte per 50 ms": {
    run: dripping(50, 50, "$Supports NoHello|$Key x|$ValidateNick slow|"),
    allClosed: true,
    slow: true,
  },
  "never reading": { run: neverReading, allClosed: true },
  "asking, never reading": { run: asking, allClosed: false },
  "connect storm": { run: storm, allClosed: false },
  "immediate resets": { run: resets, allClosed: false },
  "oversize frames": { run: pouring(50, LONG_LINE), allClosed: true },
  "NULs": { run: pouring(50, latin1Bytes("$Supports \0x|".repeat(200))), allClosed: true },
  "$Key flood": { run: pouring(50, latin1Bytes("$Key x|".repeat(5000))), allClosed: true },
  "unknown-command flood": { run: pouring(50, latin1Bytes("$Foo bar|".repeat(5000))), allClosed: true },
};
