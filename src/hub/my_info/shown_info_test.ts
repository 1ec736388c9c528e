/**
 * What the hub changes in the MyINFOs it passes on: text in front of descriptions, TLS for those who have none.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { withoutTls } from "../../nmdc/myinfo.ts";
import { ascii } from "../../nmdc/wire.ts";
import { hubKit, myInfo } from "../testing/hub_kit.ts";

const description = (frame: string): string => /^\$MyINFO \$ALL \S+ ([^<$]*)/.exec(frame)![1]!;

for (
  const [mode, template, shown] of [
    ["A", "", "[A] me"],
    ["P", "", "[P] me"],
    ["5", "", "[5] me"],
    ["A", "%[CC]/%[CN]/%[CITY] ", "DE/Land of DE/City of DE me"],
    ["P", "(%[MODE] %[CLASS] %[CLASSNAME]) ", "(P 0 guest) me"],
    ["A", "%[NICK]$|", "%[NICK]&#36;&#124;me"],
  ] as const
) {
  Deno.test(`shown info: "${template}" stands in front of a ${mode} user's description`, async () => {
    const settings = { desc_insert_mode: true, desc_insert_vars: template };
    const kit = hubKit({ settings, countries: { "1.1.1.1": "DE" } });
    const anna = await kit.login("anna");
    await kit.login("hans", { mode, desc: "me", ip: "1.1.1.1" });
    const [frame] = anna.take();
    assertEquals(description(frame!), shown);
    assertEquals(kit.hub.users.get("hans")?.active, mode === "A");
  });
}

Deno.test("shown info: what is put in front does not make an unchanged MyINFO a change", async () => {
  const kit = hubKit({ settings: { desc_insert_mode: true, int_myinfo: 0, show_desc_len: 2 } });
  const anna = await kit.login("anna");
  const hans = await kit.login("hans", { desc: "long" });
  assertEquals(description(anna.take()[0]!), "[A] lo");
  hans.send(`${myInfo("hans", { desc: "longer" })}|`);
  assertEquals(anna.take(), []);
});

Deno.test("shown info: without the switch descriptions stay as they are", async () => {
  const kit = hubKit({ settings: { desc_insert_vars: "x" } });
  const anna = await kit.login("anna");
  await kit.login("hans", { desc: "me" });
  assertEquals(anna.take(), [myInfo("hans", { desc: "me" })]);
});

const TLS = 0x11;

Deno.test("shown info: with myinfo_tls_filter only clients with TLS see who has it", async () => {
  const kit = hubKit({ settings: { myinfo_tls_filter: true, int_myinfo: 0, send_user_ip: true } });
  const plain = await kit.login("plain");
  const secure = await kit.login("secure", { flag: TLS });
  assertEquals(plain.take(), [myInfo("secure")]);
  secure.take();
  const third = await kit.login("third", { flag: TLS });
  assertEquals([plain.take(), secure.take()], [[myInfo("third")], [myInfo("third", { flag: TLS })]]);
  third.send(`${myInfo("third", { flag: TLS, desc: "new" })}|`);
  assertEquals([plain.take(), secure.take()], [
    [myInfo("third", { desc: "new" })],
    [myInfo("third", { flag: TLS, desc: "new" })],
  ]);
  const infos = (frames: string[]) => frames.filter((frame) => frame.includes(" secure "));
  assertEquals(infos((await kit.login("late", { keep: true })).take()), [myInfo("secure")]);
  assertEquals(infos((await kit.login("late2", { keep: true, flag: TLS })).take()), [
    myInfo("secure", { flag: TLS }),
  ]);
  const old = await kit.login("old", { supports: "" });
  old.send("$GetINFO secure old|");
  assertEquals(old.take(), [myInfo("secure")]);
});

Deno.test("shown info: a user who leaves and one who changes are not in the filtered list any more", async () => {
  const kit = hubKit({ settings: { myinfo_tls_filter: true, int_login: 0, int_myinfo: 0 } });
  const secure = await kit.login("secure", { flag: TLS });
  await kit.login("a");
  secure.send(`${myInfo("secure", { flag: TLS, desc: "changed" })}|`);
  const seen = (frames: string[]) => frames.filter((frame) => frame.includes(" secure "));
  assertEquals(seen((await kit.login("b", { keep: true })).take()), [myInfo("secure", { desc: "changed" })]);
  secure.drop();
  assertEquals(seen((await kit.login("c", { keep: true })).take()), []);
});

Deno.test("shown info: without the filter everybody sees the same", async () => {
  const kit = hubKit();
  const plain = await kit.login("plain");
  await kit.login("secure", { flag: TLS });
  assertEquals(plain.take(), [myInfo("secure", { flag: TLS })]);
});

Deno.test("shown info: taking TLS out of a MyINFO never makes a byte that ends or splits it", () => {
  const frame = (flag: number) => ascii(`$MyINFO $ALL anna x$ $50${String.fromCharCode(flag)}$$0$|`);
  for (let flag = 1; flag < 128; flag++) {
    if (flag === 0x24 || flag === 0x7c) continue;
    const plain = withoutTls(frame(flag));
    const byte = plain["$MyINFO $ALL anna x$ $50".length]!;
    assertEquals(byte & 0x10, 0, `flag ${flag}`);
    assertEquals([0, 0x24, 0x7c].includes(byte), false, `flag ${flag}`);
    assertEquals(plain.length, frame(flag).length);
  }
  const without = frame(0x01);
  assertEquals(withoutTls(without) === without, true);
  assertEquals(withoutTls(ascii("$MyINFO broken")), ascii("$MyINFO broken"));
});
