/**
 * Messages to many: `!bc` and its kin by class, `!ccbc` by country. Owns who may write to whom; how the text is sent
 * stands in `broadcast_text.ts`.
 *
 * @module
 */
import { MAIN_SET } from "../../config/settings.ts";
import { messageFor } from "../triggers/broadcast_text.ts";
import type { CommandCall, HubCommand } from "../command_line/command.ts";
import type { HubContext } from "../context.ts";
import { type User, UserClass } from "../model.ts";
import { setConfig } from "../settings_live.ts";
import { askEach, whereIs } from "../whereabouts.ts";
import { firstWord } from "./args.ts";

interface Audience {
  readonly words: readonly [name: string, ...aliases: string[]];
  /** Classes that get it. */
  readonly min: number;
  readonly max: number;
  readonly who: string;
  readonly minClass: (vars: HubContext["vars"]) => number;
}

const { Guest, Registered, Vip, Operator, Chief, Admin, Master } = UserClass;

const AUDIENCES: readonly Audience[] = [
  {
    words: ["bc", "broadcast"],
    min: Guest,
    max: Master,
    who: "everybody",
    minClass: (vars) => vars.min_class_bc,
  },
  { words: ["guests"], min: Guest, max: Guest, who: "guests", minClass: (vars) => vars.min_class_bc_guests },
  {
    words: ["regs"],
    min: Registered,
    max: Registered,
    who: "registered users",
    minClass: (vars) => vars.min_class_bc_regs,
  },
  { words: ["vips"], min: Vip, max: Vip, who: "VIPs", minClass: (vars) => vars.min_class_bc_vips },
  { words: ["oc", "ops"], min: Operator, max: Master, who: "operators and above", minClass: () => Operator },
  { words: ["cheefs", "chiefs"], min: Chief, max: Admin, who: "classes 4 and 5", minClass: () => Operator },
  { words: ["admins"], min: Admin, max: Master, who: "administrators and masters", minClass: () => Admin },
  { words: ["masters"], min: Master, max: Master, who: "masters", minClass: () => Admin },
];

const VARIABLES = "%[NICK], %[CLASS], %[CC], %[CN], %[CITY], %[IP] and %[HOST] stand for the reader's own";

/** All messages to many. */
export const BROADCAST_COMMANDS: readonly HubCommand[] = [
  ...AUDIENCES.map(({ words, min, max, who, minClass }): HubCommand => ({
    name: words[0],
    aliases: words.slice(1),
    operator: true,
    minClass,
    usage: "<text>",
    help: `Send a private message to ${who}${words[0] === "bc" ? `; ${VARIABLES}` : ""}`,
    audited: true,
    auditTarget: 0,
    menu: [{ title: `Broadcast\\To ${who}`, on: "hub", args: "%[line:Text]" }],
    run(call, text) {
      if (text === "") return call.reply(`Write the text: !${words[0]} <text>`);
      send(call, text, people(call.hub, min, max));
    },
  })),
  {
    name: "ccbc",
    aliases: ["ccbroadcast"],
    operator: true,
    minClass: (vars) => vars.min_class_bc,
    usage: "<:CC:CC:> <text>",
    help: "Send a private message to users of some countries, for example !ccbc :US:GB: hello",
    audited: true,
    menu: [{
      title: "Broadcast\\To countries",
      on: "hub",
      args: "%[line:Codes, such as :US:GB:] %[line:Text]",
    }],
    run: byCountry,
  },
];

function people(hub: HubContext, min: number, max: number): User[] {
  return hub.users.slots.filter((user): user is User =>
    user !== null && user.session !== null && user.class >= min && user.class <= max
  );
}

function byCountry(call: CommandCall, args: string): void {
  const { hub, reply } = call;
  const [codes, text] = firstWord(args);
  const wanted = new Set(codes.toUpperCase().split(":").filter((code) => code !== ""));
  if (wanted.size === 0 || text === "" || ![...wanted].every((code) => /^[A-Z0-9-]{2}$/.test(code))) {
    return reply("Write countries and text: !ccbc :US:GB: <text>");
  }
  askEach<User, User>(
    people(hub, Guest, Master),
    (user, done) => whereIs(hub, user.session!.ip, ({ code }) => done(wanted.has(code) ? user : null)),
    (users) => send(call, text, users),
  );
}

function send({ hub, user, nick, reply }: CommandCall, text: string, readers: readonly User[]): void {
  const sendTo = messageFor(hub, user.nickBytes, text);
  for (const reader of readers) sendTo(reader);
  reply(
    readers.length === 0
      ? "Nobody is there to read it."
      : `Sent to ${readers.length === 1 ? "1 user" : `${readers.length} users`}.`,
  );
  if (hub.vars.bc_reply === "disable" || hub.vars.bc_reply === nick) return;
  setConfig(hub, MAIN_SET, "bc_reply", nick, nick, (problem) => {
    if (problem !== null) reply(`Answers do not come to you: ${problem}`);
  });
}
