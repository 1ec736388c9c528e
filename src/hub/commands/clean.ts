/**
 * `!cleanbanlist` and its like: empty a whole list for good. Owns the word that confirms it and who may.
 *
 * Verlihub: class 3 and no question. Here class 5, because nothing brings the rows back and a list is the work of all
 * operators, and a second word, because the names differ by a few letters.
 *
 * @module
 */
import type { BanList } from "../../store/types.ts";
import type { CommandCall, HubCommand } from "../command_line/command.ts";
import type { HubContext } from "../context.ts";
import { UserClass } from "../model.ts";
import { announceDeed } from "../moderation/notices.ts";
import { restrict } from "../moderation/restrictions.ts";

/** The word that says it is no slip. */
const SURE = "yes";

interface Cleaning {
  readonly name: string;
  /** What goes, for sentences. */
  readonly what: string;
  /** Empties; returns how many there were. */
  run(hub: HubContext): number;
}

const rows = (list: BanList) => ({ store }: HubContext): number => store.bans.clear(list);
const tempBans = ({ nickBans, ipBans }: HubContext): number => nickBans.clear() + ipBans.clear();

/** Gives main chat and private messages back to everybody. */
function gags(hub: HubContext): number {
  const count = hub.store.rights.giveBack(["chat", "pm"]);
  for (const user of hub.users.slots) if (user?.taken) restrict(hub, user, { chat: 0, pm: 0 });
  return count;
}

const CLEANINGS: readonly Cleaning[] = [
  { name: "cleanbanlist", what: "all bans", run: rows("bans") },
  { name: "cleanunbanlist", what: "the history of lifted bans", run: rows("unbans") },
  { name: "cleankicklist", what: "the history of kicks", run: rows("kicks") },
  { name: "cleantempbans", what: "all temporary bans of nicks and addresses", run: tempBans },
  {
    name: "cleanallban",
    what: "all bans, temporary bans and the histories of lifted bans and kicks",
    run: (hub) =>
      rows("bans")(hub) + rows("unbans")(hub) + rows("kicks")(hub) + tempBans(hub) +
      (hub.vars.clean_gags_cleanbans ? gags(hub) : 0),
  },
];

function clean(call: CommandCall, args: string, { name, what, run }: Cleaning): void {
  const { hub, user, reply } = call;
  if (args.toLowerCase() !== SURE) {
    return reply(`This deletes ${what} for good. If you are sure, write !${name} ${SURE}`);
  }
  const count = run(hub);
  reply(`Deleted ${what}: ${count}.`);
  announceDeed(hub, user, `${user.nick} deleted ${what}: ${count}`, { answered: true });
}

/** The commands that empty lists. */
export const CLEAN_COMMANDS: readonly HubCommand[] = CLEANINGS.map((cleaning) => ({
  name: cleaning.name,
  operator: true,
  audited: true,
  auditTarget: 0,
  minClass: () => UserClass.Admin,
  usage: `[${SURE}]`,
  help: `Delete ${cleaning.what} for good`,
  run: (call, args) => clean(call, args, cleaning),
}));
