/**
 * Whole hubs over sockets whose users write the hub's page, UTF-8 and another page: talk, lists, searches, commands,
 * a script in its worker, and what the database holds after a restart.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { DatabaseSync } from "node:sqlite";
import { keyFor } from "../support/client.ts";
import { startTestHub, type TestHub } from "../support/hub.ts";
import { enter, spellingOf, type Writer } from "./kit.ts";

interface Mixture {
  /** Encoding of the hub. */
  readonly hub: string;
  /** The page of the old clients. */
  readonly page: string;
  /** Nick of an old client, of a UTF-8 client, of an operator, of a victim. */
  readonly nicks: readonly [old: string, young: string, op: string, victim: string];
  /** Text both can write. */
  readonly text: string;
  /** Characters and code points only UTF-8 has, and how the page shows them. */
  readonly lacks: readonly [text: string, shown: string];
}

const SNOWMAN = ["☃ \u{1f600}", "&#9731; &#128512;"] as const;
const RUSSIAN = { nicks: ["Ольга", "Иван", "Админ", "Лжедмитрий"], text: "Съешь ещё булок" } as const;
const POLISH = { nicks: ["Łukasz", "Žofie", "Őr", "Świnka"], text: "Zażółć gęślą jaźń" } as const;

const MIXTURES: readonly Mixture[] = [
  { hub: "windows-1251", page: "windows-1251", ...RUSSIAN, lacks: SNOWMAN },
  {
    hub: "windows-1252",
    page: "windows-1252",
    nicks: ["Jürgen", "Zoé", "Åsa", "Señor"],
    text: "schöne Grüße",
    lacks: ["Ж \u{1f600}", "&#1046; &#128512;"],
  },
  { hub: "iso-8859-2", page: "iso-8859-2", ...POLISH, lacks: SNOWMAN },
  { hub: "windows-1250", page: "windows-1250", ...POLISH, lacks: SNOWMAN },
  { hub: "utf-8", page: "windows-1251", ...RUSSIAN, lacks: SNOWMAN },
  { hub: "utf-8", page: "windows-1250", ...POLISH, lacks: SNOWMAN },
];

const PASSWORD = "tajne-ÿ";

interface StartOptions {
  /** With the script that says what it hears. */
  readonly script?: true;
  /** Fills the data folder. */
  readonly prepare?: (data: string) => Promise<void>;
}

const MIRROR = {
  source: fromFileUrl(import.meta.resolve("../scripts/encoding/mirror.ts")),
  capabilities: { sql: true },
};

function start({ hub, page, nicks }: Mixture, { script, prepare }: StartOptions = {}): Promise<TestHub> {
  return startTestHub({
    config: { hub: { encoding: hub, fallback: page } },
    settings: { oplist_class: 3, send_user_ip: false, int_login: 0, int_myinfo: 0, min_class_register: 3 },
    accounts: [nicks[2], `${nicks[2]}2`].map((nick) => ({ nick, class: 5, password: PASSWORD })),
    scripts: script ? [MIRROR] : [],
    ...(prepare ? { prepare } : {}),
  });
}

async function crowd(hub: TestHub, { page, nicks: [old, young] }: Mixture) {
  return {
    old: await enter(hub, page, old),
    young: await enter(hub, "utf-8", young, { desc: young }),
    plain: await enter(hub, "ascii", "plain"),
  };
}

