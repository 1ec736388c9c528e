/**
 * Flood limits. The variables of one command differ in name only, so their cases are made from the table of floods
 * and one frame per command.
 *
 * @module
 */
import {
  type FloodName,
  FLOODS,
  FLOODS_OF_ALL,
  type FloodSettingName,
  type SharedFloodName,
} from "../../src/config/settings.ts";
import { MODERN, myInfo, type TestClient } from "../../src/hub/testing/hub_kit.ts";
import { type Lab, type SettingCase, shows } from "./lab.ts";
import type { Cases } from "./whole.ts";

const OWN_IP = "192.0.2.1";
const search = (i: number) => `$Search Hub:anna F?T?0?1?words$number${i}`;

/** The i-th message of each kind from anna. */
const FRAMES: { readonly [N in FloodName]: (i: number) => string } = {
  chat: (i) => `<anna> line ${i}`,
  mcto: (i) => `$MCTo: bob $anna line ${i}`,
  to: (i) => `$To: bob From: anna $<anna> line ${i}`,
  myinfo: (i) => myInfo("anna", { mode: "P", share: 5000 + i }),
  in: (i) => `$IN anna $S${i}`,
  extjson: (i) => `$ExtJSON anna {"n":${i}}`,
  search,
  sr: (i) => `$SR anna file${i}\x0512 1/2\x05Hub (1.1.1.1)\x05bob`,
  ctm: () => `$ConnectToMe bob ${OWN_IP}:412`,
  rctm: () => "$RevConnectToMe anna bob",
  nicklist: () => "$GetNickList",
  getinfo: () => "$GetINFO bob anna",
  ping: () => "",
  unknown: (i) => `$Foo ${i}`,
};

async function anna(lab: Lab): Promise<TestClient> {
  await lab.enter("bob");
  const client = await lab.enter("anna", { mode: "P", ip: OWN_IP, supports: `${MODERN} IN ExtJSON2` });
  // The login counts, too: its window has to be over.
  lab.wait(120);
  return client;
}

/** Sends messages of one kind, `pause` seconds apart. */
function send(lab: Lab, client: TestClient, name: FloodName, count: number, pause = 0): void {
  for (let i = 0; i < count; i++) {
    client.send(`${FRAMES[name](i)}|`);
    if (pause > 0) lab.wait(pause);
  }
}

/** What became of a flooder: still in, away, or away and kept out. */
async function fate(lab: Lab): Promise<string> {
  if (lab.state("anna") === "in") return "in";
  await lab.enter("berta", { ip: OWN_IP });
  return lab.state("berta") === "in" ? "away" : "banned";
}

const flood = (name: FloodName, count: number, pause = 0) => async (lab: Lab) => {
  send(lab, await anna(lab), name, count, pause);
  return await fate(lab);
};

const BASE = { disable_extjson: false, delayed_ping: 0 };

function perConnection(name: FloodName): [string, SettingCase<number>][] {
  const limit = `int_flood_${name}_limit`;
  const period = `int_flood_${name}_period`;
  const action = `proto_flood_${name}_action`;
  return [
    [limit, shows([[2, "away"], [3, "in"], [0, "in"]], flood(name, 3), { given: { ...BASE, [action]: 2 } })],
    [
      period,
      shows([[60, "away"], [5, "in"], [0, "in"]], flood(name, 3, 10), {
        given: { ...BASE, [limit]: 2, [action]: 2 },
      }),
    ],
    [
      action,
      shows([[0, "in"], [1, "in"], [2, "away"], [3, "banned"]], flood(name, 3), {
        given: { ...BASE, [limit]: 2 },
      }),
    ],
  ];
}

/** How many of a user's messages come through while everybody together has a limit. */
const delivered = (name: SharedFloodName, pauses: readonly number[]) => async (lab: Lab) => {
  const client = await anna(lab);
  const bob = lab.kit.hub.users.get("bob")!.session!;
  let count = 0;
  for (const [i, pause] of [0, ...pauses].entries()) {
    lab.wait(pause);
    const before = sent(bob);
    client.send(`${FRAMES[name](i)}|`);
    if (sent(bob) > before) count++;
  }
  return count;

  function sent(session: typeof bob): number {
    return writes.get(session) ?? watch(session);
  }
  function watch(session: typeof bob): number {
    const { link } = session;
    const own = { write: link.write.bind(link), writeLater: link.writeLater.bind(link) };
    writes.set(session, 0);
    const note = (go: (bytes: Uint8Array) => void) => (bytes: Uint8Array) => {
      writes.set(session, writes.get(session)! + 1);
      go(bytes);
    };
    link.write = note(own.write);
    link.writeLater = note(own.writeLater);
    return 0;
  }
};

const writes = new WeakMap<object, number>();

function ofAll(name: SharedFloodName): [string, SettingCase<number>][] {
  const limit = `int_flood_all_${name}_limit`;
  const period = `int_flood_all_${name}_period`;
  return [
    [limit, shows([[2, 2], [3, 3], [0, 4]], delivered(name, [0, 0, 0]), { given: BASE })],
    [period, shows([[60, 1], [5, 2]], delivered(name, [0, 10]), { given: { ...BASE, [limit]: 1 } })],
  ];
}

const tables = Object.fromEntries([
  ...FLOODS.flatMap(([name]) => perConnection(name)),
  ...FLOODS_OF_ALL.flatMap(([name]) => ofAll(name)),
]) as { readonly [N in FloodSettingName]: SettingCase<number> };

const IGNORED = { int_flood_chat_limit: 1, proto_flood_chat_action: 1 };

/** How often the operators are told of a flood that comes three times, a minute apart. */
async function reports(lab: Lab): Promise<number> {
  const oper = await lab.enter("oper");
  const client = await anna(lab);
  oper.take();
  for (let i = 0; i < 3; i++) {
    send(lab, client, "chat", 3);
    lab.wait(60);
  }
  return oper.take().filter((frame) => /From: OpChat .*chat/.test(frame)).length;
}

/** Flood limits and what follows. */
export const FLOOD_CASES = {
  ...tables,
  proto_flood_report: shows([[true, 1], [false, 0]], reports, { given: IGNORED }),
  proto_flood_report_time: shows([[30, 3], [100, 2], [600, 1]], reports, { given: IGNORED }),
  proto_flood_tban_time: shows([[20, "in"], [60, "out"]], async (lab) => {
    send(lab, await anna(lab), "chat", 2);
    lab.wait(30);
    await lab.enter("berta", { ip: OWN_IP });
    return lab.state("berta");
  }, { given: { int_flood_chat_limit: 1, proto_flood_chat_action: 3 } }),
} satisfies Partial<Cases>;
