/**
 * Tests of the command line's part in the audit trail: what its verbs write, and what `hubcap audit` shows.
 *
 * @module
 */
import { assert, assertEquals, assertFalse, assertMatch, assertStringIncludes } from "@std/assert";
import { fakeClock } from "../core/fake_clock.ts";
import { createPasswords } from "../store/password.ts";
import { openStore } from "../store/store.ts";
import { dispatch } from "./dispatch.ts";

const clock = fakeClock();

type Run = (line: string, input?: string) => Promise<{ code: number; out: string; err: string }>;

async function withDesk(test: (run: Run, data: string) => Promise<void>): Promise<void> {
  const data = await Deno.makeTempDir();
  const run: Run = async (line, input = "") => {
    const [out, err]: [string[], string[]] = [[], []];
    const io = {
      out: (text: string) => void out.push(text),
      err: (text: string) => void err.push(text),
      readLine: () => Promise.resolve(input),
    };
    const code = await dispatch([...line.split(" "), "--data", data], io, {
      clock,
      passwords: createPasswords({ logN: 4 }),
      inspect: () => Promise.reject(new Error("not used")),
      analyse: () => Promise.reject(new Error("not used")),
      run: () => Promise.resolve(0),
    });
    return { code, out: out.join("\n"), err: err.join("\n") };
  };
  try {
    await test(run, data);
  } finally {
    await Deno.remove(data, { recursive: true });
  }
}

Deno.test("cli audit: accounts and settings changed on the command line are in the trail, without the password", async () => {
  await withDesk(async (run) => {
    await run("user add Anna --class 5 --password-stdin", "Geheim99");
    await run("user passwd Anna --password-stdin", "Geheim98");
    await run("config set max_users 77");
    await run("config unset max_users");
    await run("user del Anna");
    const { code, out } = await run("audit");
    assertEquals(code, 0);
    assertEquals(
      out.split("\n").map((line) => /\): (.*)$/.exec(line)?.[1]),
      [
        "user del Anna -> Removed Anna",
        "config unset max_users -> max_users = 6000",
        "config set max_users 77 -> max_users = 77",
        "user passwd Anna -> Changed Anna",
        "user add Anna class 5 -> Added Anna as administrator; the user can log in",
      ],
    );
    assertMatch(out, /^#5 .* command line \(class 10\): /);
    assertFalse(out.includes("Geheim"));
  });
});

Deno.test("cli audit: what failed is written, what nobody could understand is not, and looking is no action", async () => {
  await withDesk(async (run) => {
    await run("user del Nobody");
    await run("config set max_users many");
    await run("user add Bad|Nick");
    await run("user add Anna --class 6");
    await run("user list");
    await run("config list");
    await run("config get max_users");
    const { out } = await run("audit --json");
    const entries = out.split("\n").map((line) => JSON.parse(line));
    assertEquals(entries.map(({ action }) => action), ["config set", "user del"]);
    assertEquals(entries[1].outcome, '"Nobody" has no account');
    assertMatch(entries[0].outcome, /^Cannot set max_users/);
  });
});

Deno.test("cli audit: filters, limit, pages, and words that are none", async () => {
  await withDesk(async (run, data) => {
    assertEquals((await run("audit")).out, "The audit trail holds nothing of that.");
    assertEquals((await run("audit --json")).out, "");
    const store = openStore(data, { clock });
    for (let i = 1; i <= 120; i++) {
      store.audit.add({
        time: i,
        op: i % 2 ? "Anna" : "Bert",
        opClass: 5,
        opIp: `10.0.0.${i % 3}`,
        action: i % 5 ? "ban" : "unban",
        target: `u${i}`,
        detail: "",
        outcome: "ok",
      });
    }
    store.close();
    const ids = async (line: string) => {
      const { out } = await run(`audit --json ${line}`.trim());
      return out === "" ? [] : out.split("\n").map((entry) => JSON.parse(entry).id);
    };
    assertEquals((await ids("")).length, 50);
    assertEquals(await ids("--limit 2"), [120, 119]);
    assertEquals(await ids("3 --limit 2"), [116, 115]);
    assertEquals((await ids("--op ANNA --limit 1000")).length, 60);
    assertEquals(await ids("u7"), [7]);
    assertEquals(await ids("anna unban --limit 1000"), [115, 105, 95, 85, 75, 65, 55, 45, 35, 25, 15, 5]);
    assertEquals(await ids("--ip 10.0.0.1 --action unban --limit 2"), [115, 100]);
    assertEquals(await ids("op:u7"), []);
    for (const [line, text] of [["--limit 0", "--limit 0"], ["0", "Pages"], ["--limit x", "--limit x"]]) {
      const { code, err } = await run(`audit ${line}`);
      assertEquals(code, 2);
      assertStringIncludes(err, text!);
    }
  });
});

Deno.test("cli audit: what stands in the database cannot steer the terminal", async () => {
  await withDesk(async (run, data) => {
    await run("config set max_users 5");
    const { DatabaseSync } = await import("node:sqlite");
    const db = new DatabaseSync(`${data}/hubcap.db`);
    db.prepare("UPDATE audit SET detail = ?").run("\x1b[2J\r\n#99 forged");
    db.close();
    const { out } = await run("audit");
    assertEquals(out.split("\n").length, 1);
    // deno-lint-ignore no-control-regex
    assert(!/[\x1b\r]/.test(out));
  });
});
