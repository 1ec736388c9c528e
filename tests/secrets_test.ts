/**
 * No password, hash or key leaves the place it belongs to: a whole life of a hub at its most talkative, and then a
 * look into everything it wrote, showed and told its scripts.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { systemClock } from "../src/core/clock.ts";
import { dispatch } from "../src/cli/dispatch.ts";
import { isLegacy } from "../src/store/legacy_password.ts";
import { createPasswords } from "../src/store/password.ts";
import { openStore } from "../src/store/store.ts";
import { HOOKS } from "../src/vh/hooks.ts";
import { startHubProcess } from "./hostile/hub_process.ts";
import { verlihubSql } from "./import/fixture.ts";
import { connectClient, type HubClient } from "./support/client.ts";
import { until } from "./support/until.ts";

const SECRETS = {
  root: "Sekret-root-1",
  wrong: "Sekret-wrong-2",
  cli: "Sekret-cli-3",
  cliAgain: "Sekret-cli-4",
  regnew: "Sekret-regnew-5",
  reg: "Sekret-reg-6",
  regpass: "Sekret-regpass-7",
  own: "Sekret-own-8",
  wish: "Sekret-wish-9",
  refused: "Sekret-refused-10",
  first: "Sekret-first-11",
  inPm: "Sekret-pm-12",
  /** Of the imported accounts. */
  imported: "secret12",
} as const;

/** A script that writes down all it is told. */
const EAR = Object.keys(HOOKS).map((hook) =>
  `export function ${hook}(...args: unknown[]) { console.log(${
    JSON.stringify(hook)
  }, JSON.stringify(args)); }`
).join("\n");

async function commandLine(data: string, words: string[], input: string): Promise<string> {
  const lines: string[] = [];
  const io = {
    out: (line: string) => void lines.push(line),
    err: (line: string) => void lines.push(line),
    readLine: () => Promise.resolve(input),
  };
  const code = await dispatch([...words, "--data", data], io, {
    clock: systemClock(),
    passwords: createPasswords({ logN: 4 }),
    inspect: () => Promise.reject(new Error("not used")),
    analyse: () => Promise.reject(new Error("not used")),
    run: () => Promise.resolve(1),
  });
  assertEquals(code, 0, lines.join("\n"));
  return lines.join("\n");
}

