/**
 * `file_trigger`: texts shown at login, on help, by time or on a word. Owns which rows this hub can show, and the
 * names under which their files are looked for; `texts.ts` copies the files, or else the operator.
 *
 * @module
 */
import { isTextName } from "../store/text_files.ts";
import {
  FIRST_TRIGGERS,
  type Trigger,
  TRIGGER_LIMITS,
  TriggerFlag,
  whyNotTrigger,
} from "../store/triggers.ts";
import type { Fields } from "./fields.ts";
import type { ImportContext, Importer } from "./importer.ts";
import type { WantedText } from "./texts.ts";

const ALL_FLAGS = Object.values(TriggerFlag).reduce((all, bit) => all | bit, 0);
/** Verlihub: a bit of old versions that means nothing any more. */
const GONE = 1;
/** A year; longer ones are never. */
const MAX_SECONDS = 31_536_000;

/** Verlihub: files stand in the folder of its configuration, `%[CFG]`. Where there, and the name here; `""` for none. */
export function textOfTrigger(def: string): WantedText {
  const path = def.trim().replace(/^%\[CFG\][/\\]*/i, "").replace(/^(\.\/)+/, "").replace(/[/\\]+/g, "/");
  if (path.startsWith("/") || path.split("/").includes("..")) return { path: "", name: "" };
  const name = path.replace(/\//g, "_").replace(/ /g, "_");
  return { path, name: isTextName(name.replaceAll("%[CC]", "XX")) ? name : "" };
}

function same(a: Trigger, b: Trigger): boolean {
  return (Object.keys(a) as (keyof Trigger)[]).every((field) => a[field] === b[field]);
}

const ranged = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));

function triggerOf(fields: Fields): Trigger {
  return {
    command: fields.text("command"),
    sendAs: fields.text("send_as"),
    def: fields.text("def"),
    descr: fields.text("descr").replace(/\s+/g, " "),
    minClass: ranged(fields.int("min_class"), -1, 10),
    maxClass: ranged(fields.int("max_class", 10), -1, 10),
    flags: Math.max(0, fields.int("flags")) & ALL_FLAGS,
    seconds: ranged(fields.int("seconds"), 0, MAX_SECONDS),
  };
}

const bytes = (text: string): number => new TextEncoder().encode(text).length;

/** The importer. A trigger that is here stays, unless it is one of a new hub that nobody has changed. */
export function triggerImporter({ target, tally, copiesTexts, wantText }: ImportContext): Importer {
  return {
    row(fields) {
      const read = triggerOf(fields);
      const { command } = read;
      const problem = whyNotTrigger(read);
      if (problem !== null) return tally.skip(`cannot be shown: ${problem}`, command);
      if (bytes(read.def) > TRIGGER_LIMITS.def || bytes(read.descr) > TRIGGER_LIMITS.descr) {
        return tally.skip("are too long", command);
      }
      if ((fields.int("flags") & ~(ALL_FLAGS | GONE)) !== 0) {
        tally.note("have flags that mean nothing here", command);
      }
      const isText = (read.flags & TriggerFlag.Text) !== 0;
      const file = isText ? null : textOfTrigger(read.def);
      if (file?.name === "") {
        return tally.skip("show a file of no usable name", `${command} (${read.def})`);
      }
      const trigger: Trigger = file ? { ...read, def: file.name } : read;
      const old = target.triggers.get(command);
      const isFirst = old !== null && FIRST_TRIGGERS.some((first) => same(first, old));
      if (old !== null && !isFirst) {
        if (!same(old, trigger)) tally.note("say something else here, which stays", command);
        else if (file) wantText(file);
        return tally.stored(false);
      }
      if (old) target.triggers.update(command, { ...trigger, command: old.command });
      else if (target.triggers.add(trigger) === "full") {
        return tally.skip(`are more than ${TRIGGER_LIMITS.count}`, command);
      }
      tally.stored(true);
      if (!file) return;
      wantText(file);
      if (!copiesTexts) {
        tally.note(
          "show a file: copy it into the data folder, or import again with --texts",
          `${read.def} as texts/${file.name}`,
        );
      }
    },
  };
}
