/**
 * Tests of the store: accounts, runtime variables, changes by another process, damaged and foreign files.
 *
 * @module
 */
import { assert, assertEquals, assertObjectMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { HubError } from "../core/errors.ts";
import { fakeClock } from "../core/fake_clock.ts";
import { DATABASE_FILE } from "./database.ts";
import { FRESH_ACCOUNT } from "../hub/testing/memory_store.ts";
import { openStore } from "./store.ts";
import type { Store } from "./types.ts";
import { inFolder, raw } from "./testing/in_folder.ts";

Deno.test(
  "accounts: what was added is there, whole, in any case",
  inFolder((_dir, open) => {
    const { accounts } = open();
    assert(
      accounts.add({ nick: "Anna", class: 3, passwordHash: "h", passwordChange: false, authIp: "1.2.3.4" }),
    );
    const anna = { nick: "Anna", class: 3, passwordHash: "h", authIp: "1.2.3.4" };
    assertEquals(accounts.get("aNNA"), { ...FRESH_ACCOUNT, ...anna });
    assertEquals(accounts.get("Ann"), null);
  }),
);

Deno.test(
  "accounts: a nick has one account whatever its case, and keeps it",
  inFolder((_dir, open) => {
    const { accounts } = open();
    assert(accounts.add({ nick: "Anna", class: 3 }));
    assertEquals(accounts.add({ nick: "ANNA", class: 10 }), false);
    assertEquals([accounts.get("anna")?.class, accounts.count()], [3, 1]);
  }),
);

Deno.test(
  "accounts: update changes the given fields only, and never the nick",
  inFolder((_dir, open) => {
    const { accounts } = open();
    accounts.add({ nick: "Anna", class: 3, noteOp: "kept" });
    assert(accounts.update("anna", { class: 4, enabled: false, hideKeys: true, errorCount: 2 }));
    assertObjectMatch(accounts.get("Anna")!, {
      class: 4,
      enabled: false,
      hideKeys: true,
      errorCount: 2,
      noteOp: "kept",
    });
    assert(accounts.update("Anna", { nick: "Bert" } as never));
    assertEquals(accounts.get("Bert"), null);
    assertEquals(accounts.update("Bert", { class: 1 }), false);
    assertEquals(accounts.update("Bert", {}), false);
  }),
);

Deno.test(
  "accounts: list is sorted and filters by class; remove removes",
  inFolder((_dir, open) => {
    const { accounts } = open();
    for (const [nick, c] of [["b", 1], ["A", 3], ["c", 3]] as const) accounts.add({ nick, class: c });
    assertEquals(accounts.list().map(({ nick }) => nick), ["A", "b", "c"]);
    assertEquals(accounts.list(3).map(({ nick }) => nick), ["A", "c"]);
    assertEquals([accounts.remove("B"), accounts.remove("B"), accounts.count()], [true, false, 2]);
  }),
);

Deno.test(
  "accounts: quotes and wildcards in nicks are just characters",
  inFolder((_dir, open) => {
    const { accounts } = open();
    const nick = `x'; DROP TABLE reglist; --"%_`;
    accounts.add({ nick, class: 1 });
    assertEquals(accounts.get(nick)?.nick, nick);
    assertEquals(accounts.get("%"), null);
  }),
);

Deno.test(
  "accounts: many different updates do not pile up statements without bound",
  inFolder((_dir, open) => {
    const { accounts } = open();
    accounts.add({ nick: "a", class: 1 });
    const fields = [
      "class",
      "loginAt",
      "errorCount",
      "classProtect",
      "registeredAt",
      "enabled",
      "hideKeys",
    ] as const;
    for (let mask = 1; mask < 2 ** fields.length; mask++) {
      const change = Object.fromEntries(
        fields.filter((_, bit) => mask & 1 << bit).map((field) => [field, 1]),
      );
      assert(accounts.update("a", change));
    }
    assertEquals(accounts.get("a")?.loginAt, 1);
  }),
);

Deno.test(
  "settings: a new hub has defaults; a set value is live, stored in Verlihub's form and there after a restart",
  inFolder((dir, open) => {
    const { settings } = open();
    assertEquals([settings.values.hub_name, settings.values.delayed_chat], ["Hubcap", false]);
    settings.set("delayed_chat", true);
    settings.set("timeout_key", 12.5);
    assertEquals(settings.values.delayed_chat, true);
    raw(dir, (db) => {
      const rows = db.prepare("SELECT var, val FROM SetupList WHERE file = 'config' ORDER BY var").all();
      assertEquals(rows.map(({ var: name, val }) => [name, val]), [["delayed_chat", "1"], [
        "timeout_key",
        "12.500000",
      ]]);
    });
    assertEquals(open().settings.values.timeout_key, 12.5);
  }),
);

Deno.test(
  "settings: listeners hear real changes once, until they leave",
  inFolder((_dir, open) => {
    const { settings } = open();
    const heard: string[] = [];
    const leave = settings.onChange((name) => heard.push(name));
    settings.set("hub_topic", "a");
    settings.set("hub_topic", "a");
    leave();
    settings.set("hub_topic", "b");
    assertEquals(heard, ["hub_topic"]);
  }),
);

Deno.test(
  "settings: free sets are apart from the hub's own and keep any text",
  inFolder((_dir, open) => {
    const { settings } = open();
    settings.setFree("pi_lua", "x", "");
    assertEquals([settings.getFree("pi_lua", "x"), settings.getFree("pi_perl", "x")], ["", null]);
    settings.setFree("pi_x", "y", "1");
    settings.set("max_users", 5);
    assertEquals([settings.countFree(), settings.listFree("pi_l", 9), settings.listFree("", 1).length], [
      2,
      [{ conf: "pi_lua", name: "x", value: "" }],
      1,
    ]);
    assertThrows(() => settings.setFree("config", "hub_name", "y"), TypeError, "free set");
    assertThrows(() => settings.getFree("config", "hub_name"), TypeError);
  }),
);

Deno.test(
  "store: poll sees what another connection changed, once, and tells the listeners",
  inFolder((_dir, open) => {
    const hub = open();
    const heard: string[] = [];
    hub.settings.onChange((name) => heard.push(name));
    hub.accounts.add({ nick: "own", class: 1 });
    assertEquals(hub.poll(), false);
    const cli = open();
    cli.settings.set("hub_topic", "from outside");
    cli.accounts.add({ nick: "Anna", class: 5 });
    assertEquals([hub.poll(), hub.poll()], [true, false]);
    assertEquals([heard, hub.settings.values.hub_topic], [["hub_topic"], "from outside"]);
    assertEquals(hub.accounts.get("anna")?.class, 5);
  }),
);

Deno.test(
  "store: a stored text that is no value is reported and the default counts",
  inFolder((dir, open) => {
    open();
    raw(
      dir,
      (db) =>
        db.exec("INSERT INTO SetupList VALUES ('config', 'max_users', 'abc'), ('config', 'other', '1')"),
    );
    const warnings: string[] = [];
    assertEquals(open((message) => warnings.push(message)).settings.values.max_users, 6000);
    assertEquals(warnings.length, 1);
    assertStringIncludes(warnings[0]!, "max_users must be");
  }),
);

Deno.test(
  "store: values that do not fit are told once, the default counts, and what was stored stays",
  inFolder((dir, open) => {
    open();
    const rows = "('config', 'max_nick', '251'), ('config', 'min_nick', '65'), ('config', 'gone', 'x'), " +
      "('config', 'max_users', '7'), ('config', 'delayed_chat', 'maybe')";
    raw(dir, (db) => db.exec(`INSERT INTO SetupList VALUES ${rows}`));
    const stored = () => {
      let rows: unknown[] = [];
      raw(dir, (db) => rows = db.prepare("SELECT var, val FROM SetupList ORDER BY var").all());
      return rows;
    };
    const before = stored();
    const warnings: string[] = [];
    const hub = open((message) => warnings.push(message));
    const { max_nick, delayed_chat, max_users } = hub.settings.values;
    assertEquals([max_nick, delayed_chat, max_users], [64, false, 7]);
    assertEquals(warnings.map((text) => /^Stored values? (ignored: \w+|contradict)/.exec(text)?.[1]).sort(), [
      "contradict",
      "ignored: delayed_chat",
      "ignored: max_nick",
    ]);
    assertEquals([stored(), before.length], [before, 5]);
    // Read again after a change from outside: the same texts are not told again, a new one is.
    open().settings.set("max_users", 8);
    assertEquals([hub.poll(), warnings.length, hub.settings.values.max_users], [true, 3, 8]);
    raw(dir, (db) => db.exec("UPDATE SetupList SET val = '252' WHERE var = 'max_nick'"));
    assertEquals([hub.poll(), warnings.length], [true, 4]);
    hub.settings.unset("max_nick");
    hub.settings.unset("min_nick");
    assertEquals(open((message) => warnings.push(message)).settings.values.max_nick, 64);
    assertEquals(warnings.filter((text) => text.includes("max_nick")).length, 3);
  }),
);

const codeOf = (open: () => Store): string => {
  const error = assertThrows(open, HubError);
  assert(error.remedy);
  return error.code;
};

Deno.test(
  "store: garbage, a damaged file, a foreign database and a newer version are refused with store.corrupt",
  inFolder((dir, open) => {
    const file = join(dir, DATABASE_FILE);
    Deno.writeTextFileSync(file, "garbage ".repeat(2000));
    assertEquals(codeOf(open), "store.corrupt");
    Deno.removeSync(file);
    raw(dir, (db) => db.exec("CREATE TABLE theirs (a)"));
    assertEquals(codeOf(open), "store.corrupt");
    Deno.removeSync(file);
    open();
    raw(dir, (db) => db.exec("PRAGMA user_version = 99"));
    assertStringIncludes(assertThrows(open, HubError).message, "newer");
  }),
);

Deno.test(
  "store: a page overwritten in the middle is found at open",
  inFolder((dir, open) => {
    const store = open();
    for (let i = 0; i < 500; i++) store.settings.setFree("fill", `name${i}`, "x".repeat(200));
    raw(dir, (db) => db.exec("PRAGMA wal_checkpoint(TRUNCATE)"));
    const file = Deno.openSync(join(dir, DATABASE_FILE), { write: true });
    const { size } = file.statSync();
    file.seekSync(Math.floor(size / 2 / 4096) * 4096, Deno.SeekMode.Start);
    file.writeSync(new Uint8Array(8192).fill(0xee));
    file.close();
    assertEquals(codeOf(open), "store.corrupt");
  }),
);

Deno.test("store: a data folder that is a file, or below one, is refused with store.unwritable", () => {
  const file = Deno.makeTempFileSync();
  const clock = fakeClock();
  assertEquals(codeOf(() => openStore(file, { clock })), "store.unwritable");
  assertEquals(codeOf(() => openStore(join(file, "data"), { clock })), "store.unwritable");
  Deno.removeSync(file);
});

Deno.test(
  "store: a write while another process holds the lock fails with store.busy within the wait",
  inFolder((dir, open) => {
    const store = open();
    raw(dir, (db) => {
      db.exec("BEGIN IMMEDIATE");
      const error = assertThrows(() => store.accounts.add({ nick: "a", class: 1 }), HubError);
      assertEquals(error.code, "store.busy");
      db.exec("ROLLBACK");
    });
    assert(store.accounts.add({ nick: "a", class: 1 }));
  }),
);

Deno.test(
  "store: nobody but the owner can read the files",
  { ignore: Deno.build.os === "windows" },
  inFolder((dir, open) => {
    open().accounts.add({ nick: "a", class: 1 });
    const modes = [...Deno.readDirSync(dir)].map(({ name }) => Deno.statSync(join(dir, name)).mode! & 0o777);
    assertEquals(new Set(modes), new Set([0o600]));
  }),
);
