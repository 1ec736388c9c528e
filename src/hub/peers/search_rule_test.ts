/**
 * What clients with SearchRule are told: at login by class, and again when it changes for them.
 *
 * @module
 */
import { assertEquals, assertStrictEquals } from "@std/assert";
import { changeClass } from "../announce.ts";
import { hubKit, MODERN } from "../testing/hub_kit.ts";

const account = (nick: string, userClass: number, hideShare = false) => ({
  nick,
  class: userClass,
  passwordHash: "hash:x",
  hideShare,
});
const supports = `${MODERN} SearchRule`;
const rules = (frames: string[]) => frames.filter((frame) => frame.startsWith("$SearchRule"));

for (
  const [nick, settings, rule] of [
    ["anna", {}, "Min 4$$Max 256$$Num 1$$Int 32$$IntPas 48"],
    ["Reg", { search_number: 2 }, "Min 4$$Max 256$$Num 2$$Int 16$$IntPas 48"],
    ["Vip", { min_search_chars: 6 }, "Min 6$$Max 256$$Num 1$$Int 8$$IntPas 8"],
    ["Op", {}, "Min 0$$Max 256$$Num 1$$Int 1$$IntPas 1"],
    ["Master", {}, "Min 0$$Max 256$$Num 1$$Int 0$$IntPas 0"],
    ["anna", { min_class_use_hub: 1 }, "Min 4$$Max 256$$Num 1$$Int -1$$IntPas 48"],
    ["Reg", { min_class_use_hub_passive: 2 }, "Min 4$$Max 256$$Num 1$$Int 16$$IntPas -1"],
    ["anna", { min_share_use_hub: 2 }, "Min 4$$Max 256$$Num 1$$Int 32$$IntPas 48$$Share 2097152"],
  ] as const
) {
  Deno.test(`search rule: ${nick} under ${JSON.stringify(settings)} is told ${rule}`, async () => {
    const accounts = [account("Reg", 1), account("Vip", 2), account("Op", 3), account("Master", 10)];
    const kit = hubKit({ settings, accounts });
    const password = nick === "anna" ? {} : { password: "x" };
    const client = await kit.login(nick, { supports, keep: true, ...password });
    assertEquals(rules(client.take()), [`$SearchRule ${rule}`]);
  });
}

Deno.test("search rule: pingers may not search", async () => {
  const kit = hubKit();
  const pinger = await kit.login("pinger", { supports: `${supports} BotINFO`, keep: true });
  assertEquals(rules(pinger.take()), ["$SearchRule Min 4$$Max 256$$Num 1$$Int -1$$IntPas -1"]);
});

Deno.test("search rule: a change of setting or class is told again, to those who asked for it", async () => {
  const kit = hubKit({ accounts: [account("Reg", 1)] });
  const anna = await kit.login("anna", { supports });
  const plain = await kit.login("plain");
  anna.take();
  kit.store.settings.set("int_search", 10);
  assertEquals(rules(anna.take()), ["$SearchRule Min 4$$Max 256$$Num 1$$Int 10$$IntPas 48"]);
  kit.store.settings.set("hub_desc", "other");
  assertEquals(rules(anna.take()), []);
  changeClass(kit.hub.context, kit.hub.users.get("anna")!, 2);
  assertEquals(rules(anna.take()), ["$SearchRule Min 4$$Max 256$$Num 1$$Int 8$$IntPas 8"]);
  assertEquals(rules(plain.take()), []);
});

Deno.test("search rule: users of a class share one buffer when it changes", async () => {
  const kit = hubKit();
  const [anna, bob] = [await kit.login("anna", { supports }), await kit.login("bob", { supports })];
  kit.store.settings.set("int_search", 10);
  assertStrictEquals(anna.writes.at(-1), bob.writes.at(-1));
});

Deno.test("use hub: a hidden share is enough to search and download", async () => {
  const settings = { min_share_use_hub_reg: 1, int_search_reg: 0 };
  const kit = hubKit({ settings, accounts: [account("Rich", 1, true), account("Poor", 1, true)] });
  const sharer = await kit.login("sharer");
  const rich = await kit.login("Rich", { password: "x", share: 2_000_000, ip: "1.1.1.1" });
  const poor = await kit.login("Poor", { password: "x", share: 1000, ip: "1.1.1.2" });
  sharer.take();
  poor.send("$Search 1.1.1.2:412 F?T?0?1?music|");
  assertEquals([sharer.take(), poor.take().at(-1)], [
    [],
    "<Hubcap> Share at least 1 MiB to search and download.",
  ]);
  rich.send("$Search 1.1.1.1:412 F?T?0?1?music|");
  assertEquals(sharer.take(), ["$Search 1.1.1.1:412 F?T?0?1?music"]);
});
