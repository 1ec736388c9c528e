/**
 * The database of a small Verlihub: its tables as it makes them and rows of every kind, good and bad, with Russian
 * text in cp1251 in latin1 columns, as such hubs have it. As SQL text: a server loads it, and it is a dump itself.
 *
 * @module
 */
import { createCodec } from "../../src/nmdc/encoding.ts";

/** The time at which tests import, Unix seconds. */
export const NOW = 1_900_000_000;
const DAY = 86_400;

const BAN_COLUMNS = `ip varchar(15) NOT NULL, nick varchar(128) NOT NULL, ban_type tinyint(4) DEFAULT 0,
  host varchar(255), range_fr bigint(32), range_to bigint(32), date_start int(11), date_limit int(11),
  last_hit int(11), nick_op varchar(128), reason varchar(255), note_op varchar(255), note_usr varchar(255),
  share_size varchar(18)`;

const MD5 = "8b2fee48cd255fddee9a662b55da4fd4"; // secret12
const MD5_1251 = "749789e4982b0c563f6729aac100a614"; // пароль, typed in cp1251

const account = (nick: string, userClass: number, crypt: number, password: string, more = "") =>
  `INSERT INTO reglist SET_(nick, class, pwd_crypt, login_pwd, pwd_change${
    more ? `, ${more.split("=")[0]}` : ""
  })
   VALUES ('${nick}', ${userClass}, ${crypt}, '${password}', 0${more ? `, ${more.split("=")[1]}` : ""});`
    .replace("SET_", "");

const ban = (ip: string, nick: string, type: number, limit: string, from = 0, to = 0, share = "NULL") =>
  `INSERT INTO banlist VALUES ('${ip}', '${nick}', ${type}, '', ${from}, ${to}, ${NOW - DAY}, ${limit}, NULL,
   'Шеф', 'спам; ''buy''\\n(now)', NULL, NULL, ${share});`;

