/**
 * Commands about the hub and one's own account, for everybody: `+info`, `+passwd`, `+regme`.
 *
 * @module
 */
import { describeBytes } from "../amount.ts";
import { askForNewPassword, choosePassword } from "../login/password.ts";
import { className } from "../class_names.ts";
import { close } from "../close.ts";
import type { CommandCall, HubCommand } from "../context.ts";
import { consult } from "../hold.ts";
import { checkShare } from "../my_info/limits.ts";
import { CloseReason, UserClass } from "../model.ts";
import { wishPassedOn } from "./own_account.ts";
import { reportToOperators } from "../talk/op_chat.ts";
import { describeWait } from "../../core/period.ts";
import { sharedFlood } from "../talk/shared_flood.ts";
import { sayInPublic } from "../public_message.ts";
import { searchInterval } from "../peers/search_pace.ts";
import { whence } from "../login/zones.ts";

/** `+info`, `+passwd`, `+regme`. */
export const OWN: readonly HubCommand[] = [
  {
    name: "info",
    operator: false,
    minClass: () => 0,
    usage: "",
    help: "Show facts about the hub and yourself",
    menu: [{ title: "Hub\\About this hub", on: "hub", args: "" }],
    run: (call) => call.reply(describe(call)),
  },
  {
    name: "passwd",
    aliases: ["password"],
    operator: false,
    minClass: () => 0,
    usage: "<password>",
    help: "Set your password",
    secretFrom: 1,
    menu: [{ title: "Me\\Set my password", on: "hub", args: "%[line:New password]" }],
    run: changeOwnPassword,
  },
  {
    name: "regme",
    operator: false,
    minClass: () => 0,
    usage: "[password]",
    help: "Register your nick, or ask the operators to do it",
    secretFrom: 1,
    menu: [{ title: "Me\\Register my nick", on: "hub", args: "%[line:Password]" }],
    run: registerSelf,
  },
];

function describe({ hub, user, session, class: userClass }: CommandCall): string {
  const { vars, users, peaks } = hub;
  const lines = [
    `Hub: ${vars.hub_name}${vars.hub_topic && ` - ${vars.hub_topic}`}`,
    `Software: ${hub.version.name} ${hub.version.version}`,
    `Up for: ${describeWait(Math.floor(hub.clock.now() / 1000) - hub.startedAt)}`,
    `Users: ${users.people} (most so far ${peaks.users}), sharing ${describeBytes(users.share)}`,
    `You: ${user.nick}, class ${className(userClass)}, sharing ${
      describeBytes(user.share)
    }, from ${session.ip}`,
    `Searches: ${vars.search_number} in ${searchInterval(vars, userClass, user.active)} s`,
  ];
  if (vars.hub_owner !== "") lines.splice(1, 0, `Owner: ${vars.hub_owner}`);
  return lines.join("\r\n");
}

function changeOwnPassword({ hub, session, class: userClass, reply }: CommandCall, password: string): void {
  const { max_class_self_repass } = hub.vars;
  if (!session.account) return reply("You are not registered. Try +regme.");
  const free = max_class_self_repass > 0 && userClass >= max_class_self_repass;
  if (session.password !== "choose" && !free) {
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
  if (vars.autoreg_class <= 0) return askOperators(call);
  const { autoreg_class, password_min_len } = vars;
  const prefix = vars.nick_prefix_autoreg.replaceAll("%[CC]", session.country);
  if (!user.nick.startsWith(prefix)) return reply(`Your nick has to begin with ${prefix} to be registered.`);
  const refusal = checkShare(vars, autoreg_class, user.share, user.active);
  if (refusal) return reply(`You cannot be registered: ${refusal.text}`);
  if (password !== "" && new TextEncoder().encode(password).length < password_min_len) {
    return reply(`The password is too short: at least ${password_min_len} bytes.`);
  }
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
  const registeredAt = Math.floor(hub.clock.now() / 1000);
  const { nick } = user;
  hub.store.accounts.add({
    nick,
    class: userClass,
    passwordChange: true,
    registeredBy: nick,
    registeredAt,
  });
  session.account = hub.store.accounts.get(nick);
  reportToOperators(hub, `${nick} registered with class ${userClass}, from ${whence(hub, session)}`);
  reply(`You are registered with class ${className(userClass)}.`);
  if (password === "") return askForNewPassword(hub, session);
  choosePassword(hub, session, password, (problem) => {
    if (problem === null) return;
    reply(problem);
    askForNewPassword(hub, session);
  });
}

/** Passes the wish on, never a password that came with it. */
function askOperators({ hub, user, session, reply }: CommandCall): void {
  if (sharedFlood(hub, user, "to", session)) return;
  const text = `${user.nick} (${whence(hub, session)}) asks to be registered. Use !regnew ${user.nick}`;
  if (hub.vars.dest_regme_chat) {
    sayInPublic(hub, text, hub.vars.opchat_class);
  } else reportToOperators(hub, text);
  reply(wishPassedOn(hub));
}
