/**
 * The operator commands about scripts. Owns their words, their table and how failures are told; what they do is the
 * supervisor's business. Every answer goes to the operator who asked.
 *
 * @module
 */
import { HubError } from "../core/errors.ts";
import type { CommandCaller, HubPort, PortCommand } from "../port/hub_port.ts";
import { LEVELS, SCRIPT_SET, type ScriptLevel } from "./script_level.ts";
import { createScriptNames } from "./script_names.ts";
import { grantsText, LINE, scriptRow, table } from "./script_report.ts";
import { explain, type ScriptDefinition, type Slot } from "./slot.ts";
import type { Supervisor } from "./supervisor.ts";

/** The class that may load a script from anywhere. */
const MASTER = 10;

/** What the commands need. */
export interface ScriptCommandOptions {
  /** The scripts. */
  readonly supervisor: Supervisor;
  /** For the class that may use the commands, and the variables. */
  readonly port: Pick<HubPort, "getConfig" | "setConfig">;
  /** Log level and class for errors. */
  readonly level: ScriptLevel;
  /** Folder of `!tsfiles`. */
  readonly folder: string;
  /** Files in it, by name. */
  listFiles(): Promise<string[]>;
  /** Definition of a source given by hand, by somebody who may load from `anywhere` or not. */
  define(source: string, anywhere: boolean): Promise<ScriptDefinition>;
  /** Tells operators other than the one who asked. */
  report(text: string): void;
}

