/**
 * Proof of the calls that look something up, one case each: what a script in a real worker gets. `anna` has the
 * address 5.6.7.8, which the databases of the test know; `local` has one of this machine, `odd` one nobody knows.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import type { LOOKUP_CALLS } from "../../src/vh/calls/lookup.ts";

/** Name of a call of these groups. */
export type LookupCall = (typeof LOOKUP_CALLS)[number]["name"];

/** Evaluates an expression in the script of this name and returns its value. */
export type Evaluate = (expression: string, script?: string) => Promise<unknown>;

const bothGeo = async (value: Evaluate, call: string) => {
  const info = await value(call) as Record<string, unknown>;
  assertEquals([info.country_code, info.city, info.range_low, info.latitude], [
    "DE",
    "Berlin",
    "5.6.7.0",
    52.5,
  ]);
};

const THROWS = (call: string) => `(() => { try { ${call}; } catch (e) { return [e.name, e.message]; } })()`;

/** The cases by call. */
export const LOOKUP_CASES: Readonly<Record<LookupCall, (value: Evaluate) => Promise<void>>> = {
  async GetUserCC(value) {
    assertEquals(
      await value(`["anna", "local", "odd", "nobody", vh.botname].map((nick) => vh.GetUserCC(nick))`),
      [
        "DE",
        "L1",
        "--",
        null,
        null,
      ],
    );
  },
  async GetUserCN(value) {
    assertEquals(await value(`["anna", "local", "odd", "nobody"].map((nick) => vh.GetUserCN(nick))`), [
      "Germany",
      "Local Network",
      null,
      null,
    ]);
  },
  async GetUserCity(value) {
    assertEquals(await value(`["anna", "local", "odd", "nobody"].map((nick) => vh.GetUserCity(nick))`), [
      "Berlin",
      "Local Network",
      null,
      null,
    ]);
    assertEquals(await value(`vh.GetUserCity("anna", "flat.mmdb")`), null);
  },
  async GetUserGeoIP(value) {
    await bothGeo(value, `vh.GetUserGeoIP("anna")`);
    assertEquals(await value(`[vh.GetUserGeoIP("nobody"), vh.GetUserGeoIP("odd")]`), [null, null]);
    assertEquals(await value(`vh.GetUserGeoIP("anna", "flat.mmdb").country`), "Austria");
  },
  async GetUserHost(value) {
    assertEquals(await value(`["anna", "odd", "nobody", vh.botname].map((nick) => vh.GetUserHost(nick))`), [
      "host.example",
      null,
      null,
      null,
    ]);
  },
  async GetIPCC(value) {
    const ips = `["5.6.7.8", "127.1.1.1", "10.0.0.1", "99.9.9.9", "nonsense"]`;
    assertEquals(await value(`${ips}.map((ip) => vh.GetIPCC(ip))`), ["DE", "L1", "P1", null, null]);
  },
  async GetIPCN(value) {
    const ips = `["5.6.7.8", "127.1.1.1", "10.0.0.1", "99.9.9.9"]`;
    const names = ["Germany", "Local Network", "Private Network", null];
    assertEquals(await value(`${ips}.map((ip) => vh.GetIPCN(ip))`), names);
  },
  async GetIPCity(value) {
    const ips = `["5.6.7.8", "10.0.0.1", "99.9.9.9"]`;
    assertEquals(await value(`${ips}.map((ip) => vh.GetIPCity(ip))`), ["Berlin", "Private Network", null]);
    assertEquals(await value(`vh.GetIPCity("5.6.7.8", "/not/in/the/config")`), "Berlin");
  },
  async GetIPASN(value) {
    const ips = `["5.6.7.8", "127.0.0.1", "99.9.9.9"]`;
    assertEquals(await value(`${ips}.map((ip) => vh.GetIPASN(ip))`), [
      "AS64500 Test Net",
      "Local Network",
      null,
    ]);
  },
  async GetGeoIP(value) {
    await bothGeo(value, `vh.GetGeoIP("5.6.7.8")`);
    assertEquals(await value(`Object.values(vh.GetGeoIP("127.0.0.1")).filter((v) => v === "L1").length`), 2);
    assertEquals(await value(`[vh.GetGeoIP("99.9.9.9"), vh.GetGeoIP("")]`), [null, null]);
  },
  async GetHostGeoIP(value) {
    await bothGeo(value, `vh.GetHostGeoIP("5.6.7.8")`);
    assertEquals(await value(`vh.GetHostGeoIP("host.example")`), null);
  },
  async SQL(value) {
    assertEquals(await value(`vh.SQL("create table t (a, b)")`), [1, []]);
    assertEquals(await value(`vh.SQL("insert into t values (?, ?)", ["x'y", null])`), [1, []]);
    assertEquals(await value(`vh.SQL("insert into t values (?, ?)", [true, 2n ** 60n])`), [1, []]);
    const rows = [["x'y", null], ["1", "1152921504606846976"]];
    assertEquals(await value(`vh.SQL("select * from t")`), [1, rows]);
    assertEquals(await value(`vh.SQL("select", "select * from t")`), [1, rows]);
    assertEquals(await value(`vh.SQL("select * from t", 1)`), [1, rows.slice(0, 1)]);
    assertEquals(await value(`vh.SQL("select * from t where a = ?", [true], 5)`), [1, rows.slice(1)]);
    assertEquals(await value(`vh.SQL("select * from nowhere")`), [0, [], "no such table: nowhere"]);
    const many = "with recursive x(n) as (select 1 union all select n + 1 from x limit 500) select n from x";
    assertEquals(await value(`vh.SQL("${many}")[1].length`), 100);
    assertEquals(await value(THROWS(`vh.SQL("select ?", [{}])`)), [
      "Error",
      "vh.SQL(): params[0] must be text, a number, a bigint, a boolean, bytes or null",
    ]);
    assertEquals(await value(`vh.SQL("select count(*) from reglist where login_pwd > ''")`, "reader"), [1, [[
      "0",
    ]]]);
    assertEquals(await value(`vh.SQL("select nick, class from reglist")`, "reader"), [1, [["boss", "10"]]]);
    assertEquals(await value(`vh.SQL("update reglist set class = 3")[0]`, "reader"), 0);
    assertEquals(await value(`vh.SQL("update reglist set class = 5")`, "full"), [1, []]);
    assertEquals(await value(`vh.SQL("select class, login_pwd > '' from reglist")`, "full"), [1, [[
      "5",
      "1",
    ]]]);
    assertMatch(String(await value(THROWS(`vh.SQL("select 1")`), "bare")), /^NotCapable,.*"sql"/);
  },
  async SQLQuery(value) {
    assertEquals(await value(`vh.SQLQuery("values (1, 'a'), (2, null)")`), [1, 2]);
    assertEquals(await value(`vh.SQLQuery("nonsense")`), [0, 0, 'near "nonsense": syntax error']);
    assertEquals(await value(`vh.SQLFetch(0)`), [0]);
  },
  async SQLFetch(value) {
    assertEquals(
      await value(
        `[vh.SQLQuery("values (1, 'a'), (2, null)"), ...[0, 1, 2, -1, 0.5].map((i) => vh.SQLFetch(i))]`,
      ),
      [
        [1, 2],
        [1, "1", "a"],
        [1, "2", null],
        [0],
        [0],
        [0],
      ],
    );
  },
  async SQLFree(value) {
    assertEquals(await value(`[vh.SQLQuery("values (1)"), vh.SQLFree(), vh.SQLFree(), vh.SQLFetch(0)]`), [
      [1, 1],
      true,
      false,
      [0],
    ]);
  },
};
