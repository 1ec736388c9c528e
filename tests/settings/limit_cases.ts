/**
 * Zones, rules for clients, what of others a user is shown, and when nothing is read from a peer.
 *
 * @module
 */
import { systemClock } from "../../src/core/clock.ts";
import { silentLog } from "../../src/core/log.ts";
import { createMetrics } from "../../src/core/metrics.ts";
import { createHubNet } from "../../src/net/hub_net.ts";
import type { Link } from "../../src/net/link.ts";
import { openClient } from "../../src/net/testing/net_kit.ts";
import { MODERN, myInfo } from "../../src/hub/testing/hub_kit.ts";
import { until } from "../support/until.ts";
import { GERMAN_IP, type Lab, type Outcome, shows } from "./lab.ts";
import type { Cases } from "./whole.ts";

const german = async (lab: Lab): Promise<Outcome> => {
  await lab.enter("anna", { ip: GERMAN_IP });
  return lab.state("anna");
};
const country = (zone: 1 | 2 | 3) =>
  shows([["DE", "out"], ["FR", "in"], ["", "in"], ["at de", "out"]], german, {
    given: { [`max_users${zone}`]: 0 },
  });
const limitOfCountry = (zone: 1 | 2 | 3) =>
  shows([[0, "out"], [1, "in"], [-1, "in"]], german, { given: { [`cc_zone${zone}`]: "DE" } });

const fromTen = async (lab: Lab): Promise<Outcome> => {
  await lab.enter("anna", { ip: "10.1.1.1" });
  return lab.state("anna");
};
const ADDRESSES = (zone: 4 | 5 | 6) => ({
  [`ip_zone${zone}_min`]: "10.0.0.0",
  [`ip_zone${zone}_max`]: "10.9.9.9",
  [`max_users${zone}`]: 0,
});
const first = (zone: 4 | 5 | 6) =>
  shows([["10.1.1.1", "out"], ["10.1.1.2", "in"], ["", "in"]], fromTen, { given: ADDRESSES(zone) });
const last = (zone: 4 | 5 | 6) =>
  shows([["10.1.1.1", "out"], ["10.1.1.0", "in"], ["", "in"]], fromTen, { given: ADDRESSES(zone) });
const limitOfAddresses = (zone: 4 | 5 | 6) =>
  shows([[0, "out"], [1, "in"], [-1, "in"]], fromTen, { given: ADDRESSES(zone) });

/** Zones. `max_users0` is among the limits of users. */
export const ZONE_CASES = {
  max_users1: limitOfCountry(1),
  max_users2: limitOfCountry(2),
  max_users3: limitOfCountry(3),
  max_users4: limitOfAddresses(4),
  max_users5: limitOfAddresses(5),
  max_users6: limitOfAddresses(6),
  cc_zone1: country(1),
  cc_zone2: country(2),
  cc_zone3: country(3),
  ip_zone4_min: first(4),
  ip_zone4_max: last(4),
  ip_zone5_min: first(5),
  ip_zone5_max: last(5),
  ip_zone6_min: first(6),
  ip_zone6_max: last(6),
} satisfies Partial<Cases>;

const enters = async (lab: Lab): Promise<Outcome> => {
  await lab.enter("anna");
  return lab.state("anna");
};

/** Whether an operator gets through to a hub that takes one login at a time, which is under way. */
const besides = async (lab: Lab): Promise<Outcome> => {
  const { hub } = lab.kit;
  (await lab.enter("oper", { ip: GERMAN_IP })).drop();
  for (let i = 0; hub.context.sessions.size < 2000; i++) lab.kit.connect(`10.${i >> 8}.${i & 255}.1`);
  return lab.kit.connect(GERMAN_IP).accepted;
};

/** Description of anna as another user sees it. */
const described = async (lab: Lab): Promise<Outcome> => {
  const bob = await lab.enter("bob");
  await lab.enter("anna", { desc: "hi" });
  return /^\$MyINFO \$ALL anna ([^<]*)/.exec(bob.take().find((frame) => frame.includes(" anna ")) ?? "")![1]!;
};

