/**
 * The checks of `hubcap doctor` that look at the data folder: the databases, what is stored in them, room, clock.
 * Everything is opened for reading only; a hub may run.
 *
 * @module
 */
import { statfs } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { join } from "@std/path";
import { defaultSettings, isSettingName, parseSetting, settingConflicts } from "../config/settings.ts";
import { messageOf, systemTextOf } from "../core/errors.ts";
import { utcDay, utcSecond } from "../core/utc.ts";
import { checkDatabase } from "../store/check_database.ts";
import { APPLICATION_ID, DATABASE_FILE, SQL_FOLDER } from "../store/database.ts";
import { MIGRATIONS } from "../store/migrations.ts";
import { accountFindings } from "./doctor_accounts.ts";
import { accessFindings, hubListFindings } from "./doctor_presence.ts";
import { fail, type Finding, ok, warn } from "./doctor_report.ts";
import { textFindings } from "./doctor_texts.ts";

const MIB = 1 << 20;
const DAY = 86_400;
/** Nobody runs this before it was written: a clock that says so is wrong. Unix seconds, 2026. */
const WRITTEN = 1_767_225_600;
/** Below this a hub cannot store what it tells people it stored. */
const ROOM_FAIL = 50 * MIB;
const ROOM_WARN = 500 * MIB;
/** Stored variables named one by one at most. */
const MOST = 20;

const RESTORE = "Stop the hub and restore a backup: hubcap restore FILE --force";

async function databaseFindings(dataDir: string): Promise<Finding[]> {
  const path = join(dataDir, DATABASE_FILE);
  const info = await Deno.stat(path).catch(() => null);
  if (!info) {
    return [
      warn("database", `there is none in ${dataDir}`, "The first start makes one; or name it with --data"),
    ];
  }
  const { application, version, problems } = checkDatabase(path);
  if (problems.length > 0) return [fail("database", `${path}: ${problems[0]}`, RESTORE)];
  if (application !== APPLICATION_ID) {
    return [
      fail("database", `${path} was made by another program`, "Move it away or choose another data folder"),
    ];
  }
  if (version > MIGRATIONS.length) {
    return [
      fail(
        "database",
        `${path} is of a newer Hubcap (version ${version})`,
        "Run that one, or restore a backup",
      ),
    ];
  }
  const age = version < MIGRATIONS.length ? `, version ${version}, the next start brings it up to date` : "";
  const whole = ok("database", `${path} is whole, ${(info.size / MIB).toFixed(1)} MiB${age}`);
  const others = Deno.build.os !== "windows" && ((info.mode ?? 0) & 0o077) !== 0;
  return others
    ? [
      whole,
      warn("database", "other users of this machine may read the password hashes", `Try: chmod 600 ${path}`),
    ]
    : [whole];
}

async function scriptDatabases(dataDir: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  let whole = 0;
  try {
    for await (const { name, isFile } of Deno.readDir(join(dataDir, SQL_FOLDER))) {
      if (!isFile || !name.endsWith(".db")) continue;
      const { problems } = checkDatabase(join(dataDir, SQL_FOLDER, name));
      if (problems.length === 0) whole++;
      else {
        findings.push(
          warn(
            "script data",
            `${name}: ${problems[0]}`,
            "Only that script is hurt; restore or remove the file",
          ),
        );
      }
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    return [warn("script data", messageOf(error), "Make the folder readable")];
  }
  return whole > 0 ? [ok("script data", `${whole} databases of scripts are whole`), ...findings] : findings;
}

/** Stored variables that the hub ignores because their text is no value. */
function settingFindings(db: DatabaseSync): Finding[] {
  const rows = db.prepare("SELECT var, val FROM SetupList WHERE file = 'config' ORDER BY var").all();
  const bad: Finding[] = [];
  const values = defaultSettings();
  let unknown = 0;
  for (const { var: name, val } of rows) {
    if (!isSettingName(String(name))) {
      unknown++;
      continue;
    }
    const parsed = parseSetting(String(name) as never, String(val));
    if (parsed.ok) Object.assign(values, { [String(name)]: parsed.value });
    else if (bad.length < MOST) {
      bad.push(
        warn("settings", `${parsed.reason}; the default counts`, `Try: hubcap config set ${name} VALUE`),
      );
    }
  }
  for (const text of settingConflicts(values)) {
    bad.push(warn("settings", text, "Set one of them with: hubcap config set NAME VALUE"));
  }
  const strange = unknown > 0 ? `, ${unknown} that this version does not know` : "";
  return [ok("settings", `${rows.length} are set${strange}`), ...bad];
}

function clockFindings(db: DatabaseSync | null, now: number): Finding[] {
  const shown = utcSecond(now);
  if (now < WRITTEN) {
    return [fail("clock", `it says ${shown} UTC`, "Set the clock: bans and certificates depend on it")];
  }
  const latest = db
    ? Number(
      Object.values(
        db.prepare(
          "SELECT max((SELECT coalesce(max(login_last), 0) FROM reglist), (SELECT coalesce(max(date_start), 0) FROM banlist))",
        ).get() ?? {},
      )[0],
    )
    : 0;
  if (latest > now + DAY) {
    return [
      warn(
        "clock",
        `it says ${shown} UTC, but the hub has seen ${utcDay(latest)}`,
        "Set the clock; bans end too late",
      ),
    ];
  }
  return [ok("clock", `${shown} UTC`)];
}

async function roomFindings(dataDir: string): Promise<Finding[]> {
  try {
    const { bavail, bsize } = await statfs(dataDir);
    const free = bavail * bsize;
    const found = `${(free / MIB).toFixed(0)} MiB free at ${dataDir}`;
    if (free < ROOM_FAIL) return [fail("disk", found, "Make room: the hub cannot store any more")];
    return [free < ROOM_WARN ? warn("disk", found, "Make room soon") : ok("disk", found)];
  } catch (error) {
    return [warn("disk", `cannot tell how much is free: ${messageOf(error)}`, "Look with df")];
  }
}

async function folderFindings(dataDir: string): Promise<Finding[]> {
  const probe = join(dataDir, `.doctor-${crypto.randomUUID()}`);
  try {
    await Deno.writeTextFile(probe, "", { createNew: true, mode: 0o600 });
    await Deno.remove(probe);
    return [];
  } catch (error) {
    return [
      fail(
        "data folder",
        `cannot write in ${dataDir}: ${systemTextOf(error)}`,
        "Make it writable for this user",
      ),
    ];
  }
}

/** Looks at a data folder. `now` is Unix seconds. Never rejects. */
export async function dataFindings(dataDir: string, now: number): Promise<Finding[]> {
  const exists = await Deno.stat(dataDir).then(({ isDirectory }) => isDirectory, () => false);
  if (!exists) {
    return [
      warn("data folder", `there is no ${dataDir}`, "The first start makes it; or name it with --data"),
      ...clockFindings(null, now),
    ];
  }
  const database = await databaseFindings(dataDir);
  const findings = [...database, ...await scriptDatabases(dataDir)];
  if (database[0]?.level === "ok") {
    const db = new DatabaseSync(join(dataDir, DATABASE_FILE), { readOnly: true });
    try {
      findings.push(
        ...settingFindings(db),
        ...accountFindings(db),
        ...accessFindings(db),
        ...hubListFindings(db),
        ...await textFindings(db, dataDir),
        ...clockFindings(db, now),
      );
    } catch (error) {
      findings.push(fail("database", messageOf(error), RESTORE));
    } finally {
      db.close();
    }
  } else findings.push(...clockFindings(null, now));
  return [...findings, ...await folderFindings(dataDir), ...await roomFindings(dataDir)];
}
