/**
 * Proof of the calls that come from Verlihub's Lua plugin, one case each.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { LUA_CALLS } from "../../src/vh/calls/lua.ts";
import { type CallCases, type CallLab, type NamesOf, only } from "./call_lab.ts";

const BOT = `"lua", 3, "First", "1\\x01", "", 5`;

/** A user is sent away by this call. */
const sendsAway = (name: string) => async (lab: CallLab) => {
  const nick = name.toLowerCase();
  const client = await lab.login(nick);
  assertEquals(await lab.run(`return [vh.${name}("${nick}"), vh.${name}("nobody")]`), [true, false]);
  await client.closed;
};

/** The cases by call. */
export const LUA_CASES: CallCases<NamesOf<typeof LUA_CALLS>> = {
  async SendToUser(lab) {
    const seen = await lab.see(`return [vh.SendToUser("$Lua", "alice"), vh.SendToUser("$Lua", "nobody")]`);
    assertEquals([seen.result, only("alice", seen)], [[true, false], ["$Lua"]]);
  },
  async SendToClass(lab) {
    const seen = await lab.see(`return [vh.SendToClass("$Ops", 3, 5), vh.SendToClass("$None", 5, 3)]`);
    assertEquals([seen.result, only("oper", seen)], [[true, false], ["$Ops"]]);
  },
  async SendToChat(lab) {
    const seen = await lab.see(
      `return [vh.SendToChat("Lua", "hello", 3, 5), vh.SendToChat("Lua", "x", 5, 3)]`,
    );
    assertEquals([seen.result, only("oper", seen)], [[true, false], ["<Lua> hello"]]);
  },
  Disconnect: sendsAway("Disconnect"),
  DisconnectByName: sendsAway("DisconnectByName"),
  async AddChatUser(lab) {
    const { result, got } = await lab.see(
      `return [vh.DelChatUser("alice"), vh.AddChatUser("alice"), vh.mc("hello"), vh.AddChatUser("Hubcap")]`,
    );
    assertEquals([result, got.alice], [[true, true, true, false], ["<Hubcap> hello"]]);
  },
  async DelChatUser(lab) {
    const { result, got } = await lab.see(
      `return [vh.DelChatUser("alice"), vh.mc("unseen"), vh.DelChatUser("nobody")]`,
    );
    assertEquals([result, got.alice, got.bob], [[true, true, false], [], ["<Hubcap> unseen"]]);
    await lab.run(`return vh.AddChatUser("alice")`);
  },
  async IsChatUser(lab) {
    assertEquals(
      await lab.run(
        `const before = vh.IsChatUser("alice"); vh.DelChatUser("alice"); const between = vh.IsChatUser("alice");
        vh.AddChatUser("alice"); return [before, between, vh.IsChatUser("alice"), vh.IsChatUser("nobody")]`,
      ),
      [true, false, true, false],
    );
  },
  async IsSecConn(lab) {
    assertEquals(await lab.run(`return [vh.IsSecConn("alice"), vh.IsSecConn("nobody")]`), [false, false]);
  },
  async GetTLSVer(lab) {
    assertEquals(await lab.run(`return [vh.GetTLSVer("alice"), vh.GetTLSVer("nobody")]`), [null, null]);
  },
  async IsBot(lab) {
    assertEquals(await lab.run(`return ["Hubcap", "alice", "nobody"].map((nick) => vh.IsBot(nick))`), [
      true,
      false,
      false,
    ]);
  },
  async GetOPList(lab) {
    assertEquals(await lab.run(`return vh.GetOPList() === vh.GetRawOpList()`), true);
  },
  async RegBot(lab) {
    const { result, got } = await lab.see(`return [vh.RegBot(${BOT}), vh.IsBot("lua")]`);
    assertEquals([result, got.alice], [[true, true], [
      "$MyINFO $ALL lua First$ $1\x01$$5$",
      "$OpList lua$$",
    ]]);
  },
  async EditBot(lab) {
    const { result, got } = await lab.see(
      `return [vh.EditBot("lua", 0, "Second", "2\\x01", "", 6), vh.EditBot("Hubcap", 0, "x", "", "", 0),
        vh.EditBot("alice", 0, "x", "", "", 0), vh.GetUserClass("lua")]`,
    );
    const info = "$MyINFO $ALL lua Second$ $2\x01$$6$";
    assertEquals(result, [true, false, false, 0]);
    assertEquals(got.alice, [info, "$Quit lua", info]);
  },
  async GetBots(lab) {
    assertEquals(await lab.run(`return vh.GetBots()`), [
      { script: "pilot", nick: "lua", myInfo: "$MyINFO $ALL lua Second$ $2\x01$$6$", share: 0, class: 0 },
    ]);
  },
  async UnRegBot(lab) {
    const { result, got } = await lab.see(`return [vh.UnRegBot("lua"), vh.UnRegBot("lua")]`);
    assertEquals([result, got.alice], [[true, false], ["$Quit lua"]]);
  },
  async SetTopic(lab) {
    const { result, got } = await lab.see(
      `return [vh.SetTopic("Lua news"), vh.GetTopic(), vh.SetTopic("x".repeat(1024)), vh.GetTopic()]`,
    );
    assertEquals([result, got.alice], [[true, "Lua news", false, "Lua news"], [
      "$HubName Hubcap - Lua news",
    ]]);
  },
  async GetTopic(lab) {
    lab.hub.hub.port.setTopic("by hand");
    assertEquals(await lab.run(`return vh.GetTopic()`), "by hand");
    lab.hub.hub.port.setTopic("");
    assertEquals(await lab.run(`return vh.GetTopic()`), "");
  },
  async GetUpTime(lab) {
    const [seconds, ms, start] = await lab.run(
      `return [vh.GetUpTime(), vh.GetUpTime(2), vh.starttime]`,
    ) as number[];
    assertEquals(Math.abs(seconds! - Math.floor(ms! / 1000)) <= 1, true);
    assert(Math.abs(Date.now() / 1000 - start! - ms! / 1000) < 60);
  },
  async GetHubIp(lab) {
    assertEquals(await lab.run(`return vh.GetHubIp()`), lab.hub.hub.port.address);
    assert(lab.hub.hub.port.address.startsWith("127.0.0.1:"));
  },
  async GetVHCfgDir(lab) {
    assertEquals(await lab.run(`return [vh.GetVHCfgDir(), vh.basedir]`), [null, null]);
  },
  async GetHubSecAlias(lab) {
    assertEquals(await lab.run(`return vh.GetHubSecAlias() === vh.botname`), true);
  },
};
