/**
 * Tests of backup and restore: a copy made while somebody writes, what belongs to it, what is refused, damaged and
 * hostile archives, the lock of a data folder.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { DatabaseSync } from "node:sqlite";
import { fakeClock } from "../core/fake_clock.ts";
import { HubError } from "../core/errors.ts";
import { appendEntry, endArchive } from "./archive.ts";
import { makeBackup } from "./backup.ts";
import { isLocked, lockFolder } from "./folder_lock.ts";
import { restoreBackup } from "./restore.ts";
import { openSqlEngine } from "./sql_engine.ts";
import { openHubStore, openStore } from "./store.ts";
import { pragma } from "./database.ts";

const NOW = Date.UTC(2030, 0, 2, 3, 4, 5);
const clock = fakeClock(NOW);
const PLAIN = ["tls.pem"];

interface Place {
  readonly root: string;
  readonly data: string;
  readonly file: string;
  backup(): ReturnType<typeof makeBackup>;
  restore(dataDir: string, force?: boolean): ReturnType<typeof restoreBackup>;
}

function inPlace(test: (place: Place) => void): () => void {
  return () => {
    const root = Deno.makeTempDirSync();
    const [data, file] = [join(root, "data"), join(root, "copy.tar")];
    try {
      test({
        root,
        data,
        file,
        backup: () => makeBackup({ dataDir: data, file, plain: PLAIN, version: "0.0.0", now: NOW }),
        restore: (dataDir, force = false) => restoreBackup({ file, dataDir, plain: PLAIN, force, now: NOW }),
      });
    } finally {
      Deno.removeSync(root, { recursive: true });
    }
  };
}

/** A hub's data with an account and a script's table; the store stays open, as in a running hub. */
function fill(data: string) {
  const store = openHubStore(data, { clock });
  store.accounts.add({ nick: "Anna", class: 10, passwordHash: "h" });
  store.settings.set("max_users", 7);
  const engine = openSqlEngine({ path: join(data, "sql", "notes.db"), grant: "own" });
  engine.run("CREATE TABLE note (text)", [], 1);
  engine.run("INSERT INTO note VALUES (?)", ["hello"], 1);
  Deno.writeTextFileSync(join(data, "tls.pem"), "the key");
  return {
    store,
    engine,
    close() {
      engine.close();
      store.close();
    },
  };
}

const codeOf = (fn: () => unknown): string => {
  const error = assertThrows(fn, HubError);
  return `${error.code}: ${error.message}`;
};

Deno.test(
  "backup: a copy made while hub and script write holds what they had acknowledged, and restores",
  inPlace(({ root, data, file, backup, restore }) => {
    const { store, engine, close } = fill(data);
    const { files, leftOut } = backup();
    assertEquals([files.map(({ name }) => name), leftOut], [["hubcap.db", "sql/notes.db", "tls.pem"], []]);
    assertEquals((Deno.statSync(file).mode ?? 0) & 0o777, 0o600);
    assertEquals([...Deno.readDirSync(root)].map(({ name }) => name).sort(), ["copy.tar", "data"]);
    store.accounts.remove("Anna");
    engine.run("DELETE FROM note", [], 1);
    close();

    const other = join(root, "other");
    assertEquals(restore(other).before, null);
    const copy = openStore(other, { clock });
    assertEquals([copy.accounts.get("anna")?.class, copy.settings.values.max_users], [10, 7]);
    copy.close();
    const notes = openSqlEngine({ path: join(other, "sql", "notes.db"), grant: "own" });
    assertEquals(notes.run("SELECT text FROM note", [], 9), { ok: true, rows: [["hello"]] });
    notes.close();
    assertEquals(Deno.readTextFileSync(join(other, "tls.pem")), "the key");
    assertEquals([...Deno.readDirSync(other)].filter(({ name }) => name.startsWith(".")), []);
  }),
);

Deno.test(
  "backup: tar itself can read it",
  inPlace(({ data, file, backup }) => {
    fill(data).close();
    backup();
    const { stdout, success } = new Deno.Command("tar", { args: ["tf", file] }).outputSync();
    assert(success);
    assertEquals(new TextDecoder().decode(stdout), "contents.json\nhubcap.db\nsql/notes.db\ntls.pem\n");
  }),
);

