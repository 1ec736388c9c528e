/**
 * What a day of operators turned up: answers that were not true, accounts that locked themselves out.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { commandKit } from "../testing/command_kit.ts";
import { settle } from "../testing/hub_kit.ts";

Deno.test("bans: the answer names the end that counts, not the shorter one that was typed", async () => {
  const kit = commandKit();
  const root = await kit.enter("root");
  assertMatch((await kit.type(root, "root", "!bannick bert first"))[0]!, /^Banned nick bert for ever: first/);
  const [answer] = await kit.type(root, "root", "!bannick_7d bert second");
  assertEquals(answer, "Banned nick bert for ever, as it was before: second. Disconnected: 0.");
  await kit.type(root, "root", "!banip_7d 10.0.0.1 x");
  assertMatch((await kit.type(root, "root", "!banip_1h 10.0.0.1 y"))[0]!, /for 7 d, as it was before: y/);
  assertMatch((await kit.type(root, "root", "!banip_8d 10.0.0.1 z"))[0]!, /for 8 d: z/);
});

Deno.test("rights: giving back what was not taken says so and is no news for operators", async () => {
  const kit = commandKit();
  const root = await kit.enter("root");
  const oper = await kit.enter("oper");
  assertEquals(await kit.type(root, "root", "!ungag reg"), ["reg has the right to main chat already."]);
  assert(!oper.take().some((frame) => frame.includes("main chat")));
  await kit.type(root, "root", "!gag reg 1h");
  assertEquals(await kit.type(root, "root", "!unnochats reg"), [
    "reg has the right to main chat and private messages again.",
  ]);
});

Deno.test("rights: what is missing is named with everything that can follow", async () => {
  const kit = commandKit();
  const root = await kit.enter("root");
  for (
    const [line, answer] of [
      ["!gag", "Write whose right it is: !gag <nick> [time]"],
      ["!ungag", "Write whose right it is: !ungag <nick>"],
      ["!maykick", "Write whose right it is: !maykick <nick> [time]"],
      ["!regclass reg", "Write the class: !regclass reg <class>"],
      ["!regclass", "Write whose account: !regclass <nick> <class>"],
      ["!regpass", "Write whose account: !regpass <nick> [password]"],
      ["!regset", "Write whose account: !regset <nick> [name] [value]"],
      ["!regdel", "Write whose account: !regdel <nick>"],
    ]
  ) assertEquals(await kit.type(root, "root", line!), [answer!], line);
});

Deno.test("registration: nobody removes, disables or changes the class of the account in use", async () => {
  const kit = commandKit();
  const root = await kit.enter("root");
  for (const line of ["!regdel root", "!regdel ROOT", "!regclass root 1", "!regdisable root"]) {
    const [answer] = await kit.type(root, "root", line);
    assertMatch(answer!, /^root is your own account: another master can do that, or hubcap user /, line);
  }
  assertEquals(kit.store.accounts.get("root")?.class, 10);
  kit.store.accounts.add({ nick: "boss", class: 10, passwordHash: "hash:secret", registeredAt: 1 });
  assertEquals(await kit.type(root, "root", "!regdisable boss"), [
    "boss is a master: give the account another class first, see !regclass.",
  ]);
  assertMatch((await kit.type(root, "root", "!regset boss enabled 0"))[0]!, /boss is a master/);
  assertEquals(kit.store.accounts.get("boss")?.enabled, true);
  assertEquals(await kit.type(root, "root", "!regdel boss"), ["boss has no account any more."]);
});

Deno.test('registration: !regset takes "" for nothing, as !set does', async () => {
  const kit = commandKit();
  const root = await kit.enter("root");
  await kit.type(root, "root", "!regset reg auth_ip 10.0.0.1");
  assertMatch((await kit.type(root, "root", '!regset reg auth_ip ""'))[0]!, /^reg has auth_ip = "" now/);
  assertEquals(kit.store.accounts.get("reg")?.authIp, "");
});

Deno.test("topic: taking away what is not there is no news for everybody", async () => {
  const kit = commandKit();
  const root = await kit.enter("root");
  const anna = await kit.enter("anna");
  anna.take();
  assertEquals(await kit.type(root, "root", "!topic"), ["There is no topic. Set one: !topic <text>"]);
  assertEquals(anna.take(), []);
});

Deno.test("who: the short words of the old hub ask the same", async () => {
  const kit = commandKit();
  const root = await kit.enter("root", { ip: "10.0.0.9" });
  for (
    const line of [
      "!addr 10.0.0.9",
      "!subnet 10.0.0.0/24",
      "!sub 10.0.0.0/24",
      "!supports NoHello",
      "!nmdc 1,0091",
    ]
  ) assertMatch((await kit.type(root, "root", line))[0]!, /^Users \(1\): .*\r\nroot /, line);
  assertMatch((await kit.type(root, "root", "!hubport 1"))[0]!, /^Nobody/);
});

Deno.test("password: a client that sends a short one by itself is not asked by $GetPass again", async () => {
  const kit = commandKit();
  const root = await kit.enter("root");
  const anna = await kit.enter("anna");
  await kit.type(root, "root", "!regnew anna 2");
  assert(anna.take().includes("$GetPass"));
  anna.send("$MyPass abc|");
  await settle();
  const frames = anna.take();
  assert(frames.some((frame) => frame.includes("too short")));
  assert(!frames.includes("$GetPass"));
  anna.send("<anna> +passwd longenough|");
  await settle();
  assertEquals(kit.hub.users.get("anna")?.class, 2);
});

Deno.test("report, regme: whoever turns to operators reads whether one is there", async () => {
  const kit = commandKit();
  const anna = await kit.enter("anna");
  assertMatch((await kit.type(anna, "anna", "+report bob rude"))[0]!, /^Thank you\. No operator is here now/);
  assertMatch((await kit.type(anna, "anna", "+regme"))[0]!, /^No operator is here now\. Ask again later\.$/);
  await kit.enter("oper");
  assertEquals(await kit.type(anna, "anna", "+report bob rude"), ["Thank you: the operators know."]);
  assertEquals(await kit.type(anna, "anna", "+regme"), ["Your wish was passed on to the operators."]);
  kit.store.settings.set("opchat_name", "");
  assertMatch((await kit.type(anna, "anna", "+regme"))[0]!, /^No operator is here/);
  kit.store.settings.set("dest_regme_chat", true);
  assertEquals(await kit.type(anna, "anna", "+regme"), ["Your wish was passed on to the operators."]);
});

Deno.test("passwd: a master is told the way that works, and it works", async () => {
  const kit = commandKit();
  const root = await kit.enter("root");
  assertMatch((await kit.type(root, "root", "+passwd newsecret"))[0]!, /^Write !regpass root <password>/);
  assertEquals(await kit.type(root, "root", "!regpass root newsecret"), ["root has a new password."]);
  assertEquals(kit.store.accounts.get("root")?.passwordHash, "hash:newsecret");
});

Deno.test("commands: a word that is nearly one is answered with the one, never with somebody else's", async () => {
  const kit = commandKit();
  const root = await kit.enter("root");
  const anna = await kit.enter("anna");
  assertEquals(await kit.type(root, "root", "!bam x"), [
    "Unknown command: !bam. Did you mean !ban? Try +help.",
  ]);
  assertEquals(await kit.type(anna, "anna", "+hepl"), [
    "Unknown command: +hepl. Did you mean +help? Try +help.",
  ]);
  assertEquals(await kit.type(anna, "anna", "+regnwe"), ["Unknown command: +regnwe. Try +help."]);
});

Deno.test("bans: !ban takes a range for what it is, and the class that wide ones need", async () => {
  const kit = commandKit();
  const root = await kit.enter("root");
  assertMatch(
    (await kit.type(root, "root", "!ban_1h 10.0.0.0/24 x"))[0]!,
    /^Banned range 10\.0\.0\.0-10\.0\.0\.255 for 1 h: x/,
  );
  assertEquals(await kit.type(root, "root", "!unban 10.0.0.0/24"), ["Bans of 10.0.0.0/24 lifted: 1."]);
  const oper = await kit.enter("oper");
  assertMatch((await kit.type(oper, "oper", "!ban 10.0.0.0/8"))[0]!, /^Not banned: /);
  kit.store.accounts.add({ nick: "10.0.0.1-10.0.0.9", class: 1, passwordHash: "", registeredAt: 1 });
  assertMatch(
    (await kit.type(root, "root", "!ban 10.0.0.1-10.0.0.9"))[0]!,
    /^Banned nick 10\.0\.0\.1-10\.0\.0\.9 /,
  );
});

Deno.test("registration: an operator's account without a password says who could take it", async () => {
  const kit = commandKit();
  const root = await kit.enter("root");
  const [answer] = await kit.type(root, "root", "!regnew boss 5");
  assertEquals(
    answer,
    "boss is registered with class 5 (administrator) and is asked for a password at login. " +
      "Until then whoever comes first under this nick chooses it and has the class.",
  );
  assertMatch(
    (await kit.type(root, "root", "!regpass oper"))[0]!,
    /new password\. Until then whoever .* the class\.$/,
  );
  assertEquals(await kit.type(root, "root", "!regpass vip"), ["vip has to choose a new password."]);
  assert(!(await kit.type(root, "root", "!regnew cat 2"))[0]!.includes("whoever"));
});
