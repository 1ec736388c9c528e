/**
 * Hooks of messages: when each fires, with what, and what a block does.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import type { HookName } from "../vh/hooks.ts";
import { type HubKit, hubKit, keyOf, myInfo, type TestClient } from "./testing/hub_kit.ts";

/** Two users, `anna` and `berta`, and a hub whose scripts want this hook. */
async function two(
  hook: HookName,
  options: Parameters<typeof hubKit>[0] = {},
): Promise<{ kit: HubKit; anna: TestClient; berta: TestClient; heard(): string[]; block(): void }> {
  const kit = hubKit(options);
  const berta = await kit.login("berta", { mode: "P", supports: "NoHello MCTo ExtJSON2", ip: "1.1.1.2" });
  const anna = await kit.login("anna", { supports: "NoHello MCTo ExtJSON2", ip: "1.1.1.1" });
  for (const client of [anna, berta]) client.take();
  kit.scripts.take();
  kit.scripts.on(hook);
  return {
    kit,
    anna,
    berta,
    heard: () => kit.scripts.take().filter((line) => line.startsWith("On")),
    block: () => kit.scripts.on(hook, { allow: false }),
  };
}

const ROWS: {
  hook: HookName;
  /** What anna sends. */
  sends: string;
  heard: string;
  /** What berta gets. */
  gets: string;
  settings?: Parameters<typeof hubKit>[0];
}[] = [
  {
    hook: "OnParsedMsgMCTo",
    sends: "$MCTo: berta $anna hi there|",
    heard: "OnParsedMsgMCTo(anna,hi there,berta)",
    gets: "$MCTo: berta $anna hi there",
  },
  {
    hook: "OnParsedMsgSR",
    sends: "$SR anna a.txt\x05100 1/2\x05Hub (1.1.1.1:411)\x05berta|",
    heard: "OnParsedMsgSR(anna,$SR anna a.txt\x05100 1/2\x05Hub (1.1.1.1:411)\x05berta)",
    gets: "$SR anna a.txt\x05100 1/2\x05Hub (1.1.1.1:411)",
  },
  {
    hook: "OnParsedMsgConnectToMe",
    sends: "$ConnectToMe berta 9.9.9.9:412R|",
    heard: "OnParsedMsgConnectToMe(anna,berta,9.9.9.9,412R)",
    gets: "$ConnectToMe berta 1.1.1.1:412",
  },
  {
    hook: "OnParsedMsgExtJSON",
    sends: '$ExtJSON anna {"a":1}|',
    heard: 'OnParsedMsgExtJSON(anna,$ExtJSON anna {"a":1})',
    gets: '$ExtJSON anna {"a":1}',
    settings: { settings: { disable_extjson: false } },
  },
  {
    hook: "OnParsedMsgPM",
    sends: "$To: berta From: anna $<anna> psst|",
    heard: "OnParsedMsgPM(anna,psst,berta)",
    gets: "$To: berta From: anna $<anna> psst",
  },
  {
    hook: "OnParsedMsgAny",
    sends: "<anna> to all|",
    heard: "OnParsedMsgAny(anna,<anna> to all)",
    gets: "<anna> to all",
  },
];

for (const { hook, sends, heard: wanted, gets, settings = {} } of ROWS) {
  Deno.test(`hooks: ${hook} fires before delivery and can drop the message`, async () => {
    const { kit, anna, berta, heard, block } = await two(hook, settings);
    kit.scripts.on(hook, () => {
      assertEquals(berta.take(), []);
      return {};
    });
    anna.send(sends);
    assertEquals([heard(), berta.take()], [[wanted], [gets]]);
    block();
    anna.send(sends.replace("hi there", "other").replace("psst", "other").replace('"a":1', '"a":2'));
    assertEquals([heard().length, berta.take(), anna.ended], [1, [], null]);
  });

  Deno.test(`hooks: a message decided late in ${hook} does not reach somebody who left meanwhile`, async () => {
    const { kit, anna, berta } = await two(hook, settings);
    kit.scripts.on(hook, "wait");
    anna.send(sends);
    assert(anna.paused);
    berta.drop();
    kit.scripts.answer();
    assertEquals([anna.paused, berta.take(), anna.ended], [false, [], null]);
  });
}

Deno.test("hooks: OnParsedMsgRevConnectToMe fires before delivery and can drop the wish", async () => {
  const { anna, berta, heard, block } = await two("OnParsedMsgRevConnectToMe");
  berta.send("$RevConnectToMe berta anna|");
  assertEquals([heard(), anna.take()], [["OnParsedMsgRevConnectToMe(berta,anna)"], [
    "$RevConnectToMe berta anna",
  ]]);
  block();
  berta.send("$RevConnectToMe berta anna|");
  assertEquals([heard().length, anna.take()], [1, []]);
});

Deno.test("hooks: $MCTo and $SR for nobody, and ExtJSON while turned off, ask nobody", async () => {
  const { kit, anna } = await two("OnParsedMsgMCTo");
  for (const hook of ["OnParsedMsgSR", "OnParsedMsgExtJSON"] as const) kit.scripts.on(hook);
  anna.send("$MCTo: nobody $anna x|$SR anna a\x051 1/1\x05H (1:1)\x05nobody|$ExtJSON anna {}|");
  assertEquals(kit.scripts.take(), []);
});

Deno.test("hooks: a blocked search result does not use up the searcher's limit", async () => {
  const { anna, berta, block, kit } = await two("OnParsedMsgSR", { settings: { max_passive_sr: 1 } });
  block();
  const result = "$SR anna a.txt\x05100 1/2\x05Hub (1.1.1.1:411)\x05berta|";
  anna.send(result + result);
  kit.scripts.on("OnParsedMsgSR");
  anna.send(result + result);
  assertEquals(berta.take().length, 1);
});

