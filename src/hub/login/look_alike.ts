/**
 * Nicks that look like somebody else's. Owns what looks alike, and whose nicks nobody may imitate: the hub's bots and
 * operators, whether they are here or not; and of everybody the same nick in another spelling of Unicode.
 *
 * A nick that only resembles that of an ordinary user is fine: hubs where people write in two alphabets have many.
 *
 * @module
 */
import type { Clock } from "../../core/clock.ts";
import type { AccountStore } from "../../store/types.ts";
import type { HubContext } from "../context.ts";
import { nickKey } from "../nick_key.ts";
import { UserClass } from "../model.ts";

/** Cyrillic, Greek and other letters of one form with the ASCII letter below each, and what nobody tells apart in ASCII. */
const LETTERS = "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425" +
  "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d\u04cf\u04c0" +
  "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u03bd\u03c1" +
  "\u0131\u0251\u0261\u01c0" + "I10";
const ALIKE = "ABESlJKMHOPCTYX" + "aeopcyxijshdqwll" + "ABEZHlKMNOPTYXovp" + "iagl" + "llo";
const ALIKE_OF: ReadonlyMap<string, string> = new Map([...LETTERS].map((letter, i) => [letter, ALIKE[i]!]));

const NOT_ASCII = /[^\0-\x7f]/;
const IGNORED = /\p{Default_Ignorable_Code_Point}/gu;

/** Numbers that some clients show as the character they stand for. */
const NUMBER = /&#(?:(\d{1,7})|x([\da-f]{1,6}));/gi;
const characterOf = (number: string, decimal: string | undefined, hex: string): string => {
  const code = decimal === undefined ? parseInt(hex, 16) : Number(decimal);
  return code > 0x10ffff ? number : String.fromCodePoint(code);
};

/** What a nick looks like: the same for nicks that people take for each other. */
export function looksOf(nick: string): string {
  const written = nick.includes("&#") ? nick.replace(NUMBER, characterOf) : nick;
  const plain = NOT_ASCII.test(written) ? written.normalize("NFKC").replace(IGNORED, "") : written;
  let looks = "";
  for (const letter of plain) looks += ALIKE_OF.get(letter) ?? letter;
  return looks.toLowerCase();
}

/** How a nick looks as it is written and in capitals, in which other letters are alike. */
const bothLooks = (nick: string): string[] => [looksOf(nick), looksOf(nick.toUpperCase())];

/** Milliseconds after which the operators' nicks are read again: every guest who comes is compared with them. */
const FRESH = 60_000;

const OPERATORS = [UserClass.Operator, UserClass.Chief, UserClass.Admin, UserClass.Master];

/** What the nicks of operators look like. */
export interface OperatorLooks {
  /** True when an operator who is not of this nick looks so, as of a minute ago at most. */
  has(looks: string, nick: string): boolean;
}

/** The looks of the operators among these accounts; read when first asked. */
export function createOperatorLooks(accounts: Pick<AccountStore, "list">, clock: Clock): OperatorLooks {
  let known: ReadonlyMap<string, string> = new Map();
  let readAt = -Infinity;
  return {
    has(looks, nick) {
      const now = clock.mono();
      if (now - readAt >= FRESH) {
        readAt = now;
        const nicks = OPERATORS.flatMap((userClass) => accounts.list(userClass)).map((account) =>
          account.nick
        );
        known = new Map(nicks.flatMap((own) => bothLooks(own).map((look) => [look, nickKey(own)])));
      }
      const key = nickKey(nick);
      return (known.get(looks) ?? key) !== key;
    },
  };
}

/**
 * True for the nick of a guest who would be taken for one of the hub's bots, for an operator, or for whoever has the
 * same nick in another spelling of Unicode.
 */
export function looksLikeAnother(hub: HubContext, nick: string): boolean {
  const { users, store } = hub;
  // In both, because what somebody writes may be signed in any case.
  for (const looks of bothLooks(nick)) {
    if ([hub.bot, hub.room].some((bot) => bot && bothLooks(bot.nick).includes(looks))) return true;
    if (hub.operatorLooks.has(looks, nick)) return true;
  }
  if (!NOT_ASCII.test(nick)) return false;
  return [nick.normalize("NFC"), nick.normalize("NFD")].some((same) =>
    same !== nick && (users.get(nickKey(same)) !== undefined || store.accounts.get(same) !== null)
  );
}
