/**
 * The operator commands that list, load, reload and unload scripts. Owns their words and layout; what they do is the
 * supervisor's business. Every answer goes to the operator who asked.
 *
 * @module
 */
import { scriptNameOf } from "../config/load.ts";
import { HubError } from "../core/errors.ts";
import type { CommandCaller, HubPort, PortCommand } from "../port/hub_port.ts";
import { explain, type ScriptDefinition, type Slot, whereOf } from "./slot.ts";
import type { Supervisor } from "./supervisor.ts";

/** What the commands need. */
export interface ScriptCommandOptions {
  /** The scripts. */
  readonly supervisor: Supervisor;
  /** For the class that may use the commands, and the log level. */
  readonly port: HubPort;
  /** Folder of `!tsfiles`. */
  readonly folder: string;
  /** Files in it, by name. */
  listFiles(): Promise<string[]>;
  /** Definition of a source given by hand. */
  define(source: string): Promise<ScriptDefinition>;
}

const LINE = "\r\n";
const RULE = `\t${"-".repeat(60)}`;

/** Builds the commands. */
export function scriptCommands(options: ScriptCommandOptions): PortCommand[] {
  const { supervisor, port, folder, listFiles, define } = options;

  const find = (what: string): Slot | undefined => {
    const number = /^#?(\d+)$/.exec(what)?.[1];
    if (number !== undefined) return supervisor.slots.find(({ id }) => id === Number(number));
    const stem = what.replace(/\.[cm]?[jt]s$/, "");
    return supervisor.slots.find(({ definition: { name, source, file } }) =>
      name === what || name === stem || source === what || file === what
    );
  };

  const found = (what: string): Slot => {
    const slot = find(what);
    if (slot) return slot;
    throw new HubError(
      "script.unknown",
      what ? `There is no script "${what}" in the list` : "Which script?",
      {
        remedy: "!tslist shows the names and numbers",
      },
    );
  };

  const source = async (what: string): Promise<string> => {
    if (what === "") {
      throw new HubError("script.unknown", "Which script?", {
        remedy: "!tsfiles shows the files to choose from",
      });
    }
    if (/[\\/:]/.test(what)) return what;
    const files = await listFiles();
    const index = /^#?(\d+)$/.exec(what)?.[1];
    const file = index !== undefined
      ? files[Number(index)]
      : files.find((file) => file === what || scriptNameOf(`${folder}/${file}`) === what);
    if (file !== undefined) return `${folder}/${file}`;
    throw new HubError("script.unknown", `There is no file "${what}" in ${folder}`, {
      remedy: "!tsfiles shows the files to choose from",
    });
  };

  const list = ({ reply }: CommandCaller) => {
    if (supervisor.slots.length === 0) {
      return reply("No scripts are loaded. !tsfiles shows the files to choose from.");
    }
    reply(
      ["Scripts in call order:", "", "\tID\tScript", RULE, "", ...supervisor.slots.map(describe)].join(LINE),
    );
  };

  const files = async ({ reply }: CommandCaller) => {
    const names = await listFiles();
    if (names.length === 0) return reply(`There are no scripts in ${folder}.`);
    const rows = names.map((name, index) => `\t${index}\t${name}${isLoaded(name) ? "\t(loaded)" : ""}`);
    reply([`Scripts in ${folder}:`, "", "\tID\tScript", RULE, "", ...rows].join(LINE));
  };
  const isLoaded = (name: string) =>
    supervisor.slots.some(({ definition }) => definition.file.endsWith(`${folder}/${name}`));

  const load = async ({ reply }: CommandCaller, what: string) => {
    const definition = await define(await source(what));
    const loaded = supervisor.slots.find((slot) =>
      slot.definition.name === definition.name || slot.definition.file === definition.file
    );
    if (loaded) {
      return reply(
        `Script #${loaded.id} ${loaded.definition.name} is loaded already; try !tsreload #${loaded.id}.`,
      );
    }
    const slot = await supervisor.load(definition);
    reply(`Loaded script #${slot.id} ${definition.name}.`);
  };

  const unload = async ({ reply }: CommandCaller, what: string) => {
    const slot = found(what);
    await supervisor.unload(slot);
    reply(`Unloaded script #${slot.id} ${slot.definition.name}.`);
  };

  const reload = async ({ reply }: CommandCaller, what: string) => {
    const old = found(what);
    const slot = await supervisor.reload(old);
    reply(`Unloaded script #${old.id} ${old.definition.name}. Loaded it again as #${slot.id}.`);
  };

  const level = ({ reply, nick }: CommandCaller, what: string) => {
    const old = port.getConfig("pi_python", "log_level") ?? "1";
    if (what === "") return reply(`Script log level: ${old}.`);
    if (!/^[0-9]$/.test(what)) {
      throw new HubError("setting.invalid", `"${what}" is no log level`, {
        remedy: "Write a digit: 0 errors only, 1 normal, 3 everything",
      });
    }
    port.setConfig(
      "pi_python",
      "log_level",
      what,
      nick,
      (ok) => reply(ok ? `pi_python log_level: ${old} -> ${what}.` : "A script refused the change."),
    );
  };

  /** A command whose work may fail or take time; failures go to the operator. */
  const command = (
    name: string,
    usage: string,
    help: string,
    work: (caller: CommandCaller, args: string) => void | Promise<void>,
  ): PortCommand => ({
    name: `ts${name}`,
    aliases: [`py${name}`],
    usage,
    help,
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
    command("list", "", "List the scripts in call order", list),
    command("files", "", "List the files that can be loaded", files),
    command("load", "<file|index>", "Load a script", load),
    command("unload", "<name|#id>", "Unload a script", unload),
    command("reload", "<name|#id>", "Load a script's present source in its place", reload),
    command("log", "[0-9]", "Show or set how much scripts log", level),
  ];
}

/** One script in `!tslist`. */
function describe(slot: Slot): string {
  const { id, definition, state, stats, title, trouble, instance } = slot;
  const version = title.version ? ` ${title.version}` : "";
  const grants = definition.permissions.summary.filter((grant) => !grant.endsWith(": none"));
  const lines = [`\t${id}\t${title.name}${version} [${state}] ${definition.source}`];
  lines.push(`\t\tgrants: ${grants.join("; ") || "none"}`);
  if (stats.handledCount > 0) {
    lines.push(
      `\t\thooks: ${stats.handledCount} answered, ${stats.meanMs.toFixed(2)} ms on average, ${
        stats.maxMs.toFixed(0)
      } ms at most; ${stats.failedCount} failed, ${stats.timedOutCount} too slow`,
    );
  }
  if (instance) lines.push(`\t\tmemory: ${(instance.memory.heap / 1048576).toFixed(1)} MiB heap`);
  const where = whereOf(trouble?.where);
  if (trouble) lines.push(`\t\tlast trouble: ${trouble.message}${where && ` (${where})`}`);
  return lines.join(LINE);
}
