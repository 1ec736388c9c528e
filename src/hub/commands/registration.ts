/**
 * Accounts by hand: `!reg new|del|pass|class|enable|disable|info|list` and the same as single words (`!regnew` …).
 * Owns the words and their help; what they do stands in `registration_actions.ts`.
 *
 * @module
 */
import type { CommandCall, HubCommand, HubContext } from "../context.ts";
import { UserClass } from "../model.ts";
import { firstWord } from "./args.ts";
import { add, list, remove, setClass, setEnabled, setPassword, show } from "./registration_actions.ts";

type Vars = HubContext["vars"];

interface Action {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly usage: string;
  readonly help: string;
  readonly minClass: (vars: Vars) => number;
  readonly run: (call: CommandCall, args: string) => void;
}

const registrar = (vars: Vars): number => vars.min_class_register;

const ACTIONS: readonly Action[] = [
  {
    name: "new",
    aliases: ["rn", "rnew", "regnewuser"],
    usage: "<nick> [class] [password]",
    help: "Register a nick; without a password its owner chooses one",
    minClass: registrar,
    run: add,
  },
  {
    name: "del",
    aliases: ["delete"],
    usage: "<nick>",
    help: "Remove an account",
    minClass: registrar,
    run: remove,
  },
  {
    name: "pass",
    aliases: [],
    usage: "<nick> [password]",
    help: "Set a password, or let the owner choose one",
    minClass: registrar,
    run: setPassword,
  },
  {
    name: "class",
    aliases: ["setclass"],
    usage: "<nick> <class>",
    help: "Change the class of an account",
    minClass: registrar,
    run: setClass,
  },
  {
    name: "enable",
    aliases: [],
    usage: "<nick>",
    help: "Give an account its rights back",
    minClass: registrar,
    run: (call, args) => setEnabled(call, args, true),
  },
  {
    name: "disable",
    aliases: [],
    usage: "<nick>",
    help: "Take an account's rights without removing it",
    minClass: registrar,
    run: (call, args) => setEnabled(call, args, false),
  },
  {
    name: "info",
    aliases: [],
    usage: "<nick>",
    help: "Show an account",
    minClass: () => UserClass.Operator,
    run: show,
  },
  {
    name: "list",
    aliases: ["lst"],
    usage: "[class]",
    help: "List the accounts of a class, 1 if none is given",
    minClass: registrar,
    run: list,
  },
];

/** `!reg` and its single words. */
export const REGISTRATION: readonly HubCommand[] = [
  {
    name: "reg",
    operator: true,
    minClass: () => UserClass.Operator,
    usage: `<${ACTIONS.map(({ name }) => name).join("|")}> …`,
    help: "Accounts; the same as !regnew, !regdel and so on",
    run(call, args) {
      const [word, rest] = firstWord(args);
      const action = ACTIONS.find(({ name }) => name === word.toLowerCase());
      if (!action) return call.reply(`Write one of: ${ACTIONS.map(({ name }) => `!reg ${name}`).join(", ")}`);
      if (call.class < action.minClass(call.hub.vars)) {
        return call.reply(`You have no right to use !reg ${action.name}.`);
      }
      action.run(call, rest);
    },
  },
  ...ACTIONS.map(({ name, aliases, usage, help, minClass, run }): HubCommand => ({
    name: `reg${name}`,
    aliases,
    operator: true,
    minClass,
    usage,
    help,
    run,
  })),
];
