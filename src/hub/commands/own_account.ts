/**
 * `+unregme`: the end of one's own account, at once or by the operators. Owns which of the two it is.
 *
 * @module
 */
import { applyAccount } from "../moderation/accounts.ts";
import { close } from "../close.ts";
import type { CommandCall, HubCommand, HubContext } from "../context.ts";
import { consult } from "../hold.ts";
import { CloseReason } from "../model.ts";
import { operatorsRead, reportToOperators } from "../talk/op_chat.ts";
import { sharedFlood } from "../talk/shared_flood.ts";
import { sayInPublic } from "../public_message.ts";
import { whence } from "../login/zones.ts";

/** What somebody reads whose wish the operators have to fulfil. */
export function wishPassedOn(hub: HubContext): string {
  return operatorsRead(hub, hub.vars.dest_regme_chat)
    ? "Your wish was passed on to the operators."
    : "No operator is here now. Ask again later.";
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
    if (sharedFlood(hub, user, "to", session)) return;
    const text = `${user.nick} (${
      whence(hub, session)
    }) asks for the end of the account. Use !regdel ${account.nick}`;
    if (vars.dest_regme_chat) sayInPublic(hub, text, vars.opchat_class);
    else reportToOperators(hub, text);
    return reply(wishPassedOn(hub));
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

/** `+unregme`. */
export const OWN_ACCOUNT: readonly HubCommand[] = [
  {
    name: "unregme",
    operator: false,
    minClass: () => 1,
    usage: "",
    help: "End your account, or ask the operators to do it",
    menu: [{ title: "Me\\End my account", on: "hub", args: "" }],
    run: unregister,
  },
];
