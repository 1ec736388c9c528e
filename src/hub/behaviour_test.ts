/**
 * The behaviour vectors of the corpus against a whole hub. What concerns bytes below a frame is the transport's and
 * left out.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { type HubKit, hubKit, MODERN, myInfo, settle, type TestClient } from "./testing/hub_kit.ts";

interface Row {
  raw: string;
  state: "any" | "connected" | "login" | "in";
  given: Record<string, string | number>;
  outcome: string;
}

const ROWS: Row[] = JSON.parse(
  Deno.readTextFileSync(new URL("../../tests/corpus/nmdc/behaviour.json", import.meta.url)),
);

/** Rows about bytes below a frame (NUL, overlong lines, a TLS hello) and about proxies are the transport's. */
// deno-lint-ignore no-control-regex
const OF_TRANSPORT = ({ raw, given }: Row) => /\0|^\x16|^A{100}/.test(raw) || "trusted_proxy" in given;

function start(row: Row): HubKit {
  const { class: userClass, ip: _ip, supports: _supports, ...settings } = row.given;
  const typed = Object.fromEntries(
    Object.entries(settings).map((
      [name, value],
    ) => [name, /^(drop|disable|detect)_/.test(name) ? value === 1 : value]),
  );
  const accounts = userClass === 1 ? [{ nick: "john", class: 1, passwordHash: "hash:secret" }] : [];
  return hubKit({ settings: { ...typed, send_user_info: false }, accounts });
}

async function reach(kit: HubKit, row: Row, nick: string): Promise<TestClient> {
  const ip = "1.2.3.4";
  const supports = `${MODERN} ExtJSON2 ${row.given.supports ?? ""}`;
  if (row.state === "in" || row.state === "any") {
    return await kit.login(nick, { ip, supports, ...(row.given.class === 1 ? { password: "secret" } : {}) });
  }
  const client = kit.connect(ip);
  client.take();
  if (row.state === "connected" || row.raw.startsWith("$Key")) return client;
  client.send(`$Supports ${MODERN}|`);
  if (row.outcome === "accept") client.send(`$Key ${"x"}|`);
  client.send(`$ValidateNick ${nick}|`);
  if (row.outcome === "accept") client.send("$Version 1,0091|");
  client.take();
  return client;
}

for (const row of ROWS.filter((row) => !OF_TRANSPORT(row))) {
  const shown = row.raw.length > 60 ? `${row.raw.slice(0, 60)}…` : row.raw;
  Deno.test(`behaviour: ${JSON.stringify(shown)} in state ${row.state} ends as ${row.outcome}`, async () => {
    if (row.outcome === "accept" && row.state === "login") row.given.drop_invalid_key = 0;
    const kit = start(row);
    const toJohn = /^\$ConnectToMe john/.test(row.raw);
    const other = await kit.login(toJohn ? "john" : "peter", { ip: "5.6.7.8" });
    const client = await reach(kit, row, toJohn ? "peter" : "john");
    other.take();
    client.take();
    client.send(row.raw);
    await settle();
    const heard = client.take();
    const [kind, frame] = [row.outcome.split(":", 1)[0], row.outcome.slice(row.outcome.indexOf(":") + 1)];
    switch (kind) {
      case "relay":
        assertEquals(other.take(), [frame]);
        break;
      case "close_now":
        assertEquals([heard, client.ended], [[], "destroy"]);
        break;
      case "close_after_text":
        assertEquals(client.ended, "end");
        assertMatch(heard[0]!, /^<Hubcap> ./);
        break;
      case "close_after":
        assertEquals([heard, client.ended], [[frame], "end"]);
        break;
      case "drop_with_text":
        assertMatch(heard.join(), /^<Hubcap> ./);
        assertEquals([other.take(), client.ended], [[], null]);
        break;
      default:
        assert(["accept", "ignore", "drop"].includes(kind!), kind);
        assertEquals([other.take().filter((line) => !line.startsWith("$MyINFO")), client.ended], [[], null]);
    }
  });
}

Deno.test("behaviour: a share that is negative counts and shows as 0", async () => {
  const kit = hubKit();
  const anna = await kit.login("anna", { share: "-5", keep: true });
  assertEquals(kit.hub.users.get("anna")?.share, 0);
  assert(anna.take().includes(myInfo("anna", { share: 0 })));
});
