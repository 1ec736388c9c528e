/**
 * A running MySQL or MariaDB as a source. Owns the connection and that text comes as the bytes that the hub wrote,
 * not as what the server thinks they mean. The driver is loaded when it is needed.
 *
 * @module
 */
import { HubError, messageOf } from "../core/errors.ts";
import { recodedBytes } from "./recoded.ts";
import type { Source, SourceVisitor } from "./source.ts";

/** Milliseconds until a server that does not answer is given up. */
const CONNECT_MS = 10_000;
/** Longest value taken, in bytes, as with dumps. */
const MAX_VALUE = 1 << 20;

/** What {@linkcode openMysql} needs. */
export interface MysqlOptions {
  /** `mysql://user:password@host:port/database`; `?socketPath=…` for a local socket. */
  readonly url: string;
  /** The password, where it does not stand in the address. */
  readonly password?: string;
}

type Value = Uint8Array | null;

/** What is used of a column by the driver's typeCast. */
interface Field {
  buffer(): Uint8Array | null;
}

const quoted = (name: string): string => `\`${name.replaceAll("`", "``")}\``;

function failure(error: unknown): HubError {
  const code = (error as { code?: unknown } | null)?.code;
  return new HubError(
    "cli.usage",
    `Cannot read the MySQL database: ${messageOf(error)}${typeof code === "string" ? ` (${code})` : ""}`,
    { remedy: "Check host, port, user, password and name of the database, or import a dump", cause: error },
  );
}

function optionsOf({ url, password }: MysqlOptions): Record<string, unknown> {
  let parsed: URL;
  try {
    parsed = new URL(url);
    if (!/^(mysql|mariadb):$/.test(parsed.protocol) || parsed.pathname.length < 2) {
      throw new Error("incomplete");
    }
  } catch (error) {
    // The address holds a password: it is not repeated.
    throw new HubError("cli.usage", "Cannot use the address of the MySQL database", {
      remedy: "Write mysql://USER@HOST:3306/DATABASE and add --password-stdin",
      cause: error,
    });
  }
  const socketPath = parsed.searchParams.get("socketPath");
  const where = socketPath === null
    ? { host: parsed.hostname.replace(/^\[|\]$/g, ""), port: Number(parsed.port || 3306) }
    : { socketPath };
  return {
    ...where,
    user: decodeURIComponent(parsed.username),
    password: password ?? decodeURIComponent(parsed.password),
    database: decodeURIComponent(parsed.pathname.slice(1)),
    connectTimeout: CONNECT_MS,
    flags: ["-LOCAL_FILES"],
    // Every value as the bytes the server sent, whatever its type.
    typeCast: (field: Field) => field.buffer(),
    rowsAsArray: true,
  };
}

const utf8 = new TextDecoder();
const textOf = (value: Value | undefined): string => value ? utf8.decode(value) : "";

/**
 * Connects.
 *
 * @throws {HubError} `cli.usage` when the address is none or the server refuses.
 */
export async function openMysql(options: MysqlOptions): Promise<Source> {
  const config = optionsOf(options);
  const { default: mysql } = await import("mysql2");
  const connection = mysql.createConnection(config);
  // Without a listener an error between two queries would end the process; the next query reports it.
  connection.on("error", () => {});
  const rows = (sql: string): AsyncIterable<Value[]> => connection.query(sql).stream({ highWaterMark: 1000 });
  const all = async (sql: string): Promise<Value[][]> => {
    const found: Value[][] = [];
    for await (const row of rows(sql)) found.push(row);
    return found;
  };
  try {
    await new Promise<void>((resolve, reject) =>
      connection.connect((error: unknown) => error ? reject(error) : resolve())
    );
    // NULL: the server sends what it has, without recoding it for us.
    await all("SET character_set_results = NULL");
    await all("SET SESSION TRANSACTION READ ONLY");
  } catch (error) {
    connection.destroy();
    throw failure(error);
  }

  const original = recodedBytes();
  const readTable = async (name: string, visitor: SourceVisitor) => {
    const columns = (await all(`SHOW FULL COLUMNS FROM ${quoted(name)}`)).map((
      [column, _type, collation],
    ) => ({
      name: textOf(column),
      isWide: textOf(collation).startsWith("utf8"),
    }));
    const table = name.toLowerCase();
    const keys = columns.map((column) => column.name.toLowerCase());
    const list = columns.map((column) => quoted(column.name)).join(", ");
    const valueOf = (value: Value | undefined, i: number): Value =>
      value && columns[i]!.isWide ? original(value) : value ?? null;
    for await (const row of rows(`SELECT ${list} FROM ${quoted(name)}`)) {
      if (row.some((value) => (value?.length ?? 0) > MAX_VALUE)) {
        visitor.broken(table, "holds a value of more than 1 MiB");
      } else visitor.row(table, new Map(keys.map((key, i) => [key, valueOf(row[i], i)])));
    }
  };
  return {
    async read(visitor) {
      try {
        const names = (await all("SHOW TABLES")).map(([name]) => textOf(name));
        for (const name of names) if (visitor.wants(name.toLowerCase())) await readTable(name, visitor);
      } catch (error) {
        throw error instanceof HubError ? error : failure(error);
      }
    },
    close: () => new Promise((resolve) => connection.end(() => resolve())),
  };
}
