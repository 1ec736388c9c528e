/**
 * A whole move: an old hub's database in a real MariaDB, imported by the verb an operator types (tried, done, done
 * again), its texts copied as the report says, and a hub on that data. Clients of the old days find everything there:
 * accounts with their passwords, bans, rights, texts, redirects, rules and settings.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { defaultOf } from "../../src/config/settings.ts";
import { dispatch } from "../../src/cli/dispatch.ts";
import { latin1Bytes, latin1Text } from "../../src/core/bytes.ts";
import { systemClock } from "../../src/core/clock.ts";
import { createPasswords } from "../../src/store/password.ts";
import { startTestHub, type TestHub } from "../support/hub.ts";
import { until } from "../support/until.ts";
import { HAS_MARIADB, startMariaDb } from "./mariadb.ts";
import { ACCOUNTS, oldAccount, oldHubSql, PAGE, PLACES } from "./old_hub.ts";

const clock = systemClock();
const passwords = createPasswords({ logN: 4 });
/** What an old client writes on the wire, one character a byte, and back. */
const wire = (text: string): string => latin1Text(PAGE.encode(text));
const read = (frame: string): string => PAGE.fallback.decode(latin1Bytes(frame));

/** Runs the verb; returns its exit code and lines. */
async function importInto(data: string, words: string[]): Promise<{ code: number; out: string }> {
  const lines: string[] = [];
  const io = {
    out: (line: string) => void lines.push(line),
    err: (line: string) => void lines.push(line),
    readLine: () => Promise.resolve(""),
  };
  const code = await dispatch(["import", "verlihub", "--data", data, ...words], io, {
    clock,
    passwords,
    inspect: () => Promise.reject(new Error("not asked for")),
    analyse: () => Promise.reject(new Error("not asked for")),
    run: () => Promise.reject(new Error("not asked for")),
  });
  return { code, out: lines.join("\n") };
}

/** The rounds of an import: a trial, the real one, one that finds nothing new. */
async function importAll(data: string, url: string): Promise<void> {
  const tried = await importInto(data, ["--mysql", url, "--dry-run"]);
  const done = await importInto(data, ["--mysql", url]);
  const again = await importInto(data, ["--mysql", url]);
  assertEquals([tried.code, done.code, again.code], [0, 0, 0], tried.out);
  const tables = (out: string) => out.split("\n").slice(0, -1).join("\n");
  assertEquals(tables(tried.out), tables(done.out));
  for (
    const line of [
      "Text that is not UTF-8 was read as windows-1251",
      `reglist: ${13 + ACCOUNTS + 4} read, ${11 + ACCOUNTS + 4} imported, 0 there already, 2 skipped`,
      "banlist: 22 read, 18 imported, 0 there already, 4 skipped",
      'max_chat_msg "120abc" as 120',
      "Tables not looked at: pi_forbid, pi_stats",
    ]
  ) assertStringIncludes(done.out, line);
  assertEquals([...again.out.matchAll(/ ([1-9]\d*) imported/g)].map(([text]) => text), []);
  await Deno.mkdir(join(data, "texts"));
  // As the report says: "%[CFG]/motd as texts/motd".
  assertMatch(done.out, /%\[CFG\]\/motd as texts\/motd/);
  await Deno.writeFile(join(data, "texts", "motd"), PAGE.encode("Привет всем!\n"));
}

async function logIn({ login }: TestHub, nick: string, password: string, from?: string) {
  return await login(wire(nick), { password, ...from === undefined ? {} : { from } });
}

/** What a hub that turns somebody away writes, read in the old page. */
async function refused(test: TestHub, nick: string, from?: string, share = "1000"): Promise<string> {
  const client = await test.connect(from);
  await client.login({ nick: wire(nick), share }).catch(() => {});
  await until(() => client.isClosed, `${nick} is turned away`);
  return client.frames.map(read).join("\n");
}

