/**
 * Small tables in memory: triggers and redirects over a real database.
 *
 * @module
 */
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { join } from "@std/path";
import { systemClock } from "../core/clock.ts";
import { DATABASE_FILE } from "./database.ts";
import { keptRows, type RowTable } from "./kept_rows.ts";
import { NEW_REDIRECT } from "./redirects.ts";
import { openStore } from "./store.ts";
import type { Store } from "./types.ts";
import { FIRST_TRIGGERS, NEW_TRIGGER, type Trigger, TRIGGER_LIMITS } from "./triggers.ts";

async function withFolder(run: (open: () => Store, path: string) => void): Promise<void> {
  const folder = await Deno.makeTempDir();
  const stores = new Set<Store>();
  try {
    run(() => {
      const opened = openStore(folder, { clock: systemClock() });
      const store: Store = {
        ...opened,
        close() {
          if (stores.delete(store)) opened.close();
        },
      };
      stores.add(store);
      return store;
    }, join(folder, DATABASE_FILE));
  } finally {
    for (const store of stores) store.close();
    await Deno.remove(folder, { recursive: true });
  }
}

const TRIGGER: Trigger = {
  command: "+правила",
  sendAs: "Radio",
  def: "a 'text'\r\nof two lines",
  descr: "Rules",
  minClass: -1,
  maxClass: 5,
  flags: 54,
  seconds: 60,
};
const REDIRECT = {
  address: "nmdcs://a.example:411",
  flags: 3,
  start: 20,
  stop: 6,
  country: "DE AT",
  secure: 1,
  share: 10,
  enabled: false,
};

Deno.test("kept rows: every field outlives a restart", () =>
  withFolder((open) => {
    const first = open();
    assertEquals([first.triggers.add(TRIGGER), first.redirects.add(REDIRECT)], [null, null]);
    first.triggers.update("+RULES", { def: "changed" });
    first.redirects.add({ ...NEW_REDIRECT, address: "b.example" });
    first.redirects.remove("B.example");
    first.close();
    const second = open();
    assertEquals(second.triggers.get("+правила"), TRIGGER);
    assertEquals(second.triggers.get("+rules")?.def, "changed");
    assertEquals(second.redirects.all(), [REDIRECT]);
  }));

Deno.test("kept rows: a new hub has words for texts nobody wrote yet", () =>
  withFolder((open) => assertEquals(open().triggers.all(), FIRST_TRIGGERS)));

Deno.test("kept rows: what was removed from a new hub stays away", () =>
  withFolder((open) => {
    const first = open();
    for (const { command } of FIRST_TRIGGERS) assertEquals(first.triggers.remove(command), true);
    first.close();
    assertEquals(open().triggers.all(), []);
  }));

Deno.test("kept rows: a change by another process is seen at the next look", () =>
  withFolder((open) => {
    const [hub, other] = [open(), open()];
    const before = hub.triggers.all();
    other.triggers.add(TRIGGER);
    other.redirects.add(REDIRECT);
    assertStrictEquals(hub.triggers.all(), before);
    assertEquals(hub.poll(), true);
    assertEquals([hub.triggers.get("+правила"), hub.redirects.all()], [TRIGGER, [REDIRECT]]);
  }));

Deno.test("kept rows: rows that break the rules, written past them, are not seen", () =>
  withFolder((open, path) => {
    open().close();
    const db = new DatabaseSync(path);
    db.exec("DELETE FROM file_trigger");
    const put = db.prepare("INSERT INTO file_trigger (command, send_as, def, min_class) VALUES (?, ?, ?, ?)");
    put.run("+bad", "a|$Quit x", "text", 0);
    put.run("+two words", "", "text", 0);
    put.run("+nobody", "", "text", 11);
    put.run("+long", "", "x".repeat(TRIGGER_LIMITS.def + 10), 0);
    for (let i = 0; i < 500; i++) put.run(`+n${String(i).padStart(3, "0")}`, "", "text", 0);
    db.close();
    const all = open().triggers.all();
    assertEquals(all.length <= TRIGGER_LIMITS.count, true);
    assertEquals(all[0]?.command, "+long");
    assertEquals(all[0]?.def.length, TRIGGER_LIMITS.def);
    assertEquals(all.some(({ command }) => /bad|words|nobody/.test(command)), false);
  }));

function counted(max: number) {
  const written: string[] = [];
  const table: RowTable<Trigger> = {
    load: () => [],
    put: ({ command }) => void written.push(`+${command}`),
    drop: (command) => void written.push(`-${command}`),
  };
  return { written, rows: keptRows(table, ({ command }) => command, max) };
}
const row = (command: string): Trigger => ({ ...NEW_TRIGGER, command });

Deno.test("kept rows: keys ignore ASCII case, the table has an end, and nothing is written in vain", () => {
  const { rows, written } = counted(2);
  assertEquals([rows.add(row("b")), rows.add(row("B")), rows.add(row("A")), rows.add(row("c"))], [
    null,
    "taken",
    null,
    "full",
  ]);
  assertEquals(rows.all().map(({ command }) => command), ["A", "b"]);
  assertEquals([rows.update("c", {}), rows.remove("c"), rows.get("c")], [false, false, null]);
  assertThrows(() => rows.update("a", { command: "z" }), RangeError, "another key");
  assertEquals([rows.remove("a"), rows.add(row("c"))], [true, null]);
  assertEquals(written, ["+b", "+A", "-A", "+c"]);
});

Deno.test("kept rows: the list is the same until something changes", () => {
  const { rows } = counted(9);
  rows.add(row("a"));
  const first = rows.all();
  assertStrictEquals(rows.all(), first);
  rows.add(row("a"));
  assertStrictEquals(rows.all(), first);
  rows.update("a", { def: "x" });
  assertEquals(rows.all() === first, false);
});

Deno.test("kept rows: a write that fails changes nothing in memory", () => {
  const fail = () => {
    throw new Error("disk full");
  };
  const rows = keptRows<Trigger>(
    { load: () => [row("a")], put: fail, drop: fail },
    ({ command }) => command,
    9,
  );
  assertThrows(() => rows.add(row("b")), Error, "disk full");
  assertThrows(() => rows.update("a", { def: "x" }), Error, "disk full");
  assertThrows(() => rows.remove("a"), Error, "disk full");
  assertEquals(rows.all(), [row("a")]);
});
