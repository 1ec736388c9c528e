/**
 * What all commands about accounts share: who may edit whose account, which nicks and classes there are, the question
 * to the scripts. Owns these rules and their texts; changes nothing but through `edit`.
 *
 * @module
 */
import { type Account, ACCOUNT_CLASSES } from "../../store/types.ts";
import type { HookArgs } from "../../vh/hooks.ts";
import { applyAccount } from "../moderation/accounts.ts";
import { close } from "../close.ts";
import type { CommandCall } from "../command_line/command.ts";
import { ask } from "../hold.ts";
import { CloseReason, UserClass } from "../model.ts";
import { hasForbiddenNickByte, isTypableNick } from "../../nmdc/nick.ts";
import { nickKey } from "../nick_key.ts";
import { firstWord, wholeNumber } from "./args.ts";

/** True when the operator may make or edit an account of `target`. Verlihub: a master always may. */
function mayEdit({ hub, class: own }: CommandCall, target: number): boolean {
  return own >= UserClass.Master || own >= target + hub.vars.classdif_reg;
}

/** What a master does to the own account by mistake, and then has no right to mend. */
const LOCKS_OUT: readonly string[] = ["del", "class", "disable"];

/** The account a line is about, or `null` after saying why there is none to edit. */
export function editable(call: CommandCall, nick: string, action: string): Account | null {
  const { hub, reply } = call;
  const account = nick === "" ? null : hub.store.accounts.get(nick);
  if (nick === "") reply(`Write whose account: !reg${action} <nick>`);
  else if (!account) reply(`${nick} is not registered.`);
  else if (!mayEdit(call, account.class)) reply(`${account.nick} has too high a class for you to change.`);
  else if (LOCKS_OUT.includes(action) && nickKey(account.nick) === call.user.key) {
    reply(
      `${account.nick} is your own account: another master can do that, or hubcap user on the command line.`,
    );
  } else return account;
  return null;
}

/** Changes one account and brings its user up to date; `change` returns what to say, or `null` after saying it. */
export function edit(
  call: CommandCall,
  args: string,
  action: string,
  change: (account: Account) => string | null,
): void {
  const [nick] = firstWord(args);
  const account = editable(call, nick, action);
  const outcome = account && change(account);
  if (!account || outcome === null) return;
  applyAccount(call.hub, account.nick);
  call.reply(`${account.nick} ${outcome}.`);
  call.hub.log.info("Account changed", { nick: account.nick, by: call.nick, outcome });
}

/** What to say to a word that is no class an account can have. */
export function noClass(word: string): string {
  return `"${word.slice(0, 20)}" is no class. Classes are ${ACCOUNT_CLASSES.join(", ")}.`;
}

/** A class of an account as typed, or `null` after saying what is wrong with it. */
export function classOf(call: CommandCall, word: string): number | null {
  const value = wholeNumber(word, -1, 10);
  if (value === null || !ACCOUNT_CLASSES.includes(value)) {
    call.reply(noClass(word));
    return null;
  }
  if (mayEdit(call, value)) return value;
  call.reply(`You may not give class ${value}.`);
  return null;
}

/** Why a nick cannot have an account, or `null`. */
export function whyNotNick({ hub }: CommandCall, nick: string): string | null {
  const bytes = hub.codec.encode(nick);
  const holder = hub.users.get(nickKey(nick));
  if (hasForbiddenNickByte(bytes)) return "The nick has a character no nick may have.";
  if (!isTypableNick(nick)) return "The nick has a character that cannot be seen or typed.";
  if (bytes.length > hub.vars.max_nick) return `The nick is too long: at most ${hub.vars.max_nick} bytes.`;
  if (holder && !holder.session) return `${holder.nick} is a bot.`;
  return null;
}

/** Asks the scripts before an account changes; says so when one refuses. */
export function consent<H extends "OnNewReg" | "OnDelReg" | "OnUpdateClass">(
  call: CommandCall,
  hook: H,
  args: HookArgs<H>,
  next: () => void,
): void {
  const { hub, session, reply } = call;
  const byScript = () => close(hub, session, CloseReason.PLUGIN);
  ask(hub, session, hook, args, ({ allow }) => allow ? next() : reply("A script refused that."), byScript);
}
