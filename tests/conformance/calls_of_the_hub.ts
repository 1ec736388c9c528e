/**
 * Proof of the calls about kicks, settings, bots, script messages and text, one case each.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import type { HUB_CALLS } from "../../src/vh/calls/hub.ts";
import type { CallCases, NamesOf } from "./call_lab.ts";

const BOT = `"helper", 3, "A bot<b V:1>", "100\\x01", "b@x", 5`;
const BOT_INFO = "$MyINFO $ALL helper A bot<b V:1>$ $100\x01$b@x$5$";

/** The cases by call. */
export const HUB_CASES: CallCases<NamesOf<typeof HUB_CALLS>> = {
  async KickUser(lab) {
    const kicked = await lab.login("kicked");
    const { result, got } = await lab.see(
      `vh.on("OnOperatorKicks", (...args) => { heard.push(args); return args[2] !== "no" });
      return [vh.KickUser("oper", "kicked", "no"), vh.KickUser("oper", "kicked", "rude", "read the rules", "", 90),
        vh.KickUser("nobody", "alice", "x"), vh.KickUser("oper", "nobody", "x")]`,
      "kicked",
    );
    assertEquals(result, [true, true, false, true]);
    await kicked.closed;
    const { bans } = lab.hub.hub.store;
    const now = Math.floor(Date.now() / 1000);
    const [ban] = bans.find("kicked", now);
    assertEquals([ban?.type, ban?.op, ban && ban.end - ban.start], ["nickip", "oper", 90]);
    assertEquals(got.kicked, [
      "$To: kicked From: oper $<oper> You are being kicked because: rude\r\nread the rules",
    ]);
    assertEquals(got.alice, ["$Quit kicked"]);
    assertEquals(await lab.run("return heard.splice(0)"), [
      ["oper", "kicked", "no"],
      ["oper", "kicked", "rude"],
    ]);
  },
  async KickRedirUser(lab) {
    const moved = await lab.login("moved");
    const { result, got } = await lab.see(
      `return vh.KickRedirUser("oper", "moved", "go there", "other.example:411")`,
      "moved",
    );
    await moved.closed;
    assertEquals([result, got.moved!.at(-1)], [true, "$ForceMove other.example:411"]);
  },
  async CloseConnection(lab) {
    const closed = await lab.login("closed");
    const delayed = await lab.login("delayed");
    assertEquals(
      await lab.run(
        `return [vh.CloseConnection("closed", vh.eCR_KICKED), vh.CloseConnection("delayed", 0, 50), vh.CloseConnection("nobody")]`,
      ),
      [true, true, false],
    );
    await closed.closed;
    await delayed.closed;
  },
  async GetConfig(lab) {
    assertEquals(
      await lab.run(
        `return [vh.GetConfig(vh.config_name, "hub_security"), vh.GetConfig("config", "tban_kick"),
          vh.GetConfig("config", "no_such", "fallback"), vh.GetConfig("mine", "x"), vh.GetConfig("mine", "x", "d")]`,
      ),
      ["Hubcap", "300", "fallback", null, "d"],
    );
  },
  async SetConfig(lab) {
    assertEquals(
      await lab.run(
        `vh.on("OnSetConfig", (...args) => { heard.push(args.slice(1, 5)); return args[3] !== "veto" });
        return [vh.SetConfig("config", "max_users", 77), vh.GetConfig("config", "max_users"),
          vh.SetConfig("config", "max_users", "x"), vh.SetConfig("config", "no_such", "1"),
          vh.SetConfig("mine", "key", "value"), vh.GetConfig("mine", "key"), vh.SetConfig("mine", "key", true)]`,
      ),
      [true, "77", false, false, true, "value", true],
    );
    assertEquals(
      await lab.run(
        `heard.splice(0); return [vh.SetConfig("mine", "key", "veto"), vh.GetConfig("mine", "key"), heard]`,
      ),
      [false, "1", [["mine", "key", "veto", "1"]]],
    );
    await lab.run("heard.splice(0)");
  },
  async Topic(lab) {
    const { result, got } = await lab.see(
      `return [vh.Topic(), vh.Topic("News"), vh.Topic("x".repeat(1024)), vh.Topic("")]`,
    );
    assertEquals(result, ["", "News", "News", ""]);
    for (const nick of ["alice", "bob", "oper"]) {
      assertEquals(got[nick], ["$HubName Hubcap - News", "$HubName Hubcap"]);
    }
  },
  async name_and_version(lab) {
    assertMatch(await lab.run(`return vh.name_and_version()`) as string, /^Hubcap \d/);
    await lab.run(`return vh.name_and_version("Renamed", "9.9")`);
    assertEquals(lab.hub.hub.slots[0]!.title, { name: "Renamed", version: "9.9" });
  },
  async IsRobotNickBad(lab) {
    assertEquals(
      await lab.run(
        `vh.AddRobot(${BOT});
        const results = ["fine", "helper", "", "a b", "Hubcap", "OpChat"].map((nick) => vh.IsRobotNickBad(nick));
        vh.DelRobot("helper"); return results`,
      ),
      [0, 1, 2, 3, 4, 4],
    );
  },
  async AddRobot(lab) {
    const { result, got } = await lab.see(
      `return [vh.AddRobot(${BOT}), vh.AddRobot(${BOT}), vh.AddRobot("alice", 0, "", "", "", "0"), vh.AddRobot("a b", 0, "", "", "", 0)]`,
    );
    assertEquals(result, [true, false, false, false]);
    for (const nick of ["alice", "bob", "oper"]) assertEquals(got[nick], [BOT_INFO, "$OpList helper$$"]);
    assertEquals(await lab.run(`return [vh.GetUserClass("helper"), vh.GetUserShare("helper")]`), [3, 0]);
    await lab.run(`return vh.DelRobot("helper")`);
  },
  async DelRobot(lab) {
    await lab.run(`return vh.AddRobot(${BOT})`);
    const { result, got } = await lab.see(
      `return [vh.DelRobot("HELPER"), vh.DelRobot("helper"), vh.DelRobot("Hubcap")]`,
    );
    assertEquals(result, [true, false, false]);
    assertEquals(got.alice, ["$Quit helper"]);
  },
  async ScriptCommand(lab) {
    const [ok, now] = await lab.run(
      `vh.on("OnScriptCommand", (...args) => { heard.push(args) });
      return [[vh.ScriptCommand("now", "1", "tag", true), vh.ScriptCommand("now", "2", 1)], heard.splice(0)]`,
    ) as [boolean[], unknown[][]];
    const path = await lab.run("return vh.path");
    assertEquals([ok, now], [[true, true], [["now", "1", "tag", path], ["now", "2", "deno", path]]]);
    const later = await lab.run(
      `vh.ScriptCommand("later", "3"); return new Promise((done) => {
        const timer = setInterval(() => { if (heard.length > 0) { clearInterval(timer); done(heard.splice(0)) } }, 5);
      })`,
    ) as unknown[][];
    assertEquals(later.map((args) => args.slice(0, 3)), [["later", "3", "deno"]]);
  },
  async Encode(lab) {
    const text = await lab.run("return vh.Encode('a$b\\x7cc~`\\x05&')");
    assertEquals(text, "a&#36;b&#124;c&#126;&#96;&#5;&");
  },
  async Decode(lab) {
    assertEquals(await lab.run(`return vh.Decode("a&#36;b&#65;&#5;")`), "a$b&#65;\x05");
  },
  async encode(lab) {
    assertEquals(await lab.run(`return vh.encode("$")`), "&#36;");
  },
  async decode(lab) {
    assertEquals(await lab.run(`return vh.decode("&#96;")`), "`");
  },
};
