/**
 * Tests of state_feed.ts; what a replica makes of the deltas is tested beside the replica.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { DELTA, USER_FIELDS } from "../vh/protocol.ts";
import type { UserState } from "../vh/user_state.ts";
import { stateFeed } from "./state_feed.ts";

Deno.test("state feed: every change becomes one delta of plain values", () => {
  const sent: unknown[][] = [];
  const feed = stateFeed((op, args) => sent.push([op, ...args]));
  const user = Object.fromEntries(USER_FIELDS.map((field, i) => [field, i])) as unknown as UserState;
  feed.userIn(user);
  feed.userSet("n", "share", 5);
  feed.userOut("n");
  feed.setting("a", "b");
  feed.topic("t");
  feed.counts(1, 2);
  feed.names("x", "y");
  assertEquals(sent, [
    [DELTA.userIn, ...USER_FIELDS.map((_, i) => i)],
    [DELTA.userSet, "n", USER_FIELDS.indexOf("share"), 5],
    [DELTA.userOut, "n"],
    [DELTA.setting, "a", "b"],
    [DELTA.topic, "t"],
    [DELTA.counts, 1, 2],
    [DELTA.names, "x", "y"],
  ]);
});
