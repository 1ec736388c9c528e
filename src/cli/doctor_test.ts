/**
 * Tests of `hubcap doctor`: a healthy hub, and every check with the thing it is there to find.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { join } from "@std/path";
import { fakeClock } from "../core/fake_clock.ts";
import { selfSigned } from "../net/certificate.ts";
import { createPasswords } from "../store/password.ts";
import { openHubStore, openStore } from "../store/store.ts";
import { dispatch } from "./dispatch.ts";
import type { SandboxProof } from "./doctor.ts";

const NOW = Date.UTC(2030, 0, 1);
const clock = fakeClock(NOW);
const passwords = createPasswords({ logN: 4 });
const PROOF: SandboxProof = { ok: true, checks: [{ name: "loops can be killed", ok: true, detail: "" }] };

interface Desk {
  readonly dir: string;
  readonly data: string;
  /** Writes a configuration. */
  config(value: unknown): Promise<void>;
  /** Runs the verb; `broken` scripts cannot be loaded. */
  doctor(
    options?: { now?: number; broken?: string[]; proof?: SandboxProof },
  ): Promise<{ code: number; out: string }>;
}

async function withDesk(test: (desk: Desk) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  const file = join(dir, "hubcap.jsonc");
  try {
    await test({
      dir,
      data: join(dir, "data"),
      config: (value) => Deno.writeTextFile(file, typeof value === "string" ? value : JSON.stringify(value)),
      async doctor({ now = NOW, broken = [], proof = PROOF } = {}) {
        const lines: string[] = [];
        const io = {
          out: (line: string) => void lines.push(line),
          err: (line: string) => void lines.push(`err: ${line}`),
          readLine: () => Promise.resolve(""),
        };
        const code = await dispatch(["doctor", "--config", file], io, {
          clock: fakeClock(now),
          passwords,
          inspect: ({ name }) =>
            Promise.resolve({
              files: 1,
              grants: [],
              warnings: [],
              problems: broken.includes(name) ? ["no such file"] : [],
            }),
          analyse: () => Promise.reject(new Error("not asked for")),
          prove: () => Promise.resolve(proof),
          run: () => Promise.resolve(0),
        });
        // One space between columns: what stands in them counts here.
        return { code, out: lines.join("\n").replace(/ +/g, " ") };
      },
    });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

const names = async (folder: string): Promise<string[]> =>
  (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);

const FREE = { listen: [{ host: "127.0.0.1", port: 0 }] };

async function fill(data: string): Promise<void> {
  const store = openStore(data, { clock });
  const passwordHash = await passwords.hash("secret");
  store.accounts.add({ nick: "Anna", class: 10, passwordHash, passwordChange: false });
  store.close();
}

Deno.test("doctor: a healthy hub has nothing but ok, and exits with 0", async () => {
  await withDesk(async ({ data, config, doctor }) => {
    await config({ ...FREE, scripts: [{ source: "a.ts", permissions: { net: ["h:1"], read: ["./x"] } }] });
    await fill(data);
    const { code, out } = await doctor();
    assertEquals(code, 0, out);
    assertEquals(out.split("\n").filter((line) => !/^ok /.test(line)).length, 1, out);
    for (
      const what of [
        "hubcap",
        "deno",
        "config",
        "database",
        "settings",
        "operators",
        "clock",
        "disk",
        "sandbox",
      ]
    ) {
      assertMatch(out, new RegExp(`^ok ${what} `, "m"));
    }
    assertMatch(out, /\n0 failed, 0 to look at, \d+ fine$/);
  });
});

Deno.test("doctor: a broken configuration fails with its lines, the rest that can be looked at is", async () => {
  await withDesk(async ({ config, doctor }) => {
    await config('{ "listn": 1 }');
    const { code, out } = await doctor();
    assertEquals(code, 1);
    assertMatch(out, /^FAIL config .*Did you mean "listen"\?/m);
    assertMatch(out, /^ok sandbox/m);
  });
});

Deno.test("doctor: a damaged, foreign or newer database fails with what to do", async () => {
  await withDesk(async ({ data, config, doctor }) => {
    await config(FREE);
    await fill(data);
    const path = join(data, "hubcap.db");
    const change = (sql: string) => {
      const db = new DatabaseSync(path);
      db.exec(sql);
      db.close();
    };
    change("PRAGMA user_version = 999");
    assertMatch((await doctor()).out, /^FAIL database .*newer Hubcap \(version 999\)/m);
    change("PRAGMA user_version = 1; PRAGMA application_id = 7");
    assertMatch((await doctor()).out, /^FAIL database .*another program/m);
    await Deno.writeTextFile(path, "rubbish ".repeat(1000));
    const { code, out } = await doctor();
    assertEquals(code, 1);
    assertMatch(out, /^FAIL database .*not a database.*hubcap restore FILE --force/m);
  });
});

Deno.test("doctor: stored values that are none, missing operators, plain passwords and a strange clock are named", async () => {
  await withDesk(async ({ data, config, doctor }) => {
    await config(FREE);
    const store = openStore(data, { clock });
    store.accounts.add({
      nick: "Old",
      class: 1,
      passwordHash: "vh0$c2VjcmV0",
      loginAt: NOW / 1000 + 40 * 86_400,
    });
    store.close();
    const db = new DatabaseSync(join(data, "hubcap.db"));
    db.exec(
      "INSERT INTO SetupList VALUES ('config', 'max_users', 'many'), ('config', 'gone', '1'), \n      ('config', 'min_nick', '65')",
    );
    db.close();
    const { code, out } = await doctor();
    assertEquals(code, 0);
    assertMatch(out, /^ok settings 3 are set, 1 that this version does not know$/m);
    assertMatch(out, /^warn settings min_nick must not be larger than max_nick\. Set one/m);
    assertMatch(out, /^warn settings max_users must be .*hubcap config set max_users/m);
    assertMatch(out, /^warn operators .*hubcap user add NICK --class 10/m);
    assertMatch(out, /^warn passwords imported in plain text, .*: 1\./m);
    assertMatch(out, /^warn clock .*but the hub has seen 2030-02-10/m);
    assertMatch((await doctor({ now: 0 })).out, /^FAIL clock it says 1970/m);
  });
});

Deno.test("doctor: a script's broken database hurts only that script", async () => {
  await withDesk(async ({ data, config, doctor }) => {
    await config(FREE);
    await fill(data);
    await Deno.mkdir(join(data, "sql"));
    await Deno.writeTextFile(join(data, "sql", "notes.db"), "rubbish ".repeat(1000));
    const { code, out } = await doctor();
    assertEquals(code, 0);
    assertMatch(out, /^warn script data notes\.db: .*Only that script is hurt/m);
  });
});

Deno.test("doctor: grants that are too broad are named one by one", async () => {
  await withDesk(async ({ dir, config, doctor }) => {
    const scripts = [
      { source: "s/run.ts", permissions: { run: ["sh"], ffi: true } },
      { source: "s/all.ts", permissions: { read: true, write: ["/"], net: true, env: true } },
      { source: "s/data.ts", permissions: { read: ["./data"], write: ["./data"] } },
      { source: "s/self.ts", permissions: { write: ["./s"] } },
      { source: "s/conf.ts", permissions: { write: ["./hubcap.jsonc"] } },
      { source: "s/sql.ts", capabilities: { sql: true }, sql: "hub-full" },
      { source: "s/good.ts", permissions: { read: ["./data/good"], write: ["./data/good"], net: ["h:1"] } },
    ];
    await config({ ...FREE, scripts, plugins: [{ source: "p.ts" }] });
    const { code, out } = await doctor();
    assertEquals(code, 0);
    const grants = out.split("\n").filter((line) => line.startsWith("warn grants"));
    assertEquals(grants.map((line) => /^warn grants +(\w+: \S+)/.exec(line)?.[1]), [
      "run: run",
      "run: ffi",
      "all: net:",
      "all: read",
      "all: write",
      "all: env:",
      "data: read",
      "data: write",
      "self: write",
      "conf: write",
      "sql: sql:",
    ]);
    assertStringIncludes(out, `warn plugin ${join(dir, "p.ts")} runs with full trust`);
  });
});

Deno.test("doctor: fronts that would let strangers name their own address are told", async () => {
  await withDesk(async ({ config, doctor }) => {
    await config({ ...FREE, proxy: ["10.0.0.0/8", "::/0"], myIp: ["127.0.0.1", "0.0.0.0/0"] });
    const { out } = await doctor();
    assertEquals(out.match(/^warn fronts \w+: everybody in \S+/gm), [
      "warn fronts proxy: everybody in ::/0",
      "warn fronts myIp: everybody in 0.0.0.0/0",
    ]);
  });
});

Deno.test("doctor: scripts that do not load fail when they are enabled", async () => {
  await withDesk(async ({ config, doctor }) => {
    await config({ ...FREE, scripts: [{ source: "a.ts" }, { source: "b.ts", enabled: false }] });
    const { code, out } = await doctor({ broken: ["a", "b"] });
    assertEquals(code, 1);
    assertMatch(out, /^FAIL script a: no such file/m);
    assertMatch(out, /^warn script b \(off\): no such file/m);
    assertEquals((await doctor({ broken: ["b"] })).code, 0);
  });
});

Deno.test("doctor: ports that are taken, that answer and that should", async () => {
  await withDesk(async ({ data, config, doctor }) => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    await config({ listen: [{ host: "127.0.0.1", port }] });
    const taken = await doctor();
    assertEquals(taken.code, 1);
    assertMatch(taken.out, /^FAIL port .*another program has it/m);
    const hub = openHubStore(data, { clock });
    assertMatch((await doctor()).out, /^ok port 127\.0\.0\.1:\d+: the hub answers$/m);
    listener.close();
    const silent = await doctor();
    assertEquals(silent.code, 1);
    assertMatch(silent.out, /^FAIL port .*the hub runs but does not answer/m);
    hub.close();
    assertMatch((await doctor()).out, /^ok port 127\.0\.0\.1:\d+: free$/m);
  });
});

Deno.test("doctor: certificates that ended, end soon, are missing, unreadable or open to others", async () => {
  await withDesk(async ({ dir, config, doctor }) => {
    const listen = [{ host: "127.0.0.1", port: 0, tls: "on" }];
    await config({ listen });
    assertMatch((await doctor()).out, /^ok certificate none yet/m);
    await config({ listen, tls: { cert: "c.pem", key: "k.pem" } });
    assertMatch((await doctor()).out, /^FAIL certificate .*c\.pem/m);
    const pair = selfSigned("hub.example", NOW);
    await Deno.writeTextFile(join(dir, "c.pem"), pair.cert);
    await Deno.writeTextFile(join(dir, "k.pem"), pair.key, { mode: 0o600 });
    assertMatch((await doctor()).out, /^ok certificate .*good for \d{4} days/m);
    const year = 365 * 86_400_000;
    assertMatch(
      (await doctor({ now: NOW + 10 * year - 9 * 86_400_000 })).out,
      /^warn certificate .*ends in \d+ days/m,
    );
    const ended = await doctor({ now: NOW + 11 * year });
    assertEquals(ended.code, 1);
    assertMatch(ended.out, /^FAIL certificate .*ended \d+ days ago\. Renew/m);
    assertMatch((await doctor({ now: NOW - 2 * year })).out, /^FAIL certificate .*not valid yet/m);
    if (Deno.build.os !== "windows") {
      await Deno.chmod(join(dir, "k.pem"), 0o644);
      assertMatch((await doctor()).out, /^warn certificate .*may read .*k\.pem\. Try: chmod 600/m);
    }
  });
});

Deno.test("doctor: a sandbox that does not hold fails", async () => {
  await withDesk(async ({ config, doctor }) => {
    await config(FREE);
    const proof = { ok: false, checks: [{ name: "loops can be killed", ok: false, detail: "it\nran on" }] };
    const { code, out } = await doctor({ proof });
    assertEquals(code, 1);
    assertMatch(out, /^FAIL sandbox loops can be killed: it ran on\. Scripts will not run here/m);
  });
});

Deno.test("doctor: leaves no file behind and makes no data folder", async () => {
  await withDesk(async ({ dir, data, config, doctor }) => {
    await config(FREE);
    await doctor();
    assertEquals(await names(dir), ["hubcap.jsonc"]);
    await fill(data);
    await doctor();
    assert((await names(data)).every((name) => name.startsWith("hubcap.db")));
  });
});
