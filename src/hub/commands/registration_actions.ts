/**
 * What the registration commands do: make, change and remove accounts. Who may stands in `account_access.ts`; what a
 * change does to somebody who is online is decided elsewhere.
 *
 * @module
 */
import { unixSeconds } from "../../core/clock.ts";
import { messageOf } from "../../core/errors.ts";
import { applyAccount } from "../moderation/accounts.ts";
import { className, firstComerWarning } from "../class_names.ts";
import type { CommandCall } from "../command_line/command.ts";
import { tooShort } from "../login/password.ts";
import { UserClass } from "../model.ts";
import { reportToOperators } from "../talk/op_chat.ts";
import type { Account } from "../../store/types.ts";
import { classOf, consent, edit, editable, whyNotNick } from "./account_access.ts";
import {
  ACCOUNT_COLUMNS,
  type AccountColumn,
  columnText,
  findColumn,
  readColumn,
} from "./account_columns.ts";
import { firstWord } from "./args.ts";

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

function create(call: CommandCall, nick: string, userClass: number, third: string): void {
  const { hub, reply } = call;
  // NMDC: pingers have no password.
  const chooses = userClass !== UserClass.Pinger && third === "";
  withHash(call, userClass === UserClass.Pinger ? "" : third, (passwordHash) => {
    const registeredAt = unixSeconds(hub.clock);
    const account = {
      nick,
      class: userClass,
      passwordHash,
      passwordChange: chooses,
      registeredBy: call.nick,
    };
    if (!hub.store.accounts.add({ ...account, registeredAt })) return reply(`${nick} is registered already.`);
    const online = applyAccount(hub, nick, true) !== null;
    const wait = chooses
      ? online ? " and is asked for a password now" : " and is asked for a password at login"
      : "";
    const warning = chooses ? firstComerWarning(userClass) : "";
    reply(`${nick} is registered with class ${className(userClass)}${wait}.${warning}`);
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
  if (password === "") return next("");
  const problem = tooShort(hub, password);
  if (problem !== null) return reply(problem);
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
      // The full stop is set behind it.
      const warning = firstComerWarning(account.class).replace(/\.$/, "");
      return passwordHash !== ""
        ? "has a new password"
        : `has to choose a new password${warning === "" ? "" : `.${warning}`}`;
    }));
}

/** `!regclass`. */
export function setClass(call: CommandCall, args: string): void {
  const [nick, word] = firstWord(args);
  const account = editable(call, nick, "class");
  if (account && word === "") return call.reply(`Write the class: !regclass ${account.nick} <class>`);
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
    if (!enabled && refuseMaster(call, account)) return null;
    call.hub.store.accounts.update(account.nick, { enabled });
    return enabled ? "has the rights of the account again" : "is a guest until !regenable";
  });
}

/** Verlihub: a master's account always counts. True after saying so. */
function refuseMaster({ reply }: CommandCall, { nick, class: own }: Account): boolean {
  if (own < UserClass.Master) return false;
  reply(`${nick} is a master: give the account another class first, see !regclass.`);
  return true;
}

/** `!regset`: one part of an account; without a value it goes back to what it was at first. */
export function setColumn(call: CommandCall, args: string): void {
  const [nick, rest] = firstWord(args);
  const [name, text] = firstWord(rest);
  const account = editable(call, nick, "set");
  if (!account) return;
  if (name === "") {
    const lines = ACCOUNT_COLUMNS.map((column) =>
      `${column.name} = "${columnText(account, column)}": ${column.meaning}`
    );
    return call.replyPm(
      [`${account.nick}, to be changed with !regset ${account.nick} <name> [value]:`, ...lines]
        .join("\r\n"),
    );
  }
  const column = findColumn(name);
  if (column === null || typeof column === "string") {
    const hint = column === null ? `!regset ${account.nick} shows what there is.` : `Did you mean ${column}?`;
    return call.reply(`An account has no ${name.slice(0, 40)}. ${hint}`);
  }
  storeColumn(call, nick, column, text);
}

function storeColumn(call: CommandCall, nick: string, column: AccountColumn, text: string): void {
  const read = readColumn(column, text === '""' ? "" : text, call.class);
  if ("takes" in read) return call.reply(`${column.name} stays as it is: it takes ${read.takes}.`);
  edit(call, nick, "set", (account) => {
    if (column.field === "enabled" && read.value === false && refuseMaster(call, account)) return null;
    call.hub.store.accounts.update(account.nick, { [column.field]: read.value });
    const now = call.hub.store.accounts.get(account.nick);
    return `has ${column.name} = "${now ? columnText(now, column) : ""}" now: ${column.meaning}`;
  });
}

/** `!regprotect` and `!reghidekick`: a class, by the row of its part of the account. */
export function setClassColumn(
  call: CommandCall,
  args: string,
  name: "class_protect" | "class_hidekick",
): void {
  const [nick, text] = firstWord(args);
  const word = name === "class_protect" ? "protect" : "hidekick";
  if (!editable(call, nick, word)) return;
  if (text === "") return call.reply(`Write up to which class: !reg${word} ${nick} <class>, 0 for none`);
  const column = ACCOUNT_COLUMNS.find((row) => row.name === name);
  if (column) storeColumn(call, nick, column, text);
}
