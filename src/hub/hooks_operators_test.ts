/**
 * Hooks of operators: the operator chat and drops. Kicks, commands, accounts and bans are tested beside their parts.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { KICK_COMMANDS } from "./commands/kick.ts";
import { OWN_ACCOUNT_COMMANDS } from "./commands/own_account.ts";
import { reportToOperators } from "./talk/op_chat.ts";
import { type HubKit, hubKit, type TestClient } from "./testing/hub_kit.ts";

const ACCOUNTS = ["op", "chief"].map((nick, i) => ({ nick, class: 3 + i, passwordHash: "hash:p" }));

/** A hub with two operators and `anna`. */
async function staffed(): Promise<{ kit: HubKit; op: TestClient; chief: TestClient; anna: TestClient }> {
  const kit = hubKit({ accounts: ACCOUNTS, commands: [...KICK_COMMANDS] });
  const op = await kit.login("op", { password: "p" });
  const chief = await kit.login("chief", { password: "p" });
  const anna = await kit.login("anna");
  for (const client of [op, chief]) client.take();
  kit.scripts.take();
  return { kit, op, chief, anna };
}

Deno.test("hooks: OnOpChatMessage comes before delivery, and a block drops the line", async () => {
  const { kit, op, chief } = await staffed();
  kit.scripts.on("OnOpChatMessage", ([, text]) => {
    assertEquals(chief.take(), []);
    return { allow: text !== "secret" };
  });
  op.send("$To: OpChat From: op $<op> secret|$To: OpChat From: op $<op> hello|");
  assertEquals(chief.take(), ["$To: chief From: OpChat $<op> hello"]);
  assertEquals(kit.scripts.take(), ["OnOpChatMessage(op,secret)", "OnOpChatMessage(op,hello)"]);
});

Deno.test("hooks: reports of the hub fire OnOpChatMessage under the room's nick and cannot be kept back", async () => {
  const { kit, chief } = await staffed();
  kit.scripts.on("OnOpChatMessage", { allow: false });
  reportToOperators(kit.hub.context, "Something is up");
  assertEquals(kit.scripts.take(), ["OnOpChatMessage(OpChat,Something is up)"]);
  assertEquals(chief.take(), ["$To: chief From: OpChat $<OpChat> Something is up"]);
  kit.hub.port.operatorChat("by a script", null);
  assertEquals(kit.scripts.take(), []);
});

Deno.test("hooks: !drop asks both drop hooks, whatever the first one says", async () => {
  const { kit, op, anna } = await staffed();
  kit.scripts.on("OnOperatorDrops", { allow: false });
  kit.scripts.on("OnOperatorDropsWithReason");
  kit.scripts.on("OnOperatorKicks");
  op.send("<op> !drop anna too loud|");
  assertEquals(kit.scripts.take(), [
    "OnOperatorDrops(op,anna)",
    "OnOperatorDropsWithReason(op,anna,too loud)",
  ]);
  assertMatch(op.take().join(), /refused to let you drop anna/);
  assertEquals(anna.ended, null);
});

Deno.test("hooks: OnOperatorDropsWithReason alone blocks too; without a block the user is dropped", async () => {
  const { kit, op, anna } = await staffed();
  kit.scripts.on("OnOperatorDropsWithReason", { allow: false });
  op.send("<op> !drop anna|");
  assertEquals(anna.ended, null);
  kit.scripts.on("OnOperatorDropsWithReason");
  op.send("<op> !drop  anna|");
  assertEquals(anna.ended, "end");
});

Deno.test("hooks: +regme asks OnNewReg with the user as operator; a block makes no account and says nothing", async () => {
  const kit = hubKit({ commands: [...OWN_ACCOUNT_COMMANDS], settings: { autoreg_class: 1 } });
  const anna = await kit.login("anna");
  kit.scripts.on("OnNewReg", { allow: false });
  kit.scripts.take();
  anna.send("<anna> +regme|");
  assertEquals([kit.scripts.take(), anna.take()], [["OnNewReg(anna,anna,1)"], []]);
  assertEquals(kit.store.accounts.get("anna"), null);
  kit.scripts.on("OnNewReg");
  kit.clock.tick(1000);
  anna.send("<anna> +regme|");
  assertEquals(kit.store.accounts.get("anna")?.class, 1);
});
