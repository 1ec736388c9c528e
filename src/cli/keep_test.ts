/**
 * Tests of the verbs that keep and take over data: backup, restore and import on a real folder.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { fakeClock } from "../core/fake_clock.ts";
import { createPasswords } from "../store/password.ts";
import { openHubStore, openStore } from "../store/store.ts";
import { dispatch } from "./dispatch.ts";

const clock = fakeClock(Date.UTC(2030, 0, 1));

interface Outcome {
  code: number;
  out: string;
  err: string;
}

async function withFolder(
  test: (dir: string, run: (line: string, input?: string) => Promise<Outcome>) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await test(dir, async (line, input = "") => {
      const [out, err]: [string[], string[]] = [[], []];
      const io = {
        out: (text: string) => void out.push(text),
        err: (text: string) => void err.push(text),
        readLine: () => Promise.resolve(input),
      };
      const code = await dispatch(line.split(" ").map((word) => word.replace("DIR", dir)), io, {
        clock,
        passwords: createPasswords({ logN: 4 }),
        inspect: () => Promise.resolve({ files: 1, grants: [], warnings: [], problems: [] }),
        analyse: () => Promise.reject(new Error("not asked for")),
        run: () => Promise.resolve(0),
      });
      return { code, out: out.join("\n"), err: err.join("\n") };
    });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("backup and restore: a hub's data goes into a file while it runs, and comes back", async () => {
  await withFolder(async (dir, run) => {
    assertEquals((await run("backup DIR/b.tar --data DIR/data")).code, 2);
    const hub = openHubStore(join(dir, "data"), { clock });
    hub.accounts.add({ nick: "Anna", class: 10 });
    const made = await run("backup DIR/b.tar --data DIR/data");
    assertEquals([made.code, made.err], [0, ""]);
    assertMatch(
      made.out,
      /^hubcap\.db {2}\d+ KiB\nWrote .*b\.tar\. Not in it: the configuration, scripts, logs$/,
    );
    assertStringIncludes((await run("backup DIR/b.tar --data DIR/data")).err, "never overwritten");
    hub.accounts.remove("Anna");
    const busy = await run("restore DIR/b.tar --force --data DIR/data");
    assertEquals(busy.code, 1);
    assertMatch(busy.err, /A hub uses the data folder .*\nStop that hub/);
    hub.close();
    assertMatch((await run("restore DIR/b.tar --data DIR/data")).err, /Add --force to put it aside/);
    const back = await run("restore DIR/b.tar --force --data DIR/data");
    assertEquals(back.code, 0);
    assertMatch(back.out, /What was there before is in .*before-restore-.*\nRestored .* as of 2030-01-01/);
    assertMatch((await run("user list --data DIR/data")).out, /^Anna {2}10/);
    assertMatch((await run("restore DIR/none.tar --data DIR/other")).err, /Cannot restore/);
  });
});

Deno.test("backup and restore: both are in the audit trail; an older database is not brought up to date for it", async () => {
  await withFolder(async (dir, run) => {
    openStore(join(dir, "data"), { clock }).close();
    assertEquals((await run("backup DIR/b.tar --data DIR/data")).code, 0);
    assertMatch((await run("audit --data DIR/data")).out, /command line .*backup.*b\.tar.*done/);
    assertEquals((await run("restore DIR/b.tar --force --data DIR/data")).code, 0);
    const { out } = await run("audit --data DIR/data");
    assertMatch(out, /command line .*restore.*b\.tar.*as of 2030-01-01/);
    assertEquals(out.includes("backup"), false, "it was made before its own row");
    const old = new DatabaseSync(join(dir, "data", "hubcap.db"));
    old.exec("PRAGMA user_version = 1");
    old.close();
    const made = await run("backup DIR/c.tar --data DIR/data");
    assertEquals(made.code, 0);
    assertStringIncludes(made.err, "Not in the audit trail: the database is of another version");
    const still = new DatabaseSync(join(dir, "data", "hubcap.db"), { readOnly: true });
    assertEquals(still.prepare("PRAGMA user_version").get()?.user_version, 1);
    still.close();
  });
});

Deno.test("backup: what a script broke is named, the rest is in the file, and the exit code says so", async () => {
  await withFolder(async (dir, run) => {
    openStore(join(dir, "data"), { clock }).close();
    await Deno.mkdir(join(dir, "data", "sql"));
    await Deno.writeTextFile(join(dir, "data", "sql", "x.db"), "rubbish ".repeat(99));
    const { code, err, out } = await run("backup DIR/b.tar --data DIR/data");
    assertEquals(code, 1);
    assertMatch(err, /^Left out: sql\/x\.db: /);
    assertStringIncludes(out, "Wrote ");
  });
});

Deno.test("import: a dry run reports, the real run imports, a hub that runs is not touched", async () => {
  await withFolder(async (dir, run) => {
    await Deno.writeTextFile(
      join(dir, "d.sql"),
      "CREATE TABLE reglist (nick int, class int); INSERT INTO reglist VALUES ('Anna', 10), ('a b', 1); INSERT INTO pi_x VALUES (1);",
    );
    const dry = await run("import verlihub --dump DIR/d.sql --dry-run --data DIR/data");
    assertEquals([dry.code, dry.out.split("\n")], [0, [
      "Text that is not UTF-8 was read as windows-1252",
      "reglist: 2 read, 1 imported, 0 there already, 1 skipped",
      "  - 1 have a nick with a character no nick may have (space, $, |, <, >): a b",
      "  ! 1 are operators who have to choose a password: whoever comes first with the nick does: Anna",
      "Tables not looked at: pi_x",
      "Dry run: nothing was changed",
    ]]);
    assertEquals((await run("user list --data DIR/data")).out, "No accounts");
    const hub = openHubStore(join(dir, "data"), { clock });
    assertEquals((await run("import verlihub --dump DIR/d.sql --data DIR/data")).code, 1);
    hub.close();
    assertEquals((await run("import verlihub --dump DIR/d.sql --data DIR/data")).code, 0);
    assertMatch((await run("user list --data DIR/data")).out, /^Anna {2}10/);
  });
});

const MISTAKES: readonly [string, string][] = [
  ["import verlihub", "Write either --mysql URL or --dump FILE"],
  ["import verlihub --mysql mysql://a@b/c --dump x", "Write either --mysql URL or --dump FILE"],
  ["import verlihub --dump DIR/none.sql", "Cannot read the dump"],
  ["import verlihub --mysql root:secret@host", "add --password-stdin"],
  ["import verlihub --dump DIR/x --encoding utf-16", "no single-byte page"],
  ["import ynhub --dump DIR/x", 'Cannot understand "import ynhub"'],
];

for (const [line, text] of MISTAKES) {
  Deno.test(`import: "${line}" is refused with what to write instead`, async () => {
    await withFolder(async (_dir, run) => {
      const { code, err } = await run(`${line} --data DIR/data`);
      assertEquals(code, 2);
      assertStringIncludes(err, text);
      assertEquals(err.includes("secret"), false);
    });
  });
}
