/**
 * The `vh` object as a script finds it: every function there, results of the right type, true constants, an identity
 * of its own for every script.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { CALLS } from "../../src/vh/calls.ts";
import { startRig } from "../host/rig.ts";

const LIMITS = { hookMs: 20_000, loadMs: 60_000 };
const LAB = { source: "host/lab.ts", limits: LIMITS };

/** The functions every author of Verlihub's Python plugin knows, and those its documentation names besides. */
const KNOWN = `
  mc usermc classmc pm SendToOpChat SendPMToAll SendDataToUser SendDataToAll SendToAll SendToActive SendToPassive
  SendToActiveClass SendToPassiveClass GetUserClass GetUserHost GetUserIP GetUserCC GetUserHubURL GetUserExtJSON
  GetMyINFO SetMyINFO SetMyINFOFlag UnsetMyINFOFlag SetUserIP GetIPCC GetIPCN GetIPCity GetIPASN GetGeoIP
  GetNickList GetOpList GetBotList GetRawNickList GetRawOpList GetRawBotList GetUsersCount GetTotalShareSize
  GetServFreq AddRegUser DelRegUser SetRegClass KickUser Ban DelNickTempBan DelIPTempBan CloseConnection
  UserRestrictions GetConfig SetConfig Topic StopHub name_and_version IsRobotNickBad AddRobot DelRobot ParseCommand
  ScriptCommand SQL Encode Decode CallDynamicFunction GetUserVersion GetUserShare ScriptQuery`.trim().split(
  /\s+/,
);

/** Families of constants, numbers from 0 on unless written. */
const NUMBERS: Record<string, Record<string, number>> = {
  eCR: numbered(
    "DEFAULT INVALID_USER KICKED FORCEMOVE QUIT HUB_LOAD TIMEOUT TO_ANYACTION USERLIMIT SHARE_LIMIT TAG_NONE TAG_INVALID",
    "PASSWORD LOGIN_ERR SYNTAX INVALID_KEY RECONNECT CLONE SELF BADNICK NOREDIR PLUGIN",
  ),
  eBOT: numbered("OK EXISTS WITHOUT_NICK BAD_CHARS RESERVED_NICK API_ERROR"),
  eIT: numbered("VOID BOOL CHAR INT UINT LONG ULONG PCHAR TIMET LLONG ULLONG AR_BYTE STRING DOUBLE"),
  eBF: {
    NICKIP: 1,
    IP: 2,
    NICK: 4,
    RANGE: 8,
    HOST1: 16,
    HOST2: 32,
    HOST3: 64,
    SHARE: 128,
    PREFIX: 256,
    HOSTR1: 512,
    REVERSE: 512,
  },
};

function numbered(...lines: string[]): Record<string, number> {
  return Object.fromEntries(lines.join(" ").split(" ").map((name, number) => [name, number]));
}

