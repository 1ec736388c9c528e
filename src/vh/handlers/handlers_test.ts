/**
 * Tests of the call handlers: what each makes of its arguments, against a port that records.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { fakeLookups } from "../../../tests/host/fake_lookups.ts";
import { type FakePort, fakePort } from "../../../tests/host/fake_port.ts";
import { createScriptLookups } from "../../host/lookups.ts";
import type { CallArgs, HubCall } from "../calls.ts";
import { type CallContext, type Handler, LATER } from "./context.ts";
import { HANDLERS } from "./mod.ts";

function made(change: (port: FakePort) => void = () => {}) {
  const port = fakePort();
  change(port);
  const services: string[] = [];
  const context: CallContext = {
    port,
    script: { id: 1, name: "s", path: "p", owner: "script 1" },
    services: {
      queueCommand: (from, ...args) => services.push(`queue ${from.id} ${args}`) < 3,
      deliverCommand: (from, cmd, data, plugin, done) => {
        services.push(`deliver ${from.id} ${cmd},${data},${plugin}`);
        done();
      },
      scriptName: (owner) => `name of ${owner}`,
      turnsPerSecond: () => 1000,
      query(from, cmd, data, target, done) {
        services.push(`query ${from.id} ${cmd},${data},${target}`);
        done([]);
      },
      callFunction(from, name, args, done) {
        services.push(`function ${from.id} ${name}(${args})`);
        done("result");
      },
      rename: (from, ...args) => void services.push(`rename ${from.id} ${args}`),
      lookups: createScriptLookups(fakeLookups()).of(1, "s", "own"),
    },
    warn: (reason, value) => void services.push(`${reason}: ${value}`),
  };
  const later: unknown[] = [];
  const run = <N extends HubCall>(name: N, ...args: CallArgs<N>): unknown =>
    (HANDLERS[name] as unknown as Handler<N>)(context, args, (result) => later.push(result));
  return { run, later, services, port };
}

Deno.test("handlers: messages name the hub's bot where the script named nobody", () => {
  const { run, port } = made();
  assertEquals(run("mc", "hi", null), true);
  run("mc", "hi", "Me");
  run("usermc", "bob", "hi", null);
  run("classmc", "hi", 3, 5, "Me");
  run("pm", "bob", "hi", null, null);
  run("pm", "bob", "hi", "Me", null);
  run("pm", "bob", "hi", "Me", "You");
  run("SendToOpChat", "hi", null);
  run("SendPMToAll", "hi", "Me", 0, 10);
  assertEquals(port.done, [
    "mc <Hubcap> hi 0-10",
    "mc <Me> hi 0-10",
    "chatTo bob <Hubcap> hi",
    "mc <Me> hi 3-5",
    "pm bob Hubcap Hubcap hi",
    "pm bob Me Me hi",
    "pm bob Me You hi",
    "op null hi",
    "pmAll Me hi",
  ]);
});

Deno.test("handlers: raw data goes to its range and mode, plain text to main chat", () => {
  const ranges: string[] = [];
  const { run, port } = made((port) => {
    port.rawToAll = (data, { min, max }, mode, delayed) =>
      void ranges.push(`${data} ${min}-${max} ${mode} ${delayed}`);
    port.rawTo = (nick, data, delayed) => ranges.push(`${nick} ${data} ${delayed}`) > 0;
  });
  run("SendToAll", "$A", 0);
  run("SendToAll", "<x> y", 1);
  run("SendToAll", "any|", 0);
  run("SendToAll", "plain", 0);
  run("SendDataToAll", "$B", 2, 4, 0);
  run("SendToActive", "$C", 1);
  run("SendToPassive", "$D", 0);
  run("SendToActiveClass", "$E", 1, 2, 0);
  run("SendToPassiveClass", "$F", 1, 2, 1);
  run("SendDataToUser", "$G", "bob", 1);
  assertEquals(ranges, [
    "$A -1-10 all false",
    "<x> y -1-10 all true",
    "any| -1-10 all false",
    "$B 2-4 all false",
    "$C 0-10 active true",
    "$D 0-10 passive false",
    "$E 1-2 active false",
    "$F 1-2 passive true",
    "bob $G true",
  ]);
  assertEquals(port.done, ["mc <Hubcap> plain 0-10"]);
});

Deno.test("handlers: a range upside down is refused and sends nothing", () => {
  const { run, port } = made();
  assertEquals([
    run("classmc", "x", 5, 3, null),
    run("SendPMToAll", "x", "y", 5, 3),
    run("SendDataToAll", "x", 5, 3, 0),
    run("SendToActiveClass", "x", 5, 3, 0),
    run("SendToPassiveClass", "x", 5, 3, 0),
  ], [false, false, false, false, false]);
  assertEquals(port.done, []);
});

Deno.test("handlers: kicks pass everything on and answer later", () => {
  const seen: unknown[] = [];
  const { run, later } = made((port) => {
    port.kick = (request, done) => (seen.push(request), done(false));
  });
  assertEquals(run("KickUser", "op", "bob", "why", "n", "o", 60), LATER);
  assertEquals(run("KickRedirUser", "op", "bob", "why", "else:411", "", ""), LATER);
  const common = { op: "op", nick: "bob", reason: "why", script: "s" };
  assertEquals(seen, [
    { ...common, note: "n", opNote: "o", banSeconds: 60, redirect: "" },
    { ...common, note: "", opNote: "", banSeconds: 0, redirect: "else:411" },
  ]);
  assertEquals(later, [false, false]);
});

Deno.test("handlers: closing and MyINFO keep their arguments", () => {
  const { run, port } = made();
  run("CloseConnection", "bob", 2, 500);
  run("SetMyINFO", "bob", "d", null, "", null, "7");
  assertEquals(port.done, [
    "close bob 2 500",
    'myinfo bob {"desc":"d","tag":null,"speed":"","email":null,"share":"7"}',
  ]);
});

Deno.test("handlers: settings are read, set in the name of the hub's bot, and answered later", () => {
  const by: string[] = [];
  const { run, later } = made((port) => {
    const set = port.setConfig;
    port.setConfig = (conf, name, value, who, done) => (by.push(who), set(conf, name, value, who, done));
  });
  assertEquals(run("GetConfig", "config", "none", "default"), "default");
  assertEquals(run("SetConfig", "config", "hub_topic", "T"), LATER);
  assertEquals([run("GetConfig", "config", "hub_topic", null), later, by], ["T", [true], ["Hubcap"]]);
});

Deno.test("handlers: a topic of 1024 characters or more is not set", () => {
  const { run, port } = made();
  run("Topic", "x".repeat(1024));
  run("Topic", null);
  run("Topic", "new");
  assertEquals(port.done, ["topic new"]);
});

Deno.test("handlers: bots belong to the script, odd classes and shares become 0", () => {
  const bots: unknown[] = [];
  const { run, port } = made((port) => {
    port.addBot = (owner, bot) => bots.push([owner, bot.class, bot.share]) > 0;
  });
  run("AddRobot", "B", 10, "", "", "", "5");
  run("AddRobot", "B", 7, "", "", "", "-5");
  run("AddRobot", "B", 2.5, "", "", "", "9".repeat(19));
  run("DelRobot", "B");
  assertEquals(bots, [["script 1", 10, "5"], ["script 1", 0, "0"], ["script 1", 0, "0"]]);
  assertEquals(port.done, ["unbot B"]);
});

Deno.test("handlers: a bot that is refused is false for the script, and the reason stands in its log", () => {
  const { run, port, services } = made((port) => {
    port.addBot = () => false;
    port.whyNotBot = () => "its nick is taken";
  });
  assertEquals(run("AddRobot", "B\n", 3, "", "", "", "5"), false);
  assertEquals([port.done, services], [[], ["vh.AddRobot() adds no bot: its nick is taken: B\n"]]);
});

Deno.test("handlers: script messages are queued, or delivered and answered later; titles are passed on", () => {
  const { run, services, later } = made();
  assertEquals([run("ScriptCommand", "c", "d", "p", false), later], [true, []]);
  assertEquals([run("ScriptCommand", "c", "d", "p", true), later], [LATER, [true]]);
  assertEquals([run("ScriptCommand", "c", "d", "p", false), later], [false, [true]]);
  assertEquals(run("name_and_version", "N", null), "Hubcap test");
  assertEquals(services, ["queue 1 c,d,p", "deliver 1 c,d,p", "queue 1 c,d,p", "rename 1 N,"]);
});

Deno.test("handlers: questions to scripts and calls of the host's functions are passed on and answered later", () => {
  const { run, later, services } = made();
  assertEquals(run("ScriptQuery", "age", "7", null), LATER);
  assertEquals(run("CallDynamicFunction", "sum", 1, 2), LATER);
  assertEquals(later, [[], "result"]);
  assertEquals(services, ["query 1 age,7,null", "function 1 sum(1,2)"]);
});
