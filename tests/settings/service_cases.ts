/**
 * Commands that write to many or show something, what newcomers are told of encodings, hub lists.
 *
 * @module
 */
import { MODERN } from "../../src/hub/testing/hub_kit.ts";
import { type CaseOptions, type Lab, shows } from "./lab.ts";
import type { Cases } from "./whole.ts";

/** Whether `to` reads the word "news" after an operator's or a user's line. */
const brings = (from: string, line: string, to: string, part = /news/) => async (lab: Lab) => {
  const reader = await lab.enter(to);
  const writer = await lab.enter(from);
  reader.take();
  await lab.say(writer, from, line);
  return reader.take().some((frame) => part.test(frame));
};
/** Whether the hub carries out a command that shows something. */
const mayType = (nick: string, line: string) => async (lab: Lab) => {
  const answer = await lab.say(await lab.enter(nick), nick, line);
  return answer !== "" && !answer.includes("no right");
};
const CLASS_3 = [[3, true], [4, false]] as const;
const SWITCH_OFF = [[true, false], [false, true]] as const;
const SWITCH_ON = [[true, true], [false, false]] as const;

/** Commands. */
export const COMMAND_CASES = {
  min_class_bc: shows(CLASS_3, brings("oper", "!bc news", "anna")),
  min_class_bc_guests: shows(CLASS_3, brings("oper", "!guests news", "anna")),
  min_class_bc_regs: shows(CLASS_3, brings("oper", "!regs news", "reg")),
  min_class_bc_vips: shows(CLASS_3, brings("oper", "!vips news", "vip")),
  bc_reply: shows([["oper", true], ["disable", false], ["", false]], async (lab) => {
    const oper = await lab.enter("oper");
    const anna = await lab.enter("anna");
    oper.take();
    anna.send("$To: Hubcap From: anna $<anna> news|");
    return oper.take().some((frame) => frame.includes("news"));
  }),
  min_class_lstredir: shows(CLASS_3, mayType("oper", "!lstredirect")),
  audit_class: shows([[5, true], [10, false]], mayType("admin", "!audit")),
  dest_report_chat: shows(SWITCH_ON, brings("anna", "+report bob news", "oper", /^<Hubcap> .*news/)),
  disable_report_cmd: shows(SWITCH_OFF, brings("anna", "+report bob news", "oper")),
  disable_me_cmd: shows(SWITCH_OFF, brings("anna", "+me has news", "bob")),
  send_user_commands: shows(
    SWITCH_ON,
    async (lab) => (await lab.arrive("oper", { supports: `${MODERN} UserCommand` })).includes("$UserCommand"),
  ),
  encoding_hint: shows(
    SWITCH_ON,
    async (lab) => /<Hubcap> [^|]*UTF-8/.test(await lab.arrive("ann\xe4")),
  ),
} satisfies Partial<Cases>;

const LISTED: CaseOptions = {
  given: { hub_host: "hub.example", hublist_host: "list.example", min_share: 7 },
};
/** What a hub list hears within a while. */
const listing = (part: string) => (lab: Lab) => {
  lab.wait(120);
  return lab.listed.some((line) => line.includes(part));
};

/** Hub lists. */
export const HUB_LIST_CASES = {
  hublist_host: shows(
    [["list.example", true], ["other.example", false], ["", false]],
    listing("list.example"),
    {
      given: { hub_host: "hub.example" },
    },
  ),
  hublist_port: shows([[2501, true], [411, false]], listing("list.example:2501"), LISTED),
  timer_hublist_period: shows([[600, true], [21_600, false], [0, false]], (lab) => {
    lab.wait(1000);
    return lab.listed.length > 1;
  }, LISTED),
  hublist_send_minshare: shows(SWITCH_ON, listing("[MINSHARE:7MB]"), LISTED),
  hublist_send_listhost: shows(SWITCH_ON, listing("|list.example:2501|"), LISTED),
} satisfies Partial<Cases>;
