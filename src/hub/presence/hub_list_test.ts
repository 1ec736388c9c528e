/**
 * Tests of registration with hub lists: when, with what, one at a time, and what operators see of it.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { SettingValues } from "../../config/settings.ts";
import { latin1Bytes, latin1Text } from "../../core/bytes.ts";
import type { HubListTarget } from "../../net/hub_list.ts";
import { HUB_COMMANDS } from "../commands/mod.ts";
import { MAX_LISTS, registerNow } from "./hub_list.ts";
import { publicHost } from "./public_host.ts";
import { type HubKit, hubKit, keyOf, settle } from "../testing/hub_kit.ts";

const LOCK = "EXTENDEDPROTOCOLABCABC";
const MIB = 1_048_576;

interface Call extends HubListTarget {
  readonly answer: (lock: Uint8Array) => Uint8Array;
  readonly done: (problem: string | null) => void;
}

/** A hub and the registrations it begins. */
function listed(
  settings: Partial<SettingValues> = {},
): { kit: HubKit; calls: Call[]; wait(seconds: number): void } {
  const calls: Call[] = [];
  const kit = hubKit({
    settings: {
      hub_host: "hub.example",
      hublist_host: "one.example",
      int_chat_ms: 0,
      max_class_proto_flood: -1,
      send_user_info: false,
      ...settings,
    },
    accounts: [{ nick: "root", class: 10, passwordHash: "hash:secret" }],
    commands: [...HUB_COMMANDS],
    registerAt: (target, answer, done) => void calls.push({ ...target, answer, done }),
  });
  const wait = (seconds: number) => {
    for (let i = 0; i < seconds; i++) kit.clock.tick(1000);
  };
  return { kit, calls, wait };
}

const sent = (call: Call): string => latin1Text(call.answer(latin1Bytes(LOCK)));

Deno.test("hub list: a hub of default settings registers nowhere", () => {
  const { calls, wait } = listed({ hublist_host: "" });
  wait(100_000);
  assertEquals(calls.length, 0);
});

Deno.test("hub list: first after a minute, then each period, never on the dot", () => {
  const { calls, wait } = listed();
  wait(59);
  assertEquals(calls.length, 0);
  wait(40);
  assertEquals([calls.length, calls[0]!.host, calls[0]!.port], [1, "one.example", 2501]);
  calls[0]!.done(null);
  wait(20_000);
  assertEquals(calls.length, 1);
  wait(3000);
  assertEquals(calls.length, 2);
});

Deno.test("hub list: the answer has key, name, address, description with share, users, share and the list", async () => {
  const { kit, calls, wait } = listed({
    hub_name: "Tom & Jerry | $hub",
    hub_desc: "a|b$c",
    min_share: 7,
    hublist_host: "list.example:99",
    min_class_use_hub: 0,
  });
  await kit.login("anna", { share: 8 * MIB });
  wait(95);
  assertEquals(
    sent(calls[0]!),
    `$Key ${keyOf(LOCK)}|Tom & Jerry &#124; &#36;hub|hub.example:4111|[MINSHARE:7MB] a&#124;b&#36;c|1|${
      8 * MIB
    }|list.example:99|`,
  );
});

Deno.test("hub list: share and list can be left out, and port 411 goes without saying", () => {
  const { calls, wait } = listed({
    hub_host: "dchub://hub.example:411/",
    hublist_send_minshare: false,
    hublist_send_listhost: false,
    min_share: 7,
  });
  wait(95);
  assertEquals(sent(calls[0]!), `$Key ${keyOf(LOCK)}|Hubcap|hub.example||0|0|`);
});

Deno.test("hub list: one at a time, also when a list never answers", () => {
  const { calls, wait } = listed({ hublist_host: "a.example b.example:7 [2001:db8::1]:8" });
  wait(1000);
  assertEquals(calls.map(({ host }) => host), ["a.example"]);
  calls[0]!.done(null);
  wait(2);
  calls[1]!.done("no answer");
  wait(2);
  assertEquals(calls.map(({ host, port }) => `${host} ${port}`), [
    "a.example 2501",
    "b.example 7",
    "2001:db8::1 8",
  ]);
});

Deno.test("hub list: after failures it waits longer each time, at most the period", () => {
  const { kit, calls, wait } = listed({ timer_hublist_period: 3600 });
  wait(95);
  const pauses: number[] = [];
  for (let i = 0; i < 6; i++) {
    calls.at(-1)!.done("refused");
    const [count, since] = [calls.length, kit.clock.mono()];
    while (calls.length === count) wait(1);
    pauses.push(Math.round((kit.clock.mono() - since) / 1000));
  }
  const around = [300, 600, 1200, 2400, 3600, 3600];
  assert(pauses.every((pause, i) => Math.abs(pause - around[i]!) <= around[i]! * 0.06), pauses.join());
});

