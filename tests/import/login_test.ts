/**
 * A user of an imported account logs into a real hub with the old password, typed in the old code page; the hash is
 * replaced, and the password still works. A second hub on the same data is refused.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { latin1Text } from "../../src/core/bytes.ts";
import { HubError } from "../../src/core/errors.ts";
import { CONFIG_SCHEMA } from "../../src/config/schema.ts";
import { systemClock } from "../../src/core/clock.ts";
import { silentLog } from "../../src/core/log.ts";
import { createCodec } from "../../src/nmdc/encoding.ts";
import { startHub } from "../../src/start_hub.ts";
import { legacyHash } from "../../src/store/legacy_password.ts";
import { createPasswords } from "../../src/store/password.ts";
import { startTestHub } from "../support/hub.ts";
import { until } from "../support/until.ts";

const md5 = (hex: string) => legacyHash(2, new TextEncoder().encode(hex)).stored;

Deno.test("import: an old password opens its account, and its hash becomes ours", async () => {
  await using test = await startTestHub({ encoding: "windows-1251" });
  const { accounts } = test.hub.store;
  const add = (nick: string, hex: string) =>
    accounts.add({ nick, class: 3, passwordHash: md5(hex), passwordChange: false });
  add("Anna", "8b2fee48cd255fddee9a662b55da4fd4");
  // The same Russian word, hashed as cp1251; Boris goes on typing it so, Carl has a modern client.
  add("Boris", "749789e4982b0c563f6729aac100a614");
  add("Carl", "749789e4982b0c563f6729aac100a614");
  const typed = [
    ["Anna", "secret12"],
    ["Boris", latin1Text(createCodec("cp1251")!.encode("пароль"))],
    ["Carl", latin1Text(new TextEncoder().encode("пароль"))],
  ] as const;
  for (const [nick, password] of typed) {
    const first = await test.login(nick, { password });
    assert(accounts.get(nick)!.loginAt > 0);
    await until(() => accounts.get(nick)!.passwordHash.startsWith("s1$"), `the hash of ${nick} is ours`);
    first.close();
    await until(() => test.hub.port.userIp(nick) === null, `${nick} is gone`);
    await test.login(nick, { password });
    assert(test.hub.port.userIp(nick) !== null);
  }
});

Deno.test("import: a wrong password opens nothing, and the old hash stays", async () => {
  await using test = await startTestHub();
  const old = md5("8b2fee48cd255fddee9a662b55da4fd4");
  test.hub.store.accounts.add({
    nick: "Anna",
    class: 3,
    passwordHash: old,
    passwordChange: false,
  });
  await assertRejects(() => test.login("Anna", { password: "guess" }));
  assertEquals(test.hub.store.accounts.get("Anna")?.passwordHash, old);
});

Deno.test("hub: a second one on the same data folder is refused at start, and says why", async () => {
  await using test = await startTestHub();
  const raw = CONFIG_SCHEMA.parse({ listen: [{ host: "127.0.0.1", port: 0 }], data: test.data });
  const error = await assertRejects(
    () =>
      startHub({
        config: { ...raw, scripts: [] },
        clock: systemClock(),
        log: silentLog(),
        passwords: createPasswords({ logN: 4 }),
        version: "0.0.0",
        requestStop: () => {},
      }),
    HubError,
  );
  assertEquals(error.code, "store.busy");
  assertMatch(error.message, /^A hub uses the data folder ".*" \(process \d+\)$/);
  assert(error.remedy?.includes("--data"));
});
