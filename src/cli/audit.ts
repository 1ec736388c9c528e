/**
 * `hubcap audit`: the trail of what operators, scripts and the command line did; also while the hub runs. The words of
 * a search are those of `!audit`.
 *
 * @module
 */
import type { Clock } from "../core/clock.ts";
import type { AuditWord } from "../store/audit.ts";
import { auditLine, parseAuditSearch } from "../store/audit_words.ts";
import { openStore } from "../store/store.ts";
import { type Command, EXIT, type OptionValues, usage } from "./command.ts";
import { dataDirOf } from "./settle.ts";

/** Options that are a word of the search with its place. */
const PLACES = ["op", "target", "action", "ip"] as const;
/** Entries shown where nothing else is asked for. */
const USUAL = 50;
/** Most entries shown at once. */
const MOST = 100_000;

function limitOf(options: OptionValues): number {
  const text = options.text("limit") ?? String(USUAL);
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= MOST) return limit;
  throw usage(`Cannot use --limit ${text}`, `Write a number from 1 to ${MOST}`);
}

/** The verb. */
export function auditCommand({ clock }: { readonly clock: Clock }): Command {
  return {
    name: "audit",
    summary: "Show what operators, scripts and the command line did",
    forms: [
      ["", "The newest entries, newest first"],
      ["WORD", "Those with this operator, target, address or action"],
      ["WORD WORD", "Those with both; op:, target:, action: and ip: name the place"],
      ["WORD WORD WORD", "A last word that is a number is the page"],
    ],
    options: {
      op: { type: "string", value: "NICK", help: "Only what this operator did" },
      target: { type: "string", value: "WHAT", help: "Only what was about this nick, address or setting" },
      action: { type: "string", value: "WORD", help: "Only this command or message" },
      ip: { type: "string", value: "ADDRESS", help: "Only from, or about, this address" },
      limit: { type: "string", value: "N", help: `How many, ${USUAL} if not given` },
      json: { type: "boolean", help: "One JSON object per line" },
    },
    async run({ args, options, io }) {
      const limit = limitOf(options);
      const search = parseAuditSearch(args);
      if (typeof search === "string") throw usage(search, "Try: hubcap audit --help");
      const named = PLACES.flatMap((field): AuditWord[] => {
        const text = options.text(field);
        return text === undefined ? [] : [{ field, text }];
      });
      const store = openStore(await dataDirOf(options), { clock, warn: io.err });
      try {
        const skip = (search.page - 1) * limit;
        const entries = store.audit.find({ words: [...search.words, ...named], limit, skip });
        for (const entry of entries) io.out(options.flag("json") ? JSON.stringify(entry) : auditLine(entry));
        if (entries.length === 0 && !options.flag("json")) io.out("The audit trail holds nothing of that.");
        return EXIT.ok;
      } finally {
        store.close();
      }
    },
  };
}
