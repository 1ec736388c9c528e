/**
 * A whole hub and the world around it: hub lists on real sockets, actions of scripts in the audit trail, log files
 * that are moved away.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { latin1Bytes, latin1Text } from "../src/core/bytes.ts";
import { createLog } from "../src/core/log.ts";
import { lockToKey } from "../src/nmdc/lock.ts";
import { startHubProcess } from "./hostile/hub_process.ts";
import { startTestHub } from "./support/hub.ts";
import { until } from "./support/until.ts";

const ROOT = { nick: "root", class: 10, password: "secret1" };
const LOCK = "EXTENDEDPROTOCOL_list";

/** A hub list that keeps what it is told; one that is mute never sends its lock. */
function hubList(mute: boolean) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const told: string[] = [];
  const open: Deno.TcpConn[] = [];
  const serve = async (connection: Deno.TcpConn) => {
    open.push(connection);
    const at = told.push("") - 1;
    if (!mute) await connection.write(latin1Bytes(`$Lock ${LOCK} Pk=x|`));
    const buffer = new Uint8Array(2048);
    for (let n; (n = await connection.read(buffer)) !== null;) told[at] += latin1Text(buffer, 0, n);
    connection.close();
  };
  const accepting = (async () => {
    for await (const connection of listener) await serve(connection).catch(() => {});
  })();
  return {
    port: listener.addr.port,
    told,
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const connection of open) {
        try {
          connection.close();
        } catch {
          // It is closed already.
        }
      }
      await accepting;
    },
  };
}

Deno.test("hub lists: !hublist registers with a real list, one that is none and one that is not there", async () => {
  await using list = hubList(false);
  await using hub = await startTestHub({
    accounts: [ROOT],
    settings: { hub_host: "hub.example:5000", hub_name: "Our $ hub", hub_desc: "Talk" },
  });
  hub.hub.store.settings.set("hublist_host", `127.0.0.1:${list.port} 127.0.0.1:${hub.port} 127.0.0.1:1`);
  const root = await hub.login("root", { password: "secret1" });
  root.send("<root> !hublist|");
  await root.expect(/Registering with the hub lists/);
  const result = await root.expect(/Hub lists:/);
  assertMatch(result, new RegExp(`127\\.0\\.0\\.1:${list.port}: registered`));
  assertMatch(result, /127\.0\.0\.1:1: failed: .*refused/i);
  const key = latin1Text(lockToKey(latin1Bytes(LOCK)));
  assertEquals(list.told, [
    `$Key ${key}|Our &#36; hub|hub.example:5000|Talk|1|1000|127.0.0.1:${list.port}|`,
  ]);
});

Deno.test("hub lists: a list that says nothing neither delays users nor the end of the hub", async () => {
  await using list = hubList(true);
  const hub = await startTestHub({
    accounts: [ROOT],
    settings: { hub_host: "hub.example", hublist_host: `127.0.0.1:${list.port}` },
  });
  const root = await hub.login("root", { password: "secret1" });
  root.send("<root> !hublist|");
  await root.expect(/Registering with the hub lists/);
  await until(() => list.told.length === 1, "the list is called");
  root.send("<root> still here|");
  await root.expect("<root> still here");
  const start = performance.now();
  await hub[Symbol.asyncDispose]();
  // Less than the list may take to answer, which is 15 s.
  assert(performance.now() - start < 14_000);
});

Deno.test("audit: what scripts do in an operator's name is kept, with the script's name and no password", async () => {
  const folder = await Deno.makeTempDir();
  const source = join(folder, "guard.ts");
  await Deno.writeTextFile(
    source,
    `import vh from "vh";
    export function OnParsedMsgChat(nick: string, text: string) {
      if (text !== "go") return 1;
      vh.KickUser("root", "vera", "spam");
      vh.Ban("root", "10.9.9.9", "proxy", 60, vh.eBF_IP);
      vh.AddRegUser("newbie", 1, "Geheim99");
      vh.SetConfig("config", "hub_desc", "by script");
      vh.SetConfig("guard", "count", "1");
      vh.usermc(nick, "all done");
      return 0;
    }`,
  );
  await using hub = await startTestHub({
    accounts: [ROOT],
    scripts: [{ source, name: "guard", capabilities: { moderate: true, register: true, config: true } }],
  });
  const root = await hub.login("root", { password: "secret1" });
  const vera = await hub.login("vera");
  root.send("<root> go|");
  await root.expect(/all done/);
  await vera.closed;
  const { audit } = hub.hub.store;
  const rows = () => audit.find({ words: [], limit: 100, skip: 0 });
  await until(() => rows().length >= 4, "everything is written");
  assertEquals(
    rows().toReversed().map((
      { op, action, target, detail, outcome },
    ) => [op, action, target, detail, outcome]),
    [
      ["root", "kick", "vera", `(${vera.ip}) script guard: spam`, rows().at(-1)!.outcome],
      ["root", "Ban", "10.9.9.9", "script guard: 60 s: proxy", "done"],
      [hub.hub.store.settings.values.hub_security, "AddRegUser", "newbie", "script guard: class 1", "done"],
      [
        hub.hub.store.settings.values.hub_security,
        "SetConfig",
        "hub_desc",
        "script guard: by script",
        "done",
      ],
    ],
  );
  assertMatch(rows().at(-1)!.outcome, /^done/);
  root.send("<root> !tsreload guard|");
  await root.expect(/Loaded it again/);
  assertMatch(rows()[0]!.outcome, /Loaded it again/);
  assertEquals([rows()[0]!.action, rows()[0]!.target], ["tsreload", "guard"]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("log: !reload begins a new file after the old one was moved away", async () => {
  const folder = await Deno.makeTempDir();
  const file = join(folder, "hub.log");
  const log = createLog({ level: "info", console: false, file });
  {
    await using hub = await startTestHub({ accounts: [ROOT], log, config: { log: { level: "info", file } } });
    const root = await hub.login("root", { password: "secret1" });
    await Deno.rename(file, `${file}.1`);
    root.send("<root> !reload|");
    await root.expect(/log file/);
    assertStringIncludes(await Deno.readTextFile(file), "Operator action answered");
  }
  log.close();
  await Deno.remove(folder, { recursive: true });
});

Deno.test({
  name: "log: SIGHUP begins a new file after the old one was moved away, the hub goes on",
  ignore: Deno.build.os === "windows",
  async fn() {
    const folder = await Deno.makeTempDir();
    const file = join(folder, "hub.log");
    {
      await using hub = await startHubProcess({ scripts: [], config: { log: { level: "info", file } } });
      await Deno.rename(file, `${file}.moved`).catch(async () => {
        // Nothing was logged yet, so there may be no file to move.
        await Deno.writeTextFile(`${file}.moved`, "");
      });
      hub.signal("SIGHUP");
      await until(() => hub.output.includes("Log file opened anew"), "the signal is heard");
      // The console has the line a moment before the file.
      const written = () => Deno.readTextFileSync(file).includes("Log file opened anew");
      await until(written, "the line in the new file");
      assertEquals(hub.alive, true);
      assertEquals(await hub.stop(), 0);
    }
    await Deno.remove(folder, { recursive: true });
  },
});
