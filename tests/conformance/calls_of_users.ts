/**
 * Proof of the calls that read users and lists, or change what is shown of a user, one case each.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { USERS_CALLS } from "../../src/vh/calls/users.ts";
import { keyFor } from "../support/client.ts";
import { type CallCases, type CallLab, type NamesOf } from "./call_lab.ts";

const INFO = (nick: string, mode = "A") =>
  `$MyINFO $ALL ${nick} <test V:1,M:${mode},H:1/0/0,S:3>$ $50\x01$$1000$`;

/** Asserts what an expression is in the script. */
const is = (code: string, wanted: unknown) => async (lab: CallLab) => {
  assertEquals(await lab.run(`return ${code}`), wanted);
};

const NOBODY = `"nobody"`;

/** The cases by call. */
export const USERS_CASES: CallCases<NamesOf<typeof USERS_CALLS>> = {
  GetUserClass: is(
    `["ALICE", "oper", "pilot", "Hubcap", ${NOBODY}].map(vh.GetUserClass)`.replace(
      "vh.GetUserClass",
      "(nick) => vh.GetUserClass(nick)",
    ),
    [0, 3, 10, 10, -2],
  ),
  GetUserIP: is(`[vh.GetUserIP("alice"), vh.GetUserIP("Hubcap"), vh.GetUserIP(${NOBODY})]`, [
    "127.0.0.11",
    "127.0.0.1",
    null,
  ]),
  async GetUserHubURL(lab) {
    const client = await lab.hub.connect();
    await client.login({ nick: "dialler", supports: "NoHello NoGetINFO HubURL" });
    client.send("$MyHubURL dchub://hub.example:411|");
    await lab.hub.settled();
    assertEquals(await lab.run(`return [vh.GetUserHubURL("dialler"), vh.GetUserHubURL("alice")]`), [
      "hub.example",
      null,
    ]);
    await lab.leave("dialler", client);
  },
  async GetUserExtJSON(lab) {
    const client = await lab.hub.login("json", { supports: "NoHello NoGetINFO ExtJSON2" });
    client.send(`$ExtJSON json {"a":1}|`);
    await lab.hub.settled();
    assertEquals(await lab.run(`return [vh.GetUserExtJSON("json"), vh.GetUserExtJSON("alice")]`), [
      `$ExtJSON json {"a":1}`,
      null,
    ]);
    await lab.leave("json", client);
  },
  GetUserVersion: is(`[vh.GetUserVersion("alice"), vh.GetUserVersion(${NOBODY})]`, ["1,0091", null]),
  GetUserShare: is(`[vh.GetUserShare("alice"), vh.GetUserShare(${NOBODY})]`, [1000, null]),
  GetUserSupports: is(`[vh.GetUserSupports("alice"), vh.GetUserSupports(${NOBODY})]`, [
    "NoHello NoGetINFO UserIP2 TTHSearch",
    null,
  ]),
  InUserSupports: is(
    `[vh.InUserSupports("alice", "UserIP2"), vh.InUserSupports("alice", "UserIP"), vh.InUserSupports(${NOBODY}, "x")]`,
    [true, false, false],
  ),
  IsUserOnline: is(`["alice", "OpChat", ${NOBODY}].map((nick) => vh.IsUserOnline(nick))`, [
    true,
    true,
    false,
  ]),
  GetMyINFO: is(`[vh.GetMyINFO("bob"), vh.GetMyINFO(${NOBODY})]`, [INFO("bob", "P"), null]),
  GetMyINFOParts: is(`[vh.GetMyINFOParts("alice"), vh.GetMyINFOParts(${NOBODY})]`, [
    ["alice", "", "<test V:1,M:A,H:1/0/0,S:3>", "50\x01", "", "1000"],
    null,
  ]),
  async SetMyINFO(lab) {
    const { result, got } = await lab.see(
      `return [vh.SetMyINFO("alice", "new", null, undefined, "a@b.c", 77), vh.SetMyINFO(${NOBODY}, "x")]`,
    );
    const line = "$MyINFO $ALL alice new<test V:1,M:A,H:1/0/0,S:3>$ $50\x01$a@b.c$77$";
    assertEquals(result, [true, false]);
    assertEquals(got, { alice: [line], bob: [line], oper: [line] });
    assertEquals(await lab.run(`return [vh.GetMyINFO("alice"), vh.GetUserShare("alice")]`), [line, 1000]);
    await lab.run(`return vh.SetMyINFO("alice", "", null, null, "", "1000")`);
    assertEquals(await lab.run(`return vh.GetMyINFO("alice")`), INFO("alice"));
  },
  async GetNickList(lab) {
    const nicks = await lab.run("return vh.GetNickList()") as string[];
    assertEquals(nicks.toSorted(), ["Hubcap", "OpChat", "alice", "bob", "oper", "pilot"]);
  },
  async GetOpList(lab) {
    const nicks = await lab.run("return vh.GetOpList()") as string[];
    assertEquals(nicks.toSorted(), ["Hubcap", "OpChat", "oper", "pilot"]);
  },
  GetBotList: is("vh.GetBotList().sort()", ["Hubcap", "OpChat"]),
  async GetRawNickList(lab) {
    const line = await lab.run("return vh.GetRawNickList()") as string;
    assert(line.startsWith("$NickList ") && line.endsWith("$$"), line);
    assertEquals(line.slice(10).split("$$").length, 7);
  },
  GetRawOpList: is(`vh.GetRawOpList()`, "$OpList Hubcap$$OpChat$$pilot$$oper$$"),
  GetRawBotList: is(`vh.GetRawBotList()`, "$BotList Hubcap$$OpChat$$"),
  async GetUsersCount(lab) {
    assertEquals(await lab.run("return vh.GetUsersCount()"), 4);
    const half = await lab.hub.connect();
    const lock = await half.expect(/^\$Lock /);
    half.send(`$Supports NoHello|$Key ${keyFor(lock)}|$ValidateNick half|`);
    await half.expect("$Hello half");
    assertEquals(await lab.run(`return [vh.GetUsersCount(), vh.IsUserOnline("half")]`), [5, false]);
    half.close();
    await lab.hub.settled();
  },
  GetTotalShareSize: is("vh.GetTotalShareSize()", "4000"),
};
