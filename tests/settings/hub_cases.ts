/**
 * What the hub says of itself, how it greets, and which class may do what.
 *
 * @module
 */
import type { Ban } from "../../src/store/types.ts";
import { MODERN } from "../../src/hub/testing/hub_kit.ts";
import { type Lab, shows } from "./lab.ts";
import type { Cases } from "./whole.ts";

const OWN_IP = "192.0.2.1";

/** What a hub list that asks is answered. */
function asked({ kit }: Lab): string {
  const client = kit.connect();
  client.send("$Supports BotINFO NoHello|$Key x|$ValidateNick lister|$Version 1,0091|$BotINFO x|");
  return client.take().join("|");
}

/** A text that is there when the variable has it and not when it has another one. */
const textIn = (
  where: (lab: Lab) => string | Promise<string>,
  around: (text: string) => string,
  given = {},
) =>
  shows(
    [["Alpha.org", true], ["Beta.org", false]],
    async (lab) => (await where(lab)).includes(around("Alpha.org")),
    {
      given,
    },
  );
const newcomer = (supports = MODERN) => (lab: Lab) => lab.arrive("anna", { supports, ip: OWN_IP });
const same = (text: string) => text;

/** When the software line comes: before the login, after it, never. */
async function headerTime({ kit }: Lab): Promise<string> {
  const line = /^<Hubcap> [^|]*0\.1\.0/m;
  const client = kit.connect();
  if (client.take().some((frame) => line.test(frame))) return "early";
  const anna = await kit.login("anna", { keep: true });
  return anna.take().some((frame) => line.test(frame)) ? "late" : "none";
}

/** Names and texts of the hub. */
export const IDENTITY_CASES = {
  hub_name: textIn(newcomer(), (text) => `$HubName ${text}|`),
  hub_desc: textIn(asked, same),
  hub_topic: textIn(newcomer(`${MODERN} HubTopic`), (text) => `$HubTopic ${text}|`),
  hub_category: textIn(asked, same),
  hub_icon_url: textIn(asked, (text) => `$SetIcon ${text}|`),
  hub_logo_url: textIn(asked, (text) => `$SetLogo ${text}|`),
  hub_owner: textIn(asked, same),
  hub_host: textIn(asked, same),
  hub_version_special: textIn(newcomer(), same, { host_header: 1 }),
  hub_failover_hosts: textIn(newcomer(`${MODERN} FailOver`), (text) => `$FailOver ${text}|`),
  hub_security: textIn(newcomer(), (text) => `$MyINFO $ALL ${text} `),
  hub_security_desc: textIn(newcomer(), (text) => `$MyINFO $ALL Hubcap ${text}<`),
  opchat_name: textIn(newcomer(), (text) => `$MyINFO $ALL ${text} `),
  opchat_desc: textIn(newcomer(), (text) => `$MyINFO $ALL OpChat ${text}<`),
  host_header: shows([[0, "none"], [1, "late"], [2, "early"]], headerTime),
  send_user_info: shows(
    [[true, true], [false, false]],
    async (lab) => /<Hubcap> [^|]*192\.0\.2\.1/.test(await newcomer()(lab)),
  ),
  hubfull_message: textIn(newcomer(), same, { max_users: 0 }),
  ban_extra_message: textIn(({ kit }) => {
    kit.hub.context.ipBans.add(OWN_IP, 60, "password", "x");
    return kit.connect(OWN_IP).take().join("|");
  }, same),
} satisfies Partial<Cases>;

const welcome = (nick: string) =>
  shows(
    [["hello %[nick]!", true], ["", false]],
    async (lab) => (await lab.arrive(nick)).includes(`hello ${nick}!`),
  );

/** Lines announced when somebody enters. */
export const WELCOME_CASES = {
  msg_welcome_guest: welcome("anna"),
  msg_welcome_reg: welcome("reg"),
  msg_welcome_vip: welcome("vip"),
  msg_welcome_op: welcome("oper"),
  msg_welcome_cheef: welcome("chief"),
  msg_welcome_admin: welcome("admin"),
  msg_welcome_master: welcome("root"),
} satisfies Partial<Cases>;

/** Sends frames of `from` and tells whether `to` got one that begins so. */
const reaches =
  (from: string, to: string, frames: string, start: string, options = {}) => async (lab: Lab) => {
    const target = await lab.enter(to);
    const sender = await lab.enter(from, { ip: OWN_IP, ...options });
    target.take();
    sender.send(frames);
    return target.take().some((frame) => frame.startsWith(start));
  };

const pm = (from: string, to: string) =>
  reaches(from, to, `$To: ${to} From: ${from} $<${from}> hi|`, `$To: ${to} From: ${from}`);

