/**
 * Levels, loggers, handlers and formatters behave as the original's documentation says.
 *
 * @module
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  BaseHandler,
  ConsoleHandler,
  critical,
  formatters,
  getLevelByName,
  getLevelName,
  getLogger,
  Logger,
  LogLevels,
  LogRecord,
  RotatingFileHandler,
  setup,
} from "@std/log";

class Kept extends BaseHandler {
  readonly lines: string[] = [];
  state = "new";
  override log(line: string): void {
    this.lines.push(line);
  }
  override setup(): void {
    this.state = "open";
  }
  override destroy(): void {
    this.state = "closed";
  }
}

const recordOf = (args: unknown[]) =>
  new LogRecord({ msg: "m", args, level: LogLevels.INFO, loggerName: "n" });

Deno.test("log levels: numbers and names map both ways", () => {
  assertEquals([getLevelByName("WARN"), getLevelName(40)], [30, "ERROR"]);
  assertThrows(() => getLevelByName("LOUD" as "WARN"), Error, "no level named LOUD");
  assertThrows(() => getLevelName(11 as 10), Error, "11");
});

Deno.test("logger: passes what is urgent enough, returns its message, handlers filter again", () => {
  const [all, urgent] = [new Kept("NOTSET"), new Kept("ERROR")];
  const logger = new Logger("n", "INFO", { handlers: [all, urgent] });
  assertEquals([logger.debug("a"), logger.info("b"), logger.warn("c"), logger.error("d")], [
    "a",
    "b",
    "c",
    "d",
  ]);
  logger.critical({ e: 1 });
  assertEquals(all.lines, ["INFO b", "WARN c", "ERROR d", 'CRITICAL {"e":1}']);
  assertEquals(urgent.lines, ["ERROR d", 'CRITICAL {"e":1}']);
  assertEquals([logger.levelName, logger.loggerName], ["INFO", "n"]);
});

Deno.test("setup: loggers get their handlers by name; a second setup closes the first's handlers", () => {
  const [first, second] = [new Kept("DEBUG"), new Kept("DEBUG")];
  setup({
    handlers: { first },
    loggers: {
      default: { level: "WARN", handlers: ["first", "none"] },
      hub: { level: "DEBUG", handlers: ["first"] },
    },
  });
  getLogger().info("no");
  getLogger("hub").debug("yes");
  getLogger("unknown").error("silent");
  critical("end");
  assertEquals([first.lines, first.state], [["DEBUG yes", "CRITICAL end"], "open"]);
  setup({ handlers: { second } });
  assertEquals([first.state, second.state], ["closed", "open"]);
  setup({});
});

Deno.test("json formatter: level, time, message; one argument stands alone, none is left out", () => {
  const parsed = (args: unknown[]) => JSON.parse(formatters.jsonFormatter(recordOf(args)));
  const { datetime, ...rest } = parsed([{ a: 1 }]);
  assert(Math.abs(datetime - Date.now()) < 60_000);
  assertEquals(rest, { level: "INFO", message: "m", args: { a: 1 } });
  assertEquals(parsed([1, 2]).args, [1, 2]);
  assertEquals("args" in parsed([]), false);
});

Deno.test("console handler: colours follow the level and can be turned off", () => {
  const plain = new ConsoleHandler("DEBUG", { useColors: false, formatter: ({ msg }) => msg });
  assertEquals(plain.format(recordOf([])), "m");
  const coloured = new ConsoleHandler("DEBUG", { formatter: ({ msg }) => msg });
  assertEquals(coloured.format(recordOf([])), Deno.noColor ? "m" : "\x1b[34mm\x1b[0m");
});

function inFolder(test: (file: string, names: () => string[]) => void): () => void {
  return () => {
    const dir = Deno.makeTempDirSync();
    try {
      test(`${dir}/l`, () => [...Deno.readDirSync(dir)].map(({ name }) => name).sort());
    } finally {
      Deno.removeSync(dir, { recursive: true });
    }
  };
}

const OPTIONS = { maxBytes: 20, maxBackupCount: 2, formatter: ({ msg }: LogRecord) => msg };

Deno.test(
  "rotating file: lines wait in the buffer until it is full, flushed, or something critical happens",
  inFolder((filename) => {
    const handler = new RotatingFileHandler("DEBUG", {
      ...OPTIONS,
      filename,
      maxBytes: 1000,
      bufferSize: 10,
    });
    handler.setup();
    const text = () => Deno.readTextFileSync(filename);
    const logger = new Logger("n", "DEBUG", { handlers: [handler] });
    logger.info("1234");
    assertEquals(text(), "");
    logger.info("567890");
    assertEquals(text(), "1234\n");
    logger.critical("x");
    assertEquals(text(), "1234\n567890\nx\n");
    logger.info("a line longer than the buffer");
    assert(text().endsWith("buffer\n"));
    handler.log("last");
    handler.destroy();
    assert(text().endsWith("last\n"));
  }),
);

Deno.test(
  "rotating file: rotates before the size is exceeded and keeps as many backups as told",
  inFolder((filename, names) => {
    const handler = new RotatingFileHandler("DEBUG", { ...OPTIONS, filename });
    handler.setup();
    for (let i = 0; i < 8; i++) handler.log(`line ${i} ...`);
    handler.destroy();
    assertEquals(names(), ["l", "l.1", "l.2"]);
    assertEquals(Deno.readTextFileSync(filename), "line 7 ...\n");
    assertEquals(Deno.readTextFileSync(`${filename}.1`), "line 6 ...\n");
  }),
);

Deno.test(
  "rotating file: append counts what is there, w starts afresh without backups, x refuses both",
  inFolder((filename, names) => {
    Deno.writeTextFileSync(filename, "123456789012345\n");
    Deno.writeTextFileSync(`${filename}.1`, "old\n");
    const append = new RotatingFileHandler("DEBUG", { ...OPTIONS, filename });
    append.setup();
    append.log("rotates");
    append.destroy();
    assertEquals(Deno.readTextFileSync(filename), "rotates\n");
    assertThrows(
      () => new RotatingFileHandler("DEBUG", { ...OPTIONS, filename, mode: "x" }).setup(),
      Deno.errors.AlreadyExists,
    );
    Deno.removeSync(filename);
    assertThrows(
      () => new RotatingFileHandler("DEBUG", { ...OPTIONS, filename, mode: "x" }).setup(),
      Deno.errors.AlreadyExists,
    );
    const fresh = new RotatingFileHandler("DEBUG", { ...OPTIONS, filename, mode: "w" });
    fresh.setup();
    fresh.destroy();
    assertEquals(names(), ["l"]);
  }),
);

Deno.test("rotating file: impossible limits are refused", () => {
  const make = (limits: object) => () =>
    new RotatingFileHandler("DEBUG", { ...OPTIONS, filename: "x", ...limits }).setup();
  assertThrows(make({ maxBytes: 0 }), Error, '"maxBytes" must be >= 1');
  assertThrows(make({ maxBackupCount: 0 }), Error, '"maxBackupCount" must be >= 1');
});
