/**
 * Accounts by hand: `!reg new|del|pass|class|…` and the same as single words (`!regnew` …). Owns the words and their
 * help; what they do stands in `registration_actions.ts` and `registration_views.ts`.
 *
 * @module
 */
import type { CommandCall, HubCommand, MenuEntry } from "../command_line/command.ts";
import type { HubContext } from "../context.ts";
import { isGiven } from "../moderation/given_rights.ts";
import { UserClass } from "../model.ts";
import { firstWord } from "./args.ts";
import {
  add,
  remove,
  setClass,
  setClassColumn,
  setColumn,
  setEnabled,
  setPassword,
} from "./registration_actions.ts";
import { list, show } from "./registration_views.ts";

type Vars = HubContext["vars"];

interface Action {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly usage: string;
  readonly help: string;
  readonly minClass: (vars: Vars) => number;
  /** The right to register, given for a time, opens it below that class. */
  readonly byRight: boolean;
  readonly changes: boolean;
  readonly secretFrom?: number;
  readonly menu: readonly MenuEntry[];
  readonly run: (call: CommandCall, args: string) => void;
}

const registrar = { minClass: (vars: Vars) => vars.min_class_register, byRight: true } as const;
const changes = { ...registrar, changes: true, aliases: [] as readonly string[] } as const;

const onUser = (title: string, args = ""): MenuEntry => ({
  title: `Accounts\\${title}`,
  on: "user",
  args: `%[nick]${args && ` ${args}`}`,
});
const onHub = (title: string, args: string): MenuEntry => ({ title: `Accounts\\${title}`, on: "hub", args });

const ACTIONS: readonly Action[] = [
  {
    ...changes,
    name: "new",
    aliases: ["rn", "rnew", "regnewuser"],
    usage: "<nick> [class] [password]",
    help: "Register a nick; without a password its owner chooses one",
    secretFrom: 3,
    menu: [onUser("Register", "%[line:Class]"), onHub("Register a nick", "%[line:Nick] %[line:Class]")],
    run: add,
  },
  {
    ...changes,
    name: "del",
    aliases: ["delete", "delreg"],
    usage: "<nick>",
    help: "Remove an account",
    menu: [onUser("Remove"), onHub("Remove an account", "%[line:Nick]")],
    run: remove,
  },
  {
    ...changes,
    name: "pass",
    aliases: ["regpasswd"],
    usage: "<nick> [password]",
    help: "Set a password, or let the owner choose one",
    secretFrom: 2,
    menu: [onUser("Let choose a new password")],
    run: setPassword,
  },
  {
    ...changes,
    name: "class",
    aliases: ["setclass"],
    usage: "<nick> <class>",
    help: "Change the class of an account",
    menu: [onUser("Change the class", "%[line:Class]")],
    run: setClass,
  },
  {
    ...changes,
    name: "enable",
    usage: "<nick>",
    help: "Give an account its rights back",
    menu: [onUser("Enable")],
    run: (call, args) => setEnabled(call, args, true),
  },
  {
    ...changes,
    name: "disable",
    usage: "<nick>",
    help: "Take an account's rights without removing it",
    menu: [onUser("Disable")],
    run: (call, args) => setEnabled(call, args, false),
  },
  {
    ...changes,
    name: "protect",
    usage: "<nick> <class>",
    help: "Protect an account from kicks up to a class; 0 ends it",
    menu: [onUser("Protect from kicks", "%[line:Up to class]")],
    run: (call, args) => setClassColumn(call, args, "class_protect"),
  },
  {
    ...changes,
    name: "hidekick",
    usage: "<nick> <class>",
    help: "Hide an operator's kicks from a class and lower ones; 0 ends it",
    menu: [onUser("Hide the kicks", "%[line:Up to class]")],
    run: (call, args) => setClassColumn(call, args, "class_hidekick"),
  },
  {
    ...changes,
    name: "set",
    aliases: ["reg="],
    usage: "<nick> [name] [value]",
    help: "Change a part of an account such as hide_share or auth_ip; without a name list them",
    minClass: (vars) => Math.max(UserClass.Admin, vars.min_class_register),
    byRight: false,
    menu: [onUser("Change a part", "%[line:Name] %[line:Value]")],
    run: setColumn,
  },
  {
    name: "info",
    aliases: [],
    usage: "<nick>",
    help: "Show an account",
    minClass: () => UserClass.Operator,
    byRight: false,
    changes: false,
    menu: [onUser("Show"), onHub("Show an account", "%[line:Nick]")],
    run: show,
  },
  {
    ...registrar,
    name: "list",
    aliases: ["lst"],
    usage: "[class] [page]",
    help: "List the accounts of a class, 1 if none is given",
    changes: false,
    menu: [onHub("List", "%[line:Class]")],
    run: list,
  },
];

/** Runs an action; one that needs a nick says what is missing. */
function start({ name, usage, run }: Action, call: CommandCall, args: string): void {
  if (args !== "" || name === "new" || !usage.startsWith("<nick>")) return run(call, args);
  call.reply(`Write whose account: !reg${name} ${usage}`);
}

const isOpen = (action: Action, call: CommandCall): boolean =>
  call.class >= action.minClass(call.hub.vars) || (action.byRight && isGiven(call.hub, call.user, "reg"));

/** `!reg` and its single words. */
export const REGISTRATION_COMMANDS: readonly HubCommand[] = [
  {
    name: "reg",
    operator: true,
    minClass: () => UserClass.Operator,
    usage: `<${ACTIONS.map(({ name }) => name).join("|")}> …`,
    help: "Accounts; the same as !regnew, !regdel and so on",
    // Words are counted behind !reg: the password of `!reg pass` is the third.
    secretFrom: 3,
    audited: true,
    auditTarget: 2,
    run(call, args) {
      const [word, rest] = firstWord(args);
      const action = ACTIONS.find(({ name }) => name === word.toLowerCase());
      if (!action) return call.reply(`Write one of: ${ACTIONS.map(({ name }) => `!reg ${name}`).join(", ")}`);
      if (!isOpen(action, call)) {
        return call.reply(`You have no right to use !reg ${action.name}.`);
      }
      start(action, call, rest);
    },
  },
  ...ACTIONS.map((action): HubCommand => ({
    name: `reg${action.name}`,
    aliases: action.aliases,
    operator: true,
    minClass: action.minClass,
    ...(action.byRight ? { right: "reg" } : {}),
    ...(action.changes ? { audited: true } : {}),
    ...(action.secretFrom === undefined ? {} : { secretFrom: action.secretFrom }),
    usage: action.usage,
    help: action.help,
    menu: action.menu,
    run: (call, args) => start(action, call, args),
  })),
];
