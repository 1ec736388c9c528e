/**
 * Commands in the operator chat: guests come and go, operators leave and come back.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { MAX_GUESTS } from "../talk/op_chat.ts";
import { type CommandKit, commandKit } from "../testing/command_kit.ts";
import { settle, type TestClient } from "../testing/hub_kit.ts";

/** Writes to the room; returns what the room says to the writer. */
async function room(client: TestClient, nick: string, text: string): Promise<string[]> {
  client.take();
  client.send(`$To: OpChat From: ${nick} $<${nick}> ${text}|`);
  await settle();
  return client.take().map((frame) => frame.replace(/^\$To: \S+ From: OpChat \$/, ""));
}

async function scene(): Promise<{ kit: CommandKit; oper: TestClient; chief: TestClient; anna: TestClient }> {
  const kit = commandKit();
  const [oper, chief, anna] = [await kit.enter("oper"), await kit.enter("chief"), await kit.enter("anna")];
  for (const client of [oper, chief, anna]) client.take();
  return { kit, oper, chief, anna };
}

Deno.test("room: a guest who was invited reads and writes there, and is no member after the next login", async () => {
  const { kit, oper, chief, anna } = await scene();
  assertEquals(await room(anna, "anna", "hello"), ["<Hubcap> You do not belong to this room."]);
  assertEquals(await room(oper, "oper", "+invite ANNA"), ["<OpChat> oper invited anna."]);
  assertEquals(anna.take(), ["$To: anna From: OpChat $<OpChat> oper invited anna."]);
  chief.take();
  assertEquals(await room(anna, "anna", "hello"), []);
  assertEquals(chief.take(), ["$To: chief From: OpChat $<anna> hello"]);
  assertEquals(await room(anna, "anna", "+members"), ["<OpChat> Members (3): anna (guest), chief, oper"]);
  anna.drop();
  assertEquals(kit.hub.context.roomGuests.size, 0);
  const again = await kit.enter("anna");
  assertEquals(await room(again, "anna", "hello"), ["<Hubcap> You do not belong to this room."]);
});

Deno.test("room: what the hub reports to its operators is not for guests", async () => {
  const { kit, oper, anna } = await scene();
  await room(oper, "oper", "+invite anna");
  const bob = await kit.enter("bob");
  for (const client of [oper, anna]) client.take();
  await kit.type(bob, "bob", "+report anna spam");
  assertEquals([oper.take().length, anna.take().length], [1, 0]);
});

Deno.test("room: a guest stays when the rules of the room change, and goes when it is closed", async () => {
  const { kit, oper, anna } = await scene();
  await room(oper, "oper", "+invite anna");
  kit.store.settings.set("opchat_class", 4);
  assertEquals(await room(anna, "anna", "+members"), ["<OpChat> Members (2): anna (guest), chief"]);
  assertEquals(await room(oper, "oper", "hello"), ["<Hubcap> You do not belong to this room."]);
  kit.store.settings.set("opchat_name", "");
  assertEquals(kit.hub.context.opChat.size, 0);
});

Deno.test("room: +out takes guests and members of no higher class out; operators come back by writing", async () => {
  const { oper, chief, anna } = await scene();
  await room(oper, "oper", "+invite anna");
  assertMatch((await room(oper, "oper", "+out chief"))[0]!, /chief has too high a class/);
  assertMatch((await room(anna, "anna", "+out oper"))[0]!, /too high a class/);
  assertEquals(await room(oper, "oper", "+out anna"), ["<OpChat> oper put anna out of the room."]);
  assertEquals(anna.take().at(-1), "$To: anna From: OpChat $<OpChat> oper put anna out of the room.");
  assertEquals(await room(anna, "anna", "hello"), ["<Hubcap> You do not belong to this room."]);
  await room(chief, "chief", "+out oper");
  oper.take();
  await room(chief, "chief", "one");
  assertEquals(oper.take(), []);
  await room(oper, "oper", "I am back");
  await room(chief, "chief", "two");
  assertEquals(oper.take(), ["$To: oper From: OpChat $<chief> two"]);
});

Deno.test("room: guests put nobody out, not even each other", async () => {
  const { kit, oper, anna } = await scene();
  await kit.enter("bob");
  await room(oper, "oper", "+invite anna");
  await room(oper, "oper", "+invite bob");
  assertMatch((await room(anna, "anna", "+out bob"))[0]!, /Guests of the room cannot/);
  assertEquals(kit.hub.context.roomGuests.size, 2);
  assertMatch((await room(anna, "anna", "+out anna"))[0]!, /anna put anna out/);
});

Deno.test("room: guests bring nobody in", async () => {
  const { kit, oper, anna } = await scene();
  await kit.enter("bob");
  await room(oper, "oper", "+invite anna");
  assertMatch((await room(anna, "anna", "+invite bob"))[0]!, /Guests of the room cannot invite/);
  assertEquals(kit.hub.context.roomGuests.size, 1);
});

Deno.test("room: +leave says so and holds until the next message", async () => {
  const { oper, chief } = await scene();
  assertEquals(await room(oper, "oper", "+leave"), ["<OpChat> You left the room."]);
  assertEquals(chief.take(), ["$To: chief From: OpChat $<OpChat> oper left the room."]);
  oper.take();
  await room(chief, "chief", "hello");
  assertEquals(oper.take(), []);
});

Deno.test("room: nobody, a bot, a member cannot be invited; other words are messages", async () => {
  const { oper, chief } = await scene();
  assertMatch((await room(oper, "oper", "+invite"))[0]!, /^<OpChat> Write whom/);
  assertMatch((await room(oper, "oper", "+invite nobody"))[0]!, /not online/);
  assertMatch((await room(oper, "oper", "+invite Hubcap"))[0]!, /is a bot/);
  assertMatch((await room(oper, "oper", "+invite chief"))[0]!, /in the room already/);
  assertMatch((await room(oper, "oper", "+out"))[0]!, /Write who/);
  assertMatch((await room(oper, "oper", "+help"))[0]!, /\+invite <nick>.*\r\n\+out/);
  chief.take();
  assertEquals(await room(oper, "oper", "+1 agreed"), []);
  assertEquals(chief.take(), ["$To: chief From: OpChat $<oper> +1 agreed"]);
  assertEquals(await room(oper, "oper", "+constructor"), []);
});

Deno.test("room: no more guests than the bound", async () => {
  const { kit, oper } = await scene();
  for (let i = 0; i < MAX_GUESTS; i++) {
    await kit.enter(`guest${i}`);
    await room(oper, "oper", `+invite guest${i}`);
  }
  assertEquals(kit.hub.context.roomGuests.size, MAX_GUESTS);
  assertMatch((await room(oper, "oper", "+invite anna"))[0]!, new RegExp(`has ${MAX_GUESTS} guests`));
  assert(!kit.hub.context.opChat.has(kit.hub.users.get("anna")!));
});
