/**
 * The calls that moderate: what scripts write and what the hub is asked for.
 *
 * @module
 */
import { assertEquals, assertThrows } from "@std/assert";
import { fakePort } from "../../../tests/host/fake_port.ts";
import type { CallArgs, HubCall } from "../calls.ts";
import { CONSTANTS } from "../constants.ts";
import { accounts } from "./accounts.ts";
import { bans } from "./bans.ts";
import { type CallContext, type Handler, LATER } from "./context.ts";
import { hubLife } from "./hub_life.ts";
import { lua } from "./lua.ts";
import { moderation } from "./moderation.ts";

const handlers = { ...accounts, ...bans, ...hubLife, ...lua, ...moderation };

function made() {
  const port = fakePort();
  const services = { scriptName: (owner: string) => `name of ${owner}`, turnsPerSecond: () => 1234.5 };
  const script = { id: 1, name: "s", path: "p", owner: "script 1" };
  const context = { port, script, services } as unknown as CallContext;
  const later: unknown[] = [];
  const run = <N extends HubCall & keyof typeof handlers>(name: N, ...args: CallArgs<N>): unknown =>
    (handlers[name] as unknown as Handler<N>)(context, args, (result) => later.push(result));
  return { run, port, later };
}

Deno.test("handlers: accounts of classes a script may give, the hub's bot as registrar", () => {
  const { run, port, later } = made();
  for (const userClass of [-1, 0, 1, 5]) assertEquals(run("AddRegUser", "nora", userClass, "", ""), LATER);
  for (const userClass of [-2, 6, 10, 1.5]) assertEquals(run("AddRegUser", "nora", userClass, "", ""), false);
  assertEquals(
    [run("SetRegClass", "nora", 10), run("SetRegClass", "nora", 0), run("SetRegClass", "nora", 7)],
    [
      true,
      false,
      false,
    ],
  );
  assertEquals(later, [true, true, true, true]);
  assertEquals(port.done, [
    "register nora -1",
    "register nora 1",
    "register nora 1",
    "register nora 5",
    "regclass nora 10",
  ]);
});

Deno.test("handlers: a ban has one of the known types and no negative length", () => {
  const { run, port } = made();
  for (const flag of [0, ...Object.values(CONSTANTS.eBF.values)]) run("Ban", "op", "x", "why", 60, flag);
  assertEquals(port.done.map((line) => line.split(" ")[3]), [
    "nickip",
    "nickip",
    "ip",
    "nick",
    "range",
    "host1",
    "host2",
    "host3",
    "share",
    "prefix",
    "hostr1",
    "hostr1",
  ]);
  for (const flag of [3, 1024, -1, 0.5, 1e9]) {
    assertThrows(() => run("Ban", "op", "x", "why", 60, flag), RangeError, "none of vh.eBF_*");
  }
  assertThrows(() => run("Ban", "op", "x", "why", -1, 1), RangeError, "0 is for ever");
  assertEquals(port.done.length, 12);
});

Deno.test("handlers: periods of rights as scripts write them; a bad one changes nothing", () => {
  const { run, port } = made();
  assertEquals(run("UserRestrictions", "alice", null, null, null, null), null);
  port.enter("alice");
  assertEquals(run("UserRestrictions", "alice", "30m", "1", "0", ""), {
    chat: true,
    pm: true,
    search: false,
    ctm: false,
  });
  for (const period of ["soon", "-1", "1d2h", "0m", "1.5h"]) {
    assertThrows(
      () => run("UserRestrictions", "alice", "1h", period, null, null),
      RangeError,
      "is no period",
    );
  }
  run("SetTempRights", "bob", "ctm", "2d");
  assertThrows(() => run("SetTempRights", "bob", "all", "2d"), RangeError, "none of chat, pm, search, ctm");
  assertEquals(port.done, [
    "restrict alice {}",
    'restrict alice {"chat":1800,"pm":604800,"search":0}',
    'take bob {"ctm":172800}',
  ]);
  assertEquals(run("GetTempRights", "bob"), { chat: 0, pm: -1, search: 7, ctm: 0 });
});

Deno.test("handlers: addresses and status bits are checked before the hub is asked", () => {
  const { run, port } = made();
  assertEquals([run("SetUserIP", "bob", "1.2.3.4"), run("SetUserIP", "bob", "::1")], [true, true]);
  assertEquals([run("SetUserIP", "bob", "1.2.3"), run("SetUserIP", "bob", "0.0.0.0")], [false, false]);
  assertEquals([run("SetMyINFOFlag", "bob", 16), run("UnsetMyINFOFlag", "bob", 2)], [true, true]);
  assertEquals([run("SetMyINFOFlag", "bob", 3), run("UnsetMyINFOFlag", "bob", 64)], [false, false]);
  assertEquals(port.done, ["ip bob 1.2.3.4", "ip bob ::1", "status bob 16 true", "status bob 2 false"]);
});

Deno.test("handlers: stopping takes a code of one byte and a delay, minus one calls it off", () => {
  const { run, port } = made();
  run("StopHub", 0, 0);
  run("StopHub", 257, 2.5);
  run("StopHub", 1, -1);
  run("StopHub", 1, -7);
  assertEquals(port.done, ["stop 0 0", "stop 1 2500", "stop 1 null", "stop 1 0"]);
});

Deno.test("handlers: the calls of the Lua plugin", () => {
  const { run, port } = made();
  port.scriptBots = () => [{ owner: "script 9", nick: "b", class: 1, myInfo: "$MyINFO", share: 5 }];
  run("SendToChat", "Me", "hi", 3, 5);
  run("Disconnect", "bob", 7);
  run("EditBot", "b", 3, "d", "s", "e", "1");
  run("SetTopic", "new");
  assertEquals(port.done, [
    "mc <Me> hi 3-5",
    "close bob 21 7",
    "editbot b 3",
    "topic new",
  ]);
  assertEquals(run("GetBots"), [{
    script: "name of script 9",
    nick: "b",
    class: 1,
    myInfo: "$MyINFO",
    share: 5,
  }]);
  assertEquals([run("GetServFreq"), run("GetHubIp")], [1234.5, "127.0.0.1:411"]);
});