Deno.test({
  name: "import: a hub moved from a MariaDB goes on as it was (skipped where no MariaDB is installed)",
  ignore: !HAS_MARIADB,
  async fn(t) {
    await using server = await startMariaDb();
    await server.load("CREATE DATABASE verlihub DEFAULT CHARACTER SET latin1");
    await server.load(oldHubSql(Math.floor(clock.now() / 1000)), "verlihub");
    await using test = await startTestHub({
      encoding: "windows-1251",
      prepare: (data) => importAll(data, server.url("verlihub")),
      resolvePtr: (name) => Promise.resolve(name.startsWith("3.91.0.127") ? ["dsl7.evil.example"] : []),
    });
    const { accounts, settings } = test.hub.store;

    await t.step(
      "old passwords of every class, form and encoding open accounts and are renewed",
      async () => {
        for (let i = 0; i < 64; i++) {
          const { nick, class: userClass, password, utf8 } = oldAccount(i);
          const typed = utf8 ? latin1Text(new TextEncoder().encode(password)) : wire(password);
          const client = await logIn(test, nick, typed);
          const isOperator = client.frames.includes(`$LogedIn ${wire(nick)}`);
          assertEquals([isOperator, accounts.get(nick)!.class], [userClass >= 3, userClass], nick);
          await until(
            () => accounts.get(nick)!.passwordHash.startsWith("s1$"),
            `the hash of ${nick} is ours`,
          );
          client.close();
        }
        const other = oldAccount(70).nick;
        await assertRejects(() => logIn(test, other, "guess"));
        assert(accounts.get(other)!.passwordHash.startsWith("vh"));
      },
    );

    await t.step(
      "bans strike whom they struck, what they say is read, those that are over do nothing",
      async () => {
        const struck: [what: string, nick: string, from?: string | undefined, share?: string][] = [
          ["an address", "Гость1", PLACES.ip],
          ["a nick", "Хулиган"],
          ["a nick and an address, by the nick", "Двойник"],
          ["a nick and an address, by the address", "Гость2", PLACES.pair],
          ["a range whose text was cut", "Гость3", PLACES.range],
          ["a prefix", "[реклама]Вася"],
          ["a host", "Гость4", PLACES.host],
          ["a share", "Гость5", undefined, "987654321"],
        ];
        for (const [what, nick, from, share] of struck) {
          const said = await refused(test, nick, from, share);
          assertStringIncludes(said, "Шеф: реклама", what);
          assertStringIncludes(said, "пиши на форум", what);
          assertStringIncludes(said, "$ForceMove dchub://tribunal.example:411", what);
        }
        for (const [nick, from] of [["Гость6", PLACES.over], ["Гость7", PLACES.besideRange], ["Прощённый"]]) {
          (await test.login(wire(nick!), from === undefined ? {} : { from })).close();
        }
      },
    );

    await t.step("addresses, switched off accounts, hidden shares and protection count", async () => {
      await assertRejects(() => logIn(test, "Домосед", "secret12"));
      (await logIn(test, "Домосед", "secret12", PLACES.home)).close();
      using gone = await test.login(wire("Бывший"));
      assertEquals(gone.frames.includes(`$LogedIn ${wire("Бывший")}`), false);
      using watcher = await test.login("watcher");
      using hidden = await test.login(wire("Скрытный"), { password: "secret12", share: "5000" });
      assertMatch(await watcher.expect(new RegExp(`^\\$MyINFO \\$ALL ${wire("Скрытный")} `)), /\$0\$$/);
      using shield = await logIn(test, "Щит", "secret12");
      using operator = await test.login(wire("Борис"), { password: wire("пароль") });
      operator.send(`<${wire("Борис")}> !drop ${wire("Щит")}|`);
      assertStringIncludes(read(await operator.expect(/ protected/)), "Щит");
      assertEquals([shield.isClosed, hidden.isClosed], [false, false]);
    });

    await t.step("rights that were taken and lent are, texts are shown, settings are in force", async () => {
      using loud = await test.connect();
      await loud.login({ nick: wire("Молчун") });
      assertMatch(read(await loud.expect(new RegExp(wire("Привет всем!")))), /^<hub> Привет всем!/);
      assertStringIncludes(loud.frames.map(read).join("\n"), "$HubName Тихий хаб - Тема дня");
      using watcher = await test.login("watcher");
      loud.send(`<${wire("Молчун")}> quiet|`);
      using lent = await test.login(wire(oldAccount(3).nick), { password: wire(oldAccount(3).password) });
      lent.send(`<${wire(oldAccount(3).nick)}> ${wire("!сайт")}|`);
      assertStringIncludes(read(await lent.expect(new RegExp(wire("Сайт хаба")))), "Сайт хаба Тихий хаб");
      lent.send(`<${wire(oldAccount(3).nick)}> !drop ${wire("Молчун")}|`);
      await until(() => loud.isClosed, "a VIP may kick for a time");
      await test.settled();
      assertEquals(watcher.take().filter((frame) => frame.includes("quiet")), []);
      const { max_chat_msg, max_users, min_share, pwd_tmpban, mainchat_class, min_class_register } =
        settings.values;
      assertEquals([max_chat_msg, max_users, min_class_register], [120, 6000, 5]);
      assertEquals([min_share, pwd_tmpban, mainchat_class], [
        defaultOf("min_share"),
        defaultOf("pwd_tmpban"),
        defaultOf("mainchat_class"),
      ]);
      watcher.send(`<watcher> ${"x".repeat(121)}|`);
      await watcher.expect(/120/);
    });

    await t.step("rules for clients and connections judge every MyINFO", async () => {
      const enter = async (nick: string, tag: string, connection: string) => {
        const client = await test.connect();
        const myinfo = `$MyINFO $ALL ${nick} <${tag},M:A,H:1/0/0,S:3>$ $${connection}\x01$$1000$`;
        const accepted = await client.login({ nick, myinfo }).then(() => true, () => false);
        client.close();
        return [accepted, client.frames.map(read).join("\n")] as const;
      };
      const cases: [string, string, string][] = [
        ["BadDC V:1", "50", "BadDC"],
        ["StrgDC++ V:2.1", "50", "too old: at least version 2.42"],
        ["FlylinkDC++ V:1", "Modem", "You have 3 slots; at most 2 are allowed"],
        ["FlylinkDC++ V:1", "50", ""],
        ["StrgDC++ V:2.42", "50", ""],
      ];
      for (const [i, [tag, connection, reason]] of cases.entries()) {
        const [accepted, said] = await enter(`tagged${i}`, tag, connection);
        assertEquals(accepted, reason === "", said);
        assertStringIncludes(said, reason);
      }
    });
  },
});
