/**
 * Who may come in: places, nicks, returning users, share, tags.
 *
 * @module
 */
import type { TestClient } from "../../src/hub/testing/hub_kit.ts";
import { type Lab, shows } from "./lab.ts";
import type { Cases } from "./whole.ts";

const MIB = 1024 * 1024;

/** A case whose scene is one login; the outcome is `in` or `out`. */
const login = (nick: string, options: Parameters<Lab["enter"]>[1] = {}) => async (lab: Lab) => {
  await lab.enter(nick, options);
  return lab.state(nick);
};

/** As {@linkcode login}, after others are in. */
const loginAfter = (others: readonly string[], nick: string) => async (lab: Lab) => {
  for (const other of others) await lab.enter(other);
  return await login(nick)(lab);
};

/** Logs in with a tag and description of its own. */
const withInfo = (info: string) => async (lab: Lab) => {
  const client = lab.kit.connect();
  await greet(client, "anna");
  client.send(`${info}|`);
  return lab.state("anna");
};

/** Everything up to the MyINFO. */
async function greet(client: TestClient, nick: string): Promise<void> {
  client.send(`$Supports NoHello NoGetINFO|$Key x|$ValidateNick ${nick}|$Version 1,0091|$GetNickList|`);
  await Promise.resolve();
}

const tag = (text: string) => `$MyINFO $ALL anna <Test V:1.0,${text}>$ $50\x01$$1000$`;

const shareLeast = (nick: string) => shows([[10, "out"], [5, "in"]], login(nick, { share: 9 * MIB }));
const shareMost = (nick: string) => shows([[10, "out"], [0, "in"]], login(nick, { share: 11 * MIB }));

/** A zone's limit; the zone holds everybody. */
const crowded = (given: Parameters<typeof shows>[2]) =>
  shows([[1, "out"], [2, "in"], [-1, "in"]], loginAfter(["bob"], "anna"), given);

/** Places. */
export const PLACE_CASES = {
  max_users: shows([[1, "out"], [2, "in"]], loginAfter(["bob"], "anna")),
  max_users_passive: shows([[1, "out"], [2, "in"], [-1, "in"]], async (lab) => {
    await lab.enter("bob", { mode: "P" });
    return await login("anna", { mode: "P" })(lab);
  }),
  max_users_from_ip: shows([[1, "out"], [2, "in"]], async (lab) => {
    await lab.enter("bob", { ip: "192.0.2.1" });
    return await login("anna", { ip: "192.0.2.1" })(lab);
  }),
  max_logins_from_ip: shows([[1, false], [2, true], [0, true]], ({ kit }) => {
    kit.connect("192.0.2.1");
    return kit.connect("192.0.2.1").accepted;
  }),
  max_extra_regs: shows([[0, "out"], [1, "in"]], loginAfter(["bob"], "reg"), { given: { max_users: 1 } }),
  max_extra_vips: shows([[0, "out"], [1, "in"]], loginAfter(["bob"], "vip"), { given: { max_users: 1 } }),
  max_extra_pings: shows([[0, "out"], [1, "in"]], loginAfter(["bob"], "pinger"), { given: { max_users: 1 } }),
  max_users0: crowded({}),
} satisfies Partial<Cases>;

/** Nicks and returning users. */
export const NICK_CASES = {
  max_nick: shows([[3, "out"], [4, "in"]], login("anna")),
  min_nick: shows([[5, "out"], [4, "in"]], login("anna")),
  nick_chars: shows([["abc", "out"], ["an", "in"], ["", "in"]], login("anna")),
  nick_prefix: shows([["[A] [B]", "out"], ["x an", "in"], ["", "in"]], login("anna")),
  nick_prefix_nocase: shows([[false, "out"], [true, "in"]], login("anna"), { given: { nick_prefix: "AN" } }),
  allow_same_user: shows([[true, 1], [false, 0]], async (lab) => {
    const old = await lab.enter("anna", { ip: "192.0.2.1" });
    await lab.enter("anna", { ip: "192.0.2.1" });
    return old.ended === null ? 0 : 1;
  }),
  max_class_same_user: shows([[0, 1], [1, 0]], async (lab) => {
    const old = await lab.enter("reg");
    await lab.enter("reg");
    return old.ended === null ? 0 : 1;
  }, { given: { allow_same_user: false } }),
  int_login: shows([[10, "out"], [0, "in"]], async (lab) => {
    (await lab.enter("anna")).drop();
    return await login("anna")(lab);
  }),
  max_class_int_login: shows([[1, "out"], [0, "in"]], async (lab) => {
    (await lab.enter("reg")).drop();
    return await login("reg")(lab);
  }, { given: { int_login: 10 } }),
} satisfies Partial<Cases>;

