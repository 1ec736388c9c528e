/**
 * Tests of accounts: every field is kept, and many logouts are one step.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { NewAccount } from "./types.ts";
import { inFolder, START } from "./testing/in_folder.ts";

const WHOLE: Required<NewAccount> = {
  nick: "Anna",
  class: 4,
  passwordHash: "h",
  passwordChange: true,
  enabled: false,
  registeredBy: "root",
  registeredAt: 11,
  authIp: "1.2.3.4",
  alternateIp: "1.2.3.5",
  fakeIp: "1.2.3.6",
  classProtect: 3,
  classHideKick: 2,
  hideKick: true,
  hideShare: true,
  hideKeys: true,
  showKeys: true,
  hideChat: true,
  hideCtmMsg: true,
  noteOp: "for us",
  noteUsr: "for her",
  loginAt: 12,
  loginIp: "1.2.3.7",
  loginCount: 13,
  logoutAt: 14,
  errorCount: 15,
  errorAt: 16,
  errorIp: "1.2.3.8",
};

Deno.test(
  "accounts: every field outlives a restart, made at once or changed one by one",
  inFolder((_dir, open) => {
    const first = open();
    first.accounts.add(WHOLE);
    first.accounts.add({ nick: "Berta", class: 1 });
    for (const [field, value] of Object.entries(WHOLE)) {
      if (field !== "nick") assert(first.accounts.update("berta", { [field]: value }), field);
    }
    const second = open();
    assertEquals(second.accounts.get("anna"), WHOLE);
    assertEquals(second.accounts.get("berta"), { ...WHOLE, nick: "Berta" });
  }),
);

Deno.test(
  "accounts: logouts are written for those who have an account, all or none",
  inFolder((_dir, open) => {
    const { accounts } = open();
    accounts.add({ nick: "Anna", class: 1 });
    accounts.add({ nick: "Berta", class: 1 });
    accounts.noteLogouts(new Map([["anna", 5], ["nobody", 6], ["Berta", 7]]));
    assertEquals(accounts.list().map(({ nick, logoutAt }) => [nick, logoutAt]), [["Anna", 5], ["Berta", 7]]);
    assertEquals(accounts.count(), 2);
  }),
);

Deno.test(
  "accounts: the nicks of a class come page by page, counted by class",
  inFolder((_dir, open) => {
    const { accounts } = open();
    for (const nick of ["cleo", "Anna", "berta", "Dora"]) accounts.add({ nick, class: 1 });
    accounts.add({ nick: "root", class: 10 });
    assertEquals(accounts.nicks(1, 2, 0), ["Anna", "berta"]);
    assertEquals(accounts.nicks(1, 2, 2), ["cleo", "Dora"]);
    assertEquals(accounts.nicks(3, 2, 0), []);
    assertEquals([accounts.count(), accounts.count(1), accounts.count(3)], [5, 4, 0]);
  }),
);

Deno.test(
  "accounts: rights that were given go with the account, what was taken stays",
  inFolder((_dir, open) => {
    const { accounts, rights } = open();
    accounts.add({ nick: "Anna", class: 2 });
    rights.give(
      "anna",
      { kick: START + 60, reg: START + 60, opchat: START + 60, share0: START + 60 },
      "op",
      START,
    );
    rights.set("anna", { chat: START + 60, pm: 0, search: 0, ctm: 0 }, "op", START);
    assert(accounts.remove("ANNA"));
    assertEquals(rights.given("anna"), { kick: 0, reg: 0, opchat: 0, share0: START + 60 });
    assertEquals(rights.get("anna")?.chat, START + 60);
    assert(!accounts.remove("anna"));
  }),
);
