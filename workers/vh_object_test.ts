/**
 * Tests of vh_object.ts.
 *
 * @module
 */
import { assert, assertEquals, assertFalse, assertStringIncludes, assertThrows } from "@std/assert";
import { CALL_NUMBER, CALLS } from "../src/vh/calls.ts";
import { CAPABILITY_NAMES } from "../src/vh/capabilities.ts";
import type { CallRow } from "../src/vh/table.ts";
import type { UserState } from "../src/vh/user_state.ts";
import { createReplica, type Replica } from "./replica.ts";
import { buildVh } from "./vh_object.ts";

type Fn = (...args: unknown[]) => unknown;

interface Made {
  vh: Record<string, unknown>;
  replica: Replica;
  sent: [string, number, ...unknown[]][];
  run(name: string, ...args: unknown[]): unknown;
}

function made(capabilities: readonly string[] = CAPABILITY_NAMES, answer: unknown = "answer"): Made {
  const replica = createReplica();
  for (const nick of ["alice", "bob"]) {
    replica.users.set(nick, { nick, connected: true, class: 1 } as UserState);
  }
  Object.assign(replica, { botName: "Sec", opChatName: "Ops", topic: "old" });
  replica.settings.set("hub_name", "H");
  const sent: Made["sent"] = [];
  const vh = buildVh(
    replica,
    {
      cast: (call, args) => void sent.push(["cast", call, ...args]),
      call: (call, args) => (sent.push(["call", call, ...args]), answer),
    },
    {
      id: 7,
      name: "lab",
      path: "./lab.ts",
      capabilities,
      options: { a: 1 },
      hub: { name: "Hubcap", version: "1.2", startedAt: 99 },
    },
    (hook, fn) => void sent.push(["on", 0, hook, fn]),
  ) as Record<string, unknown>;
  return { vh, replica, sent, run: (name, ...args) => (vh[name] as Fn)(...args) };
}

Deno.test("vh object: frozen, with every call of the table", () => {
  const { vh } = made();
  assert(Object.isFrozen(vh) && Object.isFrozen(vh.eCR));
  for (const { name } of CALLS) assertEquals(typeof vh[name], "function", name);
  assertThrows(() => {
    "use strict";
    vh.mc = () => {};
  }, TypeError);
});

Deno.test("vh object: who the script is, and constants under both names", () => {
  const { vh } = made();
  assertEquals(
    [vh.myid, vh.name, vh.path, vh.options, vh.config_name, vh.starttime],
    [7, "lab", "./lab.ts", { a: 1 }, "config", 99],
  );
  assertEquals([vh.eCR_KICKED, (vh.eCR as Record<string, number>).KICKED, vh.eUC_MASTER], [2, 2, 10]);
  assertEquals(vh.eBF_REVERSE, vh.eBF_HOSTR1);
  assertEquals([vh.eKI_DROP, vh.eUR_REG, vh.w_UR_CTM], [16, 1024, 8]);
  assertEquals([vh.basedir, vh.__version__], [null, "1.2"]);
});

Deno.test("vh object: the bots' names are live", () => {
  const { vh, replica } = made();
  assertEquals([vh.botname, vh.opchatname], ["Sec", "Ops"]);
  replica.botName = "New";
  assertEquals(vh.botname, "New");
});

Deno.test("vh object: a call without its grant throws NotCapable that names the grant, and sends nothing", () => {
  const { vh, sent } = made([]);
  for (const row of CALLS as readonly CallRow[]) {
    if (row.capability === null) continue;
    const error = assertThrows(() => (vh[row.name] as Fn)(), Error, `"${row.capability}"`) as Error & {
      code: string;
    };
    assertEquals([error.name, error.code], ["NotCapable", "script.denied"]);
    assertStringIncludes(error.message, `vh.${row.name}()`);
  }
  assertEquals(sent, []);
  assertEquals(made([]).run("Encode", "$"), "&#36;");
});

Deno.test("vh object: wrong counts and types throw TypeError before anything is sent", () => {
  const { run, sent } = made();
  assertThrows(() => run("mc"), TypeError, "argument 1 (message) is missing");
  assertThrows(() => run("mc", {}), TypeError, "must be a string, not an object");
  assertThrows(() => run("mc", "a", "b", "c"), TypeError, "at most 2 (3 given)");
  assertThrows(() => run("GetNickList", 1), TypeError, "takes no arguments");
  assertThrows(() => run("KickUser", "op", "bob"), TypeError, "(reason) is missing");
  assertEquals(sent, []);
});

Deno.test("vh object: reads are answered here, sends do not wait, the rest asks the hub", () => {
  const { run, sent } = made();
  assertEquals(run("GetUserClass", "alice"), 1);
  assertEquals(sent, []);
  assertEquals(run("mc", "hi"), true);
  assertEquals(run("KickUser", "op", "bob", "why"), "answer");
  assertEquals(sent, [
    ["cast", CALL_NUMBER.mc, "hi", null],
    ["call", CALL_NUMBER.KickUser, "op", "bob", "why", "", "", 0],
  ]);
});

Deno.test("vh object: another name for a call goes the way of that call", () => {
  const { run, sent } = made();
  assertEquals(run("SendToUser", "$A", "alice"), true);
  assertFalse(run("SendToUser", "$A", "nobody"));
  assertEquals(run("UnRegBot", "Bot"), "answer");
  assertEquals([run("GetOPList"), run("encode", "$"), run("decode", "&#36;")], [
    run("GetRawOpList"),
    "&#36;",
    "$",
  ]);
  assertThrows(() => run("UnRegBot"), TypeError, "vh.UnRegBot(): argument 1 (nick) is missing");
  assertEquals(sent, [
    ["cast", CALL_NUMBER.SendDataToUser, "$A", "alice", 0],
    ["call", CALL_NUMBER.DelRobot, "Bot"],
  ]);
});

