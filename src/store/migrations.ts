/**
 * The numbered steps from an empty file to the current schema. A step that was released never changes; the next
 * one is appended. Table and column names are Verlihub's, because scripts query them (`vh.SQL`).
 *
 * @module
 */
import { IS_RANGE4, IS_RANGE6, RANGE6_KEY, RANGE_KEY } from "./range_key.ts";

/** One step. Its number is its place in the list, counted from 1 (`PRAGMA user_version`). */
export interface Migration {
  /** What it does. */
  readonly title: string;
  /** The statements. They run in one transaction. */
  readonly sql: string;
}

/** All steps, oldest first. */
export const MIGRATIONS: readonly Migration[] = [
  {
    title: "accounts, runtime variables, bans and kicks",
    sql: `
CREATE TABLE reglist (
  nick TEXT NOT NULL PRIMARY KEY COLLATE NOCASE,
  class INTEGER NOT NULL DEFAULT 1,
  class_protect INTEGER NOT NULL DEFAULT 0,
  hide_keys INTEGER NOT NULL DEFAULT 0,
  hide_share INTEGER NOT NULL DEFAULT 0,
  reg_date INTEGER NOT NULL DEFAULT 0,
  reg_op TEXT NOT NULL DEFAULT '',
  pwd_change INTEGER NOT NULL DEFAULT 1,
  login_pwd TEXT NOT NULL DEFAULT '',
  login_last INTEGER NOT NULL DEFAULT 0,
  login_ip TEXT NOT NULL DEFAULT '',
  error_cnt INTEGER NOT NULL DEFAULT 0,
  enabled INTEGER NOT NULL DEFAULT 1,
  note_op TEXT NOT NULL DEFAULT '',
  auth_ip TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX reglist_class ON reglist (class);

CREATE TABLE SetupList (
  file TEXT NOT NULL,
  var TEXT NOT NULL,
  val TEXT NOT NULL,
  PRIMARY KEY (file, var)
) STRICT, WITHOUT ROWID;

CREATE TABLE banlist (
  ip TEXT NOT NULL,
  nick TEXT NOT NULL COLLATE NOCASE,
  ban_type INTEGER NOT NULL,
  date_start INTEGER NOT NULL,
  date_limit INTEGER NOT NULL DEFAULT 0,
  nick_op TEXT NOT NULL,
  reason TEXT NOT NULL,
  note_op TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (ip, nick)
) STRICT;
CREATE INDEX banlist_nick ON banlist (nick);
CREATE INDEX banlist_limit ON banlist (date_limit);

CREATE TABLE kicklist (
  nick TEXT NOT NULL COLLATE NOCASE,
  time INTEGER NOT NULL,
  ip TEXT NOT NULL,
  reason TEXT NOT NULL,
  op TEXT NOT NULL,
  is_drop INTEGER NOT NULL,
  PRIMARY KEY (nick, time)
) STRICT;
CREATE INDEX kicklist_time ON kicklist (time);
`,
  },
  {
    title: "bans of ranges, hosts, shares and prefixes; lifted bans; rights taken for a time",
    sql: `
ALTER TABLE banlist ADD COLUMN host TEXT NOT NULL DEFAULT '';
ALTER TABLE banlist ADD COLUMN range_fr INTEGER NOT NULL DEFAULT 0;
ALTER TABLE banlist ADD COLUMN range_to INTEGER NOT NULL DEFAULT 0;
ALTER TABLE banlist ADD COLUMN share_size TEXT NOT NULL DEFAULT '';
ALTER TABLE banlist ADD COLUMN last_hit INTEGER NOT NULL DEFAULT 0;
ALTER TABLE banlist ADD COLUMN note_usr TEXT NOT NULL DEFAULT '';
CREATE INDEX banlist_range ON banlist (range_fr, range_to) WHERE ban_type = 3;
CREATE INDEX banlist_prefix ON banlist (nick) WHERE ban_type = 8;
CREATE INDEX banlist_host ON banlist (nick) WHERE ban_type IN (4, 5, 6, 9);

CREATE TABLE unbanlist (
  ip TEXT NOT NULL,
  nick TEXT NOT NULL COLLATE NOCASE,
  ban_type INTEGER NOT NULL,
  host TEXT NOT NULL DEFAULT '',
  range_fr INTEGER NOT NULL DEFAULT 0,
  range_to INTEGER NOT NULL DEFAULT 0,
  date_start INTEGER NOT NULL,
  date_limit INTEGER NOT NULL DEFAULT 0,
  last_hit INTEGER NOT NULL DEFAULT 0,
  nick_op TEXT NOT NULL,
  reason TEXT NOT NULL,
  note_op TEXT NOT NULL DEFAULT '',
  note_usr TEXT NOT NULL DEFAULT '',
  share_size TEXT NOT NULL DEFAULT '',
  date_unban INTEGER NOT NULL,
  unban_op TEXT NOT NULL,
  unban_reason TEXT NOT NULL,
  PRIMARY KEY (ip, nick, date_unban)
) STRICT;
CREATE INDEX unbanlist_date ON unbanlist (date_unban);

CREATE TABLE temp_rights (
  nick TEXT NOT NULL PRIMARY KEY COLLATE NOCASE,
  op TEXT NOT NULL DEFAULT '',
  since INTEGER NOT NULL DEFAULT 0,
  st_chat INTEGER NOT NULL DEFAULT 1,
  st_search INTEGER NOT NULL DEFAULT 1,
  st_ctm INTEGER NOT NULL DEFAULT 1,
  st_pm INTEGER NOT NULL DEFAULT 1,
  st_kick INTEGER NOT NULL DEFAULT 1,
  st_share0 INTEGER NOT NULL DEFAULT 1,
  st_reg INTEGER NOT NULL DEFAULT 1,
  st_opchat INTEGER NOT NULL DEFAULT 1
) STRICT;
`,
  },
  {
    title: "the rest of an account, ranges of IPv6, triggers, redirects, rules for clients, the audit trail",
    sql: `
ALTER TABLE reglist ADD COLUMN class_hidekick INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reglist ADD COLUMN hide_kick INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reglist ADD COLUMN show_keys INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reglist ADD COLUMN hide_chat INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reglist ADD COLUMN hide_ctmmsg INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reglist ADD COLUMN logout_last INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reglist ADD COLUMN login_cnt INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reglist ADD COLUMN error_last INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reglist ADD COLUMN error_ip TEXT NOT NULL DEFAULT '';
ALTER TABLE reglist ADD COLUMN note_usr TEXT NOT NULL DEFAULT '';
ALTER TABLE reglist ADD COLUMN alternate_ip TEXT NOT NULL DEFAULT '';
ALTER TABLE reglist ADD COLUMN fake_ip TEXT NOT NULL DEFAULT '';

-- An IPv6 range as two texts of 32 hexadecimal digits, which sort like the addresses; '' for an IPv4 range.
ALTER TABLE banlist ADD COLUMN range6_fr TEXT NOT NULL DEFAULT '';
ALTER TABLE banlist ADD COLUMN range6_to TEXT NOT NULL DEFAULT '';
ALTER TABLE unbanlist ADD COLUMN range6_fr TEXT NOT NULL DEFAULT '';
ALTER TABLE unbanlist ADD COLUMN range6_to TEXT NOT NULL DEFAULT '';
DROP INDEX banlist_range;
CREATE INDEX banlist_range ON banlist (${RANGE_KEY}) WHERE ${IS_RANGE4};
CREATE INDEX banlist_range6 ON banlist (${RANGE6_KEY}) WHERE ${IS_RANGE6};
CREATE INDEX banlist_start ON banlist (date_start);
CREATE INDEX unbanlist_nick ON unbanlist (nick);

CREATE TABLE file_trigger (
  command TEXT NOT NULL PRIMARY KEY COLLATE NOCASE,
  send_as TEXT NOT NULL DEFAULT '',
  def TEXT NOT NULL DEFAULT '',
  descr TEXT NOT NULL DEFAULT '',
  min_class INTEGER NOT NULL DEFAULT 0,
  max_class INTEGER NOT NULL DEFAULT 10,
  flags INTEGER NOT NULL DEFAULT 0,
  seconds INTEGER NOT NULL DEFAULT 0
) STRICT;
-- Flags: 4 at login, 32 with variables. While a file is empty or missing nothing is shown.
INSERT INTO file_trigger (command, def, descr, flags) VALUES
  ('+motd', 'motd.txt', 'Message of the day', 36),
  ('+rules', 'rules.txt', 'Rules of the hub', 32),
  ('+faq', 'faq.txt', 'Questions and answers', 32);

CREATE TABLE custom_redirects (
  address TEXT NOT NULL PRIMARY KEY COLLATE NOCASE,
  flag INTEGER NOT NULL DEFAULT 0,
  start INTEGER NOT NULL DEFAULT 0,
  stop INTEGER NOT NULL DEFAULT 0,
  country TEXT NOT NULL DEFAULT '',
  secure INTEGER NOT NULL DEFAULT 2,
  share INTEGER NOT NULL DEFAULT 0,
  enable INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE client_list (
  name TEXT NOT NULL PRIMARY KEY COLLATE NOCASE,
  tag_id TEXT NOT NULL,
  min_version REAL NOT NULL DEFAULT -1,
  max_version REAL NOT NULL DEFAULT -1,
  min_ver_use REAL NOT NULL DEFAULT -1,
  ban INTEGER NOT NULL DEFAULT 0,
  enable INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE conn_types (
  identifier TEXT NOT NULL PRIMARY KEY COLLATE NOCASE,
  description TEXT NOT NULL DEFAULT '',
  tag_min_slots INTEGER NOT NULL DEFAULT 0,
  tag_max_slots INTEGER NOT NULL DEFAULT 0,
  tag_min_limit REAL NOT NULL DEFAULT -1,
  tag_min_ls_ratio REAL NOT NULL DEFAULT -1
) STRICT;

CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  time INTEGER NOT NULL,
  op TEXT NOT NULL COLLATE NOCASE,
  op_class INTEGER NOT NULL,
  op_ip TEXT NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL COLLATE NOCASE,
  detail TEXT NOT NULL,
  outcome TEXT NOT NULL
) STRICT;
CREATE INDEX audit_time ON audit (time);
CREATE INDEX audit_op ON audit (op, id);
CREATE INDEX audit_target ON audit (target, id);
`,
  },
];