/** Builds the commands. */
export function scriptCommands(options: ScriptCommandOptions): PortCommand[] {
  const { supervisor, port, level, folder, listFiles, define, report } = options;
  const names = createScriptNames({
    slots: supervisor.slots,
    folder,
    listFiles,
    reserveId: () => supervisor.reserveId(),
  });

  const list = ({ reply }: CommandCaller) => {
    const rows = supervisor.slots.map(scriptRow);
    reply(
      rows.length === 0
        ? "No scripts are loaded. !tsfiles shows the files to choose from."
        : table("Scripts in call order:", rows),
    );
  };

  const files = async ({ reply }: CommandCaller) => {
    const found = await names.files();
    if (found.length === 0) return reply(`There are no scripts in ${folder}.`);
    const rows = found.map(({ id, file, slot }) => `\t${id}\t${file}${slot ? `\t(${slot.state})` : ""}`);
    reply(table(`Scripts in ${folder}:`, rows));
  };

  const refuseLoaded = ({ id, definition }: Slot, { reply }: CommandCaller) =>
    reply(`Script #${id} ${definition.name} is loaded already; try !tsreload #${id}.`);

  const load = async (caller: CommandCaller, what: string) => {
    const found = await names.source(what);
    if ("definition" in found) return refuseLoaded(found, caller);
    const definition = await define(found.source, caller.class >= MASTER);
    const loaded = supervisor.slots.find((slot) =>
      slot.definition.name === definition.name || slot.definition.file === definition.file
    );
    if (loaded) return refuseLoaded(loaded, caller);
    const slot = await told(caller, definition.name, () => supervisor.load(definition, found.id));
    caller.reply(`Loaded script #${slot.id} ${definition.name}.`);
  };

  const unload = async ({ reply }: CommandCaller, what: string) => {
    const slot = names.script(what);
    await supervisor.unload(slot);
    reply(`Unloaded script #${slot.id} ${slot.definition.name}.`);
  };

  const reload = async (caller: CommandCaller, what: string) => {
    const old = names.script(what);
    const { name } = old.definition;
    const slot = await told(caller, name, () => supervisor.reload(old));
    caller.reply(`Unloaded script #${old.id} ${name}. Loaded it again as #${slot.id}.`);
  };

  /** A load that fails concerns more people than the one who tried. */
  const told = async (caller: CommandCaller, name: string, work: () => Promise<Slot>): Promise<Slot> => {
    try {
      return await work();
    } catch (error) {
      report(`Script "${name}" could not be loaded (asked by ${caller.nick}): ${explain(error)}`);
      throw error;
    }
  };

  /** Grants belong to whoever has the config, so no command writes entries. */
  const registered = ({ reply }: CommandCaller) =>
    reply(
      `Scripts of every start stand in the hub's config under "scripts", with their grants, or lie in ${folder}, ` +
        "without. Change them there, then use !tsload, !tsreload or !tsunload.",
    );

  const grants = ({ reply }: CommandCaller, what: string) => reply(grantsText(names.script(what)));

  /** Shows or sets a variable of the set. */
  const variable = (name: string, shown: () => string, check: (value: string) => void) =>
  (
    { reply, nick }: CommandCaller,
    what: string,
  ) => {
    const old = port.getConfig(SCRIPT_SET, name) ?? String(name === "log_level" ? level.log : level.errClass);
    if (what === "") return reply(`${SCRIPT_SET} ${name}: ${old}. ${shown()}`);
    check(what);
    port.setConfig(SCRIPT_SET, name, what, nick, (ok) => {
      if (ok) level.refresh();
      reply(ok ? `${SCRIPT_SET} ${name}: ${old} -> ${what}.` : "A script refused the change.");
    });
  };
  const logLevel = variable(
    "log_level",
    () => ["Each level adds to those before it:", ...LEVELS.map((what, i) => `\t${i}\t${what}`)].join(LINE),
    (value) => {
      if (/^\d$/.test(value)) return;
      throw new HubError("setting.invalid", `"${value}" is no log level`, {
        remedy: "Write a digit from 0 to 3",
      });
    },
  );
  const errClass = variable(
    "err_class",
    () => "Operators of this class and above are told of script errors in the operator chat.",
    (value) => {
      if (/^(?:\d|10)$/.test(value)) return;
      throw new HubError("setting.invalid", `"${value}" is no class`, {
        remedy: "Write a number from 0 to 10",
      });
    },
  );

  /** A command whose work may fail or take time; failures go to the operator. */
  const command = (
    name: string,
    usage: string,
    help: string,
    work: (caller: CommandCaller, args: string) => void | Promise<void>,
    audited = false,
    plugin: readonly string[] = [],
  ): PortCommand => ({
    name: `ts${name}`,
    // COMPAT: what operators of a Verlihub type. Test: "script commands: the words of Verlihub's plugins work".
    aliases: [`py${name}`, ...plugin],
    usage,
    help,
    ...audited ? { audited } : {},
    minClass: () => Number(port.getConfig("config", "plugin_mod_class") ?? 5),
    run(caller, args) {
      const refuse = (error: unknown) => {
        const remedy = error instanceof HubError && error.remedy ? ` ${error.remedy}.` : "";
        caller.reply(`${explain(error)}.${remedy}`.replace("..", "."));
      };
      Promise.try(work, caller, args).catch(refuse);
    },
  });

  return [
    command("list", "", "List the scripts in call order: state, grants, figures, last trouble", list, false, [
      "pluglist",
      "lstplug",
    ]),
    command("files", "", "List the files in the scripts folder and their numbers", files),
    command("load", "<#id|name|file>", "Load a script", load, true, ["plugin", "onplug"]),
    command("unload", "<#id|name>", "Unload a script", unload, true, ["plugout", "offplug"]),
    command("reload", "<#id|name>", "Load a script's present source in its place", reload, true, [
      "plugreload",
      "replug",
    ]),
    command("add", "", "Tell where scripts of every start are registered", registered, false, [
      "addplug",
      "modplug",
      "delplug",
    ]),
    command("perm", "<#id|name>", "Show what a script may do", grants),
    command("log", "[0-3]", "Show or set how much of what scripts do is logged", logLevel, true),
    command("err", "[class]", "Show or set who is told of script errors", errClass, true),
  ];
}