Deno.test("vh object: a send that cannot succeed returns false and is not sent", () => {
  const { run, sent } = made();
  assertFalse(run("pm", "nobody", "hi"));
  assertFalse(run("classmc", "hi", 5, 3));
  assertFalse(run("CloseConnection", "nobody"));
  assertEquals(sent, []);
});

Deno.test("vh object: pm and usermc accept the old argument order", () => {
  for (const name of ["pm", "usermc"] as const) {
    const { run, sent } = made();
    assert(run(name, "hello", "alice"));
    assert(run(name, "alice", "hello"));
    assert(run(name, "bob", "alice"), "two nicks: the first one receives");
    assertFalse(run(name, "hello", "nobody"));
    const nulls = name === "pm" ? [null, null] : [null];
    assertEquals(sent, [
      ["cast", CALL_NUMBER[name], "alice", "hello", ...nulls],
      ["cast", CALL_NUMBER[name], "alice", "hello", ...nulls],
      ["cast", CALL_NUMBER[name], "bob", "alice", ...nulls],
    ]);
  }
});

Deno.test("vh object: GetConfig reads the hub's own set here and asks for others", () => {
  const { run, sent } = made();
  assertEquals(run("GetConfig", "config", "hub_name"), "H");
  assertEquals(run("GetConfig", "config", "none"), null);
  assertEquals(run("GetConfig", "config", "none", "default"), "default");
  assertEquals(sent, []);
  assertEquals(run("GetConfig", "other", "x"), "answer");
  assertEquals(sent, [["call", CALL_NUMBER.GetConfig, "other", "x", null]]);
});

Deno.test("vh object: a new topic is read back at once, one that is too long is not taken", () => {
  const { run, sent } = made();
  assertEquals(run("Topic"), "old");
  assertEquals(run("Topic", "new"), "new");
  assertEquals(run("Topic", "x".repeat(1024)), "new");
  assertEquals(run("Topic", ""), "");
  assertEquals(sent.map(([, , topic]) => topic), ["new", ""]);
});

Deno.test("vh object: name_and_version tells the hub's, and names the script when asked to", () => {
  const { run, sent } = made();
  assertEquals(run("name_and_version"), "Hubcap 1.2");
  assertEquals(sent, []);
  assertEquals(run("name_and_version", "Mine", "2"), "Hubcap 1.2");
  assertEquals(sent, [["cast", CALL_NUMBER.name_and_version, "Mine", "2"]]);
});

Deno.test("vh object: ScriptCommand takes a number for immediate", () => {
  const { run, sent } = made();
  run("ScriptCommand", "c", "d");
  run("ScriptCommand", "c", "d", 1);
  run("ScriptCommand", "c", "d", 0);
  run("ScriptCommand", "c", "d", 5);
  run("ScriptCommand", "c", "d", true);
  run("ScriptCommand", "c", "d", "lua", true);
  assertEquals(sent.map(([road, , , , ...rest]) => [road, ...rest]), [
    ["call", "deno", false],
    ["call", "deno", true],
    ["call", "deno", false],
    ["call", "deno", true],
    ["call", "deno", true],
    ["call", "lua", true],
  ]);
});

Deno.test("vh object: vh.on is the one it was given", () => {
  const { run, sent } = made();
  const fn = () => {};
  run("on", "OnTimer", fn);
  assertEquals(sent, [["on", 0, "OnTimer", fn]]);
});

Deno.test("vh object: UserRestrictions takes periods one by one or as an object", () => {
  const { run, sent } = made();
  const number = CALL_NUMBER.UserRestrictions;
  run("UserRestrictions", "alice", "1h", null, 0, true);
  run("UserRestrictions", "alice", { chat: "1h", search: 0, ctm: true });
  run("UserRestrictions", "alice");
  assertEquals(sent, [
    ["call", number, "alice", "1h", null, "0", "1"],
    ["call", number, "alice", "1h", null, "0", "1"],
    ["call", number, "alice", null, null, null, null],
  ]);
  assertThrows(() => run("UserRestrictions", "alice", { chat: {} }), TypeError, "nochat");
  assertThrows(() => run("UserRestrictions", "alice", { chat: 1 }, 1), TypeError, "nochat");
});

Deno.test("vh object: the data folder is there for scripts that may read it", () => {
  const replica = createReplica();
  const hub = { name: "Hubcap", version: "1.2", startedAt: 99 };
  const identity = { id: 1, name: "s", path: "s", capabilities: [], options: {}, hub, baseDir: "/data" };
  const vh = buildVh(replica, { cast: () => {}, call: () => null }, identity, () => {});
  assertEquals([(vh.GetVHCfgDir as Fn)(), vh.basedir], ["/data", "/data"]);
  assertEquals([made().run("GetVHCfgDir"), made().vh.basedir], [null, null]);
});

Deno.test("vh object: status bits of somebody who is not in the list yet are asked of the hub", () => {
  const { run, sent } = made(CAPABILITY_NAMES, true);
  const number = CALL_NUMBER.SetMyINFOFlag;
  assertEquals([run("SetMyINFOFlag", "alice", 2), run("SetMyINFOFlag", "alice", 3)], [true, false]);
  assertEquals(run("SetMyINFOFlag", "newcomer", 2), true);
  assertEquals(sent, [["cast", number, "alice", 2], ["call", number, "newcomer", 2]]);
});
