/**
 * The clients of a round. Owns who they are, what each does next, and how they come and go; what a frame looks like
 * stands in the grammar, how it is broken in the mutations.
 *
 * @module
 */
import { latin1Bytes, latin1Text } from "../../src/core/bytes.ts";
import type { Hub } from "../../src/hub/hub.ts";
import { type Session, UserClass } from "../../src/hub/model.ts";
import { lockToKey } from "../../src/nmdc/lock.ts";
import { Feature } from "../../src/nmdc/supports.ts";
import { connectFuzz, type FuzzLink } from "./fuzz_link.ts";
import { loginFrames, PASSWORD_HERE, talk } from "./grammar.ts";
import { harmless, mutate, noise } from "./mutate.ts";
import { NICKS, passwordOf, type Scene, type Speaker } from "./scene.ts";

/** The clients of a round. */
export interface Crowd {
  /** Frames that reached the hub. */
  readonly delivered: number;
  /** Arrays the hub wrote, once per receiver. */
  readonly writes: number;
  /** One client does something. */
  act(): void;
  /** One end that is due is told. */
  settleOne(): void;
  /** All of them are. */
  settleAll(): void;
  /** Everybody goes, nobody comes again. */
  leave(): void;
}

/** What a crowd is made with. */
export interface CrowdOptions {
  /** The hub. */
  readonly hub: Hub;
  /** Names and choices. */
  readonly scene: Scene;
  /** Recorded frames. */
  readonly recorded: readonly Uint8Array[];
  /** How many clients. */
  readonly size: number;
  /** Sees everything the hub writes. */
  readonly wrote: (session: Session, bytes: Uint8Array) => void;
}

interface Client {
  readonly ip: string;
  readonly home: string;
  self: Speaker;
  link: FuzzLink | null;
  /** What is left of the login, `null` before it. */
  planned: string[] | null;
}

const bytesOf = (text: string): Uint8Array => harmless(latin1Bytes(text));

/** Frames that are allowed to some only. */
const RULES: readonly (readonly [prefix: string, allowed: (session: Session) => boolean])[] = [
  ["$SA ", ({ features }) => (features & Feature.TTHS) !== 0],
  ["$SP ", ({ features }) => (features & Feature.TTHS) !== 0],
  ["$ExtJSON ", ({ features }) => (features & Feature.ExtJSON2) !== 0],
  ["$IN ", ({ features }) => (features & Feature.IN) !== 0],
  ["$Kick ", isOperator],
  ["$OpForceMove ", isOperator],
  ["$UserIP ", isOperator],
];

function isOperator({ user }: Session): boolean {
  return user !== null && user.class >= UserClass.Operator;
}

function mayBeSaid(frame: string, session: Session): boolean {
  return RULES.every(([prefix, allowed]) => !frame.startsWith(prefix) || allowed(session));
}

/** Creates a crowd; nobody is connected yet. */
export function createCrowd({ hub, scene, recorded, size, wrote }: CrowdOptions): Crowd {
  const { random } = scene;
  let delivered = 0;
  let writes = 0;
  const watch = {
    delivered: () => void delivered++,
    wrote(session: Session, bytes: Uint8Array) {
      writes++;
      wrote(session, bytes);
    },
  };
  // 7 and the number of nicks have no factor in common, so a small crowd is a mixed one, too.
  const first = random.int(NICKS.length);
  const clients = Array.from({ length: size }, (_, i): Client => {
    // Two neighbours share an address now and then, as clones do.
    const ip = `10.0.0.${random.chance(0.2) ? i & ~1 : i}`;
    const home = NICKS[(first + i * 7) % NICKS.length]!;
    return { ip, home, self: { nick: home, ip }, link: null, planned: null };
  });
  /** Links that are done with; the hub may have to be told. */
  let ending: FuzzLink[] = [];

  const open = (client: Client) => {
    if (client.link && !client.link.gone) ending.push(client.link);
    const nick = random.chance(0.85) ? client.home : random.pick(NICKS);
    client.self = { nick, ip: client.ip };
    const link = connectFuzz(hub, client.ip, random.chance(0.2) ? "1.3" : "", watch);
    client.link = link;
    client.planned = null;
    if (random.chance(0.01)) link.stall();
  };

  /** The frames of the login, or what a user says who is in. */
  const next = (client: Client, session: Session): Uint8Array => {
    const { self } = client;
    client.planned ??= loginFrames(scene, self, latin1Text(lockToKey(session.lock)));
    const planned = client.planned.shift();
    if (planned === PASSWORD_HERE) {
      const right = random.chance(0.95) ? passwordOf(self.nick) : "wrong";
      return session.password === "none" ? next(client, session) : bytesOf(`$MyPass ${right}`);
    }
    return planned === undefined ? say(self, session) : bytesOf(planned);
  };

  const say = (self: Speaker, session: Session): Uint8Array => {
    const roll = random.float();
    if (roll < 0.95) {
      for (;;) {
        const frame = talk(scene, self, true);
        // What ends the connection is said now and then only, or nobody would ever be in.
        if (random.chance(0.01) || mayBeSaid(frame, session)) return bytesOf(frame);
      }
    }
    if (roll < 0.98) {
      return mutate(bytesOf(talk(scene, self, false)), random, bytesOf(talk(scene, self, false)));
    }
    return roll < 0.985 ? random.pick(recorded).slice() : noise(random);
  };

  const settleAll = () => {
    for (const { link } of clients) if (link?.over) link.settle();
    for (const link of ending) link.settle();
    ending = ending.filter(({ gone }) => !gone);
  };

  return {
    get delivered() {
      return delivered;
    },
    get writes() {
      return writes;
    },
    act() {
      const client = random.pick(clients);
      const { link } = client;
      if (!link || link.over) {
        // A client that is away comes back after a while; most ends have been told by then.
        if (random.chance(0.5)) link?.settle();
        return random.chance(0.2) ? open(client) : undefined;
      }
      if (link.paused && random.chance(0.9)) return;
      if (random.chance(0.001)) {
        return link.drop(random.pick(["remote", "error", "too_long", "nul"] as const));
      }
      if (link.greeted && link.session) link.send(next(client, link.session));
    },
    settleOne() {
      random.pick(clients).link?.settle();
      for (const link of ending.splice(0, 4)) link.settle();
    },
    settleAll,
    leave() {
      settleAll();
      for (const { link } of clients) if (link && !link.gone) link.drop("remote");
    },
  };
}
