/**
 * Registered nicks in the table `reglist`. Owns the statements and the way from rows to accounts; knows neither
 * passwords (only their hashes) nor who may change what.
 *
 * @module
 */
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { type Guard, transaction } from "./database.ts";
import { type Columns, rowReader, toColumn } from "./row_table.ts";
import type { Account, AccountStore } from "./types.ts";

/** The columns of an account. Also the list of what may be written. */
const COLUMNS: Columns<Account> = {
  nick: { column: "nick", holds: "text" },
  class: { column: "class", holds: "number" },
  passwordHash: { column: "login_pwd", holds: "text" },
  passwordChange: { column: "pwd_change", holds: "switch" },
  enabled: { column: "enabled", holds: "switch" },
  registeredBy: { column: "reg_op", holds: "text" },
  registeredAt: { column: "reg_date", holds: "number" },
  authIp: { column: "auth_ip", holds: "text" },
  alternateIp: { column: "alternate_ip", holds: "text" },
  fakeIp: { column: "fake_ip", holds: "text" },
  classProtect: { column: "class_protect", holds: "number" },
  classHideKick: { column: "class_hidekick", holds: "number" },
  hideKick: { column: "hide_kick", holds: "switch" },
  hideShare: { column: "hide_share", holds: "switch" },
  hideKeys: { column: "hide_keys", holds: "switch" },
  showKeys: { column: "show_keys", holds: "switch" },
  hideChat: { column: "hide_chat", holds: "switch" },
  hideCtmMsg: { column: "hide_ctmmsg", holds: "switch" },
  noteOp: { column: "note_op", holds: "text" },
  noteUsr: { column: "note_usr", holds: "text" },
  loginAt: { column: "login_last", holds: "number" },
  loginIp: { column: "login_ip", holds: "text" },
  loginCount: { column: "login_cnt", holds: "number" },
  logoutAt: { column: "logout_last", holds: "number" },
  errorCount: { column: "error_cnt", holds: "number" },
  errorAt: { column: "error_last", holds: "number" },
  errorIp: { column: "error_ip", holds: "text" },
};

const FIELDS = Object.keys(COLUMNS) as (keyof Account)[];
const SELECT = `SELECT ${FIELDS.map((field) => COLUMNS[field].column).join(", ")} FROM reglist`;

const toAccount = rowReader(COLUMNS);

/** Columns and values of the fields that are present. Names come from {@linkcode COLUMNS}, never from input. */
function present(fields: Partial<Account>): { columns: string[]; values: SQLInputValue[] } {
  const columns: string[] = [];
  const values: SQLInputValue[] = [];
  for (const field of FIELDS) {
    const value = fields[field];
    if (value === undefined) continue;
    columns.push(COLUMNS[field].column);
    values.push(toColumn(value));
  }
  return { columns, values };
}

/** The accounts of an open database. `guard` wraps every call (error translation). */
export function accountStore(db: DatabaseSync, guard: Guard): AccountStore {
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
