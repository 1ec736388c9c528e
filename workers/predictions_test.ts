/**
 * Tests of predictions.ts: the results of calls that do not wait.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { UserState } from "../src/vh/user_state.ts";
import { PREDICTIONS } from "./predictions.ts";
import { createReplica, type Replica } from "./replica.ts";

function filled(opChatName = "OpChat"): Replica {
  const replica = createReplica();
  replica.users.set("alice", { nick: "Alice", connected: true } as UserState);
  replica.users.set("bot", { nick: "Bot", connected: false } as UserState);
  replica.opChatName = opChatName;
  return replica;
}

const replica = filled();

Deno.test("predictions: what goes to everybody succeeds, a range upside down does not", () => {
  assertEquals(PREDICTIONS.mc(replica, ["m", null]), true);
  assertEquals(PREDICTIONS.SendToAll(replica, ["d", 0]), true);
  assertEquals(PREDICTIONS.SendToActive(replica, ["d", 0]), true);
  assertEquals(PREDICTIONS.SendToPassive(replica, ["d", 0]), true);
  for (const [min, max, ok] of [[0, 10, true], [3, 3, true], [4, 3, false]] as const) {
    assertEquals(PREDICTIONS.classmc(replica, ["m", min, max, null]), ok);
    assertEquals(PREDICTIONS.SendPMToAll(replica, ["m", "f", min, max]), ok);
    assertEquals(PREDICTIONS.SendDataToAll(replica, ["d", min, max, 0]), ok);
    assertEquals(PREDICTIONS.SendToActiveClass(replica, ["d", min, max, 0]), ok);
    assertEquals(PREDICTIONS.SendToPassiveClass(replica, ["d", min, max, 0]), ok);
  }
});

Deno.test("predictions: what goes to one user needs a connection, bots have none", () => {
  for (const [nick, ok] of [["alice", true], ["Bot", false], ["nobody", false]] as const) {
    assertEquals(PREDICTIONS.pm(replica, [nick, "m", null, null]), ok);
    assertEquals(PREDICTIONS.usermc(replica, [nick, "m", null]), ok);
    assertEquals(PREDICTIONS.SendDataToUser(replica, ["d", nick, 0]), ok);
    assertEquals(PREDICTIONS.CloseConnection(replica, [nick, 0, 0]), ok);
  }
  assertEquals(PREDICTIONS.SetMyINFO(replica, ["bot", null, null, null, null, null]), true);
  assertEquals(PREDICTIONS.SetMyINFO(replica, ["nobody", null, null, null, null, null]), false);
});

Deno.test("predictions: the operator chat may not exist", () => {
  assertEquals(PREDICTIONS.SendToOpChat(replica, ["m", null]), true);
  assertEquals(PREDICTIONS.SendToOpChat(filled(""), ["m", null]), false);
});

Deno.test("predictions: status bits need one of the known numbers and exactly this nick", () => {
  for (const name of ["SetMyINFOFlag", "UnsetMyINFOFlag"] as const) {
    assertEquals(PREDICTIONS[name](replica, ["Alice", 16]), true);
    for (const [nick, flag] of [["alice", 16], ["Alice", 3], ["Alice", 0], ["Bot", 16]] as const) {
      assertEquals([name, nick, flag, PREDICTIONS[name](replica, [nick, flag])], [name, nick, flag, false]);
    }
  }
});

Deno.test("predictions: what a script changes itself it reads back at once", () => {
  const own = filled();
  assertEquals(PREDICTIONS.DelChatUser(own, ["ALICE"]), true);
  assertEquals(own.users.get("alice")?.chat, false);
  assertEquals(PREDICTIONS.AddChatUser(own, ["alice"]), true);
  assertEquals(own.users.get("alice")?.chat, true);
  assertEquals([PREDICTIONS.AddChatUser(own, ["Bot"]), PREDICTIONS.DelChatUser(own, ["nobody"])], [
    false,
    false,
  ]);
  assertEquals([PREDICTIONS.SetTopic(own, ["new"]), own.topic], [true, "new"]);
  assertEquals([PREDICTIONS.SetTopic(own, ["x".repeat(1024)]), own.topic], [false, "new"]);
});

Deno.test("predictions: the calls of the Lua plugin", () => {
  for (const [nick, ok] of [["alice", true], ["Bot", false], ["nobody", false]] as const) {
    assertEquals(PREDICTIONS.Disconnect(replica, [nick, 0]), ok);
    assertEquals(PREDICTIONS.ReportUser(replica, [nick, "m"]), ok);
  }
  for (const [min, max, ok] of [[0, 10, true], [4, 3, false]] as const) {
    assertEquals(PREDICTIONS.SendToChat(replica, ["n", "m", min, max]), ok);
  }
  assertEquals(PREDICTIONS.StopHub(replica, [0, 0]), true);
});
