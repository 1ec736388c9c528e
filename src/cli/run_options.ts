/**
 * The options of `hubcap run` and what they change in the configuration. Pure but for reading the config file.
 *
 * @module
 */
import { resolve } from "@std/path";
import { type LoadedConfig, type LoadedScript, resolveSource, scriptNameOf } from "../config/load.ts";
import { CONFIG_SCHEMA } from "../config/schema.ts";
import { type OptionSpec, type OptionValues, usage } from "./command.ts";

/** Options of `run` beyond the common ones. */
export const RUN_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  host: {
    type: "string",
    value: "ADDRESS",
    help: "Listen here, in place of the addresses in the configuration",
  },
  port: { type: "string", value: "N", help: "Listen on this port; 0 takes a free one" },
  script: {
    type: "string",
    value: "SOURCE",
    multiple: true,
    help: "Also run this script, without permissions; may be given several times",
  },
  "log-level": { type: "string", value: "LEVEL", help: "debug, info, warn or error" },
};

const LEVELS = ["debug", "info", "warn", "error"] as const;

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (port <= 65_535) return port;
  throw usage(`Cannot use --port ${text}`, "Write a whole number from 0 to 65535");
}

function parseLevel(text: string): LoadedConfig["log"]["level"] {
  const level = LEVELS.find((name) => name === text);
  if (level) return level;
  throw usage(`Cannot use --log-level ${text}`, `Write ${LEVELS.join(", ")}`);
}

/** An entry for a script that stands only on the command line: every default, no permission. */
function quickScript(source: string, taken: ReadonlySet<string>): LoadedScript {
  const [entry] = CONFIG_SCHEMA.parse({ scripts: [{ source }] }).scripts;
  const wanted = scriptNameOf(source);
  let name = wanted;
  for (let i = 2; taken.has(name.toLowerCase()); i++) name = `${wanted.slice(0, 60)}_${i}`;
  return { ...entry!, source: resolveSource(source, resolve(".")), name };
}

/**
 * The configuration with the options applied.
 *
 * @throws {HubError} `cli.usage` for a value that makes no sense.
 */
export function applyRunOptions(config: LoadedConfig, options: OptionValues): LoadedConfig {
  const [first] = config.listen;
  const [host, port, level] = [options.text("host"), options.text("port"), options.text("log-level")];
  const listen = host === undefined && port === undefined ? config.listen : [{
    host: host ?? first!.host,
    port: port === undefined ? first!.port : parsePort(port),
    tls: first!.tls,
  }];
  const scripts = [...config.scripts];
  for (const source of options.all("script")) {
    scripts.push(quickScript(source, new Set(scripts.map(({ name }) => name.toLowerCase()))));
  }
  return {
    ...config,
    listen,
    scripts,
    log: level === undefined ? config.log : { ...config.log, level: parseLevel(level) },
  };
}
