/**
 * Importing a Verlihub dump: what arrives in the store and lets people in, what does not and why, a second run that
 * changes nothing, a dry run that changes nothing at all, hostile data.
 *
 * @module
 */
import {
  assert,
  assertEquals,
  assertMatch,
  assertObjectMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "@std/path";
import { fakeClock } from "../../src/core/fake_clock.ts";
import { HubError } from "../../src/core/errors.ts";
import { openDump } from "../../src/import/dump_source.ts";
import { tableLines } from "../../src/import/report.ts";
import { type ImportReport, importVerlihub } from "../../src/import/verlihub.ts";
import { createCodec } from "../../src/nmdc/encoding.ts";
import { lockFolder } from "../../src/store/folder_lock.ts";
import { createPasswords } from "../../src/store/password.ts";
import { openStore } from "../../src/store/store.ts";
import { NOW, verlihubSql } from "./fixture.ts";
import { storedRows } from "./stored_rows.ts";

const clock = fakeClock(NOW * 1000);

interface Desk {
  readonly dir: string;
  readonly data: string;
  run(more?: { dryRun?: boolean; encoding?: string; sql?: Uint8Array | string }): Promise<ImportReport>;
}

async function withDesk(test: (desk: Desk) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  const data = join(dir, "data");
  try {
    await test({
      dir,
      data,
      async run({ sql = verlihubSql(), dryRun = false, ...more } = {}) {
        const file = join(dir, "dump.sql");
        await Deno.writeFile(file, typeof sql === "string" ? new TextEncoder().encode(sql) : sql);
        return await importVerlihub({ source: openDump(file), dataDir: data, dryRun, clock, ...more });
      },
    });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

const lines = ({ tables }: ImportReport) => [...tables].flatMap(([name, report]) => tableLines(name, report));

Deno.test("import: the report names what was taken, what was not and why", async () => {
  await withDesk(async ({ run }) => {
    const report = await run();
    assertEquals([report.encoding, report.others], ["windows-1251", ["pi_stats"]]);
    const text = lines(report).join("\n");
    for (
      const line of [
        "reglist: 13 read, 11 imported, 0 there already, 2 skipped",
        "  - 1 have a nick with a character no nick may have (space, $, |, <, >): bad nick",
        "  - 1 have a class that does not exist: Jan (7)",
        "  ! 1 cannot log in until they get a new password: the old one is a bcrypt hash: Fred",
        "  ! 1 cannot log in until they get a new password: the old one is empty: Gina",
        "  ! 1 have their password in plain text until they log in once: Emil",
        "  ! 1 cannot log in: their auth_ip is no address: Hans (10.0.0.*)",
        "  ! 1 lose fake_ip: it is no address: Dora (x)",
        "banlist: 13 read, 10 imported, 0 there already, 3 skipped",
        "  - 1 are over",
        "  - 1 name nobody: _ipban_ nowhere",
        "  - 1 are of a type that does not exist: x 10.0.0.8",
        "unbanlist: 2 read, 1 imported, 0 there already, 1 skipped",
        "kicklist: 2 read, 1 imported, 0 there already, 1 skipped",
        '  - 2 belong into the configuration file: hub.encoding: "windows-1251", listen[].port: "4112" (was listen_port)',
        "  - 1 are not needed here, the hub contacts nobody for updates or crash reports: update_check_period",
        "  ! 1 have to choose a password: whoever comes first with the nick does: Ivan",
        "  ! 1 are operators who have to choose a password: whoever comes first with the nick does: Olga",
        "  - 1 contradict another one: opchat_name: hub_security and opchat_name must be two different nicks",
        "temp_rights: 3 read, 1 imported, 0 there already, 2 skipped",
        "  - 1 say more about a nick that has a row; the later times count: loud",
        "  - 1 take and give nothing any more",
        "file_trigger: 6 read, 3 imported, 0 there already, 3 skipped",
        "custom_redirects: 6 read, 3 imported, 0 there already, 3 skipped",
      ]
    ) assertStringIncludes(`${text}\n`, `${line}\n`);
    assertMatch(
      text,
      /- 1 have a value that this hub refuses; the default counts:\s+tban_kick must be .* received "soon"/,
    );
    assertMatch(text, /- 1 have another name here: timeout_flush "31": Use timeout_setpass instead/);
    assertMatch(text, /- \d do not exist here: .*some_old_thing/);
  });
});

Deno.test("import: accounts, bans, rights and settings mean here what they meant there", async () => {
  await withDesk(async ({ data, run }) => {
    await run();
    const store = openStore(data, { clock });
    const { accounts, bans, settings } = store;
    assertEquals(
      accounts.list().map(({ nick, class: userClass, enabled, passwordChange }) =>
        [nick, userClass, enabled, passwordChange].join(" ")
      ),
      [
        "Anna 10 true false",
        "Carl 2 true false",
        "Dora 1 true false",
        "Emil 1 false false",
        "Fred 1 true false",
        "Gina 1 true false",
        "Hans 1 true false",
        "Ivan 1 true true",
        "Olga 3 true true",
        "PublicHublist -1 true true",
        "Борис 3 true false",
      ],
    );
    assertEquals([accounts.get("Борис")?.noteOp, accounts.get("Carl")?.classProtect], ["оператор", 2]);
    assertObjectMatch(accounts.get("Dora")!, {
      classHideKick: 2,
      hideKick: true,
      hideKeys: false,
      showKeys: true,
      hideShare: false,
      hideChat: true,
      hideCtmMsg: true,
      logoutAt: 70,
      loginCount: 71,
      errorAt: 72,
      errorIp: "10.0.0.3",
      noteUsr: "нет",
      alternateIp: "10.0.0.4",
      fakeIp: "",
    });
    assertEquals([settings.values.hub_name, settings.values.opchat_name], ["Тихий хаб", "OpChat"]);
    assertEquals(settings.getFree("pi_python", "log_level"), "2");
    assertEquals([settings.getFree("pi_lua", "err_class"), settings.getFree("pi_python", "err_class")], [
      "4",
      "4",
    ]);

    const who = (nick: string, ip: string, host = "", guest = true) =>
      bans.match({ nick, ip, host, guest }, NOW)?.type ?? null;
    assertEquals([
      who("spammer", "1.1.1.1"),
      who("x", "10.0.0.1"),
      who("x", "10.0.0.2"),
      who("Тролль", "1.1.1.1"),
      who("x", "10.1.1.255"),
      who("x", "10.1.2.0"),
      who("x", "1.1.1.1", "a.b.ru"),
      who("x", "1.1.1.1", "deep.example.org"),
      who("[BOT]x", "1.1.1.1"),
      who("x", "1.1.1.1", "h.dsl.example.org"),
      who("x", "10.0.0.9"),
      bans.matchShare(12345, NOW)?.type,
    ], ["nickip", "nickip", "ip", "nick", "range", null, "host1", "host2", "prefix", "host2", null, "share"]);
    const ban = bans.find("10.0.0.2", NOW)[0]!;
    assertEquals([ban.op, ban.reason, ban.end], ["Шеф", "спам; 'buy'\n(now)", 0]);
    assertEquals(store.rights.get("LOUD"), { chat: NOW + 50, pm: NOW + 60, search: 0, ctm: 0 });
    assertEquals(store.rights.given("loud"), { kick: NOW + 70, reg: 0, opchat: 0, share0: 0 });
    store.close();
  });
});

Deno.test("import: the old passwords open the accounts, in the bytes they were typed in", async () => {
  await withDesk(async ({ data, run }) => {
    await run();
    const store = openStore(data, { clock });
    const passwords = createPasswords({ logN: 4 });
    const opens = async (nick: string, password: string) =>
      await passwords.verify(password, store.accounts.get(nick)!.passwordHash, [
        createCodec("cp1251")!.encode(password),
      ]);
    const right: [string, string][] = [["Anna", "secret12"], ["Борис", "пароль"], ["Carl", "secret12"]];
    for (const [nick, password] of [...right, ["Dora", "secret12"], ["Emil", "secret12"]]) {
      assert(await opens(nick!, password!), nick);
      assertEquals(await opens(nick!, "wrong"), false);
    }
    for (const nick of ["Fred", "Gina"]) {
      for (const password of ["", "secret12", "x"]) assertEquals(await opens(nick, password), false, nick);
      assert(store.accounts.get(nick)!.passwordHash !== "", "nobody may choose a password for it");
    }
    store.close();
  });
});

Deno.test("import: a second run changes nothing, and what was changed here stays", async () => {
  await withDesk(async ({ data, run }) => {
    await run();
    const before = storedRows(data);
    const again = await run();
    assertEquals(storedRows(data), before);
    for (const [name, { imported }] of again.tables) assertEquals(imported, 0, name);
    assertEquals(again.tables.get("reglist")?.present, 11);

    const store = openStore(data, { clock });
    store.accounts.update("Anna", { passwordHash: "new", class: 5 });
    store.settings.set("hub_name", "Mine");
    store.bans.remove("10.0.0.2", ["ip"], { op: "Anna", reason: "", at: NOW });
    store.close();
    const third = await run();
    const later = openStore(data, { clock });
    assertEquals([later.accounts.get("Anna")?.passwordHash, later.accounts.get("Anna")?.class], ["new", 5]);
    assertEquals(later.settings.values.hub_name, "Mine");
    assertEquals(later.bans.find("10.0.0.2", NOW), []);
    later.close();
    assertStringIncludes(lines(third).join("\n"), "- 1 were lifted: _ipban_ 10.0.0.2");
    assertStringIncludes(
      lines(third).join("\n"),
      "! 1 have another class or password here, which stays: Anna",
    );
    assertStringIncludes(lines(third).join("\n"), "! 1 have another value here, which stays: hub_name");
  });
});

Deno.test("import: what was changed in the old hub after a first run is told, and not taken", async () => {
  await withDesk(async ({ data, run }) => {
    const account = (nick: string, more: string) => `('${nick}', ${more})`;
    const sql = (rows: string[]) =>
      `CREATE TABLE reglist (nick int, class int, login_pwd int, pwd_crypt int, pwd_change int, enabled int);
       INSERT INTO reglist VALUES ${rows.join()};`;
    const same = account("Same", "1, 'secret12', 0, 0, 1");
    await run({
      sql: sql([
        same,
        ...["Class", "Password", "Switch"].map((nick) => account(nick, "1, 'secret12', 0, 0, 1")),
        account("Renewed", "1, 'secret12', 0, 0, 1"),
      ]),
    });
    const store = openStore(data, { clock });
    store.accounts.update("Renewed", { passwordHash: "s1$ours" });
    store.close();
    const again = await run({
      sql: sql([
        same,
        account("Class", "3, 'secret12', 0, 0, 1"),
        account("Password", "1, 'other', 0, 0, 1"),
        account("Switch", "1, 'secret12', 0, 0, 0"),
        account("Renewed", "1, 'secret12', 0, 0, 1"),
      ]),
    });
    assertEquals(lines(again), [
      "reglist: 5 read, 0 imported, 5 there already, 0 skipped",
      "  ! 3 have another class or password here, which stays: Class, Password, Switch",
    ]);
    const later = openStore(data, { clock });
    assertEquals(later.accounts.get("Class")?.class, 1);
    later.close();
  });
});

Deno.test("import: histories are taken over as far back as this hub keeps them", async () => {
  await withDesk(async ({ data, run }) => {
    assertStringIncludes(
      lines(await run()).join("\n"),
      "- 1 are older than 30 days, as long as this hub keeps them",
    );
    const store = openStore(data, { clock });
    store.settings.set("keep_kicks", 0);
    store.settings.set("keep_unbans", 0);
    store.close();
    const all = await run();
    assertEquals(["kicklist", "unbanlist"].map((table) => all.tables.get(table)?.imported), [1, 1]);
    const later = openStore(data, { clock });
    assertEquals(later.bans.listKicks(9).map(({ nick }) => nick), ["Guest", "Old"]);
    later.close();
  });
});

Deno.test("import: a dry run says the same and touches nothing, also beside a running hub", async () => {
  await withDesk(async ({ data, run }) => {
    const dry = await run({ dryRun: true });
    await assertRejects(() => Deno.stat(data), Deno.errors.NotFound);
    const real = await run();
    assertEquals(lines(dry), lines(real));
    const before = storedRows(data);
    const lock = lockFolder(data);
    assertEquals((await run({ dryRun: true })).tables.get("reglist")?.present, 11);
    const error = await assertRejects(() => run(), HubError);
    assertEquals(error.code, "store.busy");
    lock.release();
    assertEquals(storedRows(data), before);
  });
});

Deno.test("import: a source that fails in the middle leaves everything as it was", async () => {
  await withDesk(async ({ data, run }) => {
    openStore(data, { clock }).close();
    const before = storedRows(data);
    const sql = verlihubSql();
    const file = join(data, "../half.gz");
    const zipped = new Uint8Array(
      await new Response(new Blob([sql.slice()]).stream().pipeThrough(new CompressionStream("gzip")))
        .arrayBuffer(),
    );
    await Deno.writeFile(file, zipped.subarray(0, zipped.length - 500));
    const source = openDump(file);
    await assertRejects(
      () => importVerlihub({ source, dataDir: data, dryRun: false, clock, encoding: "cp1251" }),
      HubError,
      "Cannot read the dump",
    );
    assertEquals(storedRows(data), before);
    lockFolder(data).release();
    await run();
  });
});

Deno.test("import: --encoding wins over the old hub's own, UTF-8 is always understood", async () => {
  await withDesk(async ({ data, run }) => {
    assertEquals((await run({ encoding: "cp1252", dryRun: true })).encoding, "windows-1252");
    const error = await assertRejects(() => run({ encoding: "utf-16" }), HubError);
    assertEquals(error.code, "cli.usage");
    await run({ sql: "CREATE TABLE reglist (nick int, class int); INSERT INTO reglist VALUES ('Zoë', 1);" });
    const store = openStore(data, { clock });
    assertEquals(store.accounts.get("Zoë")?.class, 1);
    store.close();
  });
});

Deno.test("import: hostile rows are left out or harmless", async () => {
  await withDesk(async ({ data, run }) => {
    const evil = [
      `('x|$Hello y', 10)`,
      `('', 10)`,
      `('${"n".repeat(251)}', 1)`,
      `('An\u200bna', 10)`,
      `('a&#124;b', 1)`,
      `('guard', 1)`,
      `('Robert''); DROP TABLE reglist;--', 1)`,
      `('dup', 1)`,
      `('DUP', 10)`,
      `('big', 99999999999999999999)`,
      `(NULL, 1)`,
    ];
    const report = await run({
      sql: `CREATE TABLE reglist (nick int, class int); INSERT INTO reglist VALUES ${evil.join()};
      CREATE TABLE banlist (ip int, nick int, ban_type int, range_fr int, range_to int, date_limit int);
      INSERT INTO banlist VALUES ('', '', 0, 0, 0, 0), ('::1', '_ipban_', 1, 0, 0, 0), ('::2', '_ipban_', 1, 0, 0, -5), ('::3', '_ipban_', 1, 0, 0, 'soon'),
        ('', '_rangeban_', 3, 9, 1, 0), ('', '_rangeban_', 3, 0, 99999999999, 0), ('999.1.1.1', 'a b', 0, 0, 0, 0);
      CREATE TABLE SetupList (file int, var int, val int);
      INSERT INTO SetupList VALUES ('config', '__proto__', '1'), ('config', 'hub_name', 'a|b'), ('config', 'hub_security', 'Guard'), ('', 'x', '1'),
        ('config', 'constructor', '1'), ('pi_x', '__proto__', 'y');
      CREATE TABLE ${"`\x1b[31m`"} (a int); INSERT INTO ${"`\x1b[31m`"} VALUES (1);`,
    });
    assertEquals(report.tables.get("reglist")?.imported, 2);
    assertEquals(
      report.tables.get("reglist")?.notes.get("cannot log in: a bot of the hub has the nick")?.count,
      1,
    );
    assertEquals(
      [...report.tables.get("reglist")!.skipped].map(([reason, { count }]) => `${count} ${reason}`).slice(
        0,
        4,
      ),
      [
        "2 have a nick with a character no nick may have (space, $, |, <, >)",
        "2 have no nick",
        "1 have a nick of more than 250 bytes",
        "2 have a nick with a character that cannot be seen or typed",
      ],
    );
    const store = openStore(data, { clock });
    assertEquals(store.accounts.list().map(({ nick, class: c }) => `${nick} ${c}`), ["dup 1", "guard 1"]);
    assertEquals(store.bans.list(9, NOW).map(({ type, ip }) => `${type} ${ip}`), ["ip ::1"]);
    assertEquals(store.settings.values.hub_name, "Hubcap");
    assertEquals(store.settings.getFree("pi_x", "__proto__"), "y");
    assertEquals(report.others, ["?[31m"]);
    store.close();
  });
});

Deno.test("import: tens of thousands of rows take no longer each than hundreds", async () => {
  const spent = async (rows: number): Promise<number> => {
    let ms = 0;
    await withDesk(async ({ run }) => {
      const accounts = Array.from({ length: rows }, (_, i) => `('user${i}', 1)`).join();
      const bans = Array.from({ length: rows }, (_, i) => `('10.${i >> 8}.${i & 255}.1', '_ipban_', 1)`)
        .join();
      const sql = `CREATE TABLE reglist (nick int, class int); INSERT INTO reglist VALUES ${accounts};
      CREATE TABLE banlist (ip int, nick int, ban_type int); INSERT INTO banlist VALUES ${bans};`;
      const start = performance.now();
      const { tables } = await run({ sql });
      ms = performance.now() - start;
      assertEquals([tables.get("reglist")?.imported, tables.get("banlist")?.imported], [rows, rows]);
    });
    return ms;
  };
  const few = await spent(500);
  const many = await spent(20_000);
  // A machine that is busy now and idle then is not to blame; time that grows with the square is 1600 times as much.
  assert(many < Math.max(30_000, few * 400), `500 rows: ${few} ms, 20,000 rows: ${many} ms`);
});
