/**
 * The checks of `hubcap doctor` about accounts: who can run the hub, whose nick is open to anybody, whose password
 * nobody can check, whether a private hub lets somebody in.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { defaultOf, parseSetting } from "../config/settings.ts";
import { canMatch } from "../store/legacy_password.ts";
import { type Finding, ok, warn } from "./doctor_report.ts";

/** Nicks named in one line at most. */
const MOST = 5;

const PASSWD = "hubcap user passwd NICK --password-stdin";

interface Row {
  readonly nick: string;
  readonly class: number;
  readonly hash: string;
  /** Whoever comes first may choose the password. */
  readonly open: boolean;
}

function readRows(db: DatabaseSync): Row[] {
  const sql = "SELECT nick, class, login_pwd, pwd_change FROM reglist WHERE enabled <> 0 ORDER BY nick";
  return db.prepare(sql).all().map(({ nick, class: userClass, login_pwd, pwd_change }) => ({
    nick: String(nick),
    class: Number(userClass),
    hash: String(login_pwd),
    open: login_pwd === "" || pwd_change !== 0,
  }));
}

/** Nicks of rows, the first of them. */
const named = (rows: readonly Row[]): string =>
  rows.slice(0, MOST).map(({ nick }) => nick).join(", ") + (rows.length > MOST ? ", …" : "");

function privateHubFindings(db: DatabaseSync, rows: readonly Row[]): Finding[] {
  const text = db.prepare("SELECT val FROM SetupList WHERE file = 'config' AND var = ?");
  const stored = (name: string) => String(text.get(name)?.val ?? "");
  const parsed = parseSetting("registered_only", stored("registered_only"));
  if (!(parsed.ok ? parsed.value : defaultOf("registered_only"))) return [];
  const members = rows.filter((row) => row.class > 0 && (row.open || canMatch(row.hash)));
  const findings = [
    members.length > 0 ? ok("private hub", `${members.length} accounts may come in, nobody else`) : warn(
      "private hub",
      "registered_only is on and no account can log in",
      "Try: hubcap user add NICK --class 10 --password-stdin",
    ),
  ];
  if (stored("hublist_host").trim() !== "" && !rows.some((row) => row.class === -1)) {
    findings.push(
      warn(
        "private hub",
        "hublist_host names lists, but registered_only keeps their pingers out",
        "Make an account for each of them: !regnew NICK -1",
      ),
    );
  }
  return findings;
}

/** Looks at the accounts of a database. */
export function accountFindings(db: DatabaseSync): Finding[] {
  const rows = readRows(db);
  const operators = rows.filter((row) => row.class >= 3);
  const masters = operators.filter((row) => row.class >= 5 && row.hash !== "" && canMatch(row.hash));
  const findings = [
    masters.length > 0
      ? ok("operators", `${masters.length} can run the hub`)
      : warn("operators", "nobody can run the hub", "Try: hubcap user add NICK --class 10 --password-stdin"),
  ];
  const open = operators.filter((row) => row.open);
  if (open.length > 0) {
    findings.push(
      warn(
        "operators",
        `${open.length} still to choose a password, and whoever comes first with the nick does: ${
          named(open)
        }`,
        `Give them one: ${PASSWD}`,
      ),
    );
  }
  const lost = rows.filter((row) => row.hash !== "" && !row.open && !canMatch(row.hash));
  if (lost.length > 0) {
    findings.push(
      warn(
        "passwords",
        `imported and not to be checked, so nobody can log in with them: ${lost.length}: ${named(lost)}`,
        `Set new ones: ${PASSWD}`,
      ),
    );
  }
  const plain = rows.filter((row) => row.hash.startsWith("vh0$") && canMatch(row.hash));
  if (plain.length > 0) {
    findings.push(
      warn(
        "passwords",
        `imported in plain text, and kept so until their owners log in: ${plain.length}`,
        "Set new ones for those who never come: hubcap user passwd NICK",
      ),
    );
  }
  return [...findings, ...privateHubFindings(db, rows)];
}
