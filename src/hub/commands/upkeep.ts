/**
 * `!reload`, `!userlimit` and the raw sends `!protoall_…`: tools for whoever runs the hub. Owns the words; what they
 * start stands in modules of its own.
 *
 * @module
 */
import { wireOf } from "../../nmdc/wire.ts";
import { describeWait } from "../../core/period.ts";
import type { CommandCall, HubCommand } from "../command_line/command.ts";
import { UserClass } from "../model.ts";
import { nickKey } from "../nick_key.ts";
import { reloadAll } from "../reload.ts";
import { privateLine, textBytes } from "../say.ts";
import { startMove } from "../login/user_limit.ts";
import { firstWord, wholeNumber } from "./args.ts";

const admin = { operator: true, minClass: () => UserClass.Admin, audited: true, auditTarget: 0 } as const;

/** What one user gets for a text of an operator. */
type Shape = (text: Uint8Array, reader: Uint8Array, author: Uint8Array) => Uint8Array;

const SHAPES: Readonly<Record<string, Shape>> = {
  hubname: (text) => wireOf("$HubName ", text),
  quit: (text) => wireOf("$Quit ", text),
  redir: (text) => wireOf("$ForceMove ", text),
  pm: (text, reader, author) => privateLine(reader, author, author, text),
  chat: (text, _reader, author) => wireOf("<", author, "> ", text),
};

/** Longest move of the user limit in minutes: a week. */
const MAX_MINUTES = 10_080;
const MAX_USERS = 1_000_000;

/** `!reload`, `!userlimit`, `!protoall_…`, `!protoactive_…`, `!protopassive_…`, `!protouser_…`. */
export const UPKEEP_COMMANDS: readonly HubCommand[] = [
  {
    ...admin,
    name: "reload",
    aliases: ["re"],
    usage: "",
    help: "Read settings, places of addresses and lists again",
    menu: [{ title: "Settings\\Reload", on: "hub", args: "" }],
    run: ({ hub, reply }) => void reloadAll(hub).then((lines) => reply(lines.join("\r\n"))),
  },
  {
    ...admin,
    name: "userlimit",
    aliases: ["ul"],
    usage: "<users> [minutes]",
    help: "Move max_users to a number, step by step within an hour or the given minutes",
    menu: [{ title: "Settings\\Move the user limit", on: "hub", args: "%[line:Users] %[line:Minutes]" }],
    run: moveLimit,
  },
  ...(["all", "active", "passive", "user"] as const).map((whom): HubCommand => ({
    ...admin,
    name: `proto${whom}`,
    timed: "kind",
    usage: whom === "user" ? "<nick> <data>" : "<data>",
    help: `Send ${whom === "user" ? "a user" : `${whom} users`} a message as it goes over the wire: ` +
      `!proto${whom}_ and one of ${Object.keys(SHAPES).join(", ")}`,
    run: (call, args) => sendRaw(call, args, whom),
  })),
];

function moveLimit({ hub, nick, reply }: CommandCall, args: string): void {
  const [first, second] = firstWord(args);
  const users = wholeNumber(first, 0, MAX_USERS);
  const minutes = wholeNumber(second === "" ? "60" : second, 0, MAX_MINUTES);
  if (users === null || minutes === null) {
    return reply(`Write users and minutes (up to ${MAX_MINUTES}): !userlimit <users> [minutes]`);
  }
  const { max_users } = hub.vars;
  startMove(hub, users, minutes, nick, (problem) => {
    if (problem !== null) return reply(`max_users stays ${max_users}: ${problem}`);
    reply(
      minutes === 0
        ? `max_users is ${users} now.`
        : `max_users moves from ${max_users} to ${users} within ${describeWait(minutes * 60)}.`,
    );
  });
}

function sendRaw({ hub, user, period, reply }: CommandCall, args: string, whom: string): void {
  const shape = Object.hasOwn(SHAPES, period) ? SHAPES[period] : undefined;
  if (!shape) {
    return reply(`Write one of ${Object.keys(SHAPES).map((word) => `!proto${whom}_${word}`).join(", ")}.`);
  }
  const [nick, rest] = whom === "user" ? firstWord(args) : ["", args];
  if (rest === "") {
    return reply(`Write the data: !proto${whom}_${period} ${whom === "user" ? "<nick> " : ""}<data>`);
  }
  const text = textBytes(hub, rest);
  if (whom === "user") {
    const target = hub.users.get(nickKey(nick));
    if (!target?.session) return reply(`${nick} is not online.`);
    target.session.link.write(shape(text, target.nickBytes, user.nickBytes));
    return reply(`Sent to ${target.nick}.`);
  }
  for (const target of hub.users.slots) {
    if (!target?.session) continue;
    if (whom !== "all" && target.active !== (whom === "active")) continue;
    target.session.link.write(shape(text, target.nickBytes, user.nickBytes));
  }
  reply("Sent.");
}
