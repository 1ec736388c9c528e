/**
 * Tests of the command line: every verb against a real folder, help from the table, exit codes, mistakes.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { fakeClock } from "../core/fake_clock.ts";
import { createPasswords } from "../store/password.ts";
import { openStore } from "../store/store.ts";
import { type CliDependencies, commandTable, dispatch } from "./dispatch.ts";
import { VERSION } from "./version.ts";

const passwords = createPasswords({ logN: 4 });
const clock = fakeClock();

interface Outcome {
  code: number;
  out: string;
  err: string;
}

interface Desk {
  dir: string;
  /** Runs a line with `--data` in the folder; `input` is standard input. */
  run(
    line: string | readonly string[],
    input?: string,
    dependencies?: Partial<CliDependencies>,
  ): Promise<Outcome>;
}

const DEPENDENCIES: CliDependencies = {
  clock,
  passwords,
  inspect: () => Promise.resolve({ files: 1, grants: [], warnings: [], problems: [] }),
  analyse: () => Promise.reject(new Error("no test here looks at a script")),
  run: () => Promise.resolve(0),
};

async function withDesk(test: (desk: Desk) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await test({
      dir,
      async run(line, input = "", dependencies = {}) {
        const [out, err]: [string[], string[]] = [[], []];
        const words = typeof line === "string" ? line.split(" ") : line;
        const io = {
          out: (text: string) => void out.push(text),
          err: (text: string) => void err.push(text),
          readLine: () => Promise.resolve(input),
        };
        const args = words.map((word) => word.replace("DIR", dir));
        const code = await dispatch(args, io, { ...DEPENDENCIES, ...dependencies });
        return { code, out: out.join("\n"), err: err.join("\n") };
      },
    });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("cli: help names every verb and its options, and comes from the table", async () => {
  await withDesk(async ({ run }) => {
    const { code, out } = await run("--help");
    assertEquals(code, 0);
    for (const { name, summary, options } of commandTable(DEPENDENCIES)) {
      assertMatch(out, new RegExp(`^  ${name} +${summary.slice(0, 10)}`, "m"));
      const help = await run([name, "--help"]);
      assertEquals(help.code, 0);
      for (const option of [...Object.keys(options), "config", "data"]) {
        assertStringIncludes(help.out, `--${option}`);
      }
    }
  });
});

Deno.test("cli: an option that only some forms take names forms there are", () => {
  for (const { name, forms, options } of commandTable(DEPENDENCIES)) {
    const words = forms.map(([args]) => args.split(" ")[0]);
    for (const [option, { of = [] }] of Object.entries(options)) {
      for (const form of of) assertEquals(words.includes(form), true, `${name} --${option}: ${form}`);
    }
  }
});

Deno.test("cli: the version is the one of deno.json", async () => {
  await withDesk(async ({ run }) => {
    assertEquals((await run("--version")).out, `hubcap ${VERSION}`);
    assertMatch(VERSION, /^\d+\.\d+\.\d+/);
  });
});

const MISTAKES: readonly [string, string][] = [
  ["usr list", 'There is no verb "usr"\nDid you mean "user"?'],
  ["qqqqq", "Try: hubcap --help."],
  ["user list --clas 3", "There is no option --clas\nDid you mean --class?"],
  ["user list --zzzzzzzz", "Try: hubcap user --help."],
  [
    "user passwd anna --class 5 --data DIR",
    "Cannot use --class with user passwd\nuser passwd takes --password-stdin; --class goes with user add, user class, user list.",
  ],
  [
    "user del anna --password-stdin --data DIR",
    "Cannot use --password-stdin with user del\nuser del takes no option of its own; ",
  ],
  ["config set max_users 5 --json --data DIR", "Cannot use --json with config set"],
  ["script check x.ts --folder y", "Cannot use --folder with script check"],
  ["user list --class 3 --class 5 --data DIR", "Cannot use --class twice"],
  ["user list --data DIR --data other", "Cannot use --data twice"],
  ["import verlihub --dump x --password-stdin --data DIR", "A dump needs no password"],
  ["user add", 'Cannot understand "user add"'],
  ["user add a b", 'Cannot understand "user add a b"'],
  ["user list --data", "Try: hubcap user --help."],
  ["config get hubname --data DIR", "Did you mean hub_name?"],
  [
    "config set max_users abc --data DIR",
    'max_users must be a whole number from 0 to 4294967295 (users): received "abc"',
  ],
  ["config set opchat_name Hubcap --data DIR", "two different nicks"],
  ["user add a|b --data DIR", 'Cannot use the nick "a|b"'],
  ["user add opchat --data DIR", "Cannot use the nick opchat: a bot of the hub has it"],
  ["user add anna --class 7 --data DIR", "Cannot use --class 7"],
  ["user add anna --password-stdin --data DIR", "The password is too short"],
  ["check --config DIR/none.jsonc", "no such file"],
  ["config list --data /dev/null", 'Cannot use the data folder "/dev/null"'],
];

for (const [line, text] of MISTAKES) {
  Deno.test(`cli: "${line}" is wrong usage, says so and exits with 2`, async () => {
    await withDesk(async ({ run }) => {
      const { code, err, out } = await run(line);
      assertEquals([code, out], [2, ""]);
      assertStringIncludes(err, text);
    });
  });
}

Deno.test("cli: no verb at all shows the help on standard error and exits with 2", async () => {
  await withDesk(async ({ run }) => {
    const { code, err } = await run([]);
    assertEquals(code, 2);
    assertStringIncludes(err, "hubcap VERB");
  });
});

Deno.test("cli: a surprise exits with 1 and shows where it came from", async () => {
  await withDesk(async ({ run }) => {
    const { code, err } = await run("run", "", { run: () => Promise.reject(new RangeError("odd")) });
    assertEquals(code, 1);
    assertMatch(err, /^Failed: odd\n +at /);
  });
});

Deno.test("user: add, list, passwd and del change the accounts of the data folder", async () => {
  await withDesk(async ({ dir, run }) => {
    assertEquals(await run("user add Anna --class 10 --password-stdin --data DIR", "secret1"), {
      code: 0,
      out: "Added Anna as master; the user can log in",
      err: "",
    });
    assertEquals((await run("user add anna --data DIR")).code, 1);
    assertEquals(
      (await run("user add Bert --data DIR")).out,
      "Added Bert as registered; the user chooses a password at the next login",
    );
    const store = openStore(dir, { clock });
    const anna = store.accounts.get("anna")!;
    assertEquals([anna.class, anna.passwordChange, anna.registeredBy], [10, false, "hubcap"]);
    assert(await passwords.verify("secret1", anna.passwordHash));
    assertEquals(anna.registeredAt, Math.floor(clock.now() / 1000));

    assertMatch(
      (await run("user list --data DIR")).out,
      /^Anna {2}10 master .*\nBert {2}1 registered .*choose a password/,
    );
    assertEquals((await run("user list --class 1 --data DIR")).out.split("\n").length, 1);
    assertEquals((await run("user list --class -1 --data DIR")).out, "No accounts");

    assertEquals((await run("user passwd ANNA --password-stdin --data DIR", "secret2")).code, 0);
    assert(await passwords.verify("secret2", store.accounts.get("Anna")!.passwordHash));
    assertEquals((await run("user passwd Anna --data DIR")).code, 0);
    assertEquals(store.accounts.get("Anna")!.passwordChange, true);

    assertMatch(
      (await run("user show anna --data DIR")).out,
      /^Anna: class 10 \(master\)\n.*\nLast login: never, 0 in all, left never\nPassword: none yet, 0 wrong/,
    );
    assertEquals((await run("user show nobody --data DIR")).code, 1);

    assertEquals(
      (await run("user class anna --class 3 --data DIR")).out,
      "Anna is operator now; a running hub takes it within ten seconds",
    );
    assertEquals(store.accounts.get("Anna")!.class, 3);
    assertEquals((await run("user class anna --data DIR")).code, 2);
    assertEquals(store.accounts.get("Anna")!.class, 3);

    assertEquals((await run("user del anna --data DIR")).out, "Removed Anna");
    assertEquals((await run("user del anna --data DIR")).code, 1);
    assertEquals(store.accounts.count(), 1);
    store.close();
  });
});

Deno.test("config: get, set and list work on the data folder and an open store sees the change", async () => {
  await withDesk(async ({ dir, run }) => {
    const hub = openStore(dir, { clock });
    assertEquals((await run("config get max_users --data DIR")).out, "6000");
    assertMatch((await run("config set max_users 7 --data DIR")).out, /^max_users = 7$/m);
    assertMatch((await run("config set max_users_passive -1 --data DIR")).out, /^max_users_passive = -1$/m);
    await run(["config", "set", "hub_topic", "two words", "--data", dir]);
    assertEquals([hub.poll(), hub.settings.values.max_users, hub.settings.values.hub_topic], [
      true,
      7,
      "two words",
    ]);
    const { out } = await run("config list --data DIR");
    assertMatch(out, /^\* max_users = 7$/m);
    assertMatch(out, /^ {2}hub_name = Hubcap$/m);
    hub.close();
  });
});

Deno.test("init: writes a configuration that check accepts, and never over another one", async () => {
  await withDesk(async ({ dir, run }) => {
    const first = await run("init --config DIR/sub/hub.jsonc");
    assertEquals([first.code, first.out], [0, `Wrote ${join(dir, "sub/hub.jsonc")}`]);
    const text = await Deno.readTextFile(join(dir, "sub/hub.jsonc"));
    assertMatch(text, /scripts\/quickstart\/mod\.ts"/);
    const check = await run("check --config DIR/sub/hub.jsonc");
    assertEquals([check.code, check.err], [0, ""]);
    await Deno.writeTextFile(join(dir, "sub/hub.jsonc"), "mine");
    assertEquals((await run("init --config DIR/sub/hub.jsonc")).code, 1);
    assertEquals(await Deno.readTextFile(join(dir, "sub/hub.jsonc")), "mine");
    assertEquals((await run("init --config DIR/sub/hub.jsonc/x")).code, 2);
  });
});

Deno.test("cli: the data folder comes from --data, else from the configuration", async () => {
  await withDesk(async ({ dir, run }) => {
    await Deno.writeTextFile(join(dir, "h.jsonc"), `{ "data": "elsewhere" }`);
    assertEquals((await run("user add a --config DIR/h.jsonc")).code, 0);
    assert((await Deno.stat(join(dir, "elsewhere", "hubcap.db"))).isFile);
    assertEquals((await run("user list --config DIR/h.jsonc --data DIR/other")).out, "No accounts");
    assertEquals((await run("user list --config DIR/none.jsonc")).code, 2);
  });
});

Deno.test("check and scripts list: broken scripts are named, with the exit code of a failure", async () => {
  await withDesk(async ({ dir, run }) => {
    await Deno.writeTextFile(
      join(dir, "h.jsonc"),
      `{ "scripts": [
        { "source": "good.ts", "permissions": { "net": ["h:1"] }, "capabilities": { "sql": true, "chat": false } },
        { "source": "bad.ts" }, { "source": "off.ts", "enabled": false } ] }`,
    );
    const inspect: CliDependencies["inspect"] = ({ name }) =>
      Promise.resolve({
        files: 2,
        grants: ["net: h:1"],
        warnings: [],
        problems: name === "bad" ? ["no such file"] : [],
      });
    const check = await run("check --config DIR/h.jsonc", "", { inspect });
    assertEquals([check.code, check.err], [1, "bad: no such file\n1 of 3 scripts cannot run"]);
    const list = await run("scripts list --config DIR/h.jsonc", "", { inspect });
    assertEquals(list.code, 0);
    assertEquals(list.out.split("\n"), [
      `good  enabled  2 files  net: h:1, +sql, -chat  ${join(dir, "good.ts")}`,
      `bad  broken  2 files  net: h:1  ${join(dir, "bad.ts")}`,
      "  no such file",
      `off  off  2 files  net: h:1  ${join(dir, "off.ts")}`,
    ]);
  });
});
