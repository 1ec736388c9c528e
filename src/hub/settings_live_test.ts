/**
 * Changes of settings: asked, stored, told, and in effect at once.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { setConfig } from "./settings_live.ts";
import { setTopic } from "./talk/topic.ts";
import { hubKit, MODERN, myInfo } from "./testing/hub_kit.ts";

const ACCOUNTS = [{ nick: "Op", class: 3, passwordHash: "hash:secret" }];

function change(
  kit: ReturnType<typeof hubKit>,
  name: string,
  value: string,
  conf = "config",
): (string | null)[] {
  const problems: (string | null)[] = [];
  setConfig(kit.hub.context, conf, name, value, "Op", (problem) => problems.push(problem));
  return problems;
}

Deno.test("settings: a change is asked, stored, told and read back as text", () => {
  const kit = hubKit();
  kit.scripts.on("OnSetConfig");
  kit.scripts.take();
  assertEquals(change(kit, "max_users", "0100"), [null]);
  assertEquals(kit.scripts.take(), ["OnSetConfig(Op,config,max_users,100,6000,4)", "set max_users=100"]);
  assertEquals([kit.store.settings.values.max_users, kit.hub.port.getConfig("config", "max_users")], [
    100,
    "100",
  ]);
});

Deno.test("settings: a bad value, an unknown name and a script's no leave the old value, with a reason", () => {
  const kit = hubKit();
  assertMatch(change(kit, "max_users", "many")[0]!, /max_users must be/);
  kit.scripts.on("OnSetConfig", { allow: false });
  assertMatch(change(kit, "max_users", "7")[0]!, /script refused/);
  kit.scripts.on("OnSetConfig");
  kit.scripts.take();
  assertMatch(change(kit, "no_such", "7")[0]!, /no runtime variable "no_such"/);
  assertEquals(kit.scripts.take(), ["OnSetConfig(Op,config,no_such,7,,-1)"]);
  assertEquals(kit.store.settings.values.max_users, 6000);
});

Deno.test("settings: free sets hold text, asked with the type of text or of a new variable", () => {
  const kit = hubKit();
  kit.scripts.on("OnSetConfig");
  kit.scripts.take();
  assertEquals([change(kit, "level", "3", "my_set"), change(kit, "level", "4", "my_set")], [[null], [null]]);
  assertEquals(kit.scripts.take(), [
    "OnSetConfig(Op,my_set,level,3,,-1)",
    "OnSetConfig(Op,my_set,level,4,3,12)",
  ]);
  assertEquals(kit.hub.port.getConfig("my_set", "level"), "4");
  assertEquals([kit.hub.port.getConfig("my_set", "x"), kit.hub.port.getConfig("config", "x")], [null, null]);
  assertMatch(change(kit, "level", "x".repeat(70_000), "my_set")[0]!, /too long/);
});

Deno.test("settings: free sets have a bound on names and on values; what is there can still be changed", () => {
  const kit = hubKit();
  assertMatch(change(kit, "n".repeat(129), "x", "my_set")[0]!, /at most 128/);
  assertMatch(change(kit, "n", "x", "s".repeat(129))[0]!, /at most 128/);
  for (let i = 0; i < 9999; i++) kit.store.settings.setFree("fill", `name${i}`, "x");
  assertEquals(change(kit, "last", "x", "my_set"), [null]);
  assertMatch(change(kit, "one_more", "x", "my_set")[0]!, /full.*10000 values/);
  assertEquals(change(kit, "last", "y", "my_set"), [null]);
  assertEquals(kit.hub.port.getConfig("my_set", "one_more"), null);
});

Deno.test("settings: a late decision is the last word", () => {
  const kit = hubKit();
  kit.scripts.on("OnSetConfig", "wait");
  const problems = change(kit, "max_users", "7");
  assertEquals([problems, kit.store.settings.values.max_users], [[], 6000]);
  kit.scripts.answer();
  assertEquals([problems, kit.store.settings.values.max_users], [[null], 7]);
});

Deno.test("settings: a new topic is shown to all and kept, however long the way to it", async () => {
  const kit = hubKit();
  const anna = await kit.login("anna", { supports: `${MODERN} HubTopic` });
  kit.scripts.take();
  kit.hub.port.setTopic("a\r\nb|c");
  assertEquals(anna.take(), ["$HubName Hubcap - a b&#124;c", "$HubTopic a b&#124;c"]);
  assertEquals(kit.scripts.take(), ["set hub_topic=a b&#124;c", "topic a b&#124;c"]);
  assertMatch(setTopic(kit.hub.context, "x".repeat(2000))!, /hub_topic/);
  kit.hub.port.setTopic("");
  assertEquals(anna.take()[0], "$HubName Hubcap");
  kit.store.settings.set("hub_name", "Other");
  assertEquals(anna.take(), ["$HubName Other"]);
});

Deno.test("settings: a renamed hub bot leaves and comes back, and scripts hear of it", async () => {
  const kit = hubKit();
  const anna = await kit.login("anna");
  kit.scripts.on("OnScriptCommand");
  kit.scripts.take();
  assertEquals(change(kit, "hub_security", "Guard"), [null]);
  assertEquals(anna.take(), [
    "$Quit Hubcap",
    "$MyINFO $ALL Guard Hub security<Hubcap V:0.1.0,M:A,H:0/0/1,S:0>$ $\x01$$0$",
    "$OpList Guard$$",
  ]);
  assertEquals(kit.hub.users.get("hubcap"), undefined);
  assertEquals(kit.scripts.take().slice(-2), [
    "names Guard OpChat",
    "OnScriptCommand(_hub_security_change,Guard,,)",
  ]);
  anna.send("<anna> +nonsense|");
  assertMatch(anna.take()[0]!, /^<Guard> /);
});

Deno.test("settings: a bot of the hub cannot take a nick that is in use", async () => {
  const kit = hubKit();
  await kit.login("anna");
  assertMatch(change(kit, "hub_security", "ANNA")[0]!, /in use/);
  assertMatch(change(kit, "opchat_name", "hubcap")[0]!, /different nicks/);
  assertEquals(change(kit, "hub_security", "HUBCAP"), [null]);
  kit.store.accounts.add({ nick: "big_boss", class: 10, passwordHash: "hash:secret" });
  assertMatch(change(kit, "hub_security", "big\x01boss")[0]!, /in use/, "the bot would be big_boss");
});

Deno.test("settings: a nick that the command line gives to a bot of the hub is taken from whoever has it", async () => {
  const kit = hubKit();
  const [anna, berta, carla] = [await kit.login("anna"), await kit.login("berta"), await kit.login("carla")];
  carla.take();
  kit.store.settings.set("hub_security", "ANNA");
  kit.store.settings.set("opchat_name", "berta");
  assertEquals([anna.ended, berta.ended, carla.ended], ["end", "end", null]);
  assertEquals([kit.hub.users.get("anna"), kit.hub.users.get("berta")], [
    kit.hub.context.bot,
    kit.hub.context.room ?? undefined,
  ]);
  assertEquals([kit.hub.context.bot.nick, kit.hub.context.room?.nick], ["ANNA", "berta"]);
  assertMatch(anna.take().join(), /nick/);
});

Deno.test("settings: the operator chat can be closed, renamed and filled by class", async () => {
  const kit = hubKit({ accounts: ACCOUNTS });
  const op = await kit.login("Op", { password: "secret" });
  const members = () => [...kit.hub.context.opChat].map(({ nick }) => nick);
  assertEquals(members(), ["Op"]);
  change(kit, "opchat_class", "4");
  assertEquals(members(), []);
  change(kit, "opchat_class", "3");
  change(kit, "opchat_name", "");
  assertEquals([members(), kit.hub.context.room], [[], null]);
  change(kit, "opchat_name", "Room");
  op.take();
  kit.hub.port.reportToOperators("hello");
  assertEquals(op.take(), ["$To: Op From: Room $<Room> hello"]);
});

Deno.test("settings: other descriptions and keys are shown at once", async () => {
  const kit = hubKit({ accounts: [{ nick: "Reg", class: 2, passwordHash: "hash:secret" }] });
  const reg = await kit.login("Reg", { password: "secret" });
  change(kit, "opchat_desc", "Staff");
  assertEquals(reg.take(), ["$MyINFO $ALL OpChat Staff<Hubcap V:0.1.0,M:A,H:0/0/1,S:0>$ $\x01$$0$"]);
  change(kit, "oplist_class", "2");
  assertEquals([reg.take(), kit.hub.users.get("reg")?.op], [["$OpList Reg$$"], true]);
  change(kit, "oplist_class", "3");
  assertEquals(reg.take(), ["$Quit Reg", myInfo("Reg")]);
});

Deno.test("settings: changed backup addresses reach the clients that use them, an empty list too", async () => {
  const kit = hubKit();
  const anna = await kit.login("anna", { supports: "NoHello NoGetINFO FailOver" });
  const bob = await kit.login("bob");
  kit.store.settings.set("hub_failover_hosts", "a.example,b.example:411");
  kit.store.settings.set("hub_failover_hosts", "");
  assertEquals(anna.take().filter((frame) => frame.startsWith("$FailOver")), [
    "$FailOver a.example,b.example:411",
    "$FailOver ",
  ]);
  assertEquals(bob.take().filter((frame) => frame.startsWith("$FailOver")), []);
});
