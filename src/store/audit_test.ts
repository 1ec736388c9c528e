/**
 * Tests of the audit table: bounds, late outcomes, what survives, words of a search.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { fakeClock } from "../core/fake_clock.ts";
import { type AuditAction, auditStore } from "./audit.ts";
import { auditLine, parseAuditSearch } from "./audit_words.ts";
import { openDatabase } from "./database.ts";
import { openStore } from "./store.ts";

const ROW: AuditAction = {
  time: 1_900_000_000,
  op: "Anna",
  opClass: 5,
  opIp: "10.0.0.1",
  action: "ban",
  target: "Bert",
  detail: "(10.0.0.2) spam",
  outcome: "",
};
const ALL = { words: [], limit: 100, skip: 0 };

function inFolder(use: (folder: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    use(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("audit table: a row and its outcome survive, numbers go on", () => {
  inFolder((folder) => {
    const first = openStore(folder, { clock: fakeClock() });
    const id = first.audit.add(ROW);
    first.audit.settle(id, "Banned Bert");
    first.close();
    const second = openStore(folder, { clock: fakeClock() });
    assertEquals(second.audit.find(ALL), [{ id, ...ROW, outcome: "Banned Bert" }]);
    assertEquals(second.audit.add(ROW), id + 1);
    second.close();
  });
});

Deno.test("audit table: it is bounded, the oldest rows go", () => {
  inFolder((folder) => {
    const { db } = openDatabase(folder);
    const audit = auditStore(db, (fn) => fn(), 100);
    for (let i = 0; i < 1000; i++) audit.add(ROW);
    const rows = audit.find({ ...ALL, limit: 1000 });
    assert(rows.length >= 100 && rows.length <= 100 + 256, String(rows.length));
    assertEquals(rows[0]!.id, 1000);
    db.close();
  });
});

Deno.test("audit table: a search uses ASCII case like nicks do and never runs what it is given", () => {
  inFolder((folder) => {
    const { db } = openDatabase(folder);
    const audit = auditStore(db, (fn) => fn());
    audit.add(ROW);
    const count = (text: string) => audit.count([{ field: "any", text }]);
    assertEquals(["ANNA", "bert", "BAN", "10.0.0.1", "10.0.0.2"].map(count), [1, 1, 1, 1, 1]);
    assertEquals(["' OR 1=1 --", "%", "_", "", "an", "(10.0.0.2"].map(count), [0, 0, 0, 0, 0, 0]);
    db.close();
  });
});

Deno.test("audit words: places, pages, and what cannot be read", () => {
  assertEquals(parseAuditSearch([]), { words: [], page: 1, paged: false });
  assertEquals(parseAuditSearch(["!ban", "OP:anna", "target:5", "3"]), {
    words: [{ field: "any", text: "ban" }, { field: "op", text: "anna" }, { field: "target", text: "5" }],
    page: 3,
    paged: true,
  });
  assertEquals(parseAuditSearch(["2001:db8::1"]), {
    words: [{ field: "any", text: "2001:db8::1" }],
    page: 1,
    paged: false,
  });
  assertMatch(String(parseAuditSearch(["0"])), /^Pages/);
  assertMatch(String(parseAuditSearch(Array(9).fill("x"))), /^Write at most/);
});

Deno.test("audit words: an entry is one line", () => {
  assertEquals(
    auditLine({ id: 7, ...ROW, outcome: "Not banned" }),
    "#7 2030-03-17 17:46:40 Anna (class 5, 10.0.0.1): ban Bert (10.0.0.2) spam -> Not banned",
  );
  assertMatch(
    auditLine({ id: 8, ...ROW, opIp: "", detail: "a\nb" }),
    /Anna \(class 5\): ban Bert a b -> no answer$/,
  );
});

Deno.test("audit table: scripts can read it with SQL under the names of the schema", () => {
  inFolder((folder) => {
    const store = openStore(folder, { clock: fakeClock() });
    store.audit.add(ROW);
    store.close();
    const db = new DatabaseSync(`${folder}/hubcap.db`);
    const row = db.prepare("SELECT op, op_class, op_ip, action, target FROM audit").get();
    db.close();
    assertEquals({ ...row }, { op: "Anna", op_class: 5, op_ip: "10.0.0.1", action: "ban", target: "Bert" });
  });
});
