/**
 * The check of `hubcap doctor` about texts: triggers that show a file of the folder of texts, where there is none that
 * can be shown. Opens no file.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { join } from "@std/path";
import { messageOf } from "../core/errors.ts";
import { FIRST_FILES, isTextName, MAX_FILE, TEXT_FOLDER } from "../store/text_files.ts";
import { type Trigger, TriggerFlag, triggerStore } from "../store/triggers.ts";
import { type Finding, ok, warn } from "./doctor_report.ts";

/** Lines on triggers at most. */
const MOST = 10;
/** Stands in a name for the country of who reads, two characters. */
const COUNTRY = "%[CC]";

/** The names in the folder; `null` while there is no folder. @throws {Error} When it cannot be read. */
async function namesIn(folder: string): Promise<string[] | null> {
  try {
    return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).filter(isTextName);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Why a file cannot be shown, or `null`. */
async function whyNot(path: string): Promise<string | null> {
  const { isFile, isSymlink, size } = await Deno.lstat(path);
  if (isSymlink) return "is a link; the hub follows none";
  if (!isFile) return "is no file";
  return size > MAX_FILE ? `is larger than ${MAX_FILE} bytes` : null;
}

/** Looks at the files that triggers name. Never rejects. */
export async function textFindings(db: DatabaseSync, dataDir: string): Promise<Finding[]> {
  const { fileOf } = await import("../hub/triggers/triggers.ts");
  const folder = join(dataDir, TEXT_FOLDER);
  const bad: Finding[] = [];
  const complain = ({ command }: Trigger, found: string) =>
    bad.push(
      warn(
        "texts",
        `${command} shows ${found}`,
        `Write the file, or remove the trigger: !deltrigger ${command}`,
      ),
    );
  try {
    const names = await namesIn(folder);
    const triggers = triggerStore(db).all().filter(({ flags }) => (flags & TriggerFlag.Text) === 0);
    for (const trigger of triggers) {
      const name = fileOf(trigger);
      const [before, after] = name.split(COUNTRY);
      const isShown = (one: string) =>
        after === undefined ? one === name : one.length === name.length - COUNTRY.length + 2 &&
          one.startsWith(before!) && one.endsWith(after);
      const files = (names ?? []).filter(isShown);
      // The first start makes the folder with these.
      if (names === null && FIRST_FILES.includes(name)) continue;
      if (name === "") complain(trigger, `"${trigger.def}", which is no name of a file`);
      else if (files.length === 0) complain(trigger, `${join(folder, name)}, which is not there`);
      for (const file of files) {
        const problem = await whyNot(join(folder, file));
        if (problem !== null) complain(trigger, `${join(folder, file)}, which ${problem}`);
      }
    }
    const more = bad.length > MOST
      ? [warn("texts", `${bad.length - MOST} more`, "Look with !lsttrigger")]
      : [];
    return bad.length > 0 ? [...bad.slice(0, MOST), ...more] : [ok("texts", folder)];
  } catch (error) {
    return [warn("texts", `cannot read ${folder}: ${messageOf(error)}`, "Make it readable for this user")];
  }
}
