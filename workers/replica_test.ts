/**
 * Tests of replica.ts, fed by the hub's own translation in src/host/state_feed.ts.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { stateFeed } from "../src/host/state_feed.ts";
import type { UserState } from "../src/vh/user_state.ts";
import { applyDelta, createReplica, findUser, nickKey } from "./replica.ts";

const ALICE: UserState = {
  nick: "Alice",
  class: 3,
  ip: "10.0.0.1",
  connected: true,
  op: true,
  myInfo: "$MyINFO $ALL Alice d$ $L\x01$$1$",
  realMyInfo: "$MyINFO $ALL Alice r$ $L\x01$$1$",
  share: 1,
  hubUrl: "dchub://x",
  extJson: "{}",
  version: "1,0091",
  supports: "NoHello TTHS",
  chat: true,
  tls: "",
};

function fed() {
  const replica = createReplica();
  const state = stateFeed((op, args) => applyDelta(replica, op, args));
  return { replica, state };
}

Deno.test("replica: a user arrives whole, is found in any ASCII case, and leaves", () => {
  const { replica, state } = fed();
  state.userIn(ALICE);
  assertEquals(findUser(replica, "aLICE"), ALICE);
  assertEquals(findUser(replica, "Alicé"), undefined);
  state.userOut("ALICE");
  assertEquals(replica.users.size, 0);
});

Deno.test("replica: every field can change, of known users only", () => {
  const { replica, state } = fed();
  state.userIn(ALICE);
  const change: Partial<Record<keyof UserState, string | number | boolean>> = {
    class: 5,
    ip: "::1",
    op: false,
    myInfo: "m",
    realMyInfo: "r",
    share: 9,
    hubUrl: "u",
    extJson: "j",
    version: "v",
    supports: "s",
    chat: false,
    tls: "TLSv1.3",
  };
  for (const [field, value] of Object.entries(change)) state.userSet("alice", field as "ip", value);
  state.userSet("bob", "ip", "nowhere");
  assertEquals(findUser(replica, "Alice"), { ...ALICE, ...change } as UserState);
  assertEquals(replica.users.size, 1);
});

Deno.test("replica: settings, topic, counters and names", () => {
  const { replica, state } = fed();
  state.setting("hub_name", "H");
  state.setting("hub_name", "I");
  state.topic("t");
  state.counts(3, 2 ** 52);
  state.names("Sec", "Ops");
  assertEquals([...replica.settings], [["hub_name", "I"]]);
  assertEquals(
    [replica.topic, replica.userCount, replica.totalShare, replica.botName, replica.opChatName],
    ["t", 3, 2 ** 52, "Sec", "Ops"],
  );
});

Deno.test("replica: an unknown change is no change", () => {
  const { replica } = fed();
  applyDelta(replica, 99, ["x"]);
  assertEquals(replica, createReplica());
});

Deno.test("replica: only ASCII letters fold", () => {
  assertEquals(nickKey("[OP]ÄÖ_Zz"), "[op]ÄÖ_zz");
});