/** Whether `nick` is gone after an operator said something. */
const sentAway = (op: string, line: string, nick: string) => async (lab: Lab) => {
  await lab.enter(nick);
  await lab.say(await lab.enter(op), op, line);
  return lab.state(nick);
};

const registers = (op: string, line: string) => async (lab: Lab) => {
  await lab.say(await lab.enter(op), op, line);
  return lab.kit.store.accounts.get("newbie") !== null;
};

const BAN: Ban = {
  type: "nick",
  nick: "chief",
  ip: "",
  op: "root",
  reason: "x",
  noteOp: "",
  noteUser: "",
  start: 0,
  end: 0,
};

/** Which class may do what. */
export const RIGHT_CASES = {
  opchat_class: shows([[3, true], [4, false]], async (lab) => {
    const oper = await lab.enter("oper");
    lab.kit.hub.port.reportToOperators("news");
    return oper.take().some((frame) => frame.includes("news"));
  }),
  oplist_class: shows(
    [[2, true], [3, false]],
    async (lab) => (await lab.arrive("vip")).includes("$OpList vip$$"),
  ),
  user_ip_class: shows([[2, true], [3, false]], async (lab) => {
    await lab.enter("bob", { ip: OWN_IP });
    return (await lab.arrive("vip")).includes(`bob ${OWN_IP}$$`);
  }, { given: { send_user_ip: true } }),
  mainchat_class: shows([[0, true], [1, false]], reaches("anna", "bob", "<anna> hi|", "<anna> hi")),
  private_class: shows([[0, true], [1, false]], pm("anna", "bob")),
  min_class_use_hub: shows(
    [[0, true], [1, false]],
    reaches("anna", "bob", `$Search ${OWN_IP}:412 F?T?0?1?free$music|`, "$Search "),
  ),
  min_class_use_hub_passive: shows(
    [[0, true], [1, false]],
    reaches("anna", "bob", "$Search Hub:anna F?T?0?1?free$music|", "$Search ", { mode: "P" }),
  ),
  min_class_register: shows([[3, true], [4, false]], registers("oper", "!regnew newbie 1"), {
    given: { classdif_reg: 1 },
  }),
  min_class_redir: shows([[3, "out"], [4, "in"]], async (lab) => {
    await lab.enter("anna");
    (await lab.enter("oper")).send("$OpForceMove $Who:anna$Where:hub.example$Msg:bye|");
    return lab.state("anna");
  }),
  topic_mod_class: shows([[3, "news"], [4, ""]], async (lab) => {
    await lab.say(await lab.enter("oper"), "oper", "!topic news");
    return lab.kit.hub.context.vars.hub_topic;
  }),
  classdif_reg: shows([[1, true], [2, false]], registers("chief", "!regnew newbie 3")),
  classdif_kick: shows([[1, "out"], [2, "in"]], sentAway("chief", "!drop oper why", "oper")),
  classdif_pm: shows([[5, true], [4, false]], pm("anna", "admin")),
  classdif_mcto: shows(
    [[5, true], [4, false]],
    reaches("anna", "admin", "$MCTo: admin $anna hi|", "<anna> hi"),
  ),
  classdif_download: shows(
    [[5, true], [4, false]],
    reaches("anna", "admin", `$ConnectToMe admin ${OWN_IP}:412|`, "$ConnectToMe admin"),
  ),
  ban_bypass_class: shows([[4, "in"], [10, "out"]], async (lab) => {
    lab.kit.store.bans.add(BAN);
    await lab.enter("chief");
    return lab.state("chief");
  }),
  chatonly_bypass_class: shows([[1, true], [3, false]], async (lab) => {
    const bob = await lab.enter("bob", { supports: `${MODERN} ChatOnly` });
    (await lab.enter("reg", { ip: OWN_IP })).send(`$ConnectToMe bob ${OWN_IP}:412|`);
    return bob.take().some((frame) => frame.startsWith("$ConnectToMe"));
  }),
  max_class_proto_flood: shows([[1, "out"], [0, "in"]], async (lab) => {
    const reg = await lab.enter("reg");
    for (const text of ["a", "b", "c"]) await lab.say(reg, "reg", text);
    return lab.state("reg");
  }, { given: { int_flood_chat_limit: 1, proto_flood_chat_action: 2 } }),
  max_class_self_repass: shows([[1, "hash:another"], [2, "hash:secret"], [0, "hash:secret"]], async (lab) => {
    await lab.say(await lab.enter("reg"), "reg", "+passwd another");
    return lab.kit.store.accounts.get("reg")!.passwordHash;
  }),
} satisfies Partial<Cases>;
