/**
 * SQL sessions and the life of their scripts: opened with the first statement, closed when the script is over.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { fakeLookups } from "./fake_lookups.ts";
import { startRig, until } from "./rig.ts";

Deno.test("lookups: a session opens with the first statement and ends with the script, however it ends", async () => {
  const seen: string[] = [];
  await using rig = await startRig([
    { source: "host/lab.ts", name: "db", capabilities: { sql: true }, limits: { hookMs: 1000 } },
    { source: "host/lab.ts", name: "idle", capabilities: { sql: true } },
  ], {
    lookups: {
      ...fakeLookups(),
      openSql(name, grant) {
        seen.push(`open ${name} ${grant}`);
        return {
          run: (sql, _params, limit, done) =>
            void (seen.push(`${sql} ${limit}`), done({ ok: true, rows: [["1"]] })),
          close: () => void seen.push(`close ${name}`),
        };
      },
    },
  });
  const run = (query: string) =>
    rig.chat(`if (tag === "db") vh.mc(JSON.stringify(vh.SQL("${query}", 5000)))`);
  await run("a");
  await run("b");
  assertEquals([seen.splice(0), rig.taken()], [
    ["open db own", "a 1000", "b 1000"],
    [`mc <Hubcap> [1,[["1"]]] 0-10`, `mc <Hubcap> [1,[["1"]]] 0-10`],
  ]);
  await rig.command("!tsreload db");
  assertEquals(seen.splice(0), ["close db"]);
  await run("c");
  await rig.chat(`if (tag === "db") for (;;);`);
  await until(() => seen.includes("close db"), "the session ends with the worker");
  assertEquals(seen.splice(0), ["open db own", "c 1000", "close db"]);
  await until(() => rig.host.slots[0]?.state === "running", "it runs again");
  await run("d");
  await rig.command("!tsunload db");
  assertEquals(seen, ["open db own", "d 1000", "close db"]);
});

Deno.test("lookups: what cannot be run at all throws in the script, with its reason and code", async () => {
  await using rig = await startRig([{ source: "host/lab.ts", name: "db", capabilities: { sql: true } }]);
  await rig.chat("try { vh.SQL('x') } catch (e) { vh.mc(e.code + ' ' + e.message) }");
  assertEquals(rig.taken(), ["mc <Hubcap> store.busy Cannot run SQL: there is no database 0-10"]);
});
