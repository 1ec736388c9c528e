/**
 * A million frames of random clients, scripts and time against the whole hub without sockets. A failure names the
 * seed of its round; `HUBCAP_FUZZ_SEED=<seed>` plays that round alone, `HUBCAP_FUZZ_FRAMES` changes how many frames
 * are played in all. `main.ts` plays for as long as wanted, each time with other seeds.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { classify, Kind, kindName } from "../../src/nmdc/message.ts";
import { latin1Bytes } from "../../src/core/bytes.ts";
import { loginFrames, TALK } from "./grammar.ts";
import { corpus } from "./mutate.ts";
import { seeded } from "./random.ts";
import { playRound } from "./round.ts";
import type { Scene } from "./scene.ts";
import { playMany, ROUND_FRAMES } from "./play.ts";

const FIRST_SEED = 20_260_101;

Deno.test("fuzz: whatever a million frames do, every rule of the hub holds and nothing is left behind", async () => {
  const seed = Deno.env.get("HUBCAP_FUZZ_SEED");
  if (seed !== undefined) return void await playRound(Number(seed), ROUND_FRAMES, await corpus());
  const frames = Number(Deno.env.get("HUBCAP_FUZZ_FRAMES") ?? 1_000_000);
  const total = await playMany(FIRST_SEED, (played) => played.frames < frames);
  assert(total.frames >= frames);
  // A crowd that never gets in proves nothing; what few rounds do is chance.
  if (frames < 200_000) return;
  assert(total.logins > frames / 200, `${total.logins} logins`);
  assert(total.writes > frames, `${total.writes} frames written`);
  assert(total.asked > frames / 10, `${total.asked} hooks asked`);
});

Deno.test("fuzz: the same seed plays the same round", async () => {
  const recorded = await corpus();
  const first = await playRound(7, 3000, recorded);
  assertEquals(await playRound(7, 3000, recorded), first);
});

Deno.test("fuzz: clients say every message there is", () => {
  const scene: Scene = { random: seeded(1), bot: () => "Hubcap", room: () => "OpChat" };
  const self = { nick: "anna", ip: "10.0.0.1" };
  const said = new Set<number>();
  for (let i = 0; i < 50; i++) {
    for (const [, generate] of TALK) said.add(classify(latin1Bytes(generate(scene, self, false))));
    for (const frame of loginFrames(scene, self, "key")) said.add(classify(latin1Bytes(frame)));
  }
  const missing = Object.values(Kind).filter((kind) => !said.has(kind)).map(kindName);
  assertEquals(missing, []);
});

Deno.test("fuzz: a breach ends the round and names its seed", async () => {
  const sabotage = (users: { share: number }) => Object.defineProperty(users, "share", { get: () => -1 });
  await assertRejects(
    () => playRound(7, 3000, [], (hub) => void sabotage(hub.users)),
    Error,
    "Seed 7, step ",
  );
});
