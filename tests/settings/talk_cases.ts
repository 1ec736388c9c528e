/**
 * Chat, private messages, searches and results, connect requests, MyINFO and lists.
 *
 * @module
 */
import { type LoginOptions, MODERN, myInfo, type TestClient } from "../../src/hub/testing/hub_kit.ts";
import { type CaseOptions, type Lab, type Outcome, shows } from "./lab.ts";
import type { Cases } from "./whole.ts";

const OWN_IP = "192.0.2.1";
/** Not private, unlike the addresses of the lab. */
const FAR_IP = "198.51.100.7";

interface Two {
  readonly anna: TestClient;
  readonly bob: TestClient;
  readonly lab: Lab;
}

/** A scene of two guests; both have read everything. */
const two =
  (scene: (two: Two) => Outcome | Promise<Outcome>, anna: LoginOptions = {}, bob: LoginOptions = {}) =>
  async (lab: Lab) => {
    const second = await lab.enter("bob", bob);
    const first = await lab.enter("anna", { ip: OWN_IP, ...anna });
    second.take();
    return await scene({ anna: first, bob: second, lab });
  };

/** The hub's timer has run late by so much, three times and more. */
function beLate({ kit }: Lab, ms: number): void {
  let at = kit.clock.mono();
  for (let i = 0; i < 4; i++) kit.hub.context.load.note(at += 1000 + ms);
}

const countOf = (client: TestClient, start: string): number =>
  client.take().filter((frame) => frame.startsWith(start)).length;

const chatPasses = (text: string) =>
  two(({ anna, bob }) => {
    anna.send(`<anna> ${text}|`);
    return countOf(bob, "<anna>") === 1;
  });
const pm = (text: string) => `$To: bob From: anna $<anna> ${text}|`;
const mcto = (text: string) => `$MCTo: bob $anna ${text}|`;
const passes = (frames: string, start: string, anna: LoginOptions = {}, bob: LoginOptions = {}) =>
  two(
    (scene) => {
      scene.anna.send(frames);
      return countOf(scene.bob, start) > 0;
    },
    anna,
    bob,
  );

/** The same private text again and again; whether its writer is still there, or may come back. */
const repeats = (line: string, back = false) =>
  two(async ({ anna, lab }) => {
    anna.send(line + line + line);
    if (!back) return lab.state("anna");
    lab.wait(30);
    await lab.enter("berta", { ip: OWN_IP });
    return lab.state("berta");
  });

const search = (text: string, mode: "A" | "P", nick: string) =>
  mode === "A" ? `$Search ${OWN_IP}:412 F?T?0?1?${text}|` : `$Search Hub:${nick} F?T?0?1?${text}|`;

/** How many of two searches, 30 seconds apart, are passed on. */
const searchPace = (nick: string, mode: "A" | "P" = "A") =>
  shows([[20, 2], [60, 1], [0, 2]], async (lab) => {
    const bob = await lab.enter("bob");
    const client = await lab.enter(nick, { mode, ip: OWN_IP });
    bob.take();
    client.send(search("first$words", mode, nick));
    lab.wait(30);
    client.send(search("other$words", mode, nick));
    return countOf(bob, "$Search ");
  });

const WRONG_IP = "$Search 203.0.113.9:412 F?T?0?1?free$music|";