/** Rules for clients and nicks, and how users are shown. Test clients are `<Test V:1.0,…>`. */
export const CLIENT_CASES = {
  reserved_op_logins: shows([[0, false], [1, true]], besides),
  tag_allow_unknown: shows([[true, "in"], [false, "out"]], enters),
  tag_min_version: shows([[-1, "in"], [1, "in"], [1.1, "out"]], enters),
  tag_max_version: shows([[-1, "in"], [1, "in"], [0.9, "out"]], enters),
  nick_prefix_cc: shows([[false, "in"], [true, "out"]], german),
  desc_insert_mode: shows([[false, "hi"], [true, "[A] hi"]], described),
  desc_insert_vars: shows([["", "[A] hi"], ["%[CLASS]:", "0:hi"]], described, {
    given: { desc_insert_mode: true },
  }),
  myinfo_tls_filter: shows([[false, true], [true, false]], async (lab) => {
    const bob = await lab.enter("bob");
    await lab.enter("anna", { flag: 0x11 });
    return bob.take().includes(myInfo("anna", { flag: 0x11 }));
  }),
  proto_flood_report_locked: shows(
    [[true, 1], [false, 0]],
    async (lab) => {
      const oper = await lab.enter("oper");
      const anna = await lab.enter("anna");
      oper.take();
      for (let i = 0; i < 4; i++) anna.send(`<anna> line ${i}|`);
      return oper.take().filter((frame) => frame.includes("Flood (chat) by anna")).length;
    },
    { given: { int_flood_all_chat_limit: 1, int_flood_chat_limit: 2, proto_flood_chat_action: 1 } },
  ),
  report_user_country: shows(
    [[true, true], [false, false]],
    async (lab) => {
      const oper = await lab.enter("oper");
      const anna = await lab.enter("anna", { ip: GERMAN_IP });
      oper.take();
      anna.send("<anna> a|<anna> b|");
      return oper.take().join().includes(`by anna from ${GERMAN_IP} DE: `);
    },
    { given: { int_flood_chat_limit: 1 } },
  ),
  hide_msg_badtlsctm: shows([[false, true], [true, false]], async (lab) => {
    await lab.enter("bob");
    const anna = await lab.enter("anna", { ip: "10.1.1.1", supports: `${MODERN} TLS`, flag: 0x11 });
    anna.send("$ConnectToMe bob 10.1.1.1:412S|");
    return anna.take().join().includes("cannot speak the TLS");
  }),
} satisfies Partial<Cases>;

const ANSWER = new Uint8Array(16 * 1024).fill(0x61);
/** Far more than a kernel lets through at once. */
const MUCH = 8 << 20;

/** A connection of which more is wanted than its client takes. */
interface Asked {
  /** The hub's end. */
  readonly link: Link;
  /** Questions read so far. */
  readonly frames: () => number;
  /** The client reads a little. */
  readonly takeSome: () => Promise<void>;
  /** The hub stopped reading before it had to drop the client. */
  readonly stopped: boolean;
}

/** Sockets under the settings of a lab: a client asks for more than it takes, until the hub stops reading or drops it. */
async function askTooMuch(
  lab: Lab,
  look: (asked: Asked) => Outcome | Promise<Outcome>,
): Promise<Outcome> {
  const metrics = createMetrics();
  let link: Link | null = null;
  let frames = 0;
  const net = createHubNet({
    config: {
      listen: [{ host: "127.0.0.1", port: 0, tls: "off" }],
      tls: { detectMs: 500, handshakeMs: 1000 } as never,
      proxy: [],
      myIp: [],
      data: "",
    },
    values: lab.kit.store.settings.values,
    accept(opened) {
      link = opened;
      return { frame: () => (frames++, opened.write(ANSWER)), closed() {} };
    },
    clock: systemClock(),
    log: silentLog(),
    metrics,
  });
  const client = await openClient((await net.listen())[0]!.port);
  try {
    client.socket.pause();
    for (let i = 0; i < 2000; i++) client.send("?".repeat(999) + "|");
    const count = (name: string) => metrics.read(name) ?? 0;
    const stops = () => count("net_read_stops_total");
    await until(() => stops() + count("net_overflow_drops_total") > 0, "a full queue");
    const takeSome = () =>
      new Promise<void>((done) => {
        client.socket.once("data", () => {
          client.socket.pause();
          done();
        });
        client.socket.resume();
      });
    return await look({ link: link!, frames: () => frames, takeSome, stopped: stops() > 0 });
  } finally {
    client.socket.destroy();
    await net.close();
  }
}

/** When reading from a peer stops and goes on. */
export const READING_CASES = {
  adv_max_outfill_size: shows(
    [[256 * 1024, true], [2 ** 30, false]],
    (lab) => askTooMuch(lab, ({ stopped }) => stopped),
  ),
  adv_max_unblock_size: shows(
    [[MUCH - 1024, "more"], [64 * 1024, "nothing"]],
    (lab) =>
      askTooMuch(lab, async ({ link, frames, takeSome }) => {
        // The kernel makes room for a while yet.
        let [still, before] = [0, -1];
        await until(() => {
          still = link.queued() === before ? still + 1 : 0;
          before = link.queued();
          return still > 50;
        }, "a full connection");
        const asked = frames();
        while (link.queued() > MUCH / 2 && frames() === asked) await takeSome();
        return frames() > asked ? "more" : "nothing";
      }),
    { given: { adv_max_outfill_size: MUCH, adv_max_outbuf_size: 64 << 20 } },
  ),
} satisfies Partial<Cases>;
