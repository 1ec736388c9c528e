/**
 * Tests of where log lines end up: disks that fail, files that are moved away, readers that go, levels that change,
 * texts that want to be two lines.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { createLog, type Log } from "./log.ts";

/** Messages of a log file, with `null` for a line that is no JSON object. */
function messages(file: string): (string | null)[] {
  return Deno.readTextFileSync(file).split("\n").slice(0, -1).map((line) => {
    try {
      return JSON.parse(line).message;
    } catch {
      return null;
    }
  });
}

function inFolder(use: (folder: string, open: (file: string) => Log) => void): void {
  const folder = Deno.makeTempDirSync();
  const logs: Log[] = [];
  try {
    use(folder, (file) => {
      const log = createLog({ level: "info", console: false, file, maxBytes: 400, retryMs: 0 });
      logs.push(log);
      return log;
    });
  } finally {
    for (const log of logs) log.close();
    Deno.removeSync(folder, { recursive: true });
  }
}

/** What a program with a log prints. */
async function printed(program: string): Promise<string> {
  const code = `import { createLog } from "${import.meta.resolve("./log.ts")}";${program}`;
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), { args: ["eval", code] })
    .output();
  assert(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

Deno.test("log: a folder that is gone costs lines, not the hub; what is written later is written", () => {
  inFolder((folder, open) => {
    const home = join(folder, "logs");
    Deno.mkdirSync(home);
    const file = join(home, "hub.log");
    const log = open(file);
    log.info("before");
    Deno.removeSync(home, { recursive: true });
    // Rotation needs the folder; until then the open file takes the lines.
    for (let i = 0; i < 10; i++) log.info("x".repeat(100));
    Deno.mkdirSync(home);
    log.info("after");
    assertEquals(messages(file), ["after"]);
  });
});

Deno.test({
  name: "log: a full disk is said once, and the recovery with the number of lost lines",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const text = await printed(`
      const log = createLog({ level: "info", file: "/dev/full", retryMs: 0 });
      for (let i = 0; i < 5; i++) log.info("line " + i);
      log.close();`);
    assertEquals(text.match(/line \d/g)?.length, 5);
    assertEquals(text.match(/ERROR log: The log file cannot be written/g)?.length, 1);

    const folder = await Deno.makeTempDir();
    const again = await printed(`
      const file = ${JSON.stringify(join(folder, "a", "l"))};
      Deno.mkdirSync(${JSON.stringify(join(folder, "a"))});
      const log = createLog({ level: "info", file, maxBytes: 200, retryMs: 0 });
      log.info("0".repeat(100));
      Deno.removeSync(${JSON.stringify(join(folder, "a"))}, { recursive: true });
      for (let i = 0; i < 4; i++) log.info("x".repeat(100));
      Deno.mkdirSync(${JSON.stringify(join(folder, "a"))});
      log.info("back");
      log.close();`);
    await Deno.remove(folder, { recursive: true });
    assert(/WARN {2}log: The log file is written again .* lost=[1-4]\n/.test(again), again);
  },
});

Deno.test("log: a line that a crash tore off does not swallow the next one", () => {
  inFolder((folder, open) => {
    const file = join(folder, "hub.log");
    Deno.writeTextFileSync(file, '{"message":"whole"}\n{"mess');
    open(file).info("next");
    assertEquals(messages(file), ["whole", null, "next"]);
  });
});

Deno.test("log: after reopen lines go to the file that has the name now", () => {
  inFolder((folder, open) => {
    const file = join(folder, "hub.log");
    const log = open(file);
    log.info("old");
    Deno.renameSync(file, `${file}.moved`);
    log.info("still old");
    log.reopen();
    log.child("hub").info("new");
    assertEquals(messages(`${file}.moved`), ["old", "still old"]);
    assertEquals(messages(file), ["new"]);
  });
});

Deno.test("log: nothing is written after close, and reopen does not change that", () => {
  inFolder((folder, open) => {
    const file = join(folder, "hub.log");
    const log = open(file);
    log.close();
    log.reopen();
    log.info("late");
    assertEquals(messages(file), []);
  });
});

Deno.test("log: a changed level counts at once, in children made before it, too", () => {
  inFolder((folder, open) => {
    const file = join(folder, "hub.log");
    const log = open(file);
    const child = log.child("hub");
    child.debug("1");
    log.setLevel("debug");
    child.debug("2");
    child.setLevel("error");
    log.warn("3");
    log.error("4");
    assertEquals(messages(file), ["2", "4"]);
  });
});

Deno.test("log: nicks with line ends, escape sequences and turned writing stay one line in file and console", async () => {
  const evil = "a\r\nERROR hub: forged\x1b[2J\x9b1m\u2028b\u202e";
  inFolder((folder, open) => {
    const file = join(folder, "hub.log");
    open(file).warn(evil, { nick: evil, [evil]: evil });
    const text = Deno.readTextFileSync(file);
    assertEquals(text.split("\n").length, 2);
    // deno-lint-ignore no-control-regex
    assert(!/[\r\x1b\x9b\u2028\u202e]/.test(text));
    assertEquals(JSON.parse(text).args.nick, evil);
  });
  const line = await printed(`createLog({ level: "info" }).warn(${JSON.stringify(evil)},
    { nick: ${JSON.stringify(evil)}, [${JSON.stringify(evil)}]: ${JSON.stringify(evil)} })`);
  assertEquals(line.split("\n").length, 2);
  // deno-lint-ignore no-control-regex
  assert(!/[\r\x1b\x9b\u2028\u202e]/.test(line), JSON.stringify(line));
});

Deno.test("log: a text of any length makes a line of bounded length", () => {
  inFolder((folder) => {
    const file = join(folder, "hub.log");
    const log = createLog({ level: "info", console: false, file });
    log.info("m".repeat(1_000_000), { text: "t".repeat(1_000_000), error: new Error("e".repeat(1_000_000)) });
    log.close();
    assert(Deno.statSync(file).size < 30_000);
  });
});

Deno.test({
  name: "log: a reader of standard output that goes away does not end the program",
  ignore: Deno.build.os === "windows",
  async fn() {
    const file = await Deno.makeTempFile();
    const code = `import { createLog } from "${import.meta.resolve("./log.ts")}";
      const log = createLog({ level: "info", file: ${JSON.stringify(file)} });
      for (let i = 0; i < 5000; i++) log.info("line " + i);
      log.info("the end");`;
    const { success } = await new Deno.Command("sh", {
      args: ["-c", '"$0" eval "$1" | head -n 1', Deno.execPath(), code],
      stderr: "null",
    }).output();
    assert(success);
    const text = await Deno.readTextFile(file);
    await Deno.remove(file);
    assertStringIncludes(text, '"the end"');
  },
});
