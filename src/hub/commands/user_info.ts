/**
 * `!getip`, `!gethost`, `!getinfo`: facts about one or more users by nick. Owns the words and the lines; look-ups
 * that have to ask somebody hold nobody up.
 *
 * @module
 */
import { describeBytes } from "../amount.ts";
import type { CommandCall, HubCommand } from "../command_line/command.ts";
import { encodingOf } from "../login/encoding_notice.ts";
import { type User, UserClass } from "../model.ts";
import { nickKey } from "../nick_key.ts";
import { askEach, hostName, placeText, whereIs } from "../whereabouts.ts";
import { className } from "../class_names.ts";
import { addressFor } from "./who.ts";

/** Most nicks asked about at once. */
export const MAX_NICKS = 20;

type Tell = (call: CommandCall, user: User, done: (line: string) => void) => void;

const address: Tell = (call, user, done) => done(`${user.nick}: ${addressFor(call, user)}`);

const host: Tell = (call, user, done) => {
  const ip = addressFor(call, user);
  hostName(call.hub, ip, (name) => done(`${user.nick}: ${name ?? "no name"} (${ip})`));
};

const everything: Tell = (call, user, done) => {
  const { hub } = call;
  const ip = addressFor(call, user);
  whereIs(hub, ip, (where) =>
    hostName(hub, ip, (name) => {
      const { session } = user;
      const tls = session?.link.tls ?? "";
      done([
        `${user.nick}: class ${className(user.class)}, ${session?.account ? "registered" : "not registered"}`,
        `  Address: ${ip}, ${placeText(where)}`,
        `  Host: ${name ?? "no name"}`,
        `  Share: ${describeBytes(user.share)}, ${user.active ? "active" : "passive"}`,
        `  Connected: ${tls === "" ? "without TLS" : `with TLS ${tls}`}${
          session?.hubUrl ? `, dialled ${session.hubUrl}` : ""
        }`,
        ...(session ? [`  Encoding: ${encodingOf(hub, session)}`] : []),
      ].join("\r\n"));
    }));
};

const row = (
  [name, ...aliases]: readonly [string, ...string[]],
  help: string,
  title: string,
  tell: Tell,
): HubCommand => ({
  name,
  aliases,
  operator: true,
  minClass: () => UserClass.Operator,
  usage: "<nick…>",
  help,
  menu: [{ title, on: "user", args: "%[nick]" }],
  run: (call, args) => about(call, args, name, tell),
});

/** The three commands. */
export const USER_INFO_COMMANDS: readonly HubCommand[] = [
  row(["getip", "gi"], "Show the addresses of users", "Show\\Address", address),
  row(["gethost", "gh"], "Show the host names of users", "Show\\Host name", host),
  row(["getinfo", "gn"], "Show class, address, place, host and share of users", "Show\\User", everything),
];

function about(call: CommandCall, args: string, name: string, tell: Tell): void {
  const { hub, reply } = call;
  const nicks = args.split(/\s+/).filter((nick) => nick !== "");
  if (nicks.length === 0) return reply(`Write whom: !${name} <nick…>`);
  if (nicks.length > MAX_NICKS) return reply(`At most ${MAX_NICKS} nicks at once.`);
  const ask = (nick: string, done: (line: string | null) => void) => {
    const user = hub.users.get(nickKey(nick));
    if (!user) done(`${nick} is not online.`);
    else if (!user.session) done(`${user.nick} is a bot.`);
    else tell(call, user, done);
  };
  // One user is answered where the operator looks; a list goes where lists go.
  askEach(
    nicks,
    ask,
    (lines) => nicks.length === 1 ? reply(lines.join("")) : call.replyPm(lines.join("\r\n")),
  );
}
