/**
 * Many rounds of everything a busy hub asks its scripts: ticks, messages, searches, whole logins of pingers.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { AskHook, HookArgs } from "../../src/vh/hooks.ts";
import { startRig } from "../host/rig.ts";
import { until } from "../support/until.ts";
import { FIXTURES } from "./kit.ts";

/** Rounds; divisible by everything they are divided by. */
const ROUNDS = 6000;

Deno.test("rounds: six thousand rounds of ticks, messages, searches and logins are all counted", async () => {
  await using rig = await startRig([{
    source: `${FIXTURES}rounds.ts`,
    limits: { hookMs: 20_000, loadMs: 60_000, memoryMb: 32 },
  }]);
  const { sink } = rig.port;
  let asked = 0, answered = 0, blocked = 0;
  const ask = <H extends AskHook>(hook: H, ...args: HookArgs<H>) => {
    asked++;
    sink.ask(hook, args, ({ allow }) => {
      answered++;
      if (!allow) blocked++;
    });
  };
  const pinger = (round: number) => {
    const nick = `pinger${round}`, ip = "10.1.2.3";
    ask("OnNewConn", ip);
    ask("OnParsedMsgSupports", ip, "$Supports BotINFO HubINFO", "BotINFO ");
    ask("OnParsedMsgValidateNick", `$ValidateNick ${nick}`);
    ask("OnParsedMsgVersion", ip, "$Version 1,0091");
    ask("OnValidateTag", nick, "<++ V:1,M:A,H:1/0/0,S:1>");
    ask("OnFirstMyINFO", nick, "", "<++ V:1,M:A,H:1/0/0,S:1>", "1\x01", "", "0");
    ask("OnParsedMsgMyINFO", nick, "", "<++ V:1,M:A,H:1/0/0,S:1>", "1\x01", "", "0");
    ask("OnUserInList", nick);
    ask("OnUserLogin", nick);
    sink.tell("OnCloseConn", [ip]);
    sink.tell("OnCloseConnEx", [ip, 0, nick]);
    sink.tell("OnUserLogout", [nick]);
  };
  let ticks = 0;
  for (let round = 0; round < ROUNDS; round++) {
    if (rig.host.openHooks === 0) {
      // A tick while the last one is still handled would be left out.
      sink.tell("OnTimer", [1_700_000_000_000 + round * 1043]);
      ticks++;
    }
    if (round % 10 === 0) ask("OnParsedMsgAny", "alice", `$Message ${round}`);
    if (round % 15 === 0) ask("OnParsedMsgSearch", "alice", `$Search Hub:alice F?T?0?9?TTH:${round}`);
    if (round % 30 === 0) pinger(round);
    if (round % 50 === 0) ask("OnParsedMsgSearch", "alice", `$Search 10.0.0.1:412 F?T?0?1?${round}`);
    if (round % 100 === 0) await until(() => rig.host.openHooks === 0, "the script to keep up");
  }
  await until(() => answered === asked && rig.host.openHooks === 0, "every answer");
  assertEquals(blocked, 0);
  const { OnTimer, OnParsedMsgAny, OnParsedMsgSearch, ...login } = {
    ...await rig.host.bridge.call("rounds", "counted") as Record<string, number>,
  };
  assert(ticks > ROUNDS / 100);
  assertEquals([OnTimer, OnParsedMsgAny], [ticks, ROUNDS / 10]);
  assertEquals(OnParsedMsgSearch, ROUNDS / 15 + ROUNDS / 50);
  assertEquals(Object.values(login), Array(12).fill(ROUNDS / 30));
  assertEquals([rig.host.slots[0]!.state, rig.host.slots[0]!.id], ["running", 1], "it never died");
});