Deno.test("hub list: no setting makes the hub knock more often than every five minutes; 0 turns the clock off", () => {
  const quick = listed({ timer_hublist_period: 1 });
  quick.wait(95);
  quick.calls[0]!.done(null);
  quick.wait(280);
  assertEquals(quick.calls.length, 1);
  const off = listed({ timer_hublist_period: 0 });
  off.wait(10_000);
  assertEquals(off.calls.length, 0);
});

Deno.test("hub list: what is no address, and a hub without an address, is a failure without a connection", () => {
  const bad = listed({ hublist_host: "http://x/y?z a:0 a:99999 x@y" });
  bad.wait(300);
  const nowhere = listed({ hub_host: "" });
  nowhere.wait(300);
  assertEquals([bad.calls.length, nowhere.calls.length], [0, 0]);
  const problems = bad.kit.hub.context.hubLists.rows.map(({ problem }) => problem);
  assertEquals(problems, Array(4).fill("it is no host[:port]"));
  assertMatch(nowhere.kit.hub.context.hubLists.rows[0]!.problem!, /^hub_host is empty/);
});

Deno.test("hub list: the number of lists is bounded", () => {
  const names = Array.from({ length: 200 }, (_, i) => `l${i}.ex`).join(" ");
  const { kit, wait } = listed({ hublist_host: names });
  wait(1);
  assertEquals(kit.hub.context.hubLists.rows.length, MAX_LISTS);
});

Deno.test("hub list: a changed setting counts at once, a stopped hub begins nothing", () => {
  const { kit, calls, wait } = listed();
  wait(2);
  kit.store.settings.set("hublist_host", "two.example");
  wait(95);
  assertEquals(calls.map(({ host }) => host), ["two.example"]);
  calls[0]!.done(null);
  kit.hub.stop();
  kit.hub.tick();
  wait(50_000);
  assertEquals(calls.length, 1);
});

async function typed(kit: HubKit) {
  const root = await kit.login("root", { password: "secret" });
  return async (line: string): Promise<string> => {
    root.send(line === "" ? "" : `<root> ${line}|`);
    await settle();
    return root.take().join("\n");
  };
}

Deno.test("!hublist: registers now and tells of every list, then shows it again", async () => {
  const { kit, calls, wait } = listed({ hublist_host: "a.example b.example", timer_hublist_period: 0 });
  const type = await typed(kit);
  wait(1);
  assertStringIncludes(await type("!hublist show"), "a.example: not registered yet");
  assertStringIncludes(await type("!hublist"), "Registering with the hub lists; the result follows.");
  assertStringIncludes(await type("!hublist"), "A registration is under way");
  calls[0]!.done(null);
  wait(1);
  calls[1]!.done("it is no hub list");
  const result = await type("");
  assertMatch(result, /a\.example: registered \(.* UTC\)\r\nb\.example: failed: it is no hub list \(/);
  assertStringIncludes(await type("!hublist show"), "b.example: failed");
  assertStringIncludes(await type("!hublist"), "Registering");
  // The lists are taken away meanwhile: whoever asked hears of it all the same.
  kit.store.settings.set("hublist_host", "");
  wait(1);
  calls[2]!.done(null);
  assertStringIncludes(await type(""), "Hub lists:");
  assertStringIncludes(await type("!hublist"), "There is no hub list: set hublist_host");
});

Deno.test("hub list: whoever asked may fail, the hub goes on", () => {
  const { kit, calls, wait } = listed();
  const asked = registerNow(kit.hub.context, () => {
    throw new Error("nobody listens");
  });
  assertEquals(asked, null);
  calls[0]!.done(null);
  wait(25_000);
  assertEquals(calls.length, 2);
});

Deno.test("!hublist: the result of an operator who left is dropped", async () => {
  const { kit, calls } = listed();
  const type = await typed(kit);
  await type("!hublist");
  await type("$Quit root");
  for (const session of [...kit.hub.context.sessions]) session.link.destroy();
  calls[0]!.done(null);
  assertEquals(kit.hub.context.hubLists.asked, null);
});

Deno.test("public host: schemes, ports and IPv6", () => {
  const at = (hub_host: string, address = "0.0.0.0:4111") =>
    publicHost({ vars: { hub_host }, address } as Parameters<typeof publicHost>[0]);
  assertEquals(at(""), null);
  assertEquals(at("hub.example"), "hub.example:4111");
  assertEquals(at("hub.example", "0.0.0.0:411"), "hub.example");
  assertEquals(at("dchub://hub.example:411/x"), "hub.example");
  assertEquals(at("nmdcs://hub.example:5000"), "hub.example:5000");
  assertEquals(at("2001:db8::1"), "[2001:db8::1]:4111");
  assertEquals(at("[2001:db8::1]"), "[2001:db8::1]:4111");
  assertEquals(at("[2001:db8::1]:411"), "[2001:db8::1]");
});
