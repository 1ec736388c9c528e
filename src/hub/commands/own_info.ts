/**
 * What users may ask about the hub and themselves: `+info`, `+myip` and `+myinfo`. Owns the texts; what stands in them
 * is read from the hub.
 *
 * @module
 */
import { unixSeconds } from "../../core/clock.ts";
import { GIVEN_RIGHTS, RIGHTS } from "../../store/types.ts";
import { describeBytes, describeTime } from "../amount.ts";
import type { CommandCall, HubCommand } from "../command_line/command.ts";
import { GIVEN_NAMES, givenTo } from "../moderation/given_rights.ts";
import { describeWait } from "../../core/period.ts";
import { TAKEN_NAMES, takenFrom } from "../moderation/restrictions.ts";
import { UserClass } from "../model.ts";
import { searchInterval } from "../peers/search_pace.ts";
import { hostName, placeText, whereIs } from "../whereabouts.ts";
import { className } from "../class_names.ts";

/** `+info`, `+myip` and `+myinfo`. */
export const OWN_INFO_COMMANDS: readonly HubCommand[] = [
  {
    name: "info",
    operator: false,
    minClass: () => UserClass.Guest,
    usage: "",
    help: "Show facts about the hub and yourself",
    menu: [{ title: "Hub\\About this hub", on: "hub", args: "" }],
    run: (call) => call.reply(describe(call)),
  },
  {
    name: "myip",
    operator: false,
    minClass: () => UserClass.Guest,
    usage: "",
    help: "Show your address, host name and country",
    menu: [{ title: "Me\\My address", on: "hub", args: "" }],
    run: showAddress,
  },
  {
    name: "myinfo",
    operator: false,
    minClass: () => UserClass.Guest,
    usage: "",
    help: "Show your account and your rights",
    menu: [{ title: "Me\\My account and rights", on: "hub", args: "" }],
    run: showOwn,
  },
];

function describe({ hub, user, session, class: userClass }: CommandCall): string {
  const { vars, users, peaks } = hub;
  const interval = searchInterval(vars, userClass, user.active);
  const lines = [
    `Hub: ${vars.hub_name}${vars.hub_topic && ` - ${vars.hub_topic}`}`,
    `Software: ${hub.version.name} ${hub.version.version}`,
    `Up for: ${describeWait(unixSeconds(hub.clock) - hub.startedAt)}`,
    `Users: ${users.people} (most so far ${peaks.users}), sharing ${describeBytes(users.share)}`,
    `You: ${user.nick}, class ${className(userClass)}, sharing ${
      describeBytes(user.share)
    }, from ${session.ip}`,
    `Searches: ${interval === 0 ? "without waiting" : `${vars.search_number} in ${interval} s`}`,
  ];
  if (vars.hub_owner !== "") lines.splice(1, 0, `Owner: ${vars.hub_owner}`);
  return lines.join("\r\n");
}

const encryption = ({ session: { link } }: CommandCall): string =>
  link.tls === "" ? "without TLS" : `with TLS ${link.tls}`;

function showAddress(call: CommandCall): void {
  const { hub, session, reply } = call;
  whereIs(hub, session.ip, (where) =>
    hostName(hub, session.ip, (host) => {
      const known = [host ?? "", where.code === "--" ? "" : placeText(where)].filter((part) => part !== "");
      const more = known.length > 0 ? ` (${known.join(", ")})` : "";
      reply(`Your address is ${session.ip}${more}, connected ${encryption(call)}.`);
    }));
}

function showOwn(call: CommandCall): void {
  const { hub, session, user, reply } = call;
  whereIs(hub, session.ip, (where) =>
    reply([
      `You: ${user.nick}, class ${className(user.class)}`,
      `Address: ${session.ip}, ${placeText(where)}, ${encryption(call)}`,
      `Share: ${describeBytes(user.share)}, ${user.active ? "active" : "passive"}`,
      ...accountLines(call),
      ...rightLines(call),
    ].join("\r\n")));
}

function accountLines({ session: { account } }: CommandCall): string[] {
  if (!account) return ["Account: none. Try +regme."];
  const { registeredAt, registeredBy, loginAt, loginIp, classProtect } = account;
  const from = loginIp && ` from ${loginIp}`;
  const lines = [
    `Account: registered ${describeTime(registeredAt)}${registeredBy && ` by ${registeredBy}`}`,
    `Last login: ${describeTime(loginAt)}${from}`,
  ];
  if (account.noteUsr !== "") lines.push(`Note by the operators: ${account.noteUsr}`);
  if (classProtect > 0) lines.push(`Protected from kicks by classes up to ${classProtect}`);
  return lines;
}

/** Rights that are other than those of the class, with the time that is left. */
function rightLines({ hub, nick }: CommandCall): string[] {
  const now = unixSeconds(hub.clock);
  const taken = takenFrom(hub, nick);
  const given = givenTo(hub, nick);
  const left = (until: number) =>
    until === Infinity ? "for ever" : `for another ${describeWait(until - now)}`;
  const lines = [
    ...RIGHTS.filter((right) => taken[right] > now)
      .map((right) => `No right to ${TAKEN_NAMES[right]} ${left(taken[right])}`),
    ...GIVEN_RIGHTS.filter((right) => given[right] > now)
      .map((right) => `Right ${GIVEN_NAMES[right]} ${left(given[right])}`),
  ];
  return lines.length > 0 ? lines : ["Rights: those of your class"];
}
