/**
 * The operator commands about scripts. Owns how they are answered and how failures are told; their words are data of
 * their own, what they do is the supervisor's business. Every answer goes to the operator who asked.
 *
 * @module
 */
import { HubError } from "../core/errors.ts";
import type { CommandCaller, HubPort, PortCommand } from "../port/hub_port.ts";
import { LEVELS, SCRIPT_SET, type ScriptLevel } from "./script_level.ts";
import { createScriptNames } from "./script_names.ts";
import { grantsText, LINE, scriptRow, table } from "./script_report.ts";
import { SCRIPT_WORDS, type ScriptVerb } from "./script_words.ts";
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
  /** Sources of the config's entries, by name; default none. */
  readonly sources?: ReadonlyMap<string, string> | undefined;
  /** Definition of a source given by hand, by somebody who may load from `anywhere` or not. */
  define(source: string, anywhere: boolean): Promise<ScriptDefinition>;
  /** Tells operators other than the one who asked. */
  report(text: string): void;
}

/** Builds the commands. */
export function scriptCommands(options: ScriptCommandOptions): PortCommand[] {
  const { supervisor, port, level, folder, listFiles, sources, define, report } = options;
  const names = createScriptNames({
    slots: supervisor.slots,
    folder,
    listFiles,
    sources,
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
      `A script is loaded at every start if it has an entry with its grants under "scripts" in the hub's config, or ` +
        `lies in ${folder}, without grants. Change it there, then use !tsload, !tsreload or !tsunload.`,
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

  const work: Readonly<Record<ScriptVerb, (caller: CommandCaller, args: string) => void | Promise<void>>> = {
    list,
    files,
    load,
    unload,
    reload,
    add: registered,
    perm: grants,
    log: logLevel,
    err: errClass,
  };

  /** A command's work may fail or take time; failures go to the operator. */
  return [...SCRIPT_WORDS].map(([verb, { audited, ...words }]): PortCommand => ({
    ...words,
    ...audited ? { audited } : {},
    minClass: () => Number(port.getConfig("config", "plugin_mod_class") ?? 5),
    run(caller, args) {
      const refuse = (error: unknown) => {
        const remedy = error instanceof HubError && error.remedy ? ` ${error.remedy}.` : "";
        caller.reply(`${explain(error)}.${remedy}`.replace("..", "."));
      };
      Promise.try(work[verb], caller, args).catch(refuse);
    },
  }));
}
