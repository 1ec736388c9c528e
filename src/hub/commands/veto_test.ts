/**
 * Commands that change a variable among other things: scripts are asked like they are for `!set`, and can say no.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { commandKit } from "../testing/command_kit.ts";

Deno.test("!topic, !userlimit, !bc: scripts are asked with who, what, new and old value", async () => {
  const kit = commandKit({ max_users: 1000, hub_topic: "old" });
  const admin = await kit.enter("admin");
  kit.scripts.on("OnSetConfig");
  kit.scripts.take();
  const asked = () => kit.scripts.take().filter((one) => one.startsWith("OnSetConfig("));
  await kit.type(admin, "admin", "!topic new topic");
  assertStringIncludes(asked().join(), "OnSetConfig(admin,config,hub_topic,new topic,old,");
  await kit.type(admin, "admin", "!ul 500 0");
  assertStringIncludes(asked().join(), "OnSetConfig(admin,config,max_users,500,1000,");
  await kit.type(admin, "admin", "!ul 600 1");
  assertEquals(asked(), []);
  kit.clock.tick(30_000);
  assertEquals(asked().length, 3);
  await kit.type(admin, "admin", "!bc hello");
  assertStringIncludes(asked().join(), "OnSetConfig(admin,config,bc_reply,admin,,");
});

Deno.test("!topic, !userlimit, !bc: a script that says no keeps the value, and the operator reads so", async () => {
  const kit = commandKit({ max_users: 1000, hub_topic: "old" });
  const admin = await kit.enter("admin");
  const bob = await kit.enter("bob");
  kit.scripts.on("OnSetConfig", { allow: false });
  bob.take();
  assertStringIncludes(
    (await kit.type(admin, "admin", "!topic new")).join(),
    "The topic stays: A script refused",
  );
  assertEquals(bob.take(), []);
  assertStringIncludes(
    (await kit.type(admin, "admin", "!ul 5 0")).join(),
    "max_users stays 1000: A script refused",
  );
  await kit.type(admin, "admin", "!ul 5 10");
  admin.take();
  kit.clock.tick(10_000);
  assertStringIncludes(admin.take().join(), "max_users stays 1000: A script refused");
  assertEquals(kit.hub.context.limitMove, null);
  assertEquals((await kit.type(admin, "admin", "!bc hello")).slice(-2), [
    "Sent to 2 users.",
    "Answers do not come to you: A script refused to change bc_reply",
  ]);
  const { max_users, hub_topic, bc_reply } = kit.store.settings.values;
  assertEquals([max_users, hub_topic, bc_reply], [1000, "old", ""]);
});
