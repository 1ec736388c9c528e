/**
 * What users may ask about themselves: `+myip` and `+myinfo`. Owns the texts; what stands in them is read from the
 * hub.
 *
 * @module
 */
import type { GivenRight, Right } from "../../store/types.ts";
import { describeBytes, describeTime } from "../amount.ts";
import type { CommandCall, HubCommand } from "../context.ts";
import { GIVEN_NAMES, GIVEN_RIGHTS, givenTo } from "../moderation/given_rights.ts";
import { describeWait } from "../../core/period.ts";
import { RIGHTS, takenFrom } from "../moderation/restrictions.ts";
import { hostName, placeText, whereIs } from "../whereabouts.ts";
import { className } from "../class_names.ts";

const TAKEN_NAMES: Readonly<Record<Right, string>> = {
  chat: "to write in main chat",
  pm: "to write private messages",
  search: "to search",
  ctm: "to download",
};

/** `+myip` and `+myinfo`. */
export const OWN_INFO: readonly HubCommand[] = [
  {
    name: "myip",
    operator: false,
    minClass: () => 0,
    usage: "",
    help: "Show your address, host name and country",
    menu: [{ title: "Me\\My address", on: "hub", args: "" }],
    run: showAddress,
  },
  {
    name: "myinfo",
    operator: false,
    minClass: () => 0,
    usage: "",
    help: "Show your account and your rights",
    menu: [{ title: "Me\\My account and rights", on: "hub", args: "" }],
    run: showOwn,
  },
];

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
  const now = Math.floor(hub.clock.now() / 1000);
  const taken = takenFrom(hub, nick);
  const given = givenTo(hub, nick);
  const left = (until: number) =>
    until === Infinity ? "for ever" : `for another ${describeWait(until - now)}`;
  const lines = [
    ...RIGHTS.filter((right: Right) => taken[right] > now)
      .map((right) => `No right ${TAKEN_NAMES[right]} ${left(taken[right])}`),
    ...GIVEN_RIGHTS.filter((right: GivenRight) => given[right] > now)
      .map((right) => `Right ${GIVEN_NAMES[right]} ${left(given[right])}`),
  ];
  return lines.length > 0 ? lines : ["Rights: those of your class"];
}
