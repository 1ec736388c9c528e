/**
 * Commands, kicks, reports, clones, registration and passwords.
 *
 * @module
 */
import { type Lab, shows } from "./lab.ts";
import type { Cases } from "./whole.ts";

const OWN_IP = "192.0.2.1";

/** What bob sees while an operator says something; anna is there, too. */
const seenByBob = (line: string, part: RegExp) => async (lab: Lab) => {
  await lab.enter("anna");
  const bob = await lab.enter("bob");
  const oper = await lab.enter("oper");
  bob.take();
  await lab.say(oper, "oper", line);
  return bob.take().some((frame) => part.test(frame));
};

/** Seconds of the ban that a kick with this reason makes. */
const banAfter = (reason: string) => async (lab: Lab) => {
  await lab.enter("anna");
  await lab.say(await lab.enter("oper"), "oper", `!kick anna ${reason}`);
  const [ban] = lab.kit.store.bans.list(1, 0);
  return ban!.end - ban!.start;
};

/** Whether operators are told in their room while something happens. */
const reported = (happens: (lab: Lab) => unknown) => async (lab: Lab) => {
  const chief = await lab.enter("chief");
  await happens(lab);
  return chief.take().some((frame) => frame.startsWith("$To: chief From: OpChat"));
};

const wrongPassword = (lab: Lab) => lab.kit.login("reg", { password: "guess", ip: OWN_IP });
const FROM_HOME = [{ nick: "homer", class: 1, passwordHash: "hash:secret", authIp: "198.51.100.1" }];

/** Two users of one address and one MyINFO; the outcome is that of the second. */
const twins = (first: string, second: string) => async (lab: Lab) => {
  await lab.enter(first, { ip: OWN_IP });
  await lab.enter(second, { ip: OWN_IP });
  return lab.state(second);
};

const TWIN = [{ nick: "ger", class: 1, passwordHash: "hash:secret" }];
const CLONES = { given: { clone_detect_count: 1 } };

/** Whether a refused clone may enter a little later, in another way. */
const cloneComesBack = (nick: string, options: Parameters<Lab["enter"]>[1]) => async (lab: Lab) => {
  await twins("anna", "maria")(lab);
  lab.wait(30);
  await lab.enter(nick, options);
  return lab.state(nick);
};

