/**
 * Tests of reading dumps: rows and escapes as MySQL writes them, cut anywhere, recoded text, what is no data, hostile
 * files and the bounds.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { latin1Bytes } from "../core/bytes.ts";
import { HubError } from "../core/errors.ts";
import { openDump, readDump } from "./dump_source.ts";
import { MAX_TOKEN } from "./dump_tokens.ts";
import type { SourceVisitor } from "./source.ts";

const text = new TextDecoder();

interface Got {
  rows: [string, Record<string, string | null>][];
  broken: [string, string][];
  tables: string[];
}

function collector(): { got: Got; visitor: SourceVisitor } {
  const got: Got = { rows: [], broken: [], tables: [] };
  return {
    got,
    visitor: {
      wants: (table) => (got.tables.push(table), table !== "other"),
      row: (table, row) =>
        got.rows.push([
          table,
          Object.fromEntries([...row].map(([name, value]) => [name, value && text.decode(value)])),
        ]),
      broken: (table, reason) => got.broken.push([table, reason]),
    },
  };
}

async function read(dump: string | Uint8Array, size = 1 << 16): Promise<Got> {
  const bytes = typeof dump === "string" ? new TextEncoder().encode(dump) : dump;
  const { got, visitor } = collector();
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) {
      yield await Promise.resolve(bytes.subarray(at, at + size));
    }
  }
  await readDump(pieces(), visitor);
  return got;
}

const DUMP = String.raw`/*M!999999\- enable the sandbox mode */
-- MariaDB dump 10.19  Distrib 10.11 -- INSERT INTO t VALUES (1,'no');
/*!40101 SET NAMES utf8mb4 */;
# INSERT INTO t VALUES (2,'no');
DROP TABLE IF EXISTS ${"`t`"};
CREATE TABLE ${"`t`"} (
  ${"`a`"} int(11) NOT NULL DEFAULT 0 COMMENT 'x, (y) ;',
  ${"`B`"} varchar(60) DEFAULT NULL,
  PRIMARY KEY (${"`a`"}),
  KEY ${"`b`"} (${"`b`"}(10))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40000 ALTER TABLE ${"`t`"} DISABLE KEYS */;
INSERT INTO ${"`t`"} VALUES (1,'it''s \'a\' \\ "q"; -- /* # (,)\n\t\0\Z\%'),(-2,NULL);
INSERT IGNORE INTO db.t (b, a) VALUES (_binary 'x', 3), (0x4142, 4), ("dq""s", 5) ON DUPLICATE KEY UPDATE a = 1;
REPLACE INTO ${"`db`.`t`"} VALUES (6 , true);
INSERT INTO other VALUES (1,2,3);
DELIMITER ;;
CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW BEGIN
INSERT INTO t VALUES (7,'from a trigger');
END ;;
DELIMITER ;
/*!50003 CREATE*/ /*!50017 DEFINER=x*/ /*!50003 TRIGGER y AFTER INSERT ON t FOR EACH ROW SET @a = 1 */;
UNLOCK TABLES;
INSERT INTO t VALUES (8,'last')`;

const EXPECTED: Got = {
  tables: ["t", "other"],
  broken: [],
  rows: [
    ["t", { a: "1", b: `it's 'a' \\ "q"; -- /* # (,)\n\t\0\x1a\\%` }],
    ["t", { a: "-2", b: null }],
    ["t", { b: "x", a: "3" }],
    ["t", { b: "AB", a: "4" }],
    ["t", { b: `dq"s`, a: "5" }],
    ["t", { a: "6", b: "1" }],
    ["t", { a: "8", b: "last" }],
  ],
};

Deno.test("dump: rows, escapes, comments, column lists and triggers are read as MySQL means them", async () => {
  assertEquals(await read(DUMP), EXPECTED);
});

Deno.test("dump: it does not matter where the file is cut into pieces", async () => {
  for (const size of [1, 2, 3, 7, 64]) assertEquals(await read(DUMP, size), EXPECTED);
});

Deno.test("dump: rows that cannot be values are named, the next ones are read", async () => {
  const { rows, broken } = await read(`CREATE TABLE t (a int, b int);
    INSERT INTO t VALUES (1), (1,2,3), (NOW(),2), (1,(2)), (1+1,2), (1,), ('a' 'b',1), (x,1), (1,2);
    INSERT INTO nowhere VALUES (1); INSERT INTO t VALUES (9,'cut;`);
  assertEquals(rows, [["t", { a: "1", b: "2" }]]);
  assertEquals(broken.map(([table, reason]) => `${table} ${reason}`), [
    "t has 1 values for 2 columns",
    "t has 3 values for 2 columns",
    "t holds an expression",
    "t holds an expression",
    "t holds an expression",
    "t misses a value",
    "t holds an expression",
    "t holds an expression",
    "nowhere stands before the definition of its table",
    "t is cut off: the dump is not complete",
  ]);
});

