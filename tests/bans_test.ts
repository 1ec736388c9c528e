/**
 * Bans of a whole hub, over sockets: typed by an operator, told at the door, kept over a restart, lifted.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { startTestHub, type TestHub } from "./support/hub.ts";

const ACCOUNTS = [{ nick: "oper", class: 3, password: "secret" }];
const FILES = ["hubcap.db", "hubcap.db-wal"];

/** What somebody reads last who is not let in, `""` for somebody who is. */
async function atTheDoor(test: TestHub, nick: string, from: string): Promise<string> {
  const client = await test.connect(from);
  try {
    await client.login({ nick });
    client.close();
    return "";
  } catch {
    await client.closed;
    return client.frames.findLast((frame) => frame.startsWith("<Hubcap> "))!.slice(9);
  }
}

Deno.test("bans: what an operator bans stays out, also of the hub that starts on the same data", async () => {
  const copy = await Deno.makeTempDir({ prefix: "hubcap_bans_" });
  try {
    {
      await using test = await startTestHub({ accounts: ACCOUNTS });
      const oper = await test.login("oper", { password: "secret" });
      const victim = await test.login("victim", { from: "127.0.7.9" });
      const say = async (line: string, answer: RegExp) => {
        oper.send(`<oper> ${line}|`);
        await oper.expect(answer);
      };
      await say(
        "!banrange 127.0.7.0/28 noise",
        /Banned range 127\.0\.7\.0-127\.0\.7\.15 .*Disconnected: 1\./,
      );
      await victim.closed;
      await say("!banrange_2h 2001:db8::/32 noise", /Banned range 2001:db8::-/);
      await say("!banprefix [X]", /Banned guests with the prefix \[X\]/);
      await say("!banip 127.0.7.99", /Banned address 127\.0\.7\.99/);
      await say("!unbanip 127.0.7.99 mistake", /lifted: 1/);
      // Copied while the hub runs: what a crash would leave.
      for (const name of FILES) await Deno.copyFile(join(test.data, name), join(copy, name));
    }
    await using test = await startTestHub({
      prepare: async (data) => {
        for (const name of FILES) await Deno.copyFile(join(copy, name), join(data, name));
      },
    });
    assertMatch(
      await atTheDoor(test, "anna", "127.0.7.3"),
      /^You are banned for ever by oper: noise\r\nBanned: range 127\.0\.7\.0-127\.0\.7\.15$/,
    );
    assertMatch(await atTheDoor(test, "[x]anna", "127.0.7.50"), /guests with the prefix \[X\]$/);
    assertEquals(await atTheDoor(test, "anna", "127.0.7.99"), "");
    const oper = await test.login("oper", { password: "secret" });
    oper.send("<oper> !infoban 2001:db8:9::1|");
    await oper.expect(/range 2001:db8::-.*, for (1 h 59 min|2 h), by oper on .*: noise/);
    oper.send("<oper> !lstunban|");
    await oper.expect(/address 127\.0\.7\.99, lifted by oper on .*: mistake; was banned by oper/);
    oper.send("<oper> !unban 127.0.7.0-127.0.7.15|");
    await oper.expect(/Bans of 127\.0\.7\.0-127\.0\.7\.15 lifted: 1\./);
    assertEquals(await atTheDoor(test, "anna", "127.0.7.3"), "");
  } finally {
    await Deno.remove(copy, { recursive: true });
  }
});
