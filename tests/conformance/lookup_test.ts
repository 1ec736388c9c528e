/**
 * Runs the cases of lookup_cases.ts against a real hub, and proves what belongs to no single call: that look-ups hold
 * nobody up, that scripts do not see each other's data, and that countries are known out of the box.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { startTestHub, type TestHub } from "../support/hub.ts";
import { BERLIN, mmdbFile } from "../support/mmdb_writer.ts";
import { type Evaluate, LOOKUP_CASES } from "./lookup_cases.ts";

const LAB = fromFileUrl(new URL("../scripts/host/lab.ts", import.meta.url));

const script = (name: string, more: Record<string, unknown> = {}) => ({
  source: LAB,
  name,
  capabilities: { sql: name !== "bare" },
  limits: { hookMs: 10_000 },
  ...more,
});

const accounts = [{ nick: "boss", class: 10, password: "secret" }];

/** A master types code for the scripts, which no flood limit stops, and reads what they answer. */
async function evaluator(hub: TestHub): Promise<Evaluate> {
  const client = await hub.login("boss", { password: "secret" });
  return async (expression, name = "own") => {
    const show = `JSON.stringify(${expression})`;
    client.send(`<boss> if (tag === "${name}") vh.usermc(nick, "value " + ${show}, "eval"); return 0|`);
    const line = await client.expect(/^<eval> value /);
    return JSON.parse(line.slice("<eval> value ".length));
  };
}

async function databases(folder: string): Promise<Record<string, unknown>> {
  const write = async (name: string, networks: Parameters<typeof mmdbFile>[0]["networks"]) => {
    const path = join(folder, name);
    await Deno.writeFile(path, mmdbFile({ networks }));
    return path;
  };
  return {
    city: await write("city.mmdb", { "5.6.7.0/24": BERLIN }),
    asn: await write("asn.mmdb", {
      "5.6.0.0/16": { autonomous_system_number: 64500, autonomous_system_organization: "Test Net" },
    }),
    more: [await write("flat.mmdb", { "5.6.7.0/24": { country_code: "AT" } })],
  };
}

Deno.test("lookup: every call, from a script in its worker", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "hubcap_geo_" });
  {
    await using hub: TestHub = await startTestHub({
      scripts: [
        script("own"),
        script("bare"),
        script("reader", { sql: "hub-read" }),
        script("full", {
          sql: "hub-full",
        }),
      ],
      accounts,
      config: { geo: await databases(folder) },
      resolvePtr: (name) =>
        name === "8.7.6.5.in-addr.arpa"
          ? Promise.resolve(["host.example."])
          : Promise.reject(new Error("none")),
    });
    await hub.login("anna");
    await hub.login("local");
    await hub.login("odd");
    assert(hub.hub.port.setUserIp("anna", "5.6.7.8") && hub.hub.port.setUserIp("odd", "99.9.9.9"));
    const value = await evaluator(hub);
    for (const [call, run] of Object.entries(LOOKUP_CASES)) await t.step(call, () => run(value));

    await t.step("a script has a database of its own, made when it first asks", async () => {
      const names = await Array.fromAsync(Deno.readDir(join(hub.data, "sql")), ({ name }) => name);
      assertEquals(names.sort(), ["own.db", "own.db-shm", "own.db-wal"]);
    });
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("lookup: an endless statement stops itself and holds nobody up", async () => {
  await using hub = await startTestHub({
    scripts: [script("own", { limits: { hookMs: 1000 } })], // the hook is given up, the script is not
    accounts,
  });
  const berta = await hub.login("berta");
  const value = await evaluator(hub);
  assertEquals(await value(`vh.SQL("create table t (a)")`, "own"), [1, []]);
  const endless = "with recursive x(n) as (select 1 union all select n + 1 from x) select count(*) from x";
  let isOver = false;
  const result = value(`vh.SQL("${endless}")`, "own").finally(() => isOver = true);
  let lines = 0;
  while (!isOver && lines < 20) {
    hub.hub.port.chatTo("berta", "bot", `line ${++lines}`);
    await berta.expect(`<bot> line ${lines}`);
  }
  // Who is held up gets one.
  assert(lines > 2, `${lines} lines came while the statement ran`);
  assertEquals(await result, [0, [], "the statement took longer than 2000 ms"]);
  assertEquals(await value(`vh.SQL("select count(*) from t")`, "own"), [1, [["0"]]]);
});

Deno.test("lookup: countries are known without any database in the config", async () => {
  await using hub = await startTestHub({ scripts: [script("own")], accounts });
  const value = await evaluator(hub);
  assertEquals(await value(`["8.8.8.8", "193.0.6.139"].map((ip) => vh.GetIPCC(ip))`), ["US", "NL"]);
  assertEquals(await value(`[vh.GetIPCN("8.8.8.8"), vh.GetIPCity("8.8.8.8"), vh.GetIPASN("8.8.8.8")]`), [
    "United States",
    null,
    null,
  ]);
});