Deno.test("secrets: passwords, hashes and keys stand in no log, console, trail, report, answer or hook", async () => {
  const folder = await Deno.makeTempDir({ prefix: "hubcap_secrets_" });
  const script = join(folder, "ear.ts");
  const dump = join(folder, "old.sql");
  const file = join(folder, "hub.log");
  await Deno.writeTextFile(script, EAR);
  await Deno.writeFile(dump, verlihubSql());
  const told: string[] = [];
  const shown: string[] = [];
  let hashes: string[] = [];
  let key: string[] = [];
  let trail = "";
  try {
    const hub = await startHubProcess({
      scripts: [{ source: script, capabilities: { moderate: true } }],
      accounts: [{ nick: "root", class: 10, password: SECRETS.root }],
      settings: {
        autoreg_class: 0,
        report_pass_reset: true,
        botinfo_report: true,
        pwd_tmpban: 0,
        max_class_self_repass: 1,
      },
      config: {
        log: { level: "info", file },
        listen: [{ host: "127.0.0.1", port: 0, tls: "detect" }],
        tls: { detectMs: 60_000, handshakeMs: 60_000 },
      },
      async prepare(data) {
        told.push(await commandLine(data, ["import", "verlihub", "--dump", dump], ""));
        told.push(
          await commandLine(
            data,
            ["user", "add", "cliuser", "--class", "1", "--password-stdin"],
            SECRETS.cli,
          ),
        );
      },
    });
    await using process = hub;
    const { data, port } = process;
    const clients: HubClient[] = [];
    const enter = async (nick: string, password?: string): Promise<HubClient> => {
      const client = await connectClient({ port, from: `127.0.0.${2 + clients.length}`, first: "|" });
      clients.push(client);
      await client.login({ nick, ...password === undefined ? {} : { password } });
      return client;
    };
    const root = await enter("root", SECRETS.root);
    const type = async (client: HubClient, nick: string, line: string, answer: RegExp) => {
      client.send(`<${nick}> ${line}|`);
      shown.push(await client.expect(answer));
    };
    await type(root, "root", "!set log_level 6", /log_level/);
    const wrong = await connectClient({ port, from: "127.0.0.99", first: "|" });
    clients.push(wrong);
    await wrong.login({ nick: "root", password: SECRETS.wrong }).catch(() => {});
    await wrong.closed;
    await enter("cliuser", SECRETS.cli);
    const old = await enter("Anna", SECRETS.imported);
    await type(root, "root", `!regnew nora 1 ${SECRETS.regnew}`, /nora is registered/);
    await type(root, "root", `!reg new nils 1 ${SECRETS.reg}`, /nils is registered/);
    await type(root, "root", `!regpass nora ${SECRETS.regpass}`, /nora has a new password/);
    const nora = await enter("nora", SECRETS.regpass);
    await type(nora, "nora", `!regnew someone 1 ${SECRETS.refused}`, /<Hubcap> /);
    await type(nora, "nora", `+passwd ${SECRETS.own}`, /Your password is set/);
    const guest = await enter("guest");
    await type(guest, "guest", `+regme ${SECRETS.wish}`, /passed on/);
    await type(root, "root", "!regnew fresh", /fresh is registered/);
    const fresh = await enter("fresh");
    await fresh.expect(/\$GetPass/);
    fresh.send(`$MyPass ${SECRETS.first}|`);
    await fresh.expect(/Your password is set/);
    root.send(`$To: Hubcap From: root $<root> !regpass nils ${SECRETS.inPm}|`);
    await root.expect(/nils has a new password/);
    told.push(await commandLine(data, ["user", "passwd", "cliuser", "--password-stdin"], SECRETS.cliAgain));
    const secure = await connectClient({ port, tls: true, from: "127.0.0.77" });
    clients.push(secure);
    await secure.login({ nick: "secure" });
    await type(root, "root", "!audit", /Audit trail/);
    // The imported hash is renewed behind the login; the new one must not be told either.
    const store = openStore(data, { clock: systemClock() });
    await until(
      () => !isLegacy(store.accounts.get("Anna")!.passwordHash),
      "Anna's hash is renewed",
    );
    hashes = store.accounts.list().map(({ passwordHash }) => passwordHash).filter((hash) => hash !== "");
    trail = JSON.stringify(store.audit.find({ words: [], limit: 1000, skip: 0 }));
    store.close();
    key = (await Deno.readTextFile(join(data, "tls.pem"))).split("-----BEGIN PRIVATE KEY-----")[1]!
      .split("-----")[0]!.split("\n").filter((line) => line.length > 20);
    old.close();
    for (const client of clients) shown.push(...client.frames);
    assertEquals(await process.stop(), 0);
    told.push(process.output, process.errors);
    for (const client of clients) client.close();
  } finally {
    for await (const { name } of Deno.readDir(folder)) {
      if (name.startsWith("hub.log")) told.push(await Deno.readTextFile(join(folder, name)));
    }
    await Deno.remove(folder, { recursive: true });
  }
  const everything = [...told, ...shown, trail].join("\n");
  // The places that are searched are not empty, or nothing would be proven.
  for (
    const proof of [
      "Operator action",
      "OnHubCommand",
      "OnParsedMsgMyPass",
      "DEBUG",
      '"import verlihub"',
      '"action":"regpass"',
    ]
  ) {
    assertStringIncludes(everything, proof);
  }
  assert(hashes.length > 8 && key.length > 0);
  const found = [...Object.values(SECRETS), ...hashes, ...key].filter((secret) =>
    everything.includes(secret)
  );
  const where = found.map((secret) => {
    const at = everything.indexOf(secret);
    return everything.slice(Math.max(0, at - 200), at + 80);
  });
  assertEquals(where, []);
});
