/**
 * `temp_rights`: rights taken and given for a time. Owns the joining of rows: the old hub could not keep one row per
 * nick, so several may say something about the same user.
 *
 * @module
 */
import { whyNotNick } from "./fields.ts";
import type { ImportContext, Importer } from "./importer.ts";

/** Nicks at most; further rows are left out. */
const MAX_NICKS = 200_000;

const COLUMNS = [
  "st_chat",
  "st_search",
  "st_ctm",
  "st_pm",
  "st_kick",
  "st_share0",
  "st_reg",
  "st_opchat",
] as const;

/** Verlihub: 1 is the usual right of the class. For the first four 0 takes it for ever. */
const USUAL = 1;
const TAKEN = 4;

interface Rights {
  readonly nick: string;
  readonly op: string;
  readonly since: number;
  readonly until: readonly number[];
}

/** The importer. */
export function rightsImporter({ target, tally, now }: ImportContext): Importer {
  const byNick = new Map<string, Rights>();
  const isInForce = (until: number, i: number) => i < TAKEN ? until === 0 || until > now : until > now;
  return {
    row(fields) {
      const nick = fields.text("nick");
      const unusable = whyNotNick(nick);
      if (unusable !== null) return tally.skip(`have ${unusable}`, nick);
      const key = nick.toLowerCase();
      const before = byNick.get(key);
      if (!before && byNick.size >= MAX_NICKS) return tally.skip(`are more than ${MAX_NICKS}`, "");
      const until = COLUMNS.map((column, i) =>
        Math.max(before?.until[i] ?? 0, Math.max(0, fields.int(column, USUAL)))
      );
      const since = fields.int("since");
      const newer = !before || since >= before.since;
      byNick.set(key, {
        nick: before?.nick ?? nick,
        op: newer ? fields.text("op") : before.op,
        since: newer ? since : before.since,
        until,
      });
      if (before) tally.skip("say more about a nick that has a row; the later times count", nick);
    },
    end() {
      for (const { nick, op, since, until } of byNick.values()) {
        if (!until.some(isInForce)) tally.skip("take and give nothing any more", "");
        else {
          const rights = Object.fromEntries(COLUMNS.map((column, i) => [column, until[i]!]));
          tally.stored(target.insert("temp_rights", { nick, op, since, ...rights }));
        }
      }
    },
  };
}