/** Chat, private messages, search. */
export const TALK_CASES = {
  max_chat_msg: shows([[5, false], [6, true]], chatPasses("123456")),
  max_chat_lines: shows([[1, false], [2, true]], chatPasses("1\r\n2")),
  max_pm_msg: shows([[5, false], [6, true], [0, true]], passes(pm("123456"), "$To: bob")),
  max_mcto_msg: shows([[5, false], [6, true], [0, true]], passes(mcto("123456"), "<anna>")),
  int_chat_ms: shows(
    [[1000, 1], [400, 2]],
    two(({ anna, bob, lab }) => {
      anna.send("<anna> one|");
      lab.wait(0.5);
      anna.send("<anna> two|");
      return countOf(bob, "<anna>");
    }),
  ),
  chat_default_on: shows([[true, true], [false, false]], chatPasses("hi")),
  max_flood_counter_pm: shows([[1, "out"], [2, "in"]], repeats(pm("buy"))),
  max_flood_counter_mcto: shows([[1, "out"], [2, "in"]], repeats(mcto("buy"))),
  same_flood_ban_time: shows([[60, "out"], [20, "in"], [0, "in"]], repeats(pm("buy"), true), {
    given: { max_flood_counter_pm: 0 },
  }),
  use_search_filter: shows(
    [[true, false], [false, true]],
    passes(search("free$music", "A", "anna"), "$Search", {}, { share: 0 }),
  ),
  load_search_delay: shows(
    [[500, false], [3000, true], [0, true]],
    two(({ anna, bob, lab }) => {
      beLate(lab, 2000);
      anna.send(search("late$words", "A", "anna"));
      return countOf(bob, "$Search") === 1;
    }),
  ),
  load_login_delay: shows([[500, "out"], [3000, "in"], [0, "in"]], async (lab) => {
    beLate(lab, 2000);
    await lab.enter("anna").catch(() => {});
    return lab.state("anna");
  }),
  notify_gag_chats: shows([[true, true], [false, false]], async (lab) => {
    const oper = await lab.enter("oper");
    const anna = await lab.enter("anna");
    await lab.say(oper, "oper", "!gag anna");
    oper.take();
    anna.send("<anna> let me talk|");
    return oper.take().some((frame) => frame.includes("anna may not chat and wrote: let me talk"));
  }),
  search_number: shows(
    [[1, 1], [2, 2]],
    two(({ anna, bob }) => {
      anna.send(search("first$words", "A", "anna") + search("other$words", "A", "anna"));
      return countOf(bob, "$Search");
    }),
    { given: { int_search: 60 } },
  ),
  int_search: searchPace("anna"),
  int_search_pas: searchPace("anna", "P"),
  int_search_reg: searchPace("reg"),
  int_search_reg_pas: searchPace("reg", "P"),
  int_search_vip: searchPace("vip"),
  int_search_op: searchPace("oper"),
  min_search_chars: shows([[3, true], [4, false]], passes(search("abc", "A", "anna"), "$Search")),
  max_passive_sr: shows(
    [[1, 1], [2, 2], [0, 3]],
    two(({ anna, bob }) => {
      for (const name of ["a", "b", "c"]) anna.send(`$SR anna ${name}\x0512 1/2\x05Hub (1.1.1.1)\x05bob|`);
      return countOf(bob, "$SR ");
    }),
  ),
  wrongip_message: shows(
    [[true, true], [false, false]],
    two(({ anna }) => {
      anna.send(WRONG_IP);
      return anna.take().some((frame) => frame.startsWith("<Hubcap>") && frame.includes(OWN_IP));
    }),
  ),
  hide_msg_badctm: shows(
    [[true, 0], [false, 1]],
    two(({ anna }) => {
      anna.send(`$ConnectToMe anna ${OWN_IP}:412|`);
      return countOf(anna, "<Hubcap>");
    }),
  ),
  detect_ctmtohub: shows([[true, true], [false, false]], ({ kit }) => {
    const stray = kit.connect();
    stray.send("$MyNick somebody|$Lock EXTENDEDPROTOCOLabc Pk=x|");
    return stray.take().some((frame) => frame.startsWith("$Error CTM2HUB"));
  }),
  filter_lan_requests: shows(
    [[true, false], [false, true]],
    passes(`$ConnectToMe bob ${FAR_IP}:412|`, "$ConnectToMe", { ip: FAR_IP }),
  ),
  send_user_ip: shows(
    [[true, true], [false, false]],
    async (lab) => (await lab.arrive("anna", { ip: OWN_IP })).includes(`$UserIP anna ${OWN_IP}`),
  ),
  int_myinfo: shows(
    [[5, 2], [60, 1]],
    two(({ anna, bob, lab }) => {
      lab.wait(120);
      for (const share of [5000, 6000]) {
        anna.send(`${myInfo("anna", { share })}|`);
        lab.wait(10);
      }
      return countOf(bob, "$MyINFO $ALL anna");
    }),
  ),
  int_nicklist: shows(
    [[20, true], [60, false]],
    two(({ anna, lab }) => {
      lab.wait(30);
      anna.send("$GetNickList|");
      return countOf(anna, "$OpList") > 0;
    }),
  ),
  disable_extjson: shows([[true, false], [false, true]], async (lab) => {
    const [line] = /\$Supports [^|]*/.exec(await lab.arrive("anna", { supports: `${MODERN} ExtJSON2` })) ??
      [""];
    return line.includes("ExtJSON2");
  }),
} satisfies Partial<Cases>;

/** A frame 40 bytes long, before or after the login; whether its sender stays. */
const size = (
  scene: (lab: Lab) => Promise<TestClient>,
  frame: (pad: string) => string,
  options: CaseOptions = {},
) =>
  shows([[39, false], [40, true]], async (lab) => {
    const client = await scene(lab);
    client.send(`${frame("x".repeat(40 - frame("").length))}|`);
    return client.ended === null;
  }, options);

const guest = (supports = MODERN) => (lab: Lab) => lab.enter("a", { supports });
/** A connection that has got so far. */
const after = (frames: string) => (lab: Lab) => {
  const client = lab.kit.connect();
  client.send(frames);
  return Promise.resolve(client);
};
const LOGIN = `$Supports ${MODERN} HubURL|$Key x|$ValidateNick a|`;

/** Longest messages. */
export const SIZE_CASES = {
  max_len_supports: size(after(""), (pad) => `$Supports NoHello ${pad}`),
  max_len_version: size(after(LOGIN), (pad) => `$Version ${pad}`),
  max_len_myinfo: size(after(`${LOGIN}$Version 1|`), (pad) => `$MyINFO $ALL a ${pad}$ $50\x01$$1000$`),
  max_len_myhuburl: size(after(LOGIN), (pad) => `$MyHubURL ${pad}`),
  max_len_extjson: size(guest(`${MODERN} ExtJSON2`), (pad) => `$ExtJSON a {"x":"${pad}"}`, {
    given: { disable_extjson: false },
  }),
  max_len_in: size(guest(`${MODERN} IN`), (pad) => `$IN a $D${pad}`),
  max_len_search: size(guest(), (pad) => `$Search 10.0.0.2:412 F?T?0?1?${pad}`),
  max_len_mynick: size(after(""), (pad) => `$MyNick ${pad}`),
  max_len_lock: size(after("$MyNick x|"), (pad) => `$Lock ${pad} Pk=x`, {
    given: { detect_ctmtohub: false },
  }),
} satisfies Partial<Cases>;