/** Share. */
export const SHARE_CASES = {
  min_share: shareLeast("anna"),
  min_share_reg: shareLeast("reg"),
  min_share_vip: shareLeast("vip"),
  min_share_ops: shareLeast("oper"),
  min_share_factor_passive: shows(
    [[2, "out"], [1, "in"], [0, "in"]],
    login("anna", { mode: "P", share: 9 * MIB }),
    {
      given: { min_share: 5 },
    },
  ),
  max_share: shareMost("anna"),
  max_share_reg: shareMost("reg"),
  max_share_vip: shareMost("vip"),
  max_share_ops: shareMost("oper"),
  min_share_use_hub: useHub("anna"),
  min_share_use_hub_reg: useHub("reg"),
  min_share_use_hub_vip: useHub("vip"),
  use_hub_msg_time: shows([[0, 2], [60, 1]], async (lab) => {
    await lab.enter("bob");
    const anna = await lab.enter("anna");
    anna.send("$ConnectToMe bob 10.0.0.3:412|$ConnectToMe bob 10.0.0.3:412|");
    return anna.take().filter((frame) => frame.includes("Share at least")).length;
  }, { given: { min_share_use_hub: 10 } }),
} satisfies Partial<Cases>;

/** Whether a search of somebody who shares little reaches another user. */
function useHub(nick: string) {
  return shows([[10, false], [1, true], [0, true]], async (lab) => {
    const bob = await lab.enter("bob");
    const client = await lab.enter(nick, { share: 2 * MIB, ip: "192.0.2.1" });
    client.send("$Search 192.0.2.1:412 F?T?0?1?free$music|");
    return bob.take().some((frame) => frame.startsWith("$Search "));
  });
}

/** Tags and what of MyINFO is passed on. */
export const TAG_CASES = {
  tag_allow_none: shows(
    [[true, "in"], [false, "out"]],
    withInfo("$MyINFO $ALL anna none$ $50\x01$$1000$"),
  ),
  tag_allow_passive: shows([[true, "in"], [false, "out"]], login("anna", { mode: "P" })),
  tag_allow_sock5: shows([[true, "in"], [false, "out"]], login("anna", { mode: "5" })),
  tag_sum_hubs: shows([[1, "in"], [2, "in"], [3, "out"]], withInfo(tag("M:A,H:1/1/1,S:3")), {
    given: { tag_max_hubs: 2 },
  }),
  tag_min_class_ignore: shows([[0, "in"], [1, "out"]], login("anna", { mode: "P" }), {
    given: { tag_allow_passive: false },
  }),
  tag_max_hubs: shows([[1, "out"], [3, "in"], [0, "in"]], withInfo(tag("M:A,H:2/0/0,S:3"))),
  tag_min_hubs: shows([[3, "out"], [2, "in"]], withInfo(tag("M:A,H:2/0/0,S:3"))),
  tag_min_hubs_usr: shows([[2, "out"], [1, "in"]], withInfo(tag("M:A,H:1/5/5,S:30"))),
  tag_min_hubs_reg: shows([[2, "out"], [1, "in"]], withInfo(tag("M:A,H:5/1/5,S:30"))),
  tag_min_hubs_op: shows([[2, "out"], [1, "in"]], withInfo(tag("M:A,H:5/5/1,S:30"))),
  tag_min_hs_ratio: shows([[2, "out"], [1.5, "in"]], withInfo(tag("M:A,H:2/0/0,S:3"))),
  tag_max_hs_ratio: shows([[1, "out"], [1.5, "in"], [0, "in"]], withInfo(tag("M:A,H:2/0/0,S:3"))),
  show_tags: shows([[true, true], [false, false]], published(/<Test V:1\.0/)),
  show_email: shows([[true, true], [false, false]], published(/mail@example/)),
  show_speed: shows([[true, true], [false, false]], published(/\$50.\$/)),
  show_desc_len: shows([[-1, true], [3, false]], published(/abcdef/)),
} satisfies Partial<Cases>;

/** Whether others see a part of a MyINFO that has all of them. */
function published(part: RegExp) {
  return async (lab: Lab) => {
    const bob = await lab.enter("bob");
    const client = lab.kit.connect();
    await greet(client, "anna");
    bob.take();
    client.send(`$MyINFO $ALL anna abcdef<Test V:1.0,M:A,H:1/0/0,S:3>$ $50\x01$mail@example$1000$|`);
    return bob.take().some((frame) => frame.startsWith("$MyINFO $ALL anna") && part.test(frame));
  };
}
