/**
 * What the registration commands do: make, change, show and remove accounts. Owns who may edit whose account; what a
 * change does to somebody who is online is decided elsewhere.
 *
 * @module
 */
import { messageOf } from "../../core/errors.ts";
import type { Account } from "../../store/types.ts";
import type { HookArgs } from "../../vh/hooks.ts";
import { applyAccount } from "../accounts.ts";
import type { CommandCall } from "../context.ts";
import { close } from "../close.ts";
import { ask } from "../hold.ts";
import { CloseReason, UserClass } from "../model.ts";
import { hasForbiddenNickByte, nickKey } from "../nick_key.ts";
import { reportToOperators } from "../op_chat.ts";
import { firstWord, wholeNumber } from "./args.ts";
import { className } from "./own.ts";

const CLASSES: readonly number[] = [-1, 1, 2, 3, 4, 5, 10];

/** True when `own` may make or edit an account of `target`. Verlihub: a master always may. */
function mayEdit({ hub, class: own }: CommandCall, target: number): boolean {
  return own >= UserClass.Master || own >= target + hub.vars.classdif_reg;
}

/** The account a line is about, or `null` after saying why there is none to edit. */
function editable(call: CommandCall, nick: string, action: string): Account | null {
  const { hub, reply } = call;
  const account = nick === "" ? null : hub.store.accounts.get(nick);
  if (nick === "") reply(`Write whose account: !reg${action} <nick>`);
  else if (!account) reply(`${nick} is not registered.`);
  else if (!mayEdit(call, account.class)) reply(`${account.nick} has too high a class for you to change.`);
  else return account;
  return null;
}

