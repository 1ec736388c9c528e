/**
 * The words of the operator commands about scripts, as data: what they are called, take and mean. The commands, their
 * help and the reference of commands are made from it. What the words do stands in `script_commands.ts`.
 *
 * @module
 */

/** One command about scripts. */
export interface ScriptWord {
  /** The word behind the trigger. */
  readonly name: string;
  /** Other words for it. */
  readonly aliases: readonly string[];
  /** What follows the word, for the help. */
  readonly usage: string;
  /** What it does, one line. */
  readonly help: string;
  /** Goes into the audit trail. */
  readonly audited: boolean;
}

/** What a command does; the word behind `ts`. */
export type ScriptVerb = "list" | "files" | "load" | "unload" | "reload" | "add" | "perm" | "log" | "err";

// COMPAT: `py…`, and what operators of a Verlihub type. Test: "script commands: the words of Verlihub's plugins work".
const word = (
  verb: ScriptVerb,
  usage: string,
  help: string,
  audited = false,
  plugin: readonly string[] = [],
): readonly [ScriptVerb, ScriptWord] => [
  verb,
  { name: `ts${verb}`, aliases: [`py${verb}`, ...plugin], usage, help, audited },
];

/** All commands about scripts, in the order of the reference. */
export const SCRIPT_WORDS: ReadonlyMap<ScriptVerb, ScriptWord> = new Map([
  word("list", "", "List the scripts in call order: state, grants, figures, last trouble", false, [
    "pluglist",
    "lstplug",
  ]),
  word("files", "", "List the files in the scripts folder and their numbers"),
  word("load", "<#id|name|file>", "Load a script", true, ["plugin", "onplug"]),
  word("unload", "<#id|name>", "Unload a script", true, ["plugout", "offplug"]),
  word("reload", "<#id|name>", "Load a script's present source in its place", true, ["plugreload", "replug"]),
  word("add", "", "Tell how a script is loaded at every start", false, ["addplug", "modplug", "delplug"]),
  word("perm", "<#id|name>", "Show what a script may do"),
  word("log", "[0-3]", "Show or set how much of what scripts do is logged", true),
  word("err", "[class]", "Show or set who is told of script errors", true),
]);
