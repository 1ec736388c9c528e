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

Deno.test("menus: a variable that nothing in them depends on makes nobody look at them again", async () => {
  const kit = commandKit();
  const oper = await kit.enter("oper", WITH_MENUS);
  const { menus: made } = kit.hub.context;
  const before = [...made.values()];
  for (const text of ["one", "two"]) kit.store.settings.set("hub_desc", text);
  assertEquals([...made.values()].every((one, i) => one === before[i]) && before.length > 0, true);
  kit.store.settings.set("topic_mod_class", 3);
  assertEquals([menus(oper).length, [...made.values()].includes(before[0]!)], [1, false]);
});

Deno.test("menus: of many changes in a second the last ones are told together, and to a newcomer at once", async () => {
  const kit = commandKit();
  const oper = await kit.enter("oper", WITH_MENUS);
  const triggers = (client: TestClient) =>
    [...new Set(menus(client).flatMap((frame) => /> (.)kick/.exec(frame)?.[1] ?? []))].join("");
  const set = (characters: string) => {
    for (const one of characters) kit.store.settings.set("cmd_start_op", one);
  };
  set("abcdefgh");
  assertEquals(triggers(oper), "abc");
  kit.clock.tick(1000);
  assertEquals(triggers(oper), "h");
  set("stuvw");
  triggers(oper);
  const root = await kit.enter("root", FROM_LOGIN);
  assertEquals([triggers(root), triggers(oper)], ["w", "w"]);
  kit.clock.tick(1000);
  assertEquals(triggers(oper), "");
});

Deno.test("menus: what is turned off stands in none of them", async () => {
  const kit = commandKit();
  const anna = await kit.enter("anna", { ...WITH_MENUS, keep: true });
  const root = await kit.enter("root", { ...WITH_MENUS, keep: true });
  const shows = (frames: readonly string[], word: string) =>
    frames.some((frame) => frame.includes(`> ${word}`));
  assertEquals([shows(menus(anna), "+report"), shows(menus(root), "!hublist")], [true, false]);
  kit.store.settings.set("disable_report_cmd", true);
  const left = menus(anna);
  assertEquals([left[0], shows(left, "+report")], [ERASE, false]);
  menus(root);
  kit.store.settings.set("hublist_host", "hublist.example.org");
  assert(shows(menus(root), "!hublist"));
});

const FROM_LOGIN = { ...WITH_MENUS, keep: true };
const OWN = ["+regme", "+passwd", "+unregme"] as const;
const own = (frames: readonly string[]) =>
  OWN.filter((word) => frames.some((frame) => frame.includes(`> ${word}`))).join(" ");

Deno.test("menus: who has no account is offered one, who has one is not", async () => {
  const kit = commandKit({ autoreg_class: 1 });
  const anna = await kit.enter("anna", FROM_LOGIN);
  const reg = await kit.enter("reg", FROM_LOGIN);
  assertEquals([own(menus(anna)), own(menus(reg))], ["+regme", "+unregme"]);
  kit.store.settings.set("max_class_self_repass", 1);
  assertEquals([own(menus(anna)), own(menus(reg))], ["", "+passwd"]);
  anna.send("<anna> +regme|");
  const wanted = menus(anna);
  assertEquals([wanted[0], own(wanted)], [ERASE, "+passwd"], "a password has to be chosen");
  anna.send("<anna> +passwd longenough|");
  await settle();
  assertEquals(own(menus(anna)), "+unregme");
  kit.store.settings.set("disable_regme_cmd", true);
  const off = menus(anna);
  assertEquals([off[0], own(off)], [ERASE, "+passwd"]);
});

Deno.test("menus: an operator who makes, changes or removes an account changes its user's menus", async () => {
  const kit = commandKit({ max_class_self_repass: 1 });
  const root = await kit.enter("root");
  const bob = await kit.enter("bob", FROM_LOGIN);
  assertEquals(own(menus(bob)), "+regme");
  await kit.type(root, "root", "!regnew bob 1 longenough");
  const known = menus(bob);
  assertEquals([known[0], own(known)], [ERASE, "+passwd +unregme"]);
  await kit.type(root, "root", "!regclass bob 3");
  assert(has(menus(bob), "!kick"));
  await kit.type(root, "root", "!regpass bob");
  assertEquals(own(menus(bob)), "+passwd", "a password has to be chosen before anything else");
  await kit.type(root, "root", "!regdel bob");
  const gone = menus(bob);
  assertEquals([gone[0], own(gone), has(gone, "!kick")], [ERASE, "+regme", false]);
});
