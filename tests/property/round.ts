/**
 * One round: a hub, a crowd of clients, scripts and time, all driven by one seed. Owns what happens how often and
 * when the rules are looked at; ends at the first breach with an error that tells how to see it again.
 *
 * @module
 */
import { latin1Text } from "../../src/core/bytes.ts";
import type { FakeClock } from "../../src/core/fake_clock.ts";
import type { Hub } from "../../src/hub/hub.ts";
import { settle } from "../../src/hub/testing/hub_kit.ts";
import { createCrowd, type Crowd } from "./crowd.ts";
import { countingClock, forgive, newHub, newStore } from "./fuzz_hub.ts";
import { createFuzzScripts, type FuzzScripts } from "./fuzz_scripts.ts";
import { checkEmpty, checkNothingHeld, checkReplica, checkTables } from "./invariants.ts";
import { callPort, OWNERS } from "./port_calls.ts";
import { seeded } from "./random.ts";
import type { Scene } from "./scene.ts";
import { createWatch } from "./watch.ts";

/** What a round came to. */
export interface RoundReport {
  /** Frames the hub handled. */
  readonly frames: number;
  /** Frames it wrote, once per receiver. */
  readonly writes: number;
  /** Logins completed. */
  readonly logins: number;
  /** Hooks asked. */
  readonly asked: number;
  /** Most users and bots at once. */
  readonly peak: number;
}

/** Steps between two looks at everything. */
const LOOK = 1024;
/** Steps between two turns of the event loop. */
const TURN = 24;
/** Steps between two amnesties: without them all would be banned, or without the password they know. */
const AMNESTY = 1000;

/**
 * Plays a round of at least `frames` frames; `recorded` lends some. `prepare` gets the hub before anybody comes.
 * Throws, naming `seed`, when a rule is broken.
 */
export async function playRound(
  seed: number,
  frames: number,
  recorded: readonly Uint8Array[],
  prepare: (hub: Hub) => void = () => {},
): Promise<RoundReport> {
  const random = seeded(seed);
  const breaches: string[] = [];
  const breach = (text: string) => void (breaches.length < 8 && breaches.push(text));
  const { clock, timers } = countingClock();
  const store = newStore(random);
  const hub = newHub(random, clock, store, breach);
  prepare(hub);
  let peak = hub.users.size;
  const scripts = createFuzzScripts({
    random,
    share: random.pick([0, 0.1, 0.5, 1]),
    breach,
    asking(hook, { users, rest }) {
      if (users.size !== hub.users.size) {
        breach(`${hook}: scripts know ${users.size} of ${hub.users.size} users`);
      }
      // Inside OnUserLogout who leaves still counts.
      if (hook !== "OnUserLogout" && rest.online !== hub.context.accepted) {
        breach(`${hook}: scripts count ${rest.online} users`);
      }
      if (rest.share !== hub.users.share) breach(`${hook}: scripts see a share of ${rest.share}`);
    },
  });
  const { userIn } = scripts.replica.sink;
  scripts.replica.sink.userIn = (user) => {
    peak = Math.max(peak, hub.users.size);
    userIn(user);
  };
  hub.port.snapshot(scripts.replica.sink);
  hub.port.connect(scripts.sink);
  const scene: Scene = {
    random,
    bot: () => latin1Text(hub.context.bot.nickBytes),
    room: () => hub.context.room ? latin1Text(hub.context.room.nickBytes) : "",
  };
  const crowd = createCrowd({
    hub,
    scene,
    recorded,
    size: random.pick([4, 12, 24]),
    wrote: createWatch(hub.context, breach),
  });
  let steps = 0;
  const throwBreaches = () => {
    if (breaches.length === 0) return;
    throw new Error(`Seed ${seed}, step ${steps}, frame ${crowd.delivered}:\n  ${breaches.join("\n  ")}`);
  };
  try {
    while (crowd.delivered < frames && breaches.length === 0) {
      steps++;
      step(hub, scene, crowd, scripts, clock);
      if (steps % TURN === 0) await settle();
      if (steps % AMNESTY === 0) forgive(store);
      if (steps % LOOK === 0) {
        checkTables(hub, peak, breach);
        checkReplica(hub, scripts.replica, breach);
      }
    }
    throwBreaches();
    await calm(crowd, scripts);
    checkNothingHeld(hub, breach);
    checkTables(hub, peak, breach);
    checkReplica(hub, scripts.replica, breach);
    crowd.leave();
    await calm(crowd, scripts);
    for (const owner of OWNERS) hub.port.removeBotsOf(owner);
    hub.port.stop(0, null);
    checkTables(hub, peak, breach);
    checkReplica(hub, scripts.replica, breach);
    checkEmpty(hub, timers() - 1, breach);
    hub.stop();
    if (timers() !== 0) breach(`${timers()} timers left after the stop`);
  } catch (error) {
    if (breaches.length === 0) breach(error instanceof Error ? error.stack ?? error.message : String(error));
  }
  throwBreaches();
  const logins = hub.context.counters.logins.value;
  return { frames: crowd.delivered, writes: crowd.writes, logins, asked: scripts.asked, peak };
}

/** One thing that happens. */
function step(hub: Hub, scene: Scene, crowd: Crowd, scripts: FuzzScripts, clock: FakeClock): void {
  const { random } = scene;
  const roll = random.float();
  if (roll < 0.91) crowd.act();
  else if (roll < 0.95) scripts.answer();
  else if (roll < 0.97) clock.tick(random.int(3000));
  else if (roll < 0.9701) clock.tick(random.int(600_000));
  else if (roll < 0.98) callPort(hub.port, scene);
  else if (roll < 0.981) scripts.change();
  else crowd.settleOne();
}

/** Gives every answer that is due until none is left. */
async function calm(crowd: Crowd, scripts: FuzzScripts): Promise<void> {
  for (let turn = 0; turn < 10_000; turn++) {
    crowd.settleAll();
    await settle();
    if (scripts.late === 0) return;
    scripts.answer();
  }
  throw new Error(`${scripts.late} answers are due for ever`);
}