/** Changes one account and brings its user up to date; `change` returns what to say, or `null` after saying it. */
function edit(
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

/** A class as typed, or `null` after saying what is wrong with it. */
function classOf(call: CommandCall, word: string): number | null {
  const value = wholeNumber(word, -1, 10);
  if (value === null || !CLASSES.includes(value)) {
    call.reply(`"${word.slice(0, 20)}" is no class. Classes are ${CLASSES.join(", ")}.`);
    return null;
  }
  if (mayEdit(call, value)) return value;
  call.reply(`You may not give class ${value}.`);
  return null;
}

function whyNotNick({ hub }: CommandCall, nick: string): string | null {
  const bytes = hub.codec.encode(nick);
  const holder = hub.users.get(nickKey(nick));
  if (hasForbiddenNickByte(bytes)) return "The nick has a character no nick may have.";
  if (bytes.length > hub.vars.max_nick) return `The nick is too long: at most ${hub.vars.max_nick} bytes.`;
  if (holder && !holder.session) return `${holder.nick} is a bot.`;
  return null;
}

/** `!regnew`. */
export function add(call: CommandCall, args: string): void {
  const { reply } = call;
  const [nick, rest] = firstWord(args);
  const [second, third] = firstWord(rest);
  if (nick === "") return reply("Write whom to register: !regnew <nick> [class] [password]");
  const problem = whyNotNick(call, nick);
  if (problem !== null) return reply(problem);
  const userClass = classOf(call, second === "" ? "1" : second);
  if (userClass === null) return;
  consent(call, "OnNewReg", [call.nick, nick, userClass], () => create(call, nick, userClass, third));
}

/** Asks the scripts before an account changes; says so when one refuses. */
function consent<H extends "OnNewReg" | "OnDelReg" | "OnUpdateClass">(
  call: CommandCall,
  hook: H,
  args: HookArgs<H>,
  next: () => void,
): void {
  const { hub, session, reply } = call;
  const byScript = () => close(hub, session, CloseReason.PLUGIN);
  ask(hub, session, hook, args, ({ allow }) => allow ? next() : reply("A script refused that."), byScript);
}

function create(call: CommandCall, nick: string, userClass: number, third: string): void {
  const { hub, reply } = call;
  // NMDC: pingers have no password.
  const chooses = userClass !== UserClass.Pinger && third === "";
  withHash(call, userClass === UserClass.Pinger ? "" : third, (passwordHash) => {
    const registeredAt = Math.floor(hub.clock.now() / 1000);
    const account = {
      nick,
      class: userClass,
      passwordHash,
      passwordChange: chooses,
      registeredBy: call.nick,
    };
    if (!hub.store.accounts.add({ ...account, registeredAt })) return reply(`${nick} is registered already.`);
    const online = applyAccount(hub, nick) !== null;
    const wait = chooses
      ? online ? " and is asked for a password now" : " and is asked for a password at login"
      : "";
    reply(`${nick} is registered with class ${className(userClass)}${wait}.`);
    hub.log.info("Account made", { nick, class: userClass, by: call.nick });
  });
}

/** `!regdel`. */
export function remove(call: CommandCall, args: string): void {
  const account = editable(call, firstWord(args)[0], "del");
  if (!account) return;
  consent(call, "OnDelReg", [account.nick, account.class, call.nick], () =>
    // Rights are looked at again: the account may have become another one while the scripts were asked.
    edit(call, args, "del", ({ nick }) => {
      call.hub.store.accounts.remove(nick);
      return "has no account any more";
    }));
}

/** Hashes a password off the hub thread; `""` stays `""`. Says why when it cannot. */
function withHash({ hub, reply }: CommandCall, password: string, next: (hash: string) => void): void {
  const { password_min_len } = hub.vars;
  if (password === "") return next("");
  if (new TextEncoder().encode(password).length < password_min_len) {
    return reply(`The password is too short: at least ${password_min_len} bytes.`);
  }
  hub.passwords.hash(password).then(next).catch((error) => {
    hub.log.warn("Account not changed", { error: messageOf(error) });
    reply("The hub is busy. Try again in a minute.");
  });
}

/** `!regpass`. */
export function setPassword(call: CommandCall, args: string): void {
  const { hub } = call;
  const [nick, password] = firstWord(args);
  if (!editable(call, nick, "pass")) return;
  withHash(call, password, (passwordHash) =>
    // Rights are looked at again: the account may have become another one while the hash was computed.
    edit(call, nick, "pass", (account) => {
      hub.store.accounts.update(account.nick, { passwordHash, passwordChange: passwordHash === "" });
      if (hub.vars.report_pass_reset) {
        reportToOperators(hub, `${call.nick} reset the password of ${account.nick}`);
      }
      return passwordHash === "" ? "has to choose a new password" : "has a new password";
    }));
}

/** `!regclass`. */
export function setClass(call: CommandCall, args: string): void {
  const [nick, word] = firstWord(args);
  const account = editable(call, nick, "class");
  const userClass = account && classOf(call, word);
  if (!account || userClass === null) return;
  consent(
    call,
    "OnUpdateClass",
    [account.nick, account.class, userClass, call.nick],
    () =>
      edit(call, nick, "class", (account) => {
        call.hub.store.accounts.update(account.nick, { class: userClass });
        return `has class ${className(userClass)} now`;
      }),
  );
}

/** `!regenable` and `!regdisable`. */
export function setEnabled(call: CommandCall, args: string, enabled: boolean): void {
  edit(call, args, enabled ? "enable" : "disable", (account) => {
    call.hub.store.accounts.update(account.nick, { enabled });
    return enabled ? "has the rights of the account again" : "has no rights any more";
  });
}

/** `!reginfo`. */
export function show(call: CommandCall, args: string): void {
  const [nick] = firstWord(args);
  const account = nick === "" ? null : call.hub.store.accounts.get(nick);
  if (!account) {
    return call.reply(nick === "" ? "Write whose account: !reginfo <nick>" : `${nick} is not registered.`);
  }
  if (call.class < account.class - 1) {
    return call.reply(`${account.nick} has too high a class for you to look at.`);
  }
  const day = (seconds: number) =>
    seconds === 0 ? "never" : new Date(seconds * 1000).toISOString().slice(0, 16);
  const password = account.passwordHash === ""
    ? "none yet"
    : account.passwordChange
    ? "to be changed"
    : "set";
  call.reply([
    `${account.nick}: class ${className(account.class)}${account.enabled ? "" : ", disabled"}`,
    `Registered: ${day(account.registeredAt)} by ${account.registeredBy || "nobody known"}`,
    `Last login: ${day(account.loginAt)}${account.loginIp && ` from ${account.loginIp}`}`,
    `Password: ${password}, ${account.errorCount} wrong since the last login`,
  ].join("\r\n"));
}

/** `!reglist`. */
export function list(call: CommandCall, args: string): void {
  const userClass = wholeNumber(args === "" ? "1" : args, -1, 10);
  if (userClass === null) {
    return call.reply(`"${args.slice(0, 20)}" is no class. Classes are ${CLASSES.join(", ")}.`);
  }
  const nicks = call.hub.store.accounts.list(userClass).map(({ nick }) => nick);
  if (nicks.length === 0) return call.reply(`Nobody has class ${className(userClass)}.`);
  call.replyPm(`Accounts of class ${className(userClass)}: ${nicks.length}\r\n${nicks.join("\r\n")}`);
}
