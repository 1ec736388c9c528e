/**
 * The database of a Russian Verlihub of some years: what {@link verlihubSql} has and, relative to the present, some
 * hundred accounts of every class, form of password and encoding, bans of every type that strike addresses of this
 * machine, rights, texts, redirects, rules for clients. What a row says follows from its number.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { createCodec } from "../../src/nmdc/encoding.ts";
import { desCrypt } from "../../src/store/crypt/des.ts";
import { md5Crypt } from "../../src/store/crypt/md5.ts";
import { verlihubSql } from "./fixture.ts";

/** The code page of the old hub. */
export const PAGE = createCodec("cp1251")!;

/** Classes of accounts, by number. */
const CLASSES = [1, 1, 1, 2, 3, 4, 5, 10] as const;
/** Accounts besides those of the small hub. */
export const ACCOUNTS = 320;
/** Ways in which a password stands in the table. */
const FORMS = ["plain", "des", "md5-crypt", "md5"] as const;

/** One of the many accounts. */
export interface OldAccount {
  /** Nick. */
  readonly nick: string;
  /** Class. */
  readonly class: number;
  /** Password. */
  readonly password: string;
  /** True when its bytes are UTF-8 in the old table. */
  readonly utf8: boolean;
  /** How it is stored. */
  readonly form: typeof FORMS[number];
}

/** The account of this number. Every eighth round of numbers has each class in each form and encoding. */
export function oldAccount(i: number): OldAccount {
  const round = Math.floor(i / CLASSES.length);
  return {
    nick: `${i % 2 === 0 ? "Сосед" : "User"}${i}`,
    class: CLASSES[i % CLASSES.length]!,
    form: FORMS[round % FORMS.length]!,
    utf8: Math.floor(round / FORMS.length) % 2 === 1,
    password: i % 3 === 0 ? `пароль${i}` : `secret${i}`,
  };
}

function stored({ form, password, utf8 }: OldAccount): [type: number, hex: string] {
  const bytes = utf8 ? new TextEncoder().encode(password) : PAGE.encode(password);
  const hex = (value: Uint8Array | string) =>
    (typeof value === "string" ? new TextEncoder().encode(value) : value).toHex();
  switch (form) {
    case "plain":
      return [0, hex(bytes)];
    case "des":
      return [1, hex(desCrypt(bytes, "ab"))];
    case "md5-crypt":
      return [1, hex(md5Crypt(bytes, "saltsalt"))];
    case "md5":
      return [2, hex(createHash("md5").update(bytes).digest("hex"))];
  }
}

/** Addresses of this machine on which bans strike, or no longer do. */
export const PLACES = {
  ip: "127.0.91.1",
  over: "127.0.91.2",
  range: "127.0.92.200",
  besideRange: "127.0.93.1",
  host: "127.0.91.3",
  pair: "127.0.91.4",
  home: "127.0.91.5",
} as const;

const number = (ip: string): number => ip.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

/** The whole database as SQL text in cp1251. `now` is Unix seconds. */
export function oldHubSql(now: number): Uint8Array {
  const accounts = Array.from({ length: ACCOUNTS }, (_, i) => {
    const account = oldAccount(i);
    const [type, hex] = stored(account);
    return `('${account.nick}', ${account.class}, ${type}, 0x${hex}, 0, ${now - i}, ${i})`;
  });
  const ban = (ip: string, nick: string, type: number, limit: string, more = "0, 0, NULL") =>
    `('${ip}', '${nick}', ${type}, ${more}, ${now - 60}, ${limit}, 'Шеф', 'реклама', 'пиши на форум')`;
  const bans = [
    ban(PLACES.ip, "_ipban_", 1, "NULL"),
    ban(PLACES.over, "_ipban_", 1, String(now - 10)),
    ban("_nickban_", "Хулиган", 2, String(now + 3600)),
    ban("_nickban_", "Прощённый", 2, String(now - 10)),
    ban(PLACES.pair, "Двойник", 0, "0"),
    // Verlihub: the column has 15 bytes, so the text of a range is cut; its numbers are whole.
    ban(
      "127.0.92.1-127.",
      "_rangeban_",
      3,
      "NULL",
      `${number("127.0.92.1")}, ${number("127.0.92.255")}, NULL`,
    ),
    ban("_prefixban_", "[реклама]", 8, "NULL"),
    ban("_host2ban_", ".evil.example", 5, "NULL"),
    ban("_shareban_", "987654321", 7, "NULL", "0, 0, '987654321'").replace(
      "'_shareban_', '987654321'",
      "'987654321', '_shareban_'",
    ),
  ];
  const text = `
INSERT INTO reglist (nick, class, pwd_crypt, login_pwd, pwd_change, reg_date, login_cnt) VALUES ${accounts.join()};
INSERT INTO reglist (nick, class, pwd_crypt, login_pwd, pwd_change, hide_share, auth_ip, enabled, class_protect)
VALUES ('Скрытный', 1, 0, 'secret12', 0, 1, NULL, 1, 0), ('Домосед', 2, 0, 'secret12', 0, 0, '${PLACES.home}', 1, 0),
  ('Бывший', 5, 0, 'secret12', 0, 0, NULL, 0, 0), ('Щит', 1, 0, 'secret12', 0, 0, NULL, 1, 4);
INSERT INTO banlist (ip, nick, ban_type, range_fr, range_to, share_size, date_start, date_limit, nick_op, reason,
  note_usr) VALUES ${bans.join()};
INSERT INTO temp_rights (nick, op, since, st_chat, st_pm, st_kick) VALUES
  ('Молчун', 'Шеф', 1, ${now + 50}, 1, 1), ('Молчун', 'Шеф', 2, ${now + 5000}, 1, 1),
  ('${oldAccount(3).nick}', 'Шеф', 1, 1, 1, ${now + 5000});
UPDATE file_trigger SET max_class = 2 WHERE command = '+motd';
INSERT INTO file_trigger VALUES ('!сайт', '', 'Сайт хаба %[HUBNAME]', '', 0, 10, 48, 0);
DELETE FROM custom_redirects;
INSERT INTO custom_redirects (address, flag) VALUES ('dchub://tribunal.example:411', 1);
INSERT INTO client_list (name, tag_id, min_version, ban) VALUES ('Чужой клиент', 'BadDC', -1, 1),
  ('StrongDC++', 'StrgDC++', 2.42, 0), ('FlylinkDC++', 'FlylinkDC++', -1, 0);
INSERT INTO conn_types (identifier, tag_min_slots, tag_max_slots) VALUES ('Modem', 1, 2);
INSERT INTO SetupList VALUES ('config', 'hub_topic', 'Тема дня'), ('config', 'max_chat_msg', '120abc'),
  ('config', 'msg_chat_onoff', ''), ('config', 'min_share', '99999999999999999999'),
  ('config', 'pwd_tmpban', ''), ('config', 'mainchat_class', 'много'), ('config', 'min_class_register', '5');
CREATE TABLE pi_forbid (word varchar(100) NOT NULL PRIMARY KEY, afclass tinyint DEFAULT 4) DEFAULT CHARSET=latin1;
INSERT INTO pi_forbid VALUES ('купить', 4);
`;
  const [first, rest] = [verlihubSql(), PAGE.encode(text)];
  const all = new Uint8Array(first.length + rest.length);
  all.set(first);
  all.set(rest, first.length);
  return all;
}
