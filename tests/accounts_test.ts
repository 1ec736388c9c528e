/**
 * Accounts and rights of a whole hub: everything an operator set outlives a restart, and real hashes are throttled.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { DATABASE_FILE } from "../src/store/database.ts";
import { startTestHub, type TestHub } from "./support/hub.ts";

const ACCOUNTS = [
  { nick: "root", class: 10, password: "secret" },
  { nick: "vera", class: 2, password: "secret" },
  { nick: "olaf", class: 3, password: "secret" },
];

/** Types a command as root and waits for the answer. */
async function typed(test: TestHub, lines: readonly (readonly [line: string, answer: RegExp])[]) {
  const root = await test.login("root", { password: "secret" });
  for (const [line, answer] of lines) {
    root.send(`<root> ${line}|`);
    await root.expect(answer);
  }
  return root;
}

Deno.test("accounts: parts of accounts, rights taken and given, logins and logouts outlive a restart", async () => {
  const kept = await Deno.makeTempDir();
  try {
    {
      await using test = await startTestHub({ accounts: ACCOUNTS });
      const vera = await test.login("vera", { password: "secret", from: "127.0.9.7" });
      await typed(test, [
        ["!regset vera hide_share 1", /hide_share = "1"/],
        ["!regprotect vera 4", /class_protect = "4"/],
        ["!regset olaf class_hidekick 2", /class_hidekick = "2"/],
        ["!regset olaf auth_ip 127.0.9.8", /auth_ip = "127\.0\.9\.8"/],
        ["!maykick vera 1h", /vera has the right/],
        ["!nopm vera 1h", /vera has no right/],
        ["!mayopchat vera 1h", /vera has the right/],
        ["!regnew neo 1", /neo is registered/],
      ]);
      vera.close();
      await test.settled();
      await test.hub.stop();
      await Deno.copyFile(join(test.data, DATABASE_FILE), join(kept, DATABASE_FILE));
    }
    await using test = await startTestHub({
      prepare: (data) => Deno.copyFile(join(kept, DATABASE_FILE), join(data, DATABASE_FILE)),
    });
    const vera = await test.login("vera", { password: "secret" });
    const guest = await test.login("guest");
    const root = await typed(test, [[
      "!noinfo vera",
      /^<Hubcap> vera: no pm for .*, may kick for .*, may opchat for/,
    ]]);
    root.send("<root> !reginfo vera|");
    const info = await root.expect(/^<Hubcap> vera: class 2/);
    assertMatch(info, /\r\nLast login: 2\d\d\d-.* from 127\.0\.\d+\.\d+, 2 in all, online now\r\n/);
    assertMatch(info, /\r\nSet: class_protect=4 hide_share=1$/);
    root.send("<root> !reginfo olaf|");
    assertMatch(await root.expect(/^<Hubcap> olaf: class 3/), /Set: class_hidekick=2 auth_ip=127\.0\.9\.8/);
    vera.send("$To: OpChat From: vera $<vera> I am here|");
    await root.expect("$To: root From: OpChat $<vera> I am here");
    vera.send("<vera> +kick guest spam|");
    await guest.closed;
    const olaf = await test.connect("127.0.9.9");
    await olaf.expect(/^\$Lock /);
    olaf.send("$Supports NoHello|$ValidateNick olaf|");
    await olaf.expect("<Hubcap> This account may not log in from your address.");
  } finally {
    await Deno.remove(kept, { recursive: true });
  }
});

Deno.test("accounts: of many connections that try a password at the same moment two are looked at", async () => {
  await using test = await startTestHub({
    accounts: ACCOUNTS,
    settings: { pwd_tmpban: 0, pwd_wait: 60, drop_invalid_key: false },
  });
  const clients = await Promise.all(Array.from({ length: 12 }, (_, i) => test.connect(`127.0.20.${i + 1}`)));
  for (const client of clients) {
    client.send("$Supports NoHello|$Key x|$ValidateNick vera|");
    await client.expect("$GetPass");
  }
  for (const client of clients) client.send("$MyPass guess|");
  await Promise.all(clients.map(({ closed }) => closed));
  const wrong = clients.filter((client) => client.frames.some((frame) => frame.includes("Wrong password.")));
  assertEquals(wrong.length, 2);
  assertEquals(test.hub.metrics.read("hub_guesses_refused_total"), 10);
});