Deno.test("hooks: OnParsedMsgAny sees every message in order, keep-alives and unknown ones included", async () => {
  const { anna, heard, block } = await two("OnParsedMsgAny");
  anna.send(`|$Nonsense x|${myInfo("anna", { flag: 0x81, desc: "\xc3\xa4" })}|$GetNickList|`);
  assertEquals(heard(), [
    "OnParsedMsgAny(anna,)",
    "OnParsedMsgAny(anna,$Nonsense x)",
    "OnParsedMsgAny(anna,$MyINFO $ALL anna ä<Test V:1.0,M:A,H:1/0/0,S:3>$ $50\x81$$1000$)",
    "OnParsedMsgAny(anna,$GetNickList)",
  ]);
  block();
  anna.send("<berta> forged|<anna> dropped|");
  assertEquals([anna.ended, anna.take()], [null, []]);
});

Deno.test("hooks: OnParsedMsgAny starts with the nick, also before the login is over", () => {
  const kit = hubKit();
  kit.scripts.on("OnParsedMsgAny");
  kit.scripts.on("OnParsedMsgAnyEx");
  const client = kit.connect("10.0.0.7");
  const lock = client.take()[0]!.split(" ")[1]!;
  client.send(`$Supports NoHello|$Key ${keyOf(lock)}|$ValidateNick änna|`.replace("ä", "\xc3\xa4"));
  client.send("$Version 1,0091|");
  assertEquals(kit.scripts.take().filter((line) => line.startsWith("On")), [
    "OnParsedMsgAnyEx(10.0.0.7,$Supports NoHello)",
    `OnParsedMsgAnyEx(10.0.0.7,$Key ${keyOf(lock)})`,
    "OnParsedMsgAnyEx(10.0.0.7,$ValidateNick änna)",
    "OnParsedMsgAny(änna,$Version 1,0091)",
  ]);
});

Deno.test("hooks: a block in OnParsedMsgAnyEx cuts the connection", () => {
  const kit = hubKit();
  kit.scripts.on("OnParsedMsgAnyEx", { allow: false });
  kit.scripts.on("OnCloseConnEx");
  const client = kit.connect("10.0.0.7");
  client.take();
  client.send("$Supports NoHello|");
  assertEquals([client.ended, client.take()], ["destroy", []]);
  assertEquals(kit.scripts.take().at(-1), "OnCloseConnEx(10.0.0.7,21,)");
});

Deno.test("hooks: messages behind one that waits in OnParsedMsgAny keep their order", async () => {
  const { kit, anna, berta } = await two("OnParsedMsgAny");
  kit.scripts.on("OnParsedMsgAny", ([, data]) => String(data).includes("one") ? "wait" : {});
  anna.send("<anna> one|<anna> two|");
  assertEquals(berta.take(), []);
  kit.clock.tick(1000);
  kit.scripts.answer();
  assertEquals(berta.take(), ["<anna> one"]);
});

Deno.test("hooks: OnUnknownMsg tells of unknown messages of users in the list only", async () => {
  const { kit, anna, heard } = await two("OnUnknownMsg");
  anna.send("$What is this|<anna> hi||");
  assertEquals(heard(), ["OnUnknownMsg(anna,$What is this)"]);
  const early = kit.connect();
  early.send("$What is this|");
  assertEquals(heard(), []);
});

Deno.test("hooks: OnCtmToHub tells who was sent here and by whom; a block neither answers nor counts", () => {
  const kit = hubKit();
  kit.scripts.on("OnCtmToHub");
  const first = kit.connect("10.0.0.7");
  first.take();
  first.send("$MyNick mia|$Lock EXTENDED Pk=XRef=evil.example:411|");
  assertEquals(kit.scripts.take().at(-1), "OnCtmToHub(mia,10.0.0.7,50000,4111,evil.example:411)");
  assertEquals([first.take(), first.ended], [["$Error CTM2HUB"], "end"]);
  kit.scripts.on("OnCtmToHub", { allow: false });
  const second = kit.connect();
  second.take();
  second.send("$MyNick mia|$Lock EXTENDED Pk=X|");
  assertEquals([second.take(), second.ended, kit.hub.context.strays.count], [[], "end", 1]);
});

Deno.test("hooks: OnCtmToHub is quiet while the detection is off", () => {
  const kit = hubKit({ settings: { detect_ctmtohub: false } });
  kit.scripts.on("OnCtmToHub");
  kit.connect().send("$MyNick mia|$Lock EXTENDED Pk=X|");
  assertEquals(kit.scripts.take().filter((line) => line.startsWith("On")), []);
});

Deno.test("hooks: OnPublicBotMessage tells what the hub says in main chat, not what users and scripts say", async () => {
  const kit = hubKit({ settings: { msg_welcome_guest: "Hi %[nick]" } });
  kit.scripts.on("OnPublicBotMessage");
  const anna = await kit.login("anna");
  anna.send("<anna> hello|");
  kit.hub.port.mainChat("Hubcap", "by a script", { min: 0, max: 10 });
  kit.hub.stop("Bye");
  assertEquals(kit.scripts.take().filter((line) => line.startsWith("On")), [
    "OnPublicBotMessage(Hubcap,Hi anna,0,10)",
    "OnPublicBotMessage(Hubcap,Bye,-1,10)",
  ]);
  assertMatch(anna.take().join("|"), /by a script.*Bye/);
});
