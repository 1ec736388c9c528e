/**
 * `reglist`: accounts with the hashes they have. Owns which rows become accounts and what becomes of passwords nobody
 * can check; an account that is here already is never touched.
 *
 * @module
 */
import { isLegacy, legacyHash } from "../store/legacy_password.ts";
import { ACCOUNT_CLASSES } from "../store/types.ts";
import { addressOf, type Fields, whyNotNick } from "./fields.ts";
import type { ImportContext, Importer } from "./importer.ts";
import type { ColumnValue } from "./target.ts";

const PINGER = -1;
const OPERATOR = 3;

/** Columns of numbers and of texts that are taken as they are. */
const NUMBERS = ["reg_date", "login_last", "logout_last", "login_cnt", "error_last", "error_cnt"];
const TEXTS = ["reg_op", "login_ip", "error_ip", "note_op", "note_usr"];
/** Switches: 0 or 1. */
const SWITCHES = ["hide_kick", "hide_keys", "show_keys", "hide_share", "hide_chat", "hide_ctmmsg"];
/** Classes from which something is kept. */
const CLASS_COLUMNS = ["class_protect", "class_hidekick"];
/** Addresses that say nothing unless they are some. */
const ADDRESSES = ["alternate_ip", "fake_ip"];

/** Nothing matches this hash. */
const NO_PASSWORD = "vh0$";

/** The stored hash, and what is wrong with it. */
function passwordOf(fields: Fields, userClass: number): { stored: string; problem: string | null } {
  const { stored, problem } = legacyHash(
    fields.int("pwd_crypt", fields.has("pwd_crypt") ? -1 : 1),
    fields.bytes("login_pwd"),
  );
  if (stored !== "" || userClass === PINGER || fields.flag("pwd_change", true)) return { stored, problem };
  // Without a hash our hub would let anybody in to choose a password. The old one let nobody in.
  return { stored: NO_PASSWORD, problem: "is empty" };
}

/** The importer. */
export function accountImporter({ target, tally }: ImportContext): Importer {
  const plainOf = (fields: Fields, nick: string): Record<string, ColumnValue> => {
    const row: Record<string, ColumnValue> = {};
    for (const column of NUMBERS) row[column] = Math.max(0, fields.int(column));
    for (const column of TEXTS) row[column] = fields.text(column);
    for (const column of SWITCHES) row[column] = Number(fields.flag(column));
    for (const column of CLASS_COLUMNS) row[column] = Math.min(10, Math.max(0, fields.int(column)));
    for (const column of ADDRESSES) {
      const text = fields.text(column);
      row[column] = addressOf(text);
      if (text !== "" && row[column] === "") {
        tally.note(`lose ${column}: it is no address`, `${nick} (${text})`);
      }
    }
    // What is no address stays: nobody may log in from there, and that is what it was for.
    row.auth_ip = addressOf(fields.text("auth_ip")) || fields.text("auth_ip");
    return row;
  };
  return {
    row(fields) {
      const nick = fields.text("nick");
      // NULL is the column's default; what is no number is no class.
      const userClass = fields.int("class", fields.has("class") ? 0 : 1);
      const unusable = whyNotNick(nick);
      if (unusable !== null) return tally.skip(`have ${unusable}`, nick);
      if (!ACCOUNT_CLASSES.includes(userClass)) {
        return tally.skip("have a class that does not exist", `${nick} (${userClass})`);
      }
      const { stored, problem } = passwordOf(fields, userClass);
      const old = target.accounts.get(nick);
      if (old) {
        const renewed = !isLegacy(old.passwordHash) && old.passwordHash !== "";
        const same = old.class === userClass && old.enabled === fields.flag("enabled", true) &&
          (renewed || old.passwordHash === stored);
        if (!same) tally.note("have another class or password here, which stays", nick);
        return tally.stored(false);
      }
      const plain = plainOf(fields, nick);
      const isNew = target.insert("reglist", {
        ...plain,
        nick,
        class: userClass,
        login_pwd: stored,
        pwd_change: Number(fields.flag("pwd_change", true)),
        enabled: Number(fields.flag("enabled", true)),
      });
      tally.stored(isNew);
      if (problem !== null) {
        tally.note(`cannot log in until they get a new password: the old one ${problem}`, nick);
      }
      if (stored.startsWith("vh0$") && problem === null) {
        tally.note("have their password in plain text until they log in once", nick);
      }
      if (userClass !== PINGER && (stored === "" || fields.flag("pwd_change", true))) {
        const who = userClass >= OPERATOR ? "are operators who have" : "have";
        tally.note(`${who} to choose a password: whoever comes first with the nick does`, nick);
      }
      const authIp = fields.text("auth_ip");
      if (authIp !== "" && addressOf(authIp) === "") {
        tally.note("cannot log in: their auth_ip is no address", `${nick} (${authIp})`);
      }
    },
    end() {
      // The settings of the old hub may come behind its accounts.
      const { hub_security, opchat_name } = target.settings.values;
      for (const bot of [hub_security, opchat_name]) {
        if (bot !== "" && target.accounts.get(bot)) {
          tally.note("cannot log in: a bot of the hub has the nick", bot);
        }
      }
    },
  };
}
