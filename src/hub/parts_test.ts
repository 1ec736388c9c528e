/**
 * The small pure parts: nicks, addresses, and the user list under any sequence of changes.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { latin1Text } from "../core/bytes.ts";
import { ascii, NO_BYTES } from "../nmdc/wire.ts";
import { normalHubUrl } from "./presence/extensions.ts";
import type { Session, User } from "./model.ts";
import { hasForbiddenNickByte } from "../nmdc/nick.ts";
import { cleanNick, isNick, nickKey } from "./nick_key.ts";
import { isPrivate } from "./peers/use_hub.ts";
import { createUserList } from "./users.ts";

Deno.test("nick: comparing bytes and comparing keys agree for ASCII", () => {
  const nick = fc.string({ unit: "binary-ascii", maxLength: 8 });
  fc.assert(fc.property(nick, nick, fc.boolean(), (a, b, upper) => {
    const other = upper ? a.toUpperCase() : b;
    assertEquals(isNick(ascii(a), ascii(other)), nickKey(a) === nickKey(other));
  }));
});

Deno.test("nick: beyond ASCII nothing is folded", () => {
  assertEquals(nickKey("ÄnnaXY"), "Ännaxy");
  assertEquals(isNick(Uint8Array.of(0xc4), Uint8Array.of(0xe4)), false);
  assertEquals(isNick(ascii("@"), ascii("`")), false);
});

Deno.test("nick: cleaned ones have no forbidden byte", () => {
  fc.assert(fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
    assertEquals(hasForbiddenNickByte(ascii(cleanNick(text))), false);
  }));
});

Deno.test("addresses: private ones are told from public ones", () => {
  const yes = [
    "127.0.0.1",
    "10.1.2.3",
    "192.168.0.1",
    "172.16.0.1",
    "172.31.9.9",
    "169.254.1.1",
    "::1",
    "fd00::1",
    "fe80::1",
  ];
  const no = ["11.0.0.1", "172.32.0.1", "172.15.0.1", "193.168.0.1", "8.8.8.8", "2001:db8::1"];
  assertEquals([...yes, ...no].map(isPrivate), [...yes.map(() => true), ...no.map(() => false)]);
});

Deno.test("hub URLs: what differs only in writing is the same", () => {
  const forms = ["dchub://Hub.Example", "nmdcs://hub.example:411/x?y", " hub.example. "];
  assertEquals(new Set(forms.map(normalHubUrl)), new Set(["hub.example"]));
});

function user(nick: string, change: Partial<User> = {}): User {
  const myInfo = ascii(`$MyINFO ${nick}|`);
  return {
    nick,
    key: nick,
    nickBytes: ascii(nick),
    session: { ip: "1.1.1.1" } as Session,
    owner: null,
    ip: "1.1.1.1",
    class: 0,
    op: false,
    myInfo,
    realMyInfo: NO_BYTES,
    share: 1,
    active: true,
    status: 1,
    chat: true,
    protect: 0,
    hideKick: false,
    hideKicksTo: 0,
    taken: null,
    given: null,
    slot: -1,
    ...change,
  };
}

Deno.test("user list: nobody moves while somebody walks over it, places are used again", () => {
  const list = createUserList();
  const users = Array.from({ length: 200 }, (_, i) => user(`u${i}`));
  for (const one of users) list.add(one);
  const seen: string[] = [];
  for (const one of list.slots) {
    if (!one) continue;
    seen.push(one.nick);
    if (one.slot % 2 === 0) {
      list.remove(one);
      list.remove(users[one.slot + 1] ?? one);
    }
  }
  assertEquals(new Set(seen).size, seen.length);
  for (const one of users) list.remove(one);
  assertEquals([list.size, list.share, list.slots.every((one) => one === null)], [0, 0, true]);
  for (let i = 0; i < 200; i++) list.add(user(`v${i}`));
  assertEquals(list.slots.length, 200);
});

Deno.test("user list: joined MyINFOs equal those of a fresh list after any changes", () => {
  const steps = fc.array(fc.tuple(fc.nat(2), fc.nat(99)), { maxLength: 200 });
  fc.assert(
    fc.property(steps, (commands) => {
      const list = createUserList();
      const users = Array.from({ length: 100 }, (_, i) => user(`u${i}`));
      for (const [kind, i] of commands) {
        const one = users[i]!;
        if (kind === 0) list.add(one);
        else if (kind === 1) list.remove(one);
        else list.setMyInfo(one, ascii(`$MyINFO ${one.nick} ${commands.length}|`));
        list.myInfos();
      }
      const inside = list.slots.filter((one): one is User => one !== null);
      assertEquals(
        list.myInfos().map((chunk) => latin1Text(chunk)).join(""),
        inside.map(({ myInfo }) => latin1Text(myInfo)).join(""),
      );
      assertEquals(list.share, inside.length);
      assertEquals(
        latin1Text(list.nickList()),
        `$NickList ${inside.map(({ nick }) => `${nick}$$`).join("")}|`,
      );
    }),
    { numRuns: 50 },
  );
});

Deno.test("user list: a huge share that comes and goes leaves the total of the others exact", () => {
  const list = createUserList();
  const users = [5368709121, 99_999_999_999_999_999, 7, 999_999_999_999_999_999].map((share, i) =>
    user(`n${i}`, { share })
  );
  for (const user of users) list.add(user);
  list.remove(users[1]!);
  list.setShare(users[3]!, 3);
  assertEquals(list.share, 5368709121 + 7 + 3);
});

Deno.test("user list: bots, operators and addresses have their own lists and counts", () => {
  const list = createUserList();
  list.add(user("anna", { op: true }));
  list.add(user("Bot", { session: null, owner: "s", ip: "127.0.0.1" }));
  list.add(user("op", { class: 3 }));
  assertEquals(latin1Text(list.opList()), "$OpList anna$$|");
  assertEquals(latin1Text(list.botList()), "$BotList Bot$$|");
  assertEquals(latin1Text(list.userIps()), "$UserIP anna 1.1.1.1$$Bot 127.0.0.1$$op 1.1.1.1$$|");
  assertEquals([list.countIp("1.1.1.1", 1), list.countIp("1.1.1.1", 10), list.countIp("1.1.1", 10)], [
    1,
    2,
    0,
  ]);
  assertEquals([list.add(user("anna")), list.remove(user("anna"))], [false, false]);
});