/** The text, in cp1251. */
export function verlihubSql(): Uint8Array {
  return createCodec("cp1251")!.encode(`
SET NAMES latin1;
CREATE TABLE reglist (
  nick varchar(64) NOT NULL, class int(2) DEFAULT 1, class_protect int(2) DEFAULT 0, class_hidekick int(2) DEFAULT 0,
  hide_kick tinyint(1) DEFAULT 0, hide_keys tinyint(1) DEFAULT 0, show_keys tinyint(1) DEFAULT 0,
  hide_share tinyint(1) DEFAULT 0, hide_chat tinyint(1) DEFAULT 0, hide_ctmmsg tinyint(1) DEFAULT 0,
  reg_date int(11), reg_op varchar(64), pwd_change tinyint(1) DEFAULT 1, pwd_crypt tinyint(1) DEFAULT 1,
  login_pwd varchar(60), login_last int(11) DEFAULT 0, logout_last int(11) DEFAULT 0, login_cnt int(11) DEFAULT 0,
  login_ip varchar(15), error_last int(11), error_cnt int(11) DEFAULT 0, error_ip varchar(15),
  enabled tinyint(1) DEFAULT 1, note_op varchar(255), note_usr varchar(255), auth_ip varchar(15),
  alternate_ip varchar(15), fake_ip varchar(15), PRIMARY KEY (nick), KEY login_index (login_last)
) ENGINE=InnoDB DEFAULT CHARSET=latin1;
${account("Anna", 10, 2, MD5)}
${account("Борис", 3, 2, MD5_1251, "note_op='оператор'")}
${account("Carl", 2, 1, "abhv/ZnAzL36k", "class_protect=2")}
${
    account(
      "Dora",
      1,
      1,
      "$1$saltsalt$37SS0fv0WxVowJIO.9PQN.",
      "class_hidekick, hide_kick, show_keys, hide_chat, hide_ctmmsg, logout_last, login_cnt, error_last, " +
        "error_ip, note_usr, alternate_ip, fake_ip=2, 1, 1, 1, 1, 70, 71, 72, '10.0.0.3', 'нет', '10.0.0.4', 'x'",
    )
  }
${account("Emil", 1, 0, "secret12", "enabled=0")}
${account("Fred", 1, 1, "$2y$10$abcdefghijklmnopqrstuu5s8lrYQWhMgVbSnDzhN3rGxqWyJzT2u")}
${account("Gina", 1, 2, "")}
${account("Hans", 1, 2, MD5, "auth_ip='10.0.0.*'")}
INSERT INTO reglist (nick, class) VALUES ('Ivan', 1), ('Olga', 3), ('PublicHublist', -1), ('bad nick', 1), ('Jan', 7);

CREATE TABLE banlist (${BAN_COLUMNS}, UNIQUE KEY ip (ip, nick)) ENGINE=InnoDB DEFAULT CHARSET=latin1;
${ban("10.0.0.1", "Spammer", 0, "NULL")}
${ban("10.0.0.2", "_ipban_", 1, "0")}
${ban("_nickban_", "Тролль", 2, String(NOW + DAY))}
${ban("10.1.0.0-10.1.2", "_rangeban_", 3, "NULL", 167837696, 167838207)}
${ban("_host1ban_", ".ru", 4, "NULL")}
${ban("_host2ban_", ".Example.ORG", 5, "NULL")}
${ban("_host3ban_", ".dsl.example.org", 6, "NULL")}
${ban("12345", "_shareban_", 7, "NULL", 0, 0, "'12345'")}
${ban("_prefixban_", "[BOT]", 8, "NULL")}
${ban("_hostr1ban_", "dsl.example.org", 9, "NULL")}
${ban("10.0.0.9", "_ipban_", 1, String(NOW - 1))}
${ban("nowhere", "_ipban_", 1, "NULL")}
${ban("10.0.0.8", "x", 42, "NULL")}

CREATE TABLE unbanlist (${BAN_COLUMNS}, date_unban int(11), unban_op varchar(128), unban_reason varchar(255),
  UNIQUE KEY ip (ip, nick, date_unban)) ENGINE=InnoDB DEFAULT CHARSET=latin1;
INSERT INTO unbanlist (ip, nick, ban_type, date_start, nick_op, reason, date_unban, unban_op, unban_reason) VALUES
  ('10.9.9.9', '_ipban_', 1, ${NOW - 9 * DAY}, 'Anna', 'why', ${NOW - DAY}, 'Anna', 'sorry'),
  ('10.9.9.8', '_ipban_', 1, 1, 'Anna', 'why', 2, 'Anna', 'long ago');

CREATE TABLE kicklist (nick varchar(128) NOT NULL, time int(11) NOT NULL, ip varchar(15), host varchar(255),
  share_size varchar(15), reason varchar(255), op varchar(128), is_drop tinyint(1), PRIMARY KEY (nick, time)
) ENGINE=InnoDB DEFAULT CHARSET=latin1;
INSERT INTO kicklist VALUES ('Guest', ${
    NOW - 60
  }, '10.0.0.7', NULL, '0', 'флуд', 'Anna', 0), ('Old', 5, '', '', '', '', 'Anna', 1);

CREATE TABLE SetupList (file varchar(30) NOT NULL, var varchar(50) NOT NULL, val text, PRIMARY KEY (file, var)
) ENGINE=InnoDB DEFAULT CHARSET=latin1;
INSERT INTO SetupList VALUES ('config', 'hub_name', 'Тихий хаб'), ('config', 'max_users', '6000'),
  ('config', 'hub_encoding', 'CP1251'), ('config', 'tban_kick', 'soon'), ('config', 'opchat_name', 'Hubcap'),
  ('config', 'search_number', '3'), ('config', 'some_old_thing', '1'),
  ('config', 'listen_port', '4112'), ('config', 'update_check_period', '9'), ('config', 'timeout_flush', '31'), ('pi_python', 'log_level', '2'),
  ('pi_lua', 'err_class', '4');

CREATE TABLE temp_rights (nick varchar(128), op varchar(128), since int(11), st_chat int(11) DEFAULT 1,
  st_search int(11) DEFAULT 1, st_ctm int(11) DEFAULT 1, st_pm int(11) DEFAULT 1, st_kick int(11) DEFAULT 1,
  st_share0 int(11) DEFAULT 1, st_reg int(11) DEFAULT 1, st_opchat int(11) DEFAULT 1, KEY since_index (since)
) ENGINE=InnoDB DEFAULT CHARSET=latin1;
INSERT INTO temp_rights (nick, op, since, st_chat, st_pm, st_kick) VALUES ('Loud', 'Anna', 10, ${
    NOW + 50
  }, 1, 1),
  ('loud', 'Борис', 20, ${NOW + 40}, ${NOW + 60}, ${NOW + 70}), ('Quiet', 'Anna', 1, 5, 1, 0);

CREATE TABLE file_trigger (command varchar(30) NOT NULL, send_as varchar(128), def text, descr varchar(255),
  min_class int(2), max_class int(2) DEFAULT 10, flags int(3) DEFAULT 0, seconds int(15) DEFAULT 0,
  PRIMARY KEY (command)) ENGINE=InnoDB DEFAULT CHARSET=latin1;
INSERT INTO file_trigger VALUES ('+motd', 'hub', '%[CFG]/motd', 'Привет', 0, 10, 37, 0),
  ('+rules', '', '%[CFG]/help/rules_%[CC]', NULL, NULL, NULL, NULL, NULL),
  ('+site', 'Радио', 'Сайт: %[HUBNAME]\n"здесь"', 'Наш сайт', 1, 5, 48, 3600),
  ('+passwd', '', '/etc/passwd', '', 0, 10, 0, 0), ('+db', '', '%[CFG]/../dbconfig', '', 0, 10, 0, 0),
  ('two words', '', 'x', '', 0, 10, 16, 0);

CREATE TABLE custom_redirects (address varchar(125) NOT NULL, flag smallint(5) DEFAULT 0, start tinyint(2) DEFAULT 0,
  stop tinyint(2) DEFAULT 0, country varchar(50), secure tinyint(1) DEFAULT 2, share int(11) DEFAULT 0,
  enable tinyint(1) DEFAULT 1, PRIMARY KEY (address)) ENGINE=InnoDB DEFAULT CHARSET=latin1;
INSERT INTO custom_redirects VALUES ('dchub://a.example:411', 3, 20, 6, ':RU:by', 1, 10, 1),
  ('b.example', NULL, NULL, NULL, NULL, NULL, NULL, NULL), ('c.example:412', 0, 0, 0, '', 0, 0, 0),
  ('adc://d.example', 0, 0, 0, '', 2, 0, 1), ('e.example', 0, 0, 24, '', 2, 0, 1),
  ('f.example', 0, 0, 0, 'Russia', 2, 0, 1);
CREATE TABLE client_list (name varchar(125) NOT NULL, tag_id varchar(125), min_version decimal(8,5) DEFAULT -1,
  max_version decimal(8,5) DEFAULT -1, min_ver_use decimal(8,5) DEFAULT -1, ban tinyint(1) DEFAULT 0,
  enable tinyint(1) DEFAULT 1, PRIMARY KEY (name)) ENGINE=InnoDB DEFAULT CHARSET=latin1;
INSERT INTO client_list VALUES ('DC++', '++', 0.686, -1, 0.868, 0, 1), ('Чужой', 'Odd', -1, 2.5, -1, 1, 0),
  ('Backwards', 'Bw', 3, 2, -1, 0, 1), ('No tag', '', -1, -1, -1, 0, 1);
CREATE TABLE conn_types (identifier varchar(16) NOT NULL, description varchar(64), tag_min_slots int(4) DEFAULT 0,
  tag_max_slots int(4) DEFAULT 0, tag_min_limit double DEFAULT -1, tag_min_ls_ratio double DEFAULT -1,
  PRIMARY KEY (identifier)) ENGINE=InnoDB DEFAULT CHARSET=latin1;
INSERT INTO conn_types VALUES ('default', 'Все', 1, 100, -1, -1), ('Cable', NULL, 2, 0, 10.5, 3);
CREATE TABLE pi_stats (realtime int(11) NOT NULL, uptime int(11), PRIMARY KEY (realtime)) DEFAULT CHARSET=latin1;
INSERT INTO pi_stats VALUES (1, 2);
`);
}
