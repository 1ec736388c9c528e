/**
 * Tests of logging: levels, names, redaction, rotation, hostile text.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { createLog, type LogLevelName, silentLog } from "./log.ts";

function withFile(
  level: LogLevelName,
  use: (log: ReturnType<typeof createLog>, file: string) => void,
): string[] {
  const dir = Deno.makeTempDirSync();
  const file = join(dir, "hub.log");
  const log = createLog({ level, console: false, file });
  try {
    use(log, file);
    log.close();
    return Deno.readTextFileSync(file).split("\n").filter((line) => line !== "");
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
}

Deno.test("log: lines below the level are not written", () => {
  const lines = withFile("warn", (log) => {
    log.debug("a");
    log.info("b");
    log.warn("c");
    log.error("d");
  });
  assertEquals(lines.map((line) => JSON.parse(line).message), ["c", "d"]);
});

Deno.test("log: a line is on disk before the log is closed", () => {
  withFile("info", (log, file) => {
    log.info("now");
    assertStringIncludes(Deno.readTextFileSync(file), "now");
  });
});

Deno.test("log: passwords are redacted at any depth, other fields stay", () => {
  const [line] = withFile("info", (log) => {
    log.info("login", { nick: "a", password: "x1", deep: { Pass: "x2", list: [{ passwordHash: "x3" }] } });
  });
  assert(!/x[123]/.test(line!));
  assertEquals(JSON.parse(line!).args.nick, "a");
});

Deno.test("log: children carry their path", () => {
  const [line] = withFile("info", (log) => log.child("hub").child("login").info("hello"));
  assertEquals(JSON.parse(line!).logger, "hub.login");
});

Deno.test("log: endless, cyclic and odd fields are cut, not followed", () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  const [line] = withFile("info", (log) => {
    log.info("x", { cyclic, many: Array(1000).fill(1), big: 1n, error: new Error("why"), f: () => 1 });
  });
  const { args } = JSON.parse(line!);
  assertEquals([args.many.length, args.big, args.error, args.f], [50, "1", "why", "function"]);
  assertStringIncludes(JSON.stringify(args.cyclic), "…");
});

Deno.test("log: the file is rotated and only five old ones are kept", () => {
  const dir = Deno.makeTempDirSync();
  const log = createLog({ level: "info", console: false, file: join(dir, "l"), maxBytes: 200 });
  for (let i = 0; i < 40; i++) log.info("x".repeat(60));
  log.close();
  const names = [...Deno.readDirSync(dir)].map((entry) => entry.name).sort();
  const sizes = names.map((name) => Deno.statSync(join(dir, name)).size);
  Deno.removeSync(dir, { recursive: true });
  assertEquals(names, ["l", "l.1", "l.2", "l.3", "l.4", "l.5"]);
  assert(sizes.every((size) => size <= 200));
});

Deno.test("log: the console line is one line whatever the text holds", async () => {
  const code = `import { createLog } from "${import.meta.resolve("./log.ts")}";
    createLog({ level: "info" }).child("hub").warn("bad\\x1b[31m\\nline", { nick: "a b\\r\\n\\x9bc", n: 1 });`;
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["eval", code] }).output();
  const text = new TextDecoder().decode(stdout);
  assertEquals(text.split("\n").length, 2);
  // deno-lint-ignore no-control-regex
  assert(!/[\x1b\r\x9b]/.test(text));
  assertStringIncludes(text, 'WARN  hub: bad?[31m?line nick="a b\\r\\n?c" n=1');
});

Deno.test("log: an impossible file is an error at once, a silent log writes nothing", () => {
  assertThrows(() => createLog({ level: "info", console: false, file: "/dev/null/x" }), Error);
  silentLog().error("nobody sees this");
});
