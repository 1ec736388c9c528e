/**
 * One's own account: `+passwd`, `+regme`, `+unregme`. Owns whether a user may do it alone or has to ask the operators.
 *
 * @module
 */
import { unixSeconds } from "../../core/clock.ts";
import { className } from "../class_names.ts";
import { close } from "../close.ts";
import type { CommandCall, HubCommand } from "../command_line/command.ts";
import { updateMenus } from "../command_line/menus.ts";
import type { HubContext } from "../context.ts";
import { consult } from "../hold.ts";
import { askForNewPassword, choosePassword, tooShort } from "../login/password.ts";
import { whence } from "../login/zones.ts";
import { CloseReason, UserClass } from "../model.ts";
import { applyAccount } from "../moderation/accounts.ts";
import { checkShare } from "../my_info/limits.ts";
import { sayInPublic } from "../public_message.ts";
import { operatorsRead, reportToOperators } from "../talk/op_chat.ts";
import { sharedFlood } from "../talk/shared_flood.ts";

/** `+passwd`, `+regme`, `+unregme`. */
export const OWN_ACCOUNT_COMMANDS: readonly HubCommand[] = [
  {
    name: "passwd",
    aliases: ["password"],
    operator: false,
    minClass: () => UserClass.Guest,
    usage: "<password>",
    help: "Set your password",
    secretFrom: 1,
    menu: [{ title: "Me\\Set my password", on: "hub", args: "%[line:New password]" }],
    offered: (vars, { class: userClass, standing }) =>
      standing === "choosing" || (standing === "known" && mayChangePassword(vars, userClass)),
    run: changeOwnPassword,
  },
  {
    name: "regme",
    operator: false,
    minClass: () => UserClass.Guest,
    usage: "[password]",
    help: "Register your nick, or ask the operators to do it",
    secretFrom: 1,
    menu: [{ title: "Me\\Register my nick", on: "hub", args: "%[line:Password]" }],
    offered: (vars, { standing }) => standing === "none" && !vars.disable_regme_cmd,
    run: registerSelf,
  },
  {
    name: "unregme",
    operator: false,
    minClass: () => UserClass.Registered,
    usage: "",
    help: "End your account, or ask the operators to do it",
    menu: [{ title: "Me\\End my account", on: "hub", args: "" }],
    offered: (vars, { standing }) => standing === "known" && !vars.disable_regme_cmd,
    run: unregister,
  },
];

/** True for a class that may change a password it has. */
function mayChangePassword({ max_class_self_repass }: HubContext["vars"], userClass: number): boolean {
  return max_class_self_repass > 0 && userClass >= max_class_self_repass;
}

function changeOwnPassword({ hub, session, class: userClass, reply }: CommandCall, password: string): void {
  if (!session.account) return reply("You are not registered. Try +regme.");
  if (session.password !== "choose" && !mayChangePassword(hub.vars, userClass)) {
    return reply(
      userClass >= UserClass.Master
        ? `Write !regpass ${session.account.nick} <password>, best in a private message to the hub's bot.`
        : "You may not change your password. Ask an operator to reset it.",
    );
  }
  if (password === "") return reply("Write your new password: +passwd <password>");
  choosePassword(hub, session, password, (problem) => problem !== null && reply(problem));
}

function registerSelf(call: CommandCall, password: string): void {
  const { hub, user, session, reply } = call;
  const { vars } = hub;
  if (vars.disable_regme_cmd) return reply("+regme is turned off here.");
  if (session.account || hub.store.accounts.get(user.nick)) return reply("Your nick is registered already.");
  if (vars.autoreg_class <= 0) {
    return askOperators(call, `asks to be registered. Use !regnew ${user.nick}`);
  }
  const { autoreg_class } = vars;
  const prefix = vars.nick_prefix_autoreg.replaceAll("%[CC]", session.country);
  if (!user.nick.startsWith(prefix)) return reply(`Your nick has to begin with ${prefix} to be registered.`);
  const refusal = checkShare(vars, autoreg_class, user.share, user.active);
  if (refusal) return reply(`You cannot be registered: ${refusal.text}`);
  const problem = password === "" ? null : tooShort(hub, password);
  if (problem !== null) return reply(problem);
  // A script that refuses says itself why, or not at all.
  consult(hub, session, "OnNewReg", [user.nick, user.nick, autoreg_class], ({ allow, disconnect }) => {
    if (disconnect) return close(hub, session, CloseReason.PLUGIN);
    if (allow && !session.over && !hub.store.accounts.get(user.nick)) {
      makeAccount(call, password, autoreg_class);
    }
  });
}

function makeAccount(
  { hub, user, session, reply }: CommandCall,
  password: string,
  userClass: number,
): void {
  // The account comes first, without a password: whatever happens next, its owner can still choose one.
  const registeredAt = unixSeconds(hub.clock);
  const { nick } = user;
  hub.store.accounts.add({
    nick,
    class: userClass,
    passwordChange: true,
    registeredBy: nick,
    registeredAt,
  });
  session.account = hub.store.accounts.get(nick);
  updateMenus(hub, session);
  reportToOperators(hub, `${nick} registered with class ${userClass}, from ${whence(hub, session)}`);
  reply(`You are registered with class ${className(userClass)}.`);
  if (password === "") return askForNewPassword(hub, session);
  choosePassword(hub, session, password, (problem) => {
    if (problem === null) return;
    reply(problem);
    askForNewPassword(hub, session);
  });
}

function unregister(call: CommandCall): void {
  const { hub, user, session, reply } = call;
  const { vars } = hub;
  if (vars.disable_regme_cmd) return reply("+unregme is turned off here.");
  const account = hub.store.accounts.get(user.nick);
  if (!account) return reply("You are not registered.");
  // Under a nick without a password anybody could ask.
  if (session.account === null || session.password === "choose") {
    return reply("Set your password first: +passwd <password>");
  }
  if (vars.autounreg_class === 0 || account.class > vars.autounreg_class) {
    return askOperators(call, `asks for the end of the account. Use !regdel ${account.nick}`);
  }
  // A script that refuses says itself why, or not at all.
  consult(hub, session, "OnDelReg", [account.nick, account.class, user.nick], ({ allow, disconnect }) => {
    if (disconnect) return close(hub, session, CloseReason.PLUGIN);
    if (!allow || session.over || !hub.store.accounts.remove(account.nick)) return;
    applyAccount(hub, account.nick);
    hub.log.info("Account removed", { nick: account.nick, by: account.nick });
    reportToOperators(
      hub,
      `${account.nick} ended the account (class ${account.class}), from ${whence(hub, session)}`,
    );
    reply("You are not registered any more.");
  });
}

/** Passes on what only the operators can do; `wish` goes on behind nick and place: `asks to be registered …`. */
function askOperators({ hub, user, session, reply }: CommandCall, wish: string): void {
  if (sharedFlood(hub, user, "to", session)) return;
  const { dest_regme_chat, opchat_class } = hub.vars;
  const text = `${user.nick} (${whence(hub, session)}) ${wish}`;
  if (dest_regme_chat) sayInPublic(hub, text, opchat_class);
  else reportToOperators(hub, text);
  reply(
    operatorsRead(hub, dest_regme_chat)
      ? "Your wish was passed on to the operators."
      : "No operator is here now. Ask again later.",
  );
}
