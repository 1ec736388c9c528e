/**
 * The checks of `hubcap doctor` about what the hub shows outside and writes down: hub lists, log file. Calls no list.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import type { LoadedConfig } from "../config/load.ts";
import { systemTextOf } from "../core/errors.ts";
import { fail, type Finding, ok, warn } from "./doctor_report.ts";

const stored = (db: DatabaseSync, name: string): string =>
  String(db.prepare("SELECT val FROM SetupList WHERE file = 'config' AND var = ?").get(name)?.val ?? "")
    .trim();

/** A hub that tells lists nothing of where it is cannot be found through them. */
export function hubListFindings(db: DatabaseSync): Finding[] {
  const lists = stored(db, "hublist_host");
  if (lists === "") return [];
  if (stored(db, "hub_host") === "") {
    return [
      warn(
        "hub lists",
        "hublist_host names lists, but hub_host is empty: nobody could find the hub",
        "Set hub_host to the public host[:port]",
      ),
    ];
  }
  const pingers = Number(db.prepare("SELECT count(*) AS n FROM reglist WHERE class = -1").get()?.n);
  return [
    stored(db, "registered_only") === "1" && pingers === 0
      ? warn(
        "hub lists",
        "registered_only keeps the lists' pingers out, so the lists may take the hub off",
        "Register each pinger with class -1: hubcap user add NICK --class -1",
      )
      : ok("hub lists", lists),
  ];
}

/** Who may enter, where that is not everybody. */
export function accessFindings(db: DatabaseSync): Finding[] {
  if (stored(db, "registered_only") !== "1") return [];
  return [ok("access", "registered users only (registered_only)")];
}

/** Whether the log file can be written, without making one. */
export async function logFindings({ log: { file } }: Pick<LoadedConfig, "log">): Promise<Finding[]> {
  if (file === undefined) return [];
  try {
    const exists = await Deno.stat(file).then(() => true, () => false);
    (await Deno.open(file, { append: true, create: true })).close();
    if (!exists) await Deno.remove(file);
    return [ok("log", file)];
  } catch (error) {
    const remedy = "Make its folder and let this user write there, or take log.file away";
    return [fail("log", `cannot write ${file}: ${systemTextOf(error)}`, remedy)];
  }
}
