/**
 * What users do with main chat and say to the operators: `+me`, `+chat`, `+nochat`, `+report`; and `+about`. Owns the
 * words and their texts; whether somebody may speak is decided where chat is.
 *
 * @module
 */
import { oneLine } from "../../core/one_line.ts";
import { speakOfOneself } from "../talk/chat.ts";
import type { CommandCall, HubCommand } from "../command_line/command.ts";
import { UserClass } from "../model.ts";
import { nickKey } from "../nick_key.ts";
import { operatorsRead, reportToOperators } from "../talk/op_chat.ts";
import { sharedFlood } from "../talk/shared_flood.ts";
import { sayInPublic } from "../public_message.ts";
import { placeText, whereIs } from "../whereabouts.ts";
import { firstWord } from "./args.ts";
import { whence } from "../login/zones.ts";

const user = { operator: false, minClass: () => UserClass.Guest } as const;

/** Longest reason of a report in characters. */
const MAX_REASON = 500;

/** `+me`, `+chat`, `+nochat`, `+report`, `+about`. */
export const VOICE_COMMANDS: readonly HubCommand[] = [
  {
    ...user,
    name: "me",
    usage: "<text>",
    help: "Say something about yourself in the third person",
    run(call, args) {
      const { hub, session, reply } = call;
      if (hub.vars.disable_me_cmd) return reply("+me is turned off here.");
      if (args === "") return reply("Write what you do: +me <text>");
      speakOfOneself(hub, session, call.user, args);
    },
  },
  {
    ...user,
    name: "chat",
    usage: "",
    help: "See main chat",
    menu: [{ title: "Me\\Main chat\\Show", on: "hub", args: "" }],
    run: (call) => showChat(call, true),
  },
  {
    ...user,
    name: "nochat",
    usage: "",
    help: "Do not see main chat until you write +chat or come back",
    menu: [{ title: "Me\\Main chat\\Hide", on: "hub", args: "" }],
    run: (call) => showChat(call, false),
  },
  {
    ...user,
    name: "report",
    usage: "<nick> [reason]",
    help: "Tell the operators about a user",
    menu: [{ title: "Report to the operators", on: "user", args: "%[nick] %[line:Reason]" }],
    offered: (vars) => !vars.disable_report_cmd,
    run: report,
  },
  {
    ...user,
    name: "about",
    aliases: ["release"],
    usage: "",
    help: "Show which software runs this hub",
    run: ({ hub, reply }) =>
      reply(`This hub runs ${hub.version.name} ${hub.version.version}, free software under the MIT licence.`),
  },
];

function showChat({ hub, user, reply }: CommandCall, on: boolean): void {
  if (user.chat === on) return reply(on ? "You see main chat already." : "Main chat is hidden already.");
  user.chat = on;
  hub.sink.state.userSet(user.nick, "chat", on);
  reply(on ? "You see main chat again." : "Main chat is hidden. Write +chat to see it again.");
}

function report({ hub, session, user, reply }: CommandCall, args: string): void {
  const { vars } = hub;
  if (vars.disable_report_cmd) return reply("+report is turned off here.");
  const [nick, reason] = firstWord(args);
  if (nick === "") return reply("Write whom you report: +report <nick> [reason]");
  const target = hub.users.get(nickKey(nick));
  if (target && !target.session) return reply(`${target.nick} is a bot.`);
  if (sharedFlood(hub, user, "to", session)) return;
  // One line, so that no report looks like two of the hub.
  const why = oneLine(reason, MAX_REASON) || "No reason given";
  const tell = (place: string) => {
    const whom = target ? `${target.nick} (${target.ip}${place})` : `${oneLine(nick, 64)} (not online)`;
    const text = `${user.nick} (${whence(hub, session)}) reports ${whom}: ${why}`;
    if (vars.dest_report_chat) sayInPublic(hub, text, vars.opchat_class);
    else reportToOperators(hub, text);
  };
  if (target?.session) whereIs(hub, target.ip, (where) => tell(`, ${placeText(where)}`));
  else tell("");
  reply(
    operatorsRead(hub, vars.dest_report_chat)
      ? "Thank you: the operators know."
      : "Thank you. No operator is here now; your report stands in the hub's log.",
  );
}
