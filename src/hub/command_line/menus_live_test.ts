/**
 * Right-click menus that follow what happens while users are online: rights lent and over, settings changed.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { commandKit } from "../testing/command_kit.ts";
import { MODERN, settle, type TestClient } from "../testing/hub_kit.ts";

const WITH_MENUS = { supports: `${MODERN} UserCommand` };
const ERASE = "$UserCommand 255 15";
const menus = (client: TestClient) => client.take().filter((frame) => frame.startsWith("$UserCommand"));
const has = (frames: readonly string[], word: string) => frames.some((frame) => frame.includes(`> ${word} `));

Deno.test("menus: a right that is given opens its entries at once, and is over with them", async () => {
  const kit = commandKit();
  const root = await kit.enter("root");
  const oper = await kit.enter("oper", WITH_MENUS);
  await kit.type(root, "root", "!mayreg oper 1h");
  const added = menus(oper);
  assert(has(added, "!regnew") && !added.includes(ERASE), "only what is new");
  await kit.type(root, "root", "!mayreg oper 2h");
  assertEquals(menus(oper), []);
  kit.clock.tick(7_201_000);
  await settle();
  const after = menus(oper);
  assert(after[0] === ERASE && has(after, "!kick") && !has(after, "!regnew"));
});

Deno.test("menus: a right that is taken back takes its entries with it", async () => {
  const kit = commandKit();
  const root = await kit.enter("root");
  const oper = await kit.enter("oper", WITH_MENUS);
  for (const end of ["!unmayreg oper", "!cleantemprights yes"]) {
    await kit.type(root, "root", "!mayreg oper");
    assert(has(menus(oper), "!regnew"));
    await kit.type(root, "root", end);
    const left = menus(oper);
    assert(left[0] === ERASE && !has(left, "!regnew"), end);
  }
});

Deno.test("menus: a class limit that changes reaches those whose menus change, and nobody else", async () => {
  const kit = commandKit();
  const root = await kit.enter("root", WITH_MENUS);
  const oper = await kit.enter("oper", WITH_MENUS);
  const vip = await kit.enter("vip", WITH_MENUS);
  kit.store.settings.set("topic_mod_class", 3);
  const added = menus(oper);
  assertEquals([added.length, has(added, "!topic")], [1, true]);
  assertEquals([menus(root), menus(vip)], [[], []]);
  kit.store.settings.set("topic_mod_class", 4);
  const left = menus(oper);
  assert(left[0] === ERASE && !has(left, "!topic"));
  kit.store.settings.set("hub_desc", "something else");
  assertEquals(menus(oper), []);
});

Deno.test("menus: a class limit that changes reaches whoever was lent a right too", async () => {
  const kit = commandKit();
  const root = await kit.enter("root");
  await kit.type(root, "root", "!mayreg oper");
  const oper = await kit.enter("oper", WITH_MENUS);
  kit.store.settings.set("topic_mod_class", 3);
  const now = menus(oper);
  assert(has(now, "!topic") && has(now, "!regnew"));
});
