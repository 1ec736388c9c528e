/**
 * Commands in the operator chat room: `+invite`, `+out`, `+leave`, `+members`, written to the room itself. Owns the
 * words and who may do what; who is a member stands in `op_chat.ts`.
 *
 * @module
 */
import type { HubContext } from "../context.ts";
import type { Session, User } from "../model.ts";
import { nickKey } from "../nick_key.ts";
import { invite, isOperatorHere, putOut, tellInRoom } from "../talk/op_chat.ts";
import { privateLine, sayTo, textBytes } from "../say.ts";
import { firstWord } from "./args.ts";

/** What a room command gets. */
interface RoomCall {
  readonly hub: HubContext;
  readonly user: User;
  /** A line of the room to the member who wrote the command. */
  reply(text: string): void;
}

interface RoomCommand {
  readonly help: string;
  run(call: RoomCall, nick: string): void;
}

const COMMANDS: Readonly<Record<string, RoomCommand>> = {
  invite: { help: "+invite <nick>: let a user into the room for this session", run: inviteUser },
  out: { help: "+out <nick>: put a member out", run: putMemberOut },
  leave: {
    help: "+leave: leave the room; operators come back with their next message to it",
    run({ hub, user, reply }) {
      reply("You left the room.");
      putOut(hub, user);
      tellInRoom(hub, `${user.nick} left the room.`);
    },
  },
  members: {
    help: "+members: list the members",
    run({ hub, reply }) {
      const nicks = [...hub.opChat].map((member) =>
        isOperatorHere(hub, member) ? member.nick : `${member.nick} (guest)`
      );
      reply(`Members (${nicks.length}): ${nicks.sort().join(", ")}`);
    },
  },
  help: {
    help: "+help: this list",
    run: ({ reply }) => reply(ROOM_HELP.join("\r\n")),
  },
};

/** One line of help per command of the room. */
export const ROOM_HELP: readonly string[] = Object.values(COMMANDS).map(({ help }) => help);

/** Runs a line that a member wrote to the room, trigger first. `false`: it is no command of the room. */
export function runRoomCommand(hub: HubContext, session: Session, user: User, line: string): boolean {
  const [word, rest] = firstWord(line.slice(1));
  const name = word.toLowerCase();
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) return false;
  const reply = (text: string) => {
    const { room } = hub;
    if (!room) return sayTo(hub, session, text);
    session.link.write(privateLine(user.nickBytes, room.nickBytes, room.nickBytes, textBytes(hub, text)));
  };
  command.run({ hub, user, reply }, firstWord(rest)[0]);
  return true;
}

function inviteUser({ hub, user, reply }: RoomCall, nick: string): void {
  if (nick === "") return reply("Write whom to invite: +invite <nick>");
  // Otherwise the first guest decides who reads what operators say.
  if (!isOperatorHere(hub, user)) return reply("Guests of the room cannot invite others.");
  const guest = hub.users.get(nickKey(nick));
  if (!guest?.session) return reply(`${guest ? `${guest.nick} is a bot.` : `${nick} is not online.`}`);
  if (hub.opChat.has(guest)) return reply(`${guest.nick} is in the room already.`);
  const problem = invite(hub, guest);
  if (problem !== null) return reply(problem);
  tellInRoom(hub, `${user.nick} invited ${guest.nick}.`);
}

function putMemberOut({ hub, user, reply }: RoomCall, nick: string): void {
  if (nick === "") return reply("Write who has to go: +out <nick>");
  const member = hub.users.get(nickKey(nick));
  if (!member || !hub.opChat.has(member)) return reply(`${nick} is not in the room.`);
  if (member.class > user.class) return reply(`${member.nick} has too high a class for you.`);
  if (member !== user && !isOperatorHere(hub, user)) {
    return reply("Guests of the room cannot put others out.");
  }
  tellInRoom(hub, `${user.nick} put ${member.nick} out of the room.`);
  putOut(hub, member);
}