Deno.test(
  "backup: never overwrites, makes no database where none is, leaves nothing behind when it fails",
  inPlace(({ root, data, file, backup }) => {
    Deno.mkdirSync(data);
    assertMatch(codeOf(backup), /^store\.unwritable: There is no database/);
    assertEquals([...Deno.readDirSync(data)], []);
    fill(data).close();
    Deno.writeTextFileSync(file, "mine");
    assertMatch(codeOf(backup), /exists already/);
    assertEquals(Deno.readTextFileSync(file), "mine");
    Deno.removeSync(file);
    Deno.writeTextFileSync(
      join(data, "hubcap.db"),
      "no database at all, but longer than a header ".repeat(30),
    );
    assertMatch(codeOf(backup), /^store\.corrupt: Cannot copy the hub's database/);
    assertEquals([...Deno.readDirSync(root)].map(({ name }) => name), ["data"]);
  }),
);

Deno.test(
  "backup: a broken, hostile or linked database of a script does not keep the hub's own from being copied",
  inPlace(({ root, data, backup, restore }) => {
    fill(data).close();
    Deno.writeTextFileSync(join(data, "sql", "broken.db"), "rubbish ".repeat(200));
    Deno.writeTextFileSync(join(root, "secret.db"), "somebody else's");
    Deno.symlinkSync(join(root, "secret.db"), join(data, "sql", "link.db"));
    Deno.writeTextFileSync(join(data, "sql", "other name.db"), "x");
    const own = openSqlEngine({ path: join(data, "sql", "clever.db"), grant: "own" });
    assert(own.run("CREATE TABLE t (a DEFAULT (unix_timestamp()), CHECK (unix_timestamp() > 0))", [], 1).ok);
    assert(own.run("INSERT INTO t DEFAULT VALUES", [], 1).ok);
    own.close();
    const { files, leftOut } = backup();
    assertEquals(files.map(({ name }) => name), ["hubcap.db", "sql/clever.db", "sql/notes.db", "tls.pem"]);
    assertMatch(leftOut.join(), /^sql\/broken\.db: /);
    restore(join(root, "other"));
  }),
);

Deno.test(
  "restore: refuses a folder with data; --force puts all of it aside, its log too",
  inPlace(({ data, backup, restore }) => {
    const { store, close } = fill(data);
    backup();
    store.accounts.add({ nick: "Later", class: 1 });
    close();
    Deno.writeTextFileSync(join(data, "hubcap.db-wal"), "an old log");
    assertMatch(codeOf(() => restore(data)), /^store\.unwritable: There is a database/);
    const { before } = restore(data, true);
    assert(before !== null && before.startsWith(join(data, "before-restore-2030-01-02T03-04-05-000Z-")));
    assertEquals([...Deno.readDirSync(before)].map(({ name }) => name).sort(), [
      "hubcap.db",
      "hubcap.db-wal",
      "sql",
      "tls.pem",
    ]);
    const back = openStore(data, { clock });
    assertEquals([back.accounts.get("anna")?.class, back.accounts.get("later")], [10, null]);
    back.close();
  }),
);

Deno.test(
  "restore: refuses while a hub uses the folder",
  inPlace(({ data, backup, restore }) => {
    const { close } = fill(data);
    backup();
    assertMatch(codeOf(() => restore(data, true)), /^store\.busy: A hub uses .*\(process \d+\)/);
    close();
    restore(data, true);
  }),
);

Deno.test(
  "restore: an archive that is damaged anywhere, or cut off, changes nothing",
  inPlace(({ root, data, file, backup, restore }) => {
    fill(data).close();
    backup();
    const whole = Deno.readFileSync(file);
    const target = join(root, "other");
    const refused = (bytes: Uint8Array) => {
      Deno.writeFileSync(file, bytes);
      assertMatch(codeOf(() => restore(target)), /^store\.corrupt: /);
      assertEquals([...Deno.readDirSync(target)].map(({ name }) => name), ["hub.lock"]);
    };
    for (const length of [0, 100, 512, 1024, 5000, whole.length - 1024, whole.length - 2048]) {
      refused(whole.slice(0, length));
    }
    for (let at = 7; at < whole.length - 1024; at += 3001) {
      const bent = whole.slice();
      bent[at]! ^= 1;
      // Some bytes are padding or a field nobody reads: only those may pass.
      Deno.writeFileSync(file, bent);
      try {
        restore(target);
      } catch (error) {
        assertEquals((error as HubError).code, "store.corrupt");
        continue;
      }
      const store = openStore(target, { clock });
      assertEquals(store.accounts.get("anna")?.class, 10);
      store.close();
      Deno.removeSync(target, { recursive: true });
    }
    Deno.writeFileSync(file, whole);
    restore(target);
  }),
);

Deno.test(
  "restore: names that lead out of the folder, unknown names, doubles and databases of others are refused",
  inPlace(({ root, file, restore }) => {
    const db = new DatabaseSync(join(root, "foreign.db"));
    db.exec("CREATE TABLE t (a)");
    db.close();
    const foreign = Deno.readFileSync(join(root, "foreign.db"));
    const sha = (n: number) => "0".repeat(n);
    const cases: readonly [names: string[], RegExp][] = [
      [["../hubcap.db"], /do not belong/],
      [["hubcap.db", "sql/../../x.db"], /do not belong/],
      [["hubcap.db", "/etc/passwd"], /do not belong/],
      [["hubcap.db", "hubcap.db"], /do not belong/],
      [["tls.pem"], /do not belong/],
      [["hubcap.db"], /changed/],
    ];
    for (const [names, reason] of cases) {
      const files = names.map((name) => ({ name, size: foreign.length, sha256: sha(64) }));
      const contents = new TextEncoder().encode(
        JSON.stringify({ format: 1, made: "x", hubcap: "y", files }),
      );
      const archive = Deno.openSync(file, { create: true, truncate: true, write: true });
      const once = (bytes: Uint8Array) => {
        let done = false;
        return (buffer: Uint8Array) => {
          if (done) return null;
          done = true;
          buffer.set(bytes);
          return bytes.length;
        };
      };
      appendEntry(archive, { name: "contents.json", size: contents.length }, 0, once(contents));
      for (const { name, size } of files) appendEntry(archive, { name, size }, 0, once(foreign));
      endArchive(archive);
      archive.close();
      assertMatch(codeOf(() => restore(join(root, "other"))), reason);
    }
    assertEquals([...Deno.readDirSync(root)].map(({ name }) => name).sort(), [
      "copy.tar",
      "foreign.db",
      "other",
    ]);
  }),
);

Deno.test(
  "restore: a table of contents of anything but files is a damaged backup, not a failure",
  inPlace(({ root, file, restore }) => {
    for (const files of [[null], [1, "x"], [[]], []]) {
      const contents = new TextEncoder().encode(JSON.stringify({ format: 1, made: "x", hubcap: "y", files }));
      const archive = Deno.openSync(file, { create: true, truncate: true, write: true });
      const parts = [contents];
      appendEntry(archive, { name: "contents.json", size: contents.length }, 0, (buffer) => {
        const part = parts.pop();
        if (part) buffer.set(part);
        return part?.length ?? null;
      });
      endArchive(archive);
      archive.close();
      assertMatch(codeOf(() => restore(join(root, "other"))), /^store\.corrupt: .*do not belong/);
    }
  }),
);

Deno.test(
  "restore: a backup of a newer version is refused with what to do",
  inPlace(({ root, data, backup, restore }) => {
    fill(data).close();
    const db = new DatabaseSync(join(data, "hubcap.db"));
    db.exec("PRAGMA user_version = 999");
    assertEquals(pragma(db, "user_version"), 999);
    db.close();
    backup();
    assertMatch(codeOf(() => restore(join(root, "other"))), /newer Hubcap/);
  }),
);

Deno.test(
  "folder lock: a second hub on the same data is refused, and the folder is free when the first one ends",
  inPlace(({ data }) => {
    assertEquals(isLocked(data), false);
    const first = openHubStore(data, { clock });
    assertEquals(isLocked(data), true);
    assertMatch(codeOf(() => openHubStore(data, { clock })), /^store\.busy: A hub uses the data folder/);
    openStore(data, { clock }).close(); // the command line works beside a hub
    first.close();
    assertEquals(isLocked(data), false);
    const lock = lockFolder(data);
    lock.release();
    lock.release();
    openHubStore(data, { clock }).close();
    Deno.writeTextFileSync(`${data}x`, "a file");
    assertMatch(codeOf(() => openHubStore(`${data}x`, { clock })), /^store\.unwritable/);
  }),
);

Deno.test(
  "backup: texts belong to it, as they are, whatever their names",
  inPlace(({ root, data, backup, restore }) => {
    const { close } = fill(data);
    const texts = join(data, "texts");
    Deno.mkdirSync(texts);
    const put = (name: string, text: string) => Deno.writeTextFileSync(join(texts, name), text);
    put("motd.txt", "welcome");
    put("empty", "");
    put("правила.db", "no database");
    put("large", "x".repeat(70_000));
    put("not a name", "x");
    put("я".repeat(60), "a name too long for an archive");
    Deno.symlinkSync("../tls.pem", join(texts, "link"));
    const { files, leftOut } = backup();
    const names = files.map(({ name }) => name).filter((name) => name.startsWith("texts/"));
    assertEquals([names, leftOut], [["texts/empty", "texts/motd.txt", "texts/правила.db"], []]);
    close();
    const other = join(root, "other");
    restore(other);
    assertEquals(Deno.readTextFileSync(join(other, "texts", "motd.txt")), "welcome");
    assertEquals([...Deno.readDirSync(join(other, "texts"))].length, 3);
  }),
);

Deno.test(
  "backup: a link in place of the certificate is followed to what the operator named, any other is told",
  inPlace(({ root, data, file, restore }) => {
    const { close } = fill(data);
    const [cert, secret] = [join(root, "site.pem"), join(root, "secret")];
    Deno.writeTextFileSync(cert, "the site's key");
    Deno.writeTextFileSync(secret, "not the hub's");
    const make = (target: string, named: readonly string[] = [cert]) => {
      Deno.removeSync(join(data, "tls.pem"));
      Deno.symlinkSync(target, join(data, "tls.pem"));
      const { files, leftOut } = makeBackup({
        dataDir: data,
        file,
        plain: PLAIN,
        named,
        version: "0.0.0",
        now: NOW,
      });
      return [files.some(({ name }) => name === "tls.pem"), leftOut];
    };
    assertEquals(make(cert), [true, []]);
    restore(join(root, "other"));
    assertEquals(Deno.readTextFileSync(join(root, "other", "tls.pem")), "the site's key");
    const told = ["tls.pem: it is a link to a file that the configuration does not name"];
    for (
      const [target, named] of [[secret], [cert, []], [join(root, "gone"), [join(root, "gone")]]] as const
    ) {
      Deno.removeSync(file);
      assertEquals(make(target, named), [false, told]);
    }
    Deno.removeSync(file);
    Deno.writeTextFileSync(cert, "x".repeat((1 << 20) + 1));
    assertEquals(make(cert), [false, ["tls.pem: it is no file of at most 1048576 bytes"]]);
    close();
  }),
);

Deno.test(
  "restore: texts that are there are put aside for those of the backup, and stay where it has none",
  inPlace(({ root, data, file, backup, restore }) => {
    const { close } = fill(data);
    const write = (folder: string, text: string) => {
      Deno.mkdirSync(join(folder, "texts"), { recursive: true });
      Deno.writeTextFileSync(join(folder, "texts", "motd.txt"), text);
    };
    const read = (folder: string) => Deno.readTextFileSync(join(folder, "texts", "motd.txt"));
    const other = join(root, "other");
    backup();
    write(other, "here");
    restore(other);
    assertEquals(read(other), "here");
    write(data, "from the backup");
    Deno.removeSync(file);
    backup();
    const { before } = restore(other, true);
    assertEquals([read(other), read(before!)], ["from the backup", "here"]);
    close();
  }),
);
