/**
 * The example of two scripts that talk to each other: a message to all, and a question with answers.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { startTestHub } from "../support/hub.ts";
import { asks, CALM, fixture } from "./kit.ts";

Deno.test("examples: inter-script messages and questions find the other script", async () => {
  await using hub = await startTestHub({
    scripts: [fixture("news_desk"), fixture("news_reader"), fixture("news_reader", { name: "second" })],
    settings: CALM,
  });
  const alice = await hub.login("alice");
  assertEquals(await asks(alice, "alice", "!archive Hubcap"), "Nobody knows.");
  alice.send("<alice> !news Hubcap is out|");
  const line = "<News> News by alice (deno, news_desk.ts): Hubcap is out";
  await alice.expect(line);
  await alice.expect(line);
  assertEquals(
    await asks(alice, "alice", "!archive out"),
    "news_reader.ts: Hubcap is out; news_reader.ts: Hubcap is out",
  );
  assertEquals(await asks(alice, "alice", "!archive missing"), "Nobody knows.");
});
