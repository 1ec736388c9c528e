/**
 * Importing from a real MariaDB: over its socket, over TCP with a password, and from what its own dump tool writes in
 * every way people call it. All of them arrive at the same data.
 *
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { latin1Bytes, latin1Text } from "../../src/core/bytes.ts";
import { fakeClock } from "../../src/core/fake_clock.ts";
import { HubError } from "../../src/core/errors.ts";
import { openDump } from "../../src/import/dump_source.ts";
import { openMysql } from "../../src/import/mysql_source.ts";
import { tableLines } from "../../src/import/report.ts";
import type { Source } from "../../src/import/source.ts";
import { importVerlihub } from "../../src/import/verlihub.ts";
import { NOW, verlihubSql } from "./fixture.ts";
import { HAS_MARIADB, startMariaDb } from "./mariadb.ts";
import { storedRows } from "./stored_rows.ts";

const clock = fakeClock(NOW * 1000);

/** Imports and returns every row that is there now, and the lines of the report. */
async function imported(source: Source): Promise<{ rows: string[]; report: string[] }> {
  const data = await Deno.makeTempDir();
  try {
    const { tables } = await importVerlihub({ source, dataDir: data, dryRun: false, clock });
    return {
      rows: storedRows(data),
      report: [...tables].map(([table, figures]) => tableLines(table, figures)[0]!).sort(),
    };
  } finally {
    await source.close();
    await Deno.remove(data, { recursive: true });
  }
}

Deno.test({
  name: "import: a MariaDB server and its dumps give the same data (skipped where no MariaDB is installed)",
  ignore: !HAS_MARIADB,
  async fn(t) {
    await using server = await startMariaDb();
    const dir = await Deno.makeTempDir();
    const fromFile = async (bytes: Uint8Array) => {
      const path = join(dir, "dump.sql");
      await Deno.writeFile(path, bytes);
      return await imported(openDump(path));
    };
    try {
      await server.load("CREATE DATABASE verlihub DEFAULT CHARACTER SET latin1");
      await server.load(verlihubSql(), "verlihub");
      await server.load(
        "CREATE USER hub@'127.0.0.1' IDENTIFIED BY 'p@ss:w/rd'; GRANT SELECT ON verlihub.* TO hub@'127.0.0.1'",
      );
      const expected = await fromFile(verlihubSql());

      await t.step("over the socket", async () => {
        assertEquals(await imported(await openMysql({ url: server.url("verlihub") })), expected);
      });
      await t.step("over TCP, by a user who may only read", async () => {
        const url = server.tcpUrl("verlihub", "hub", "p@ss:w/rd");
        assertEquals(await imported(await openMysql({ url })), expected);
        const bare = server.tcpUrl("verlihub", "hub", "");
        assertEquals(await imported(await openMysql({ url: bare, password: "p@ss:w/rd" })), expected);
      });
      for (
        const options of [
          [],
          ["--default-character-set=binary"],
          ["--default-character-set=latin1", "--skip-extended-insert"],
          ["--complete-insert", "--hex-blob", "--skip-opt", "--create-options"],
          ["--compact", "--default-character-set=binary"],
        ]
      ) {
        await t.step(`from mariadb-dump ${options.join(" ")}`, async () => {
          assertEquals(await fromFile(await server.dump("verlihub", ...options)), expected);
        });
      }
      // Verlihub: without db_charset a server of today has utf8mb4 tables and a connection that it takes for latin1.
      await t.step("from utf8mb4 tables that were written over a latin1 connection", async () => {
        const old = latin1Text(verlihubSql()).replaceAll("CHARSET=latin1", "CHARSET=utf8mb4");
        await server.load("CREATE DATABASE wide DEFAULT CHARACTER SET utf8mb4");
        await server.load(latin1Bytes(old), "wide");
        assertEquals(await imported(await openMysql({ url: server.url("wide") })), expected);
        for (const charset of ["utf8mb4", "latin1", "binary"]) {
          const dump = await server.dump("wide", `--default-character-set=${charset}`);
          assertEquals(await fromFile(dump), expected, charset);
        }
      });
      await t.step("what cannot be reached is said without the password", async () => {
        const bad = [
          server.tcpUrl("verlihub", "hub", "wr0ng-secret"),
          server.tcpUrl("no_such", "hub", "p@ss:w/rd"),
          "mysql://root:wr0ng-secret@127.0.0.1:1/x",
          "mysql://root:wr0ng-secret@127.0.0.1",
          "http://root:wr0ng-secret@127.0.0.1/x",
          "wr0ng-secret",
        ];
        for (const url of bad) {
          const error = await assertRejects(() => openMysql({ url }), HubError);
          assertEquals([error.code, `${error.message} ${error.remedy}`.includes("secret")], [
            "cli.usage",
            false,
          ]);
        }
      });
    } finally {
      await Deno.remove(dir, { recursive: true });
    }
  },
});