Deno.test("vh module: two scripts in their workers", async (t) => {
  await using rig = await startRig([
    { ...LAB, name: "first", options: { tag: "1" } },
    { ...LAB, name: "second", options: { tag: "2" } },
  ]);
  const { port } = rig;
  /** What an expression is worth in the first script. */
  const value = async (expression: string): Promise<unknown> => {
    await rig.chat(`if (tag === "1") vh.mc(JSON.stringify((() => ${expression})()))`);
    const line = rig.taken().at(-1)!;
    return JSON.parse(line.slice("mc <Hubcap> ".length, -" 0-10".length));
  };

  await t.step("vh module: import works and the script has an id", async () => {
    assertEquals(await value("vh.myid"), 1);
  });

  await t.step("vh module: numbers, text, truth and lists come as such", async () => {
    assertEquals(await value("[vh.GetUserClass('op'), typeof vh.GetUserClass('op')]"), [3, "number"]);
    assertEquals(await value("vh.GetUserClass('nobody')"), -2);
    assertEquals(await value("vh.GetConfig('config', 'hub_security')"), "Hubcap");
    assertEquals(await value("vh.GetConfig('config', 'nothing')"), null);
    assertEquals(await value("vh.SetConfig('mine', 'counter', 5)"), true);
    assertEquals(port.getConfig("mine", "counter"), "5");
    assertEquals(await value("vh.GetNickList()"), ["alice", "bob", "op"]);
    assertEquals(await value("Array.isArray(vh.GetNickList())"), true);
  });

  await t.step("vh module: a call does what it does once", async () => {
    await rig.chat("if (tag === '1') vh.SetConfig('config', 'hub_topic', 'once')");
    assertEquals(rig.taken().filter((line) => line.startsWith("mc <1> OnSetConfig")).length, 1);
    assertEquals(await value("vh.GetUsersCount()"), 3);
  });

  await t.step("vh module: constants have their true numbers, as names and as families", async () => {
    const wanted = Object.fromEntries(
      Object.entries(NUMBERS).flatMap(([family, names]) =>
        Object.entries(names).map(([name, number]) => [`${family}_${name}`, number])
      ),
    );
    const got = await value(
      `Object.fromEntries(${JSON.stringify(Object.keys(wanted))}.map((n) => [n, vh[n]]))`,
    );
    assertEquals(got, wanted);
    assertEquals(await value("[vh.eCR.KICKED === vh.eCR_KICKED, vh.eBF_REVERSE === vh.eBF_HOSTR1]"), [
      true,
      true,
    ]);
  });

  await t.step("vh module: every function an author knows is there", async () => {
    const missing = await value(`${JSON.stringify(KNOWN)}.filter((name) => typeof vh[name] !== "function")`);
    assertEquals(missing, []);
    const rows = new Set<string>(CALLS.map(({ name }) => name));
    assert(KNOWN.filter((name) => rows.has(name)).length >= 59);
  });

  await t.step("vh module: Encode and Decode know exactly five characters", async () => {
    assertEquals(await value("vh.Encode('a$b|c`d~e\\x05&')"), "a&#36;b&#124;c&#96;d&#126;e&#5;&");
    assertEquals(await value("vh.Decode(vh.Encode('a$b|c`d~e\\x05')) === 'a$b|c`d~e\\x05'"), true);
    assertEquals(await value("vh.Decode('&#65;&#36;')"), "&#65;$");
  });

  await t.step("vh module: each script has an identity of its own and the live bot name", async () => {
    await rig.chat("vh.mc(`${vh.myid} ${vh.name} ${vh.botname} ${vh.opchatname} ${vh.options.tag}`)");
    assertEquals(rig.taken(), [
      "mc <Hubcap> 1 first Hubcap OpChat 1 0-10",
      "mc <Hubcap> 2 second Hubcap OpChat 2 0-10",
    ]);
    port.sink.state.names("Guard", "OpChat");
    assertEquals(await value("vh.botname"), "Guard");
  });

  await t.step("vh module: scripts share no globals and no module state", async () => {
    await rig.chat("if (tag === '1') { globalThis.shared = 1; Array.prototype.mine = 1 }");
    await rig.chat("vh.mc(`${tag} ${typeof globalThis.shared} ${typeof [].mine}`, 'x')");
    assertEquals(rig.taken(), ["mc <x> 1 number number 0-10", "mc <x> 2 undefined undefined 0-10"]);
  });

  await t.step("vh module: wrong arguments are told, not guessed", async () => {
    for (
      const [call, name] of [
        ["vh.pm('alice')", "TypeError"],
        ["vh.GetUserClass(5)", "TypeError"],
        ["vh.mc('a', 'b', 'c')", "TypeError"],
        ["vh.classmc('a', '0', 10)", "TypeError"],
      ] as const
    ) {
      const error = await value(
        `{ try { ${call}; return "none" } catch (e) { return e.name } }`.replace(/^/, ""),
      )
        .catch((error) => String(error));
      assertEquals(error, name, call);
    }
  });
});