Deno.test("dump: text of a latin1 table in a UTF-8 dump becomes the bytes it was", async () => {
  const bytes = new TextDecoder("windows-1252").decode(new TextEncoder().encode("Привет"));
  const dump = (names: string, charset: string) =>
    `SET NAMES ${names}; CREATE TABLE t (a int) DEFAULT CHARSET=${charset};
    INSERT INTO t VALUES ('${bytes}'), ('Привет'), ('plain');`;
  const values = async (names: string, charset: string) =>
    (await read(dump(names, charset))).rows.map(([, { a }]) => a);
  assertEquals(await values("utf8mb4", "latin1"), ["Привет", "Привет", "plain"]);
  assertEquals(await values("utf8mb4", "utf8mb4"), ["Привет", "Привет", "plain"]);
  assertEquals(await values("binary", "utf8mb4"), ["Привет", "Привет", "plain"]);
  assertEquals(await values("latin1", "utf8mb4"), [bytes, "Привет", "plain"]);
  assertEquals(await values("binary", "latin1"), [bytes, "Привет", "plain"]);
});

Deno.test("dump: a value beyond the bound is not kept, and the rows around it are", async () => {
  const long = "x".repeat(MAX_TOKEN + 1);
  const { rows, broken } = await read(
    `CREATE TABLE t (a text); INSERT INTO t VALUES ('1'),('${long}'),('2');`,
  );
  assertEquals([rows.map(([, { a }]) => a), broken], [["1", "2"], [[
    "t",
    "holds a value of more than 1 MiB",
  ]]]);
});

Deno.test("dump: too many columns, values and tables are survived", async () => {
  const many = Array.from({ length: 500 }, (_, i) => `c${i} int`).join();
  const values = Array.from({ length: 500 }, () => "1").join();
  const tables = Array.from(
    { length: 3000 },
    (_, i) => `CREATE TABLE t${i} (a int); INSERT INTO t${i} VALUES (1);`,
  );
  const { rows, broken } = await read(
    `CREATE TABLE wide (${many}); INSERT INTO wide VALUES (${values}); ${tables.join("")}`,
  );
  assertEquals([rows.length, broken.length], [1999, 1002]);
});

Deno.test("dump: names such as __proto__ are ordinary names", async () => {
  const { rows } = await read("CREATE TABLE __proto__ (constructor int); INSERT INTO __proto__ VALUES (1);");
  assertEquals(rows.map(([table, row]) => [table, Object.keys(row)]), [["__proto__", ["constructor"]]]);
});

Deno.test("dump: whatever bytes come, in whatever pieces, reading ends without an error", async () => {
  const part = fc.oneof(
    fc.constantFrom(
      "INSERT INTO t VALUES (",
      "CREATE TABLE t (",
      "'",
      '"',
      "`",
      "\\",
      "/*!40101 ",
      "/*",
      "*/",
      "--",
      ");",
      ",",
      ";",
      "\nDELIMITER ",
      "SET NAMES ",
    ),
    fc.string(),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(part, { maxLength: 40 }),
      fc.integer({ min: 1, max: 9 }),
      async (parts, size) => {
        const dump = parts.join("");
        const whole = await read(dump);
        assertEquals(await read(dump, size), whole);
      },
    ),
    { numRuns: 300 },
  );
});

Deno.test("dump: gzipped files are read, others and missing ones are refused with a reason", async () => {
  const path = await Deno.makeTempFile();
  try {
    const zipped = new Blob([DUMP]).stream().pipeThrough(new CompressionStream("gzip"));
    await Deno.writeFile(path, zipped);
    const { got, visitor } = collector();
    const source = openDump(path);
    await source.read(visitor);
    await source.read(visitor);
    await source.close();
    assertEquals(got.rows.length, EXPECTED.rows.length * 2);
    await Deno.writeFile(path, Uint8Array.of(0x1f, 0x8b, 1, 2, 3));
    const error = await assertRejects(() => openDump(path).read(visitor), HubError);
    assertEquals(error.code, "cli.usage");
    await assertRejects(() => openDump(`${path}.none`).read(visitor), HubError, "Cannot read the dump");
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("dump: 100 MB go by in bounded memory", async () => {
  const line = latin1Bytes(`(1,'${"x".repeat(1000)}'),`);
  const { visitor } = collector();
  let rows = 0;
  async function* pieces() {
    yield latin1Bytes("CREATE TABLE t (a int, b text); INSERT INTO t VALUES ");
    for (let i = 0; i < 100_000; i++) yield await Promise.resolve(line);
  }
  // Figures of this isolate: the resident size belongs to all tests that run beside this one.
  const held = () => {
    const { heapUsed, external } = Deno.memoryUsage();
    return heapUsed + external;
  };
  const before = held();
  // The least of the last quarter: garbage waits longer on a busy machine, but what is let go goes in the end.
  let least = Infinity;
  const row = () => {
    if (++rows > 75_000 && rows % 100 === 0) least = Math.min(least, held() - before);
  };
  await readDump(pieces(), { ...visitor, row });
  assertEquals(rows, 100_000);
  assert(least < 40 << 20, `${least >> 20} MiB were held at the end`);
});
