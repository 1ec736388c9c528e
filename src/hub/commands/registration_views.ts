/**
 * Accounts as operators read them: `!reginfo` and `!reglist`. Owns the texts; never shows a hash.
 *
 * @module
 */
import type { Account } from "../../store/types.ts";
import { describeTime } from "../amount.ts";
import { className } from "../class_names.ts";
import type { CommandCall } from "../command_line/command.ts";
import { nickKey } from "../nick_key.ts";
import { noClass } from "./account_access.ts";
import { ACCOUNT_COLUMNS, columnText } from "./account_columns.ts";
import { firstWord, wholeNumber } from "./args.ts";
import { sendPage } from "./paging.ts";

const from = (ip: string): string => ip && ` from ${ip}`;

/** Shown on lines of their own. */
const TOLD: ReadonlySet<string> = new Set(["enabled", "reg_op"]);

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
  call.reply(describe(call, account).join("\r\n"));
}

function describe({ hub }: CommandCall, account: Account): string[] {
  const at = hub.logouts.get(account.nick) ?? account.logoutAt;
  const isIn = (hub.users.get(nickKey(account.nick))?.session ?? null) !== null;
  return accountLines(account, isIn ? "online now" : `left ${describeTime(at)}`);
}

/** An account in a few lines, without its hash; `presence` says whether its user is there. Times are UTC. */
export function accountLines(
  account: Account,
  presence = `left ${describeTime(account.logoutAt)}`,
): string[] {
  const password = account.passwordHash === ""
    ? "none yet"
    : account.passwordChange
    ? "to be changed"
    : "set";
  const wrong = account.errorAt === 0
    ? ""
    : `, the last one ${describeTime(account.errorAt)}${from(account.errorIp)}`;
  const rest = ACCOUNT_COLUMNS.filter(({ name, kind }) => !TOLD.has(name) && kind !== "text")
    .map((column) => `${column.name}=${columnText(account, column)}`)
    .filter((text) => !/=0?$/.test(text));
  return [
    `${account.nick}: class ${className(account.class)}${account.enabled ? "" : ", disabled"}`,
    `Registered: ${describeTime(account.registeredAt)} by ${account.registeredBy || "nobody known"}`,
    `Last login: ${describeTime(account.loginAt)}${
      from(account.loginIp)
    }, ${account.loginCount} in all, ${presence}`,
    `Password: ${password}, ${account.errorCount} wrong since the last login${wrong}`,
    ...rest.length > 0 ? [`Set: ${rest.join(" ")}`] : [],
    ...account.noteOp === "" ? [] : [`Note: ${account.noteOp}`],
    ...account.noteUsr === "" ? [] : [`Note for the user: ${account.noteUsr}`],
  ];
}

/** `!reglist`. */
export function list(call: CommandCall, args: string): void {
  const [word, page] = firstWord(args);
  const userClass = wholeNumber(word === "" ? "1" : word, -1, 10);
  if (userClass === null) return call.reply(noClass(word));
  const { accounts } = call.hub.store;
  const total = accounts.count(userClass);
  if (total === 0) return call.reply(`Nobody has class ${className(userClass)}.`);
  sendPage(call, page, {
    title: `Accounts of class ${className(userClass)}`,
    command: `!reglist ${userClass}`,
    total,
    lines: (limit, offset) => accounts.nicks(userClass, limit, offset),
  });
}
