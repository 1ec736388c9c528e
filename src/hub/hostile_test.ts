/**
 * Random clients and random scripts against a whole hub. Whatever they do: no message makes the hub fail, every
 * place is given back, and a replica fed with the state changes equals a fresh snapshot.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { latin1Text } from "../core/bytes.ts";
import type { StateSink } from "../port/script_sink.ts";
import type { HookName } from "../vh/hooks.ts";
import { hubKit, keyOf, MODERN, myInfo, settle, type TestClient } from "./testing/hub_kit.ts";

const NICKS = ["anna", "ANNA", "Op", "Reg", "b\xe4rta", "Hubcap", "OpChat", "Quiz", "\xc3\xa4"];
const WORDS = [
  "$Supports NoHello NoGetINFO BotINFO TTHS MCTo ExtJSON2 UserIP2 HubURL NickRule SearchRule IN",
  "$Supports ",
  "$Key x",
  "$ValidateNick OTHER",
  "$MyPass secret1",
  "$MyPass x",
  "$Version 1,0091",
  "$GetNickList",
  "$MyINFO $ALL SELF x<T V:1,M:P,H:1/0/0,S:1>$ $\xff$m$5$",
  "$MyINFO $ALL SELF $ $\x01$$99999999999999999$",
  "$MyINFO SELF",
  "<SELF> hi",
  "<SELF> +help",
  "<SELF> !nothing \xe4",
  "<SELF> SELF is kicking OTHER because: x _ban_1h",
  "$To: OTHER From: SELF $<SELF> hi",
  "$To: Hubcap From: SELF $<SELF> !nothing",
  "$To: OpChat From: SELF $<SELF> hi",
  "$MCTo: OTHER $SELF hi",
  "$Search 10.0.0.1:9 F?T?0?1?abcd",
  "$Search Hub:SELF F?T?0?9?TTH:LWPNACQDBZRYXW3VHJVCJ64QBZNGHOHHHZWCLNQ",
  "$SA LWPNACQDBZRYXW3VHJVCJ64QBZNGHOHHHZWCLNQ 10.0.0.1:9",
  "$SP LWPNACQDBZRYXW3VHJVCJ64QBZNGHOHHHZWCLNQ SELF",
  "$SR SELF f\x051 1/1\x05h (h)\x05OTHER",
  "$ConnectToMe OTHER 10.0.0.1:9NS SELF",
  "$RevConnectToMe SELF OTHER",
  "$GetINFO OTHER SELF",
  "$UserIP OTHER$$OTHER",
  "$Kick OTHER",
  "$OpForceMove $Who:OTHER$Where:x$Msg:y",
  "$BotINFO x",
  "$MyHubURL x",
  "$ExtJSON SELF {}",
  "$MyNick x",
  "$Lock x Pk=yRef=z",
  "$Quit OTHER",
  "",
  "\xff\xfe",
];

const KICK_BY_HUB = { op: "Hubcap", reason: "x", note: "", opNote: "", banSeconds: 1, redirect: "a.example" };

/** One thing that happens. */
type Step =
  | { kind: "frame"; client: number; word: number; nick: number }
  | { kind: "login"; client: number; nick: number }
  | { kind: "raw"; client: number; bytes: Uint8Array }
  | { kind: "drop" | "open"; client: number }
  | { kind: "tick"; ms: number }
  | { kind: "answer"; allow: boolean; disconnect: boolean }
  | { kind: "port"; call: number; nick: number };

const client = fc.nat(3);
const nick = fc.nat(NICKS.length - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("frame" as const),
      client,
      word: fc.nat(WORDS.length - 1),
      nick,
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("login" as const), client, nick }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("raw" as const),
      client,
      bytes: fc.uint8Array({ maxLength: 60 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("drop" as const, "open" as const), client }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("tick" as const), ms: fc.nat(70_000) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("answer" as const),
      allow: fc.boolean(),
      disconnect: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("port" as const), call: fc.nat(10), nick }) },
);

const ASKED: HookName[] = [
  "OnNewConn",
  "OnUserInList",
  "OnUserLogin",
  "OnParsedMsgChat",
  "OnParsedMsgPM",
  "OnParsedMsgSearch",
  "OnParsedMsgMyINFO",
  "OnHubCommand",
  "OnOperatorKicks",
  "OnSetConfig",
];