/** Commands, kicks and reports. */
export const MODERATION_CASES = {
  cmd_start_op: shows([["?", "out"], ["!", "in"]], async (lab) => {
    await lab.enter("anna");
    await lab.say(await lab.enter("oper"), "oper", "?drop anna x");
    return lab.state("anna");
  }, { given: { cmd_start_user: "+" } }),
  cmd_start_user: shows([["?", true], ["+", false]], async (lab) => {
    const anna = await lab.enter("anna", { ip: OWN_IP });
    return (await lab.say(anna, "anna", "?myip")).includes(OWN_IP);
  }),
  unknown_cmd_chat: shows([[true, true], [false, false]], async (lab) => {
    const bob = await lab.enter("bob");
    await lab.say(await lab.enter("anna"), "anna", "+nonsense");
    return bob.take().includes("<anna> +nonsense");
  }),
  disable_usr_cmds: shows([[true, false], [false, true]], async (lab) => {
    const anna = await lab.enter("anna", { ip: OWN_IP });
    return (await lab.say(anna, "anna", "+myip")).includes(OWN_IP);
  }),
  disable_regme_cmd: shows([[true, false], [false, true]], registersItself, { given: { autoreg_class: 1 } }),
  dest_regme_chat: shows([[true, true], [false, false]], async (lab) => {
    const oper = await lab.enter("oper");
    await lab.say(await lab.enter("anna"), "anna", "+regme");
    return oper.take().some((frame) => /^<Hubcap> .*anna/.test(frame));
  }),
  hide_all_kicks: shows([[true, false], [false, true]], seenByBob("!kick anna bad", /^<oper> .*anna/)),
  notify_kicks_to_all: shows(
    [[0, true], [3, false], [-1, false]],
    seenByBob("!kick anna bad", /^<Hubcap> .*oper.*anna/),
  ),
  tban_kick: shows([[300, 300], [600, 600]], banAfter("bad")),
  tban_max: shows([[3600, 3600], [864_000, 864_000]], banAfter("bad _ban_10d")),
  msg_replace_ban: shows([["[gone]", true], ["", false]], async (lab) => {
    const anna = await lab.enter("anna");
    await lab.say(await lab.enter("oper"), "oper", "!kick anna bad _ban_1h");
    return anna.take().some((frame) => frame.includes("bad [gone]"));
  }),
  wrongpassword_report: shows([[true, true], [false, false]], reported(wrongPassword)),
  wrongauthip_report: shows([[1, true], [2, false]], reported((lab) => lab.enter("homer", { ip: OWN_IP })), {
    accounts: FROM_HOME,
  }),
  clone_detect_count: shows([[1, "out"], [2, "in"], [0, "in"]], twins("anna", "maria")),
  clone_detect_report: shows([[true, true], [false, false]], reported(twins("anna", "maria")), CLONES),
  max_class_check_clone: shows([[1, "out"], [0, "in"]], twins("reg", "ger"), { ...CLONES, accounts: TWIN }),
  clone_det_tban_time: shows([[60, "out"], [20, "in"], [0, "in"]], cloneComesBack("maria", {}), CLONES),
  clone_ip_tban_time: shows(
    [[60, "out"], [20, "in"], [0, "in"]],
    cloneComesBack("berta", { ip: OWN_IP, share: 77 }),
    CLONES,
  ),
  nullchars_report: shows(
    [[true, true], [false, false]],
    reported(async (lab) => (await lab.enter("anna")).drop("nul")),
  ),
  botinfo_report: shows(
    [[true, true], [false, false]],
    reported(({ kit }) =>
      kit.connect().send("$Supports BotINFO|$Key x|$ValidateNick lister|$Version 1,0091|$BotINFO x|")
    ),
  ),
  report_pass_reset: shows(
    [[true, true], [false, false]],
    reported(async (lab) => await lab.say(await lab.enter("admin"), "admin", "!regpass reg")),
  ),
} satisfies Partial<Cases>;

async function registersItself(lab: Lab): Promise<boolean> {
  await lab.say(await lab.enter("anna"), "anna", "+regme secret1");
  return lab.kit.store.accounts.get("anna") !== null;
}

const AUTOREG = { given: { autoreg_class: 1 } };
const FRESH = [{ nick: "fresh", class: 1, passwordHash: "", passwordChange: true }];

/** Registration and passwords. */
export const ACCOUNT_CASES = {
  autoreg_class: shows([[0, "none"], [1, "1"], [2, "2"]], async (lab) => {
    await registersItself(lab);
    return String(lab.kit.store.accounts.get("anna")?.class ?? "none");
  }),
  nick_prefix_autoreg: shows([["an", true], ["x", false], ["", true]], registersItself, AUTOREG),
  always_ask_password: shows([[false, "in"], [true, "out"]], async ({ kit, state }) => {
    await kit.login("oldie");
    return state("oldie");
  }, { accounts: [{ nick: "oldie", class: 1, passwordHash: "hash:secret", passwordChange: true }] }),
  send_pass_request: shows(
    [[true, true], [false, false]],
    async (lab) => (await lab.arrive("fresh")).includes("$GetPass"),
    { accounts: FRESH },
  ),
  password_min_len: shows([[7, true], [8, false]], async (lab) => {
    await registersItself(lab);
    return lab.kit.store.accounts.get("anna")?.passwordHash === "hash:secret1";
  }, AUTOREG),
  pwd_tmpban: shows([[60, "out"], [20, "in"], [0, "in"]], async (lab) => {
    await wrongPassword(lab);
    lab.wait(30);
    await lab.enter("bob", { ip: OWN_IP });
    return lab.state("bob");
  }),
  wrongpass_message: shows([["Think harder", true], ["", false]], async (lab) => {
    await wrongPassword(lab);
    return lab.kit.connect(OWN_IP).take().some((frame) => frame.includes("Think harder"));
  }),
} satisfies Partial<Cases>;
