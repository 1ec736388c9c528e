/**
 * `hubcap doctor`: looks at everything a hub depends on, one line each, and says what to do. Owns the order and the
 * exit code; changes nothing.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import { join } from "@std/path";
import { CONFIG_SCHEMA } from "../config/schema.ts";
import { loadConfig, type LoadedConfig } from "../config/load.ts";
import { parseSetting, SETTINGS } from "../config/settings.ts";
import type { Clock } from "../core/clock.ts";
import { HubError, messageOf } from "../core/errors.ts";
import { DATABASE_FILE } from "../store/database.ts";
import { type Command, EXIT, type OptionValues } from "./command.ts";
import { configFindings } from "./doctor_config.ts";
import { dataFindings } from "./doctor_data.ts";
import { fail, type Finding, findingLine, ok, warn } from "./doctor_report.ts";
import type { InspectScript } from "./scripts.ts";
import { configPathOf, dataDirOf } from "./settle.ts";
import { VERSION } from "./version.ts";

/** The Deno that the sandbox was measured with. */
const DENO = "2.9.6";

/** What the sandbox's self-test says. */
export interface SandboxProof {
  /** Whether everything held. */
  readonly ok: boolean;
  /** What was tried. */
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[];
}

/** What the verb needs from outside. */
export interface DoctorDependencies {
  /** Time. */
  readonly clock: Clock;
  /** Loads a script without running it. */
  readonly inspect: InspectScript;
  /** Tries the sandbox on this machine; default: the hub's own self-test. */
  readonly prove?: () => Promise<SandboxProof>;
}

function programFindings(): Finding[] {
  const { deno } = Deno.version;
  return [
    ok("hubcap", VERSION),
    deno === DENO
      ? ok("deno", deno)
      : warn("deno", `${deno}, but the sandbox was measured with ${DENO}`, `Run it with Deno ${DENO}`),
  ];
}

async function sandboxFindings(prove: () => Promise<SandboxProof>): Promise<Finding[]> {
  const remedy = `Scripts will not run here; try Deno ${DENO}`;
  try {
    const { checks } = await prove();
    return checks.map(({ name, ok: held, detail }) =>
      held ? ok("sandbox", name) : fail("sandbox", `${name}: ${detail}`, remedy)
    );
  } catch (error) {
    return [fail("sandbox", messageOf(error), remedy)];
  }
}

/** The configuration, or why there is none. A hub without one runs on defaults: `run` writes it. */
async function configOf(options: OptionValues): Promise<{ config: LoadedConfig | null; finding: Finding }> {
  const path = configPathOf(options);
  try {
    return { config: await loadConfig(path), finding: ok("config", path) };
  } catch (error) {
    const { message, remedy = "Correct the file" } = error instanceof HubError
      ? error
      : { message: messageOf(error), remedy: undefined };
    const missing = await Deno.stat(path).then(() => false, () => true);
    if (!missing || options.text("config") !== undefined) {
      return { config: null, finding: fail("config", message, remedy) };
    }
    const { $schema: _schema, ...defaults } = CONFIG_SCHEMA.parse({});
    return { config: { ...defaults, scripts: [] }, finding: warn("config", `there is no ${path}`, remedy) };
  }
}

/** `max_users` as it is stored, read beside a hub that may run. */
function maxUsersOf(dataDir: string): number {
  try {
    const db = new DatabaseSync(join(dataDir, DATABASE_FILE), { readOnly: true });
    try {
      const row = db.prepare("SELECT val FROM SetupList WHERE file = 'config' AND var = 'max_users'").get();
      const parsed = parseSetting("max_users", String(row?.val ?? ""));
      return parsed.ok ? parsed.value : SETTINGS.max_users.default;
    } finally {
      db.close();
    }
  } catch {
    return SETTINGS.max_users.default; // what is wrong with the file, its own check says
  }
}

/** The verb. */
export function doctorCommand({ clock, inspect, prove }: DoctorDependencies): Command {
  const selfTest = prove ??
    (async () => await (await import("../host/jail/sandbox_proof.ts")).selfTest({ clock }));
  return {
    name: "doctor",
    summary: "Look at data, settings, disk, ports, certificates, grants, scripts and the sandbox",
    forms: [["", "One line each: ok, warn or FAIL with what to do; exits with 1 on FAIL"]],
    options: {},
    async run({ options, io }) {
      const now = clock.now();
      const all: Finding[] = [];
      const show = (findings: readonly Finding[]) => {
        all.push(...findings);
        for (const finding of findings) io.out(findingLine(finding));
      };
      show(programFindings());
      const { config, finding } = await configOf(options);
      show([finding]);
      // A broken configuration does not say where the data is.
      const dataDir = config || options.text("data") !== undefined ? await dataDirOf(options) : null;
      if (dataDir !== null) show(await dataFindings(dataDir, Math.floor(now / 1000)));
      if (config && dataDir !== null) {
        const settled = { ...config, data: dataDir };
        const maxUsers = maxUsersOf(dataDir);
        show(await configFindings(settled, { configPath: configPathOf(options), inspect, now, maxUsers }));
      }
      show(await sandboxFindings(selfTest));
      const count = (level: Finding["level"]) => all.filter((one) => one.level === level).length;
      io.out(`${count("FAIL")} failed, ${count("warn")} to look at, ${count("ok")} fine`);
      return count("FAIL") > 0 ? EXIT.failed : EXIT.ok;
    },
  };
}
