/**
 * Registered nicks in the table `reglist`. Owns the statements and the way from rows to accounts; knows neither
 * passwords (only their hashes) nor who may change what.
 *
 * @module
 */
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { transaction } from "./database.ts";
import type { Account, AccountStore } from "./types.ts";

/** Field of an account → column. Also the list of what may be written. */
const COLUMNS = {
  nick: "nick",
  class: "class",
  passwordHash: "login_pwd",
  passwordChange: "pwd_change",
  enabled: "enabled",
  registeredBy: "reg_op",
  registeredAt: "reg_date",
  authIp: "auth_ip",
  alternateIp: "alternate_ip",
  fakeIp: "fake_ip",
  classProtect: "class_protect",
  classHideKick: "class_hidekick",
  hideKick: "hide_kick",
  hideShare: "hide_share",
  hideKeys: "hide_keys",
  showKeys: "show_keys",
  hideChat: "hide_chat",
  hideCtmMsg: "hide_ctmmsg",
  noteOp: "note_op",
  noteUsr: "note_usr",
  loginAt: "login_last",
  loginIp: "login_ip",
  loginCount: "login_cnt",
  logoutAt: "logout_last",
  errorCount: "error_cnt",
  errorAt: "error_last",
  errorIp: "error_ip",
} as const satisfies Record<keyof Account, string>;

type Field = keyof typeof COLUMNS;
type Row = Record<string, unknown>;

const FIELDS = Object.keys(COLUMNS) as Field[];
const SELECT = `SELECT ${FIELDS.map((field) => COLUMNS[field]).join(", ")} FROM reglist`;

const toAccount = (row: Row): Account => ({
  nick: String(row.nick),
  class: Number(row.class),
  passwordHash: String(row.login_pwd),
  passwordChange: row.pwd_change !== 0,
  enabled: row.enabled !== 0,
  registeredBy: String(row.reg_op),
  registeredAt: Number(row.reg_date),
  authIp: String(row.auth_ip),
  alternateIp: String(row.alternate_ip),
  fakeIp: String(row.fake_ip),
  classProtect: Number(row.class_protect),
  classHideKick: Number(row.class_hidekick),
  hideKick: row.hide_kick !== 0,
  hideShare: row.hide_share !== 0,
  hideKeys: row.hide_keys !== 0,
  showKeys: row.show_keys !== 0,
  hideChat: row.hide_chat !== 0,
  hideCtmMsg: row.hide_ctmmsg !== 0,
  noteOp: String(row.note_op),
  noteUsr: String(row.note_usr),
  loginAt: Number(row.login_last),
  loginIp: String(row.login_ip),
  loginCount: Number(row.login_cnt),
  logoutAt: Number(row.logout_last),
  errorCount: Number(row.error_cnt),
  errorAt: Number(row.error_last),
  errorIp: String(row.error_ip),
});

const toColumn = (value: string | number | boolean): SQLInputValue =>
  typeof value === "boolean" ? Number(value) : value;

/** Columns and values of the fields that are present. Names come from {@linkcode COLUMNS}, never from input. */
function present(fields: Partial<Account>): { columns: string[]; values: SQLInputValue[] } {
  const columns: string[] = [];
  const values: SQLInputValue[] = [];
  for (const field of FIELDS) {
    const value = fields[field];
    if (value === undefined) continue;
    columns.push(COLUMNS[field]);
    values.push(toColumn(value));
  }
  return { columns, values };
}

/** The accounts of an open database. `guard` wraps every call (error translation). */
export function accountStore(db: DatabaseSync, guard: <T>(fn: () => T) => T): AccountStore {
  const byNick = db.prepare(`${SELECT} WHERE nick = ?`);
  const all = db.prepare(`${SELECT} ORDER BY nick`);
  const byClass = db.prepare(`${SELECT} WHERE class = ? ORDER BY nick`);
  const page = db.prepare("SELECT nick FROM reglist WHERE class = ? ORDER BY nick LIMIT ? OFFSET ?");
  const total = db.prepare("SELECT count(*) AS n FROM reglist");
  const totalOf = db.prepare("SELECT count(*) AS n FROM reglist WHERE class = ?");
  const drop = db.prepare("DELETE FROM reglist WHERE nick = ?");
  const dropRights = db.prepare(
    "UPDATE temp_rights SET st_kick = 1, st_reg = 1, st_opchat = 1 WHERE nick = ?",
  );
  const left = db.prepare("UPDATE reglist SET logout_last = ? WHERE nick = ?");
  // One statement per set of changed columns; callers use a handful of such sets.
  const updates = new Map<string, StatementSync>();
  const updateOf = (columns: string[]): StatementSync => {
    const key = columns.join();
    let statement = updates.get(key);
    if (!statement) {
      if (updates.size >= 64) updates.clear();
      const assignments = columns.map((column) => `${column} = ?`).join(", ");
      updates.set(key, statement = db.prepare(`UPDATE reglist SET ${assignments} WHERE nick = ?`));
    }
    return statement;
  };
  return {
    get: (nick) =>
      guard(() => {
        const row = byNick.get(nick);
        return row ? toAccount(row) : null;
      }),
    add: (account) =>
      guard(() => {
        const { columns, values } = present(account);
        const marks = columns.map(() => "?").join(", ");
        const sql = `INSERT INTO reglist (${columns.join(", ")}) VALUES (${marks}) ON CONFLICT DO NOTHING`;
        return db.prepare(sql).run(...values).changes === 1;
      }),
    update: (nick, change) =>
      guard(() => {
        const { nick: _fixed, ...fields } = change as Partial<Account>;
        const { columns, values } = present(fields);
        if (columns.length === 0) return byNick.get(nick) !== undefined;
        return updateOf(columns).run(...values, nick).changes === 1;
      }),
    // What was given to the account's owner is not for whoever takes the nick next.
    remove: (nick) =>
      guard(() =>
        transaction(db, () => {
          dropRights.run(nick);
          return drop.run(nick).changes === 1;
        })
      ),
    noteLogouts: (logouts) =>
      guard(() =>
        transaction(db, () => {
          for (const [nick, at] of logouts) left.run(at, nick);
        })
      ),
    list: (userClass) =>
      guard(() => (userClass === undefined ? all.all() : byClass.all(userClass)).map(toAccount)),
    nicks: (userClass, limit, offset) =>
      guard(() => page.all(userClass, limit, offset).map(({ nick }) => String(nick))),
    count: (userClass) =>
      guard(() => Number((userClass === undefined ? total.get() : totalOf.get(userClass))?.n)),
  };
}
