/**
 * Triggers and redirects of a whole hub: files of texts, `!reload`, and that everything outlives a restart.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { REDIRECT_REASONS } from "../src/hub/presence/redirects.ts";
import { VARIABLES } from "../src/hub/triggers/trigger_text.ts";
import { DATABASE_FILE } from "../src/store/database.ts";
import { TriggerFlag } from "../src/store/triggers.ts";
import { startTestHub, type TestHub } from "./support/hub.ts";
import { until } from "./support/until.ts";

const ACCOUNTS = [{ nick: "root", class: 10, password: "secret" }];
const TEXTS = "texts";

/** Logs in and returns what the hub's bot says meanwhile in main chat. */
async function welcomed(test: TestHub, nick: string): Promise<string[]> {
  const client = await test.connect();
  await client.login({ nick });
  await test.settled();
  await client.expect(/^\$HubName /);
  await until(() => client.frames.some((frame) => frame.startsWith("$OpList ")), "the end of the login");
  return client.frames.filter((frame) => frame.startsWith("<Hubcap> "));
}

Deno.test("triggers: a hub shows the files of its folder, changed ones after !reload", async () => {
  await using test = await startTestHub({
    accounts: ACCOUNTS,
    async prepare(data) {
      await Deno.mkdir(join(data, TEXTS));
      await Deno.writeTextFile(join(data, TEXTS, "motd.txt"), "Welcome, %[NICK]!\nSecond line\n");
    },
  });
  assertEquals(await welcomed(test, "anna"), ["<Hubcap> Welcome, anna!\r\nSecond line"]);
  await Deno.writeTextFile(join(test.data, TEXTS, "motd.txt"), "News for %[NICK]");
  const root = await test.login("root", { password: "secret" });
  root.send("<root> !reload|");
  await root.expect(/texts: read/);
  assertEquals(await welcomed(test, "bob"), ["<Hubcap> News for bob"]);
});

Deno.test("triggers: a new hub has empty files and says nothing of its own", async () => {
  await using test = await startTestHub();
  const names = (await Array.fromAsync(Deno.readDir(join(test.data, TEXTS)))).map(({ name }) => name).sort();
  assertEquals(names, ["faq.txt", "motd.txt", "rules.txt"]);
  assertEquals(await welcomed(test, "anna"), []);
});

Deno.test("triggers: what an operator set outlives a restart, redirects too", async () => {
  const kept = await Deno.makeTempDir();
  try {
    {
      await using test = await startTestHub({ accounts: ACCOUNTS });
      const root = await test.login("root", { password: "secret" });
      root.send('<root> !addtrigger +site -d "example.org" -f text,motd|');
      await root.expect(/^<Hubcap> Added: \+site/);
      root.send("<root> !deltrigger +motd|");
      await root.expect("<Hubcap> Removed: +motd");
      root.send("<root> !addredirect other.example:412 -f ban|");
      await root.expect(/^<Hubcap> Added: other\.example:412/);
      await test.hub.stop();
      await Deno.copyFile(join(test.data, DATABASE_FILE), join(kept, DATABASE_FILE));
    }
    await using test = await startTestHub({
      prepare: (data) => Deno.copyFile(join(kept, DATABASE_FILE), join(data, DATABASE_FILE)),
    });
    assertEquals(await welcomed(test, "anna"), ["<Hubcap> example.org"]);
    const root = await test.login("root", { password: "secret" });
    root.send("<root> !lsttrigger|");
    const list = await root.expect(/Triggers \(\d+\)/);
    assertEquals(/\+motd/.test(list), false);
    const bob = await test.login("bob");
    root.send("<root> !kick bob go|");
    assertMatch(await bob.expect(/^\$ForceMove/), /^\$ForceMove other\.example:412$/);
    await bob.closed;
  } finally {
    await Deno.remove(kept, { recursive: true });
  }
});

Deno.test("triggers: docs/triggers.md names every variable, flag and reason", async () => {
  const page = await Deno.readTextFile(new URL("../docs/triggers.md", import.meta.url));
  const flags = Object.entries(TriggerFlag).map(([name, bit]) => `\`${name.toLowerCase()}\` | ${bit} `);
  const reasons = Object.entries(REDIRECT_REASONS).map(([name, bit]) => `\`${name}\` ${bit}`);
  const words = page.replace(/\s+/g, " ");
  const missing = [...VARIABLES.map((name) => `\`${name}\``), ...flags, ...reasons].filter((
    text,
  ) => !words.includes(text));
  assertEquals(missing, []);
});
