/**
 * Proof of the calls about accounts, bans, rights and the hub's own life, one case each.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import type { MODERATION_CALLS } from "../../src/vh/calls/moderation.ts";
import { until } from "../support/until.ts";
import { type CallCases, type CallLab, type NamesOf, only } from "./call_lab.ts";

const INFO = (nick: string) => `$MyINFO $ALL ${nick} <test V:1,M:A,H:1/0/0,S:3>$ $50\x01$$1000$`;

/** Tries to log in from an address and returns what the hub says in refusal, or `""` when the nick was taken. */
async function atTheDoor(lab: CallLab, nick: string, from: string, myinfo?: string): Promise<string> {
  const client = await lab.hub.connect(from);
  try {
    await client.login({ nick, ...myinfo === undefined ? {} : { myinfo } });
    await lab.leave(nick, client);
    return "";
  } catch {
    await client.closed;
    return client.frames.findLast((frame) => frame.startsWith("<Hubcap> "))!.slice(9);
  }
}

/** What somebody hears in chat and by PM about the own account. */
const told = (
  nick: string,
  text: string,
) => [`$To: ${nick} From: Hubcap $<Hubcap> ${text}`, `<Hubcap> ${text}`];

/** The cases by call. */
export const MODERATION_CASES: CallCases<NamesOf<typeof MODERATION_CALLS>> = {
  async AddRegUser(lab) {
    const { store } = lab.hub.hub;
    const nina = await lab.login("nina");
    const { result, got } = await lab.see(
      `return [vh.AddRegUser("nina", 3, "secret-1", "a note"), vh.GetUserClass("nina")]`,
      "nina",
    );
    assertEquals(result, [true, 3]);
    assertEquals(got.nina, ["$OpList nina$$", ...told("nina", "You are registered with class 3.")]);
    assertEquals([got.alice, got.bob, got.oper], Array(3).fill(["$OpList nina$$"]));
    const account = store.accounts.get("nina")!;
    assertEquals([account.class, account.registeredBy, account.noteOp], [3, "Hubcap", "a note"]);
    assertEquals(
      await lab.run(
        `return [vh.AddRegUser("nina", 1), vh.AddRegUser("hubcap", 1), vh.AddRegUser("a b", 1), vh.AddRegUser("x", 10),
          vh.AddRegUser("later", 0)]`,
      ),
      [false, false, false, false, true],
    );
    assertEquals([store.accounts.get("later")?.class, store.accounts.get("later")?.passwordChange], [
      1,
      true,
    ]);
    await lab.leave("nina", nina);
    await lab.leave("nina", await lab.login("nina", { password: "secret-1" }));
  },
  async DelRegUser(lab) {
    await lab.run(`return vh.AddRegUser("dora", 3, "secret-1")`);
    const dora = await lab.login("dora", { password: "secret-1" });
    const { result, got } = await lab.see(
      `return [vh.DelRegUser("DORA"), vh.DelRegUser("dora"), vh.DelRegUser("pilot"), vh.GetUserClass("dora")]`,
      "dora",
    );
    assertEquals(result, [true, false, false, 0]);
    assertEquals(got.alice, ["$Quit dora", INFO("dora")]);
    assertEquals(got.dora!.slice(2), told("dora", "You are not registered any more."));
    await lab.leave("dora", dora);
  },
  async SetRegClass(lab) {
    await lab.run(`return vh.AddRegUser("cleo", 1, "secret-1")`);
    const cleo = await lab.login("cleo", { password: "secret-1" });
    const { result, got } = await lab.see(
      `return [vh.SetRegClass("cleo", 3), vh.SetRegClass("cleo", 3), vh.SetRegClass("cleo", 0), vh.SetRegClass("x", 2)]`,
      "cleo",
    );
    assertEquals(result, [true, false, false, false]);
    assertEquals(got.alice, ["$OpList cleo$$"]);
    assertEquals(got.cleo!.slice(1), told("cleo", "Your class is 3 now."));
    assertEquals(lab.hub.hub.store.accounts.get("cleo")?.class, 3);
    await lab.leave("cleo", cleo);
  },
  async Ban(lab) {
    const F = await lab.run("return vh.eBF") as Record<string, number>;
    const victim = await lab.login("victim", { from: "127.0.0.66" });
    const neighbour = await lab.login("neighbour", { from: "127.0.0.66" });
    const { result, got } = await lab.see(
      `return vh.Ban("oper", "Victim", "spam", 3600, ${F.NICKIP})`,
      "victim",
      "neighbour",
    );
    await victim.closed;
    assertEquals([result, neighbour.isClosed, got.victim], [true, false, []]);
    assertEquals(got.alice, ["$Quit victim"]);
    assertMatch(
      await atTheDoor(lab, "victim", "127.0.0.67"),
      /for another (1 h|59 min .*) by oper: spam\r\nBanned: /,
    );
    assertMatch(await atTheDoor(lab, "other", "127.0.0.66"), /by oper: spam\r\nBanned: /);
    const cases: [what: string, type: number, nick: string, ip: string, free: [nick: string, ip: string]][] =
      [
        ["offline", F.NICK!, "offline", "127.0.0.70", ["offline2", "127.0.0.70"]],
        ["127.0.0.71", F.IP!, "x71", "127.0.0.71", ["x72", "127.0.0.72"]],
        ["127.0.0.80/29", F.RANGE!, "x80", "127.0.0.87", ["x88", "127.0.0.88"]],
        ["127.0.0.90-127.0.0.92", F.RANGE!, "x91", "127.0.0.91", ["x93", "127.0.0.93"]],
        ["2001:db8::/32", F.RANGE!, "", "", ["x96", "127.0.0.96"]],
        ["[BAD]", F.PREFIX!, "[bad]boy", "127.0.0.94", ["[BA]", "127.0.0.94"]],
      ];
    for (const [what, type, nick, ip, free] of cases) {
      assertEquals(
        await lab.run(`return vh.Ban("oper", ${JSON.stringify(what)}, "gone", 0, ${type})`),
        true,
        what,
      );
      if (nick !== "") {
        assertStringIncludes(await atTheDoor(lab, nick, ip), "You are banned for ever by oper: gone\r\n");
      }
      assertEquals(await atTheDoor(lab, ...free), "", free[0]);
    }
    await lab.run(`return vh.Ban("oper", "4711", "share", 0, ${F.SHARE})`);
    assertEquals(
      await atTheDoor(lab, "sharer", "127.0.0.95", INFO("sharer").replace("1000", "4711")),
      "You are banned for ever by oper: share\r\nBanned: share of exactly 4711",
    );
    assertEquals(await lab.run(`return vh.Ban("oper", "nobody", "r", 0, ${F.IP})`), false);
    await assertRejects(
      () => lab.run(`return vh.Ban("oper", "x", "r", 0, 3)`),
      Error,
      "type 3 is none of vh.eBF_*",
    );
    await lab.leave("neighbour", neighbour);
  },
  async DelNickTempBan(lab) {
    await lab.run(`return vh.SetConfig("config", "int_login", 60)`);
    await lab.leave("hasty", await lab.login("hasty"));
    assertMatch(await atTheDoor(lab, "hasty", "127.0.0.100"), /Try again in/);
    assertEquals(await lab.run(`return [vh.DelNickTempBan("HASTY"), vh.DelNickTempBan("hasty")]`), [
      true,
      false,
    ]);
    await lab.run(`return vh.SetConfig("config", "int_login", 0)`);
    assertEquals(await atTheDoor(lab, "hasty", "127.0.0.100"), "");
  },
  async PassTempBan(lab) {
    assertEquals(
      await lab.run(
        `return [vh.PassTempBan("127.0.0.101", 2), vh.PassTempBan("x"), vh.PassTempBan("127.0.0.1", 0)]`,
      ),
      [true, false, false],
    );
    const client = await lab.hub.connect("127.0.0.101");
    await client.expect(/is banned for another (1 min 59 s|2 min): Wrong password$/);
    await client.closed;
  },
  async DelIPTempBan(lab) {
    await lab.run(`return vh.PassTempBan("127.0.0.102")`);
    assertEquals(await lab.run(`return [vh.DelIPTempBan("127.0.0.102"), vh.DelIPTempBan("127.0.0.102")]`), [
      true,
      false,
    ]);
    assertEquals(await atTheDoor(lab, "x102", "127.0.0.102"), "");
  },
  async UserRestrictions(lab) {
    const rita = await lab.login("rita");
    const none = { chat: false, pm: false, search: false, ctm: false };
    assertEquals(await lab.run(`return vh.UserRestrictions("rita", "30m", 1)`), {
      ...none,
      chat: true,
      pm: true,
    });
    rita.send("<rita> hello|$To: alice From: rita $<rita> psst|");
    assertMatch(
      await rita.expect(/main chat/),
      /^<Hubcap> You may not write in main chat for another (30 min|29 min .*)\.$/,
    );
    assertMatch(await rita.expect(/private/), /for another (7 d|6 d 23 h)\.$/);
    assertEquals(
      await lab.run(`return vh.UserRestrictions("rita", { chat: 0, pm: "0", search: "2h", ctm: true })`),
      { ...none, search: true, ctm: true },
    );
    rita.send(`$Search ${rita.ip}:412 F?T?0?1?some words|$ConnectToMe alice ${rita.ip}:412|`);
    assertMatch(await rita.expect(/may not search/), /for another/);
    await lab.hub.settled();
    assertEquals(
      lab.client("alice").take().filter((frame) =>
        /rita|Search|Connect/.test(frame) && !/MyINFO/.test(frame)
      ),
      [],
    );
    assertEquals(await lab.run(`return vh.UserRestrictions("rita")`), { ...none, search: true, ctm: true });
    assertEquals(
      await lab.run(`return [vh.UserRestrictions("nobody", 1), vh.UserRestrictions("pilot", 1)]`),
      [null, none],
    );
    await assertRejects(
      () => lab.run(`return vh.UserRestrictions("rita", "0", "soon")`),
      Error,
      '"soon" is no period',
    );
    await lab.run(`return vh.UserRestrictions("rita", { search: 0, ctm: 0 })`);
    rita.send(`<rita> free again|$ConnectToMe alice ${rita.ip}:412|`);
    await lab.client("alice").expect("<rita> free again");
    await lab.client("alice").expect(`$ConnectToMe alice ${rita.ip}:412`);
    await lab.leave("rita", rita);
  },
  async GetTempRights(lab) {
    const free = { chat: 0, pm: 0, search: 0, ctm: 0 };
    const rana = await lab.login("rana");
    assertEquals(await lab.run(`return [vh.GetTempRights("rana"), vh.GetTempRights("nobody")]`), [
      free,
      free,
    ]);
    const [until, now] = await lab.run(
      `vh.UserRestrictions("rana", "1h"); return [vh.GetTempRights("RANA").chat, Math.floor(Date.now() / 1000)]`,
    ) as number[];
    assert(Math.abs(until! - now! - 3600) <= 60, `${until! - now!} s`);
    await lab.leave("rana", rana);
    assertEquals(await lab.run(`return vh.GetTempRights("rana")`), free);
  },
  async SetTempRights(lab) {
    assertEquals(await lab.run(`return vh.SetTempRights("tess", "chat", "3d")`), true);
    const tess = await lab.login("tess");
    tess.send("<tess> hello|");
    await tess.expect(/You may not write in main chat for another/);
    await lab.run(`return vh.SetTempRights("tess", "chat", 0)`);
    tess.send("<tess> hello there|");
    await lab.client("alice").expect("<tess> hello there");
    await assertRejects(
      () => lab.run(`return vh.SetTempRights("tess", "fun", 1)`),
      Error,
      "is none of chat, pm",
    );
    await lab.leave("tess", tess);
  },
  async SetUserIP(lab) {
    const proxied = await lab.login("proxied");
    await lab.run(`return vh.SetConfig("config", "send_user_ip", 1)`);
    const seen = await lab.see(
      `return [vh.SetUserIP("proxied", "9.8.7.6"), vh.SetUserIP("proxied", "9.8.7.6"), vh.SetUserIP("proxied", "x"),
        vh.SetUserIP("proxied", "0.0.0.0"), vh.SetUserIP("nobody", "9.8.7.6"), vh.GetUserIP("proxied")]`,
    );
    await lab.run(`return vh.SetConfig("config", "send_user_ip", 0)`);
    assertEquals(seen.result, [true, true, false, false, false, "9.8.7.6"]);
    assertEquals(only("oper", seen), ["$UserIP proxied 9.8.7.6$$"]);
    lab.client("alice").take();
    proxied.send(`$ConnectToMe alice 9.8.7.6:412|`);
    await lab.client("alice").expect(`$ConnectToMe alice ${proxied.ip}:412`);
    await lab.leave("proxied", proxied);
  },
  async SetMyINFOFlag(lab) {
    await lab.run(`vh.on("OnParsedMsgMyINFO", (nick) => {
      if (nick === "flagged") heard.push(vh.SetMyINFOFlag(nick, vh.eMF_TLS), vh.SetMyINFOFlag(nick, 3));
    })`);
    const flagged = await lab.login("flagged");
    assertEquals(await lab.run(`return vh.GetMyINFO("flagged")`), INFO("flagged").replace("\x01", "\x11"));
    assertEquals(
      await lab.run(
        `return [heard.splice(0), vh.SetMyINFOFlag("flagged", 2), vh.SetMyINFOFlag("FLAGGED", 2),
          vh.SetMyINFOFlag("Hubcap", 2), vh.SetMyINFOFlag("nobody", 2)]`,
      ),
      [[true, false], true, false, false, false],
    );
    await lab.leave("flagged", flagged);
  },
  async UnsetMyINFOFlag(lab) {
    await lab.run(`vh.on("OnParsedMsgMyINFO", (nick) => {
      if (nick === "away") vh.UnsetMyINFOFlag(nick, vh.eMF_AWAY);
    })`);
    const away = await lab.login("away", { myinfo: INFO("away").replace("\x01", "\x03") });
    assertEquals(await lab.run(`return [vh.GetMyINFO("away"), vh.UnsetMyINFOFlag("away", 7)]`), [
      INFO("away"),
      false,
    ]);
    await lab.leave("away", away);
  },
  async ReportUser(lab) {
    const seen = await lab.see(`return [vh.ReportUser("alice", "looks odd"), vh.ReportUser("nobody", "x")]`);
    assertEquals(seen.result, [true, false]);
    assertEquals(only("oper", seen), [
      "$To: oper From: OpChat $<OpChat> alice (127.0.0.11, class 0): looks odd",
    ]);
  },
  async ParseCommand(lab) {
    const seen = await lab.see(
      `vh.on("OnHubCommand", (nick, command, level, pm) => { heard.push([nick, command, level, pm]) });
      return [vh.ParseCommand("alice", "+chat"), vh.ParseCommand("alice", "!mine", 1), vh.ParseCommand("alice", "hi"),
        vh.ParseCommand("nobody", "+chat"), vh.ParseCommand("Hubcap", "+chat"), heard.splice(0)]`,
    );
    assertEquals(seen.result, [true, true, true, false, false, [["alice", "chat", 0, 0], [
      "alice",
      "mine",
      0,
      1,
    ]]]);
    assertEquals(only("alice", seen), [
      "<Hubcap> You see main chat already.",
      "<Hubcap> Unknown command: !mine. Try +help.",
    ]);
    const kicked = await lab.login("unlucky");
    await lab.run(`return vh.ParseCommand("oper", "!kick unlucky because")`);
    await kicked.closed;
  },
  async StopHub(lab) {
    assertEquals(await lab.run(`return [vh.StopHub(0, 3600), vh.StopHub(0, -1)]`), [true, true]);
    assertEquals(lab.hub.stops, []);
    assertEquals(await lab.run(`return vh.StopHub(1)`), true);
    await until(() => lab.hub.stops.length > 0, "the hub is asked to stop");
    assertEquals(lab.hub.stops, [1]);
  },
  async GetServFreq(lab) {
    let turns = 0;
    for (let i = 0; i < 200 && turns === 0; i++) turns = await lab.run("return vh.GetServFreq()") as number;
    assert(turns > 1, String(turns));
  },
};