for (const mixture of MIXTURES) {
  const { hub: encoding, page, nicks, text, lacks } = mixture;
  const [oldNick, youngNick, opNick, victimNick] = nicks;
  const name = `encodings: ${page} and UTF-8 in a hub with ${encoding}:`;

  Deno.test(`${name} everybody reads everybody, and numbers stand for what is lacking`, async () => {
    await using hub = await start(mixture);
    const { old, young, plain } = await crowd(hub, mixture);
    old.say(text);
    await Promise.all([old, young].map((user) => user.gets(`<${oldNick}> ${text}`)));
    assertEquals(
      spellingOf(encoding).from(await plain.client.expect(/^<[^H]/)),
      `<${oldNick}> ${text}`,
    );
    young.say(`${text} ${lacks[0]}`);
    await young.gets(`<${youngNick}> ${text} ${lacks[0]}`);
    const shown = spellingOf(page).to(`<${youngNick}> ${text} `) + lacks[1];
    await old.client.expect(shown);
    // The number is the character: it comes back as one.
    old.client.send(`${spellingOf(page).to(`<${oldNick}> `)}${lacks[1]}|`);
    await young.gets(`<${oldNick}> ${lacks[0]}`);

    old.send(`$To: ${youngNick} From: ${oldNick} $<${oldNick}> ${text}|`);
    await young.gets(`$To: ${youngNick} From: ${oldNick} $<${oldNick}> ${text}`);
    young.send(`$To: ${oldNick} From: ${youngNick} $<${youngNick}> ${text}|`);
    await old.gets(`$To: ${oldNick} From: ${youngNick} $<${youngNick}> ${text}`);

    old.send(`$Search 127.0.0.1:412 F?T?0?1?${text.replaceAll(" ", "$")}|`);
    await young.gets(`$Search ${old.client.ip}:412 F?T?0?1?${text.replaceAll(" ", "$")}`);
    young.send(`$MyINFO $ALL ${youngNick} ${text}<t V:1,M:A,H:1/0/0,S:3>$ $50\x01$$1000$|`);
    await old.getsPart(`$MyINFO $ALL ${youngNick} ${text}<`);
    young.client.close();
    await old.gets(`$Quit ${youngNick}`);
  });

  Deno.test(`${name} a third page is passed on as it came to those of the same kind`, async () => {
    await using hub = await start(mixture);
    const koi = await enter(hub, "koi8-r", "koi");
    const other = await enter(hub, "koi8-r", "other");
    koi.say("Привет");
    if (encoding === "utf-8") {
      // Read as the page of the old clients, and so by everybody: one line has one reading.
      const read = spellingOf(page).from(spellingOf("koi8-r").to("Привет"));
      assertEquals(spellingOf("utf-8").from(await other.client.expect(/^<koi>/)), `<koi> ${read}`);
    } else await other.gets("<koi> Привет");
  });

  Deno.test(`${name} operators name users in either spelling`, async () => {
    await using hub = await start(mixture);
    const { old, young } = await crowd(hub, mixture);
    for (const [writes, viewer] of [[page, old], ["utf-8", young]] as const) {
      const op = await enter(hub, writes, opNick, { password: PASSWORD });
      await viewer.gets(`$OpList ${opNick}$$`);
      await op.getsPart(`$OpList`);
      const target = await enter(hub, writes === page ? "utf-8" : page, victimNick);
      op.say(`!drop ${victimNick} ${text}`);
      await target.getsPart(text);
      await target.client.closed;
      await viewer.gets(`$Quit ${victimNick}`);

      op.say(`!bannick ${victimNick} ${text}`);
      await op.getsPart(`Banned`);
      for (const spelled of [page, "utf-8"]) {
        const banned = await hub.connect();
        const key = keyFor(await banned.expect(/^\$Lock/));
        banned.send(`$Supports NoHello|$Key ${key}|$ValidateNick ${spellingOf(spelled).to(victimNick)}|`);
        await banned.expect(/banned/);
        await banned.closed;
      }
      op.say(`!unbannick ${victimNick}`);
      await op.getsPart("lifted");
      await enter(hub, page, victimNick).then(({ client }) => client.close());
      await viewer.gets(`$Quit ${victimNick}`);

      const mate = await enter(hub, writes === page ? "utf-8" : page, `${opNick}2`, { password: PASSWORD });
      op.send(`$To: OpChat From: ${opNick} $<${opNick}> ${text}|`);
      await mate.gets(`$To: ${opNick}2 From: OpChat $<${opNick}> ${text}`);
      mate.client.close();
      await viewer.gets(`$Quit ${opNick}2`);

      op.say(`!regnew ${victimNick} 2 ${PASSWORD}`);
      await op.getsPart("is registered");
      await enter(hub, writes, victimNick, { password: PASSWORD }).then(({ client }) => client.close());
      op.say(`!regdel ${victimNick}`);
      await op.getsPart("has no account");
      op.client.close();
      await viewer.gets(`$Quit ${opNick}`);
    }
  });

  Deno.test(`${name} a script hears characters and is heard, and the database keeps them`, async () => {
    const kept = await Deno.makeTempDir({ prefix: "hubcap_" });
    try {
      {
        await using hub = await start(mixture, { script: true });
        const { old, young } = await crowd(hub, mixture);
        const mirrored = async (user: Writer, said: string, desc: string) => {
          user.say(`mirror ${said}`);
          const [, answer] = (await user.getsPart(`${[...said].length} ${said}`)).split("> ");
          assertEquals(
            answer,
            `${[...said].length} ${said} ${user.nick}=${said} ${desc}`,
          );
        };
        await mirrored(old, text, "");
        await mirrored(young, `${text} ${lacks[0]}`, youngNick);
        young.say(`register ${victimNick}`);
        await old.getsPart(`${victimNick} true`);
        const op = await enter(hub, page, opNick, { password: PASSWORD });
        op.say(`!bannick ${youngNick}x ${text}`);
        await op.getsPart("Banned");
        await hub.hub.stop();
        for await (const { name } of Deno.readDir(hub.data)) {
          if (name.startsWith("hubcap.db")) await Deno.copyFile(join(hub.data, name), join(kept, name));
        }
      }
      const database = new DatabaseSync(join(kept, "hubcap.db"));
      const column = (sql: string) => database.prepare(sql).all().map((row) => Object.values(row)[0]);
      assertEquals(
        column("SELECT nick FROM reglist ORDER BY nick"),
        [opNick, `${opNick}2`, victimNick].toSorted(),
      );
      assertEquals(column("SELECT hex(nick) FROM banlist"), [
        new TextEncoder().encode(`${youngNick}x`).toHex().toUpperCase(),
      ]);
      assertEquals(column("SELECT reason FROM banlist"), [text]);
      database.close();

      await using again = await start(mixture, { prepare: (data) => copyOver(kept, data) });
      for (const writes of ["utf-8", page]) {
        const victim = await enter(again, writes, victimNick, { password: "тайна" });
        victim.client.close();
        await victim.client.closed;
      }
    } finally {
      await Deno.remove(kept, { recursive: true });
    }
  });
}

async function copyOver(from: string, to: string): Promise<void> {
  for await (const { name } of Deno.readDir(to)) {
    if (name.startsWith("hubcap.db")) await Deno.remove(join(to, name));
  }
  for await (const { name } of Deno.readDir(from)) await Deno.copyFile(join(from, name), join(to, name));
}

Deno.test("encodings: a UTF-8 client with a nick the hub's page lacks is told so, and talks", async () => {
  await using hub = await startTestHub({ encoding: "cp1251" });
  const user = await enter(hub, "utf-8", "Jürgen");
  assertStringIncludes(await user.getsPart("Your nick has characters"), "lacks: ü");
  assert(
    user.frames().every((frame) => !frame.includes("J&#252;rgen") || frame.startsWith("<Hubcap> Your nick")),
  );
});
