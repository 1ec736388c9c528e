/**
 * Figures of the hub, reload, the moving user limit, raw sends.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type CommandKit, commandKit } from "../testing/command_kit.ts";
import { memoryStore } from "../testing/memory_store.ts";
import { readPeaks } from "../peaks.ts";
import type { TestClient } from "../testing/hub_kit.ts";

async function scene(
  settings = {},
): Promise<{ kit: CommandKit; admin: TestClient; ask: (line: string) => Promise<string> }> {
  const kit = commandKit(settings, { countries: {} });
  const admin = await kit.enter("admin");
  return { kit, admin, ask: async (line) => (await kit.type(admin, "admin", line)).join("\n") };
}

Deno.test("!hubinfo: users by class and mode, share, peaks", async () => {
  const { kit, ask } = await scene();
  const anna = await kit.enter("anna", { mode: "P", share: 5 * 1024 ** 3, tls: "1.3" });
  const before = await ask("!hubinfo");
  for (
    const part of [
      "Users: 2 of 6000, most so far 2",
      "1 active, 1 passive, 1 with TLS",
      "Class 5 (administrator): 1",
      "Class 0 (guest): 1",
      "Share: 5.00 GiB, most so far 5.00 GiB",
      "Bots: 2",
      "Logins refused after wrong passwords: 0",
    ]
  ) assertStringIncludes(before, part);
  anna.drop();
  const after = await ask("!hubinfo");
  assertStringIncludes(after, "Users: 1 of 6000, most so far 2");
  assertStringIncludes(after, "most so far 5.00 GiB");
});

Deno.test("peaks: they are stored within a minute and at the end, and never shrink", async () => {
  const { kit } = await scene();
  await kit.enter("anna", { share: 2000 });
  kit.clock.tick(61_000);
  assertEquals(readPeaks(kit.store), { users: 2, share: 3000 });
  await kit.enter("bob", { share: 500 });
  assertEquals(readPeaks(kit.store).users, 2);
  kit.hub.stop();
  assertEquals(readPeaks(kit.store), { users: 3, share: 3500 });
});

Deno.test("peaks: nonsense in the store counts as none", () => {
  const store = memoryStore({}, []);
  store.settings.setFree("hubcap", "peak_users", "many");
  store.settings.setFree("hubcap", "peak_share", "-5");
  assertEquals(readPeaks(store), { users: 0, share: 0 });
});

Deno.test("!protinfo: messages by kind, most frequent first", async () => {
  const { kit, admin, ask } = await scene();
  for (let i = 0; i < 20; i++) admin.send(`$GetINFO x admin|`);
  const text = await ask("!protinfo");
  assertMatch(text, /Messages received: \d+\r\n {2}GetINFO: 20\r\n/);
  assertMatch(text, /Chat: 1/);
  kit.metrics.counter("net_tls_failures_total", "").value = 7;
  assertStringIncludes(await ask("!protinfo"), "Failed: 7 TLS handshakes, 0 PROXY headers");
});

Deno.test("!bufinfo: who has most waiting", async () => {
  const { kit, ask } = await scene();
  const anna = await kit.enter("anna");
  anna.waiting = 4096;
  const text = await ask("!bufinfo");
  assertStringIncludes(text, "Waiting: 4.00 KiB for 1 of 2 connections");
  assertMatch(text, /4\.00 KiB: anna 10\./);
  kit.metrics.counter("net_read_stops_total", "").value = 3;
  assertStringIncludes(await ask("!bufinfo"), "Too slow since the start: 0 dropped, 3 times not read from");
});

Deno.test("!portinfo, !urlinfo, !sysinfo, !mmdbinfo: they say what is known", async () => {
  const { ask } = await scene();
  assertStringIncludes(await ask("!portinfo"), "4111: 1");
  assertStringIncludes(await ask("!urlinfo"), "not told: 1");
  assertStringIncludes(await ask("!sysinfo"), "Nothing is known of the machine.");
  assertStringIncludes(await ask("!geoip"), "There are none.");
});

Deno.test("!urlinfo: a list of a thousand addresses is cut", async () => {
  const { kit, ask } = await scene();
  for (let i = 0; i < 150; i++) {
    const client = await kit.enter(`user${i}`, { supports: "NoHello NoGetINFO HubURL" });
    client.send(`$MyHubURL host${i}.example|`);
  }
  const text = await ask("!urlinfo");
  assertEquals(text.split("\r\n").length, 102);
  assertMatch(text, /and 51 more$/);
});

Deno.test("!reload: every part is named; one that fails keeps no other from it", async () => {
  const { kit, ask } = await scene();
  let read = 0;
  kit.hub.context.reloaders.push(
    { name: "broken", reload: () => Promise.reject(new Error("No such file")) },
    { name: "fine", reload: () => void read++ },
  );
  const text = await ask("!reload");
  assertMatch(text, /^settings: read\r\n/);
  assertStringIncludes(text, "broken: stays as it was, No such file");
  assertStringIncludes(text, "fine: read");
  assertEquals(read, 1);
});

Deno.test("!userlimit: max_users moves step by step and arrives", async () => {
  const { kit, ask } = await scene({ max_users: 1000 });
  const { values } = kit.store.settings;
  assertEquals(await ask("!userlimit 400 10"), "max_users moves from 1000 to 400 within 10 min.");
  assertEquals(values.max_users, 1000);
  kit.clock.tick(60_000);
  assertEquals(values.max_users, 940);
  let changes = 0;
  kit.store.settings.onChange(() => changes++);
  kit.clock.tick(60_000);
  assertEquals([values.max_users, changes], [880, 6]);
  kit.clock.tick(600_000);
  assertEquals([values.max_users, kit.hub.context.limitMove], [400, null]);
  assertEquals(await ask("!ul 50 0"), "max_users is 50 now.");
  assertEquals(values.max_users, 50);
  for (const wrong of ["!ul", "!ul x", "!ul 5 x", "!ul -1", "!ul 5 10081"]) {
    assertMatch(await ask(wrong), /^Write users and minutes/, wrong);
  }
});

Deno.test("!proto…: raw messages reach whom they are for", async () => {
  const { kit, admin, ask } = await scene();
  const anna = await kit.enter("anna");
  const pat = await kit.enter("pat", { mode: "P" });
  const got = async (line: string) => {
    for (const client of [admin, anna, pat]) client.take();
    const answer = await ask(line);
    return [answer, anna.take(), pat.take()];
  };
  assertEquals(await got("!protoall_hubname My Hub"), ["Sent.", ["$HubName My Hub"], ["$HubName My Hub"]]);
  assertEquals(await got("!protoactive_quit gone"), ["Sent.", ["$Quit gone"], []]);
  assertEquals(await got("!protopassive_redir a.example"), ["Sent.", [], ["$ForceMove a.example"]]);
  assertEquals(await got("!protouser_pm ANNA hi"), [
    "Sent to anna.",
    ["$To: anna From: admin $<admin> hi"],
    [],
  ]);
  assertEquals(await got("!protouser_chat pat a &#124; b"), ["Sent to pat.", [], ["<admin> a &#124; b"]]);
  assertEquals(await got("!protouser_pm nobody hi"), ["nobody is not online.", [], []]);
  for (const wrong of ["!protoall", "!protoall_constructor x", "!protoall_nothing x"]) {
    assertMatch(await ask(wrong), /^Write one of !protoall_hubname/, wrong);
  }
  assertMatch(await ask("!protouser_pm anna"), /^Write the data/);
  assert(!(await got("!protoall_chat"))[1]!.length);
});
