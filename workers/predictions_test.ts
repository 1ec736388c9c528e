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