/** What a worker would know of the users. */
function replica(): { sink: StateSink; users: Map<string, Record<string, unknown>>; counts: number[] } {
  const users = new Map<string, Record<string, unknown>>();
  const counts: number[] = [];
  const nothing = () => {};
  return {
    users,
    counts,
    sink: {
      userIn(user) {
        if (users.has(user.nick)) throw new Error(`${user.nick} came in twice`);
        users.set(user.nick, { ...user });
      },
      userOut(name) {
        if (!users.delete(name)) throw new Error(`${name} left without being in`);
      },
      userSet(name, field, value) {
        const user = users.get(name);
        if (!user) throw new Error(`${field} of ${name}, who is not in`);
        user[field] = value;
      },
      counts: (online, share) => void counts.splice(0, 2, online, share),
      setting: nothing,
      topic: nothing,
      names: nothing,
    },
  };
}

Deno.test("hostile: nothing clients, scripts and time do together makes the hub fail or forget", async () => {
  const run = fc.asyncProperty(
    fc.array(step, { minLength: 20, maxLength: 150, size: "max" }),
    fc.nat(4),
    fc.boolean(),
    async (steps, online, asking) => {
      const kit = hubKit({
        settings: { int_login: 0, delayed_myinfo: false, disable_extjson: false, proto_flood_ping_action: 1 },
        accounts: [
          { nick: "Op", class: 5, passwordHash: "hash:secret1" },
          { nick: "Reg", class: 1, passwordChange: true },
        ],
      });
      const failures: unknown[] = [];
      kit.hub.context.log.error = (message, fields) => void failures.push([message, fields]);
      const seen = replica();
      kit.hub.port.snapshot(seen.sink);
      const { sink } = kit.scripts;
      kit.hub.port.connect({ ...sink, state: seen.sink });
      if (asking) {
        for (const hook of ASKED) {
          kit.scripts.on(hook, ([first]) => first === "anna" ? "wait" : {});
        }
      }
      const clients: TestClient[] = Array.from({ length: 4 }, () => kit.connect());
      const names = ["anna", "Op", "Reg", "b\xe4rta"];
      const { port } = kit.hub;
      const logIn = (it: TestClient, name: string) => {
        const lock = /^\$Lock (\S+)/.exec(it.take().join())?.[1] ?? "x";
        it.send(`$Supports ${MODERN}|$Key ${keyOf(lock)}|$ValidateNick ${name}|`);
        it.send(name === "Op" ? "$MyPass secret1|" : "");
        it.send(`$Version 1,0091|${myInfo(name)}|`);
      };
      for (const [i, it] of clients.entries()) if (i < online) logIn(it, names[i]!);
      await settle();

      for (const one of steps) {
        if (one.kind === "tick") kit.clock.tick(one.ms);
        else if (one.kind === "answer") {
          if (kit.scripts.waiting > 0) {
            kit.scripts.answer({
              allow: one.allow,
              disconnect: one.disconnect,
              send: ["$x"],
            });
          }
        } else if (one.kind === "port") {
          const name = NICKS[one.nick]!;
          const calls = [
            () => port.addBot("s", { nick: name, class: 3, desc: "", speed: "\x01", email: "", share: "1" }),
            () => port.removeBot(name),
            () => port.removeBotsOf("s"),
            () => port.closeUser(name, 2, one.nick * 300),
            () => port.setMyInfo(name, { desc: "x", tag: null, speed: "\x11", email: null, share: "7" }),
            () => port.setConfig("config", "hub_security", name, "x", () => {}),
            () => port.setConfig("config", "oplist_class", String(one.nick % 4), "x", () => {}),
            () => port.setConfig("config", "opchat_name", one.nick % 2 ? "" : name, "x", () => {}),
            () => port.mainChat(name, "a|b", { min: 0, max: 10 }),
            () => port.operatorChat("x", name),
            () => port.kick({ ...KICK_BY_HUB, nick: name }, () => {}),
          ];
          calls[one.call]!();
        } else {
          const it = clients[one.client]!;
          const name = "nick" in one ? NICKS[one.nick]! : "";
          if (one.kind === "drop") it.drop();
          else if (one.kind === "open") {
            it.drop();
            clients[one.client] = kit.connect();
          } else if (one.kind === "raw") it.send(`${latin1Text(one.bytes).replaceAll("\0", "x")}|`);
          else if (one.kind === "frame") {
            it.send(`${WORDS[one.word]!.replaceAll("OTHER", name).replaceAll("SELF", names[one.client]!)}|`);
          } else {
            names[one.client] = name;
            logIn(it, name);
          }
        }
        await settle();
      }
      assertEquals(failures, []);
      const fresh = replica();
      kit.hub.port.snapshot(fresh.sink);
      assertEquals(seen.users, fresh.users);
      if (seen.counts.length > 0) assertEquals(seen.counts, fresh.counts);
      for (const it of clients) it.drop();
      const { context } = kit.hub;
      assertEquals([context.accepted, context.sessions.size, context.opChat.size], [0, 0, 0]);
      assertEquals(kit.hub.users.size, kit.hub.users.bots);
    },
  );
  await fc.assert(run, { numRuns: 200 });
});
