/**
 * Proof of the hooks of a connection's life, one case each.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { CONNECTION_HOOKS } from "../../src/vh/hooks/connection.ts";
import { type HubClient, keyFor, myInfo } from "../support/client.ts";
import type { HookCase, HookLab } from "./hook_lab.ts";

/** Sends everything up to the nick. */
async function begin(client: HubClient, nick: string, supports = "NoHello"): Promise<void> {
  const lock = await client.expect(/^\$Lock /);
  client.send(`$Supports ${supports}|$Key ${keyFor(lock)}|$ValidateNick ${nick}|`);
}

/** Opens a connection, sends everything up to the nick and waits for the answer. */
async function begun({ hub }: HookLab, nick: string, supports?: string): Promise<HubClient> {
  const client = await hub.connect();
  await begin(client, nick, supports);
  await client.expect(`$Hello ${nick}`);
  return client;
}

const fieldsOf = (
  nick: string,
) => [nick, "", "<test V:1,M:A,H:1/0/0,S:3>", "50\x01", "", "1000"];

/** The cases by hook. */
export const CONNECTION_CASES: Record<keyof typeof CONNECTION_HOOKS, HookCase> = {
  OnNewConn: {
    body: `return args[0] !== "127.0.9.1"`,
    async run(lab) {
      const bad = await lab.hub.connect("127.0.9.1");
      await bad.closed;
      assertEquals(bad.frames, []);
      await lab.hears("OnNewConn", "127.0.9.1");
      const good = await lab.hub.connect();
      await good.expect(/^\$Lock /);
    },
  },
  OnParsedMsgAnyEx: {
    body: `return !args[1].includes("Unwanted")`,
    async run(lab) {
      const client = await lab.hub.connect();
      await client.expect(/^\$Lock /);
      client.send("$Supports Unwanted|");
      await client.closed;
      assertEquals(client.take(), []);
      await lab.hears("OnParsedMsgAnyEx", client.ip, "$Supports Unwanted");
    },
  },
  OnParsedMsgSupports: {
    body: `return args[1].includes("Silent") ? ["$Instead", 0] : 1`,
    async run(lab) {
      const client = await begun(lab, "silent", "NoHello Silent");
      await lab.hears("OnParsedMsgSupports", client.ip, "$Supports NoHello Silent", "NoHello ");
      assertEquals(client.frames.filter((frame) => /^\$(Supports|Instead)/.test(frame)), ["$Instead"]);
    },
  },
  OnParsedMsgValidateNick: {
    body: `return args[0] !== "$ValidateNick unwelcome"`,
    async run(lab) {
      const client = await lab.hub.connect();
      await begin(client, "unwelcome");
      await client.closed;
      await lab.hears("OnParsedMsgValidateNick", "$ValidateNick unwelcome");
      await lab.hears("OnCloseConnEx", client.ip, 21, "unwelcome");
    },
  },
  OnParsedMsgMyPass: {
    body: `return args[1] !== "$MyPass refused-one"`,
    async run(lab) {
      await lab.hub.login("owner", { password: "owners-secret" });
      await lab.hears("OnParsedMsgMyPass", "owner", "$MyPass owners-secret");
      assertEquals(lab.heard("blind").filter(([hook]) => hook === "OnParsedMsgMyPass"), [
        ["OnParsedMsgMyPass", ["owner", "$MyPass "]],
      ]);
      const client = await lab.hub.connect();
      await begin(client, "owner2");
      await client.expect("$GetPass");
      client.send("$MyPass refused-one|");
      await client.closed;
      assertEquals(client.take(), []);
    },
  },
  OnBadPass: {
    body: `return 0`,
    async run(lab) {
      const client = await lab.hub.connect();
      await begin(client, "owner2");
      client.send("$MyPass wrong|");
      await client.expect("$BadPass");
      await lab.hears("OnBadPass", "owner2", client.ip);
      const again = await lab.hub.connect(client.ip);
      await begin(again, "owner2");
      await again.expect("$GetPass");
    },
  },
  OnParsedMsgVersion: {
    body: `return args[1] !== "$Version 6,66"`,
    async run(lab) {
      const client = await begun(lab, "old");
      client.send("$Version 6,66|");
      await client.closed;
      await lab.hears("OnParsedMsgVersion", client.ip, "$Version 6,66");
    },
  },
  OnParsedMsgMyHubURL: {
    body: `return !args[1].includes("bad")`,
    async run(lab) {
      const client = await begun(lab, "dialler", "NoHello HubURL");
      client.send("$MyHubURL dchub://bad.example|");
      await client.closed;
      await lab.hears("OnParsedMsgMyHubURL", "dialler", "$MyHubURL dchub://bad.example");
    },
  },
  OnParsedMsgBotINFO: {
    body: `return args[1] !== "$BotINFO nosy"`,
    async run(lab) {
      const nosy = await begun(lab, "nosy", "BotINFO");
      nosy.take();
      nosy.send("$BotINFO nosy|");
      await nosy.closed;
      assertEquals(nosy.take(), []);
      await lab.hears("OnParsedMsgBotINFO", "nosy", "$BotINFO nosy");
      const list = await begun(lab, "list", "BotINFO");
      list.send("$BotINFO list|");
      await list.expect(/^\$HubINFO /);
    },
  },
  OnValidateTag: {
    body: `return !args[1].includes("V:666")`,
    async run(lab) {
      const client = await begun(lab, "tagged");
      client.send(`$Version 1,0091|${myInfo({ nick: "tagged" }).replace("V:1", "V:666")}|`);
      await client.closed;
      await lab.hears("OnValidateTag", "tagged", "<test V:666,M:A,H:1/0/0,S:3>");
      await lab.hears("OnCloseConnEx", client.ip, 11, "tagged");
    },
  },
  OnFirstMyINFO: {
    body: `if (args[0] === "first") return ["changed", null, null, "a@b", null]; return args[0] !== "thrown"`,
    async run(lab) {
      const client = await lab.hub.connect();
      await client.login({ nick: "first" });
      assertEquals(
        await client.expect(/^\$MyINFO \$ALL first /),
        "$MyINFO $ALL first changed<test V:1,M:A,H:1/0/0,S:3>$ $50\x01$a@b$1000$",
      );
      await lab.hears("OnFirstMyINFO", ...fieldsOf("first"));
      const thrown = await begun(lab, "thrown");
      thrown.send(`$Version 1,0091|${myInfo({ nick: "thrown" })}|`);
      await thrown.closed;
      await lab.hears("OnCloseConnEx", thrown.ip, 2, "thrown");
    },
  },
  OnParsedMsgMyINFO: {
    body:
      `if (args[0] !== "speaker") return; return args[1] === "no" ? 0 : { desc: args[1] + "!", share: 7 }`,
    async run(lab) {
      const client = await lab.hub.connect();
      await client.login({ nick: "speaker" });
      const published = (desc: string) =>
        `$MyINFO $ALL speaker ${desc}<test V:1,M:A,H:1/0/0,S:3>$ $50\x01$$7$`;
      await client.expect(published("!"));
      client.send(`${myInfo({ nick: "speaker" }).replace(" <", " no<")}|`);
      client.send(`${myInfo({ nick: "speaker" }).replace(" <", " yes<")}|`);
      await client.expect(published("yes!"));
      assertEquals(client.frames.filter((frame) => frame.includes(" no")), []);
    },
  },
  OnCloneCountLow: {
    body: `return args[2] < 2`,
    async run(lab) {
      for (const nick of ["dolly1", "dolly2"]) await lab.hub.login(nick, { from: "127.0.9.2" });
      await lab.hears("OnCloneCountLow", "dolly2", "dolly1", 1);
      const third = await lab.hub.connect("127.0.9.2");
      await begin(third, "dolly3");
      await third.expect("$Hello dolly3");
      third.send(`$Version 1,0091|${myInfo({ nick: "dolly3" })}|`);
      await third.expect(/You are a clone of dolly1/);
      await third.closed;
    },
  },
  OnUserInList: {
    body: `return args[0] !== "shadow"`,
    async run(lab) {
      const watcher = await lab.hub.login("watcher1");
      const client = await begun(lab, "shadow");
      client.send(`$Version 1,0091|${myInfo({ nick: "shadow" })}|`);
      await client.closed;
      await lab.hears("OnUserInList", "shadow");
      await watcher.expect("$Quit shadow");
      assertEquals(watcher.frames.filter((frame) => frame.startsWith("$MyINFO $ALL shadow")), []);
    },
  },
  OnUserLogin: {
    body: `vh.usermc(args[0], "Welcome, " + args[0]); return args[0] !== "brief"`,
    async run(lab) {
      const client = await lab.hub.connect();
      await client.login({ nick: "guest1" });
      await client.expect("<Hubcap> Welcome, guest1");
      await client.expect(/^\$OpList /);
      const brief = await lab.hub.connect();
      await brief.login({ nick: "brief" });
      await brief.expect("<Hubcap> Welcome, brief");
      await brief.closed;
    },
  },
  OnCloseConn: {
    async run(lab) {
      const client = await lab.hub.connect();
      await client.expect(/^\$Lock /);
      client.close();
      await lab.hears("OnCloseConn", client.ip);
    },
  },
  OnCloseConnEx: {
    async run(lab) {
      const client = await lab.hub.login("leaver");
      lab.hub.hub.port.closeUser("leaver", 6, 0);
      await client.closed;
      await lab.hears("OnCloseConnEx", client.ip, 6, "leaver");
      await lab.hears("OnUserLogout", "leaver");
      const last = lab.heard().map(([hook, args]) => `${hook} ${args[0]}`).slice(-3);
      assertEquals(last, [`OnCloseConn ${client.ip}`, `OnCloseConnEx ${client.ip}`, "OnUserLogout leaver"]);
    },
  },
  OnUserLogout: {
    body: `vh.pm("watcher2", args[0] + " " + vh.GetUserIP(args[0]))`,
    async run(lab) {
      const watcher = await lab.hub.login("watcher2");
      const client = await lab.hub.login("goer");
      client.close();
      await watcher.expect(`$To: watcher2 From: Hubcap $<Hubcap> goer ${client.ip}`);
    },
  },
};
