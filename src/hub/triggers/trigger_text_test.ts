/**
 * Variables in the texts of triggers.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { hubKit } from "../testing/hub_kit.ts";
import { MAX_TEXT } from "../variables.ts";
import { isPersonal, VARIABLES, withAllValues, withHubValues } from "./trigger_text.ts";

const GIB = 2 ** 30;

async function reading() {
  const kit = hubKit({
    settings: { hub_name: "Test", hub_topic: "news", hub_desc: "a hub" },
    accounts: [{ nick: "oper", class: 3, passwordHash: "hash:secret" }],
    countries: { "10.9.0.1": "DE" },
    hostOf: (ip, done) => done(ip === "10.9.0.1" ? "pc.example.org" : null),
  });
  await kit.login("other", { ip: "10.9.0.2", mode: "P", share: GIB });
  await kit.login("oper", { ip: "10.9.0.1", password: "secret", tls: "1.3", share: 3 * GIB, flag: 0x11 });
  const hub = kit.hub.context;
  const user = hub.users.get("oper")!;
  const reader = { user, session: user.session!, params: "one two  three" };
  const read = (text: string, askHost = true): string => {
    let out = "";
    withAllValues(hub, text, reader, askHost, (full) => out = full);
    return out;
  };
  return { kit, hub, reader, read };
}

Deno.test("trigger text: variables of the reader", async () => {
  const { read } = await reading();
  const names =
    "NICK CLASS CLASSNAME SHARE SHARE_EXACT MODE IP HOST CC CN CITY TLS CLI_TLS CLI_NAT PARALL PAR1 END1";
  assertEquals(
    read(names.split(" ").map((name) => `%[${name}]`).join("; ")),
    "oper; 3; operator; 3.00 GiB; 3221225472; active; 10.9.0.1; pc.example.org; DE; Land of DE; City of DE; 1.3; " +
      "yes; no; one two  three; one; two  three",
  );
});

Deno.test("trigger text: variables of the hub", async () => {
  const { kit, hub, read } = await reading();
  kit.clock.tick(3_661_000);
  const names =
    "USERS USERS_ACTIVE USERS_PASSIVE USERSPEAK UPTIME VERSION HUBNAME HUBTOPIC HUBDESC TOTAL_SHARE";
  const text = names.split(" ").map((name) => `%[${name}]`).join("; ");
  const filled = "2; 1; 1; 2; 1 h 1 min; Hubcap 0.1.0; Test; news; a hub; 4.00 GiB";
  assertEquals(read(text), filled);
  assertEquals(withHubValues(hub, `${text} %[NICK]`), `${filled} %[NICK]`);
  assertEquals(read("%[SHAREPEAK]"), "4.00 GiB");
});

Deno.test("trigger text: the time is that of the machine, month and minute told apart", async () => {
  const { kit, read } = await reading();
  const now = new Date(kit.clock.now());
  const two = (value: number) => String(value).padStart(2, "0");
  assertEquals(
    read("%[YY]-%[MM]-%[DD] %[HH]:%[mm]:%[ss]"),
    `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())} ` +
      `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`,
  );
});

Deno.test("trigger text: every variable has a value, unknown ones and halves stay as they are", async () => {
  const { read } = await reading();
  for (const name of VARIABLES) assertEquals(read(`%[${name}]`).includes("%["), false, name);
  for (const text of ["%[NOBODY] %[nick] %[constructor] %[", "50% [x] %[%[", `%[${"x".repeat(50)}]`]) {
    assertEquals(read(text), text);
  }
  assertEquals(read("%[%[NICK]"), "%[oper");
});

Deno.test("trigger text: a value is never taken for a variable", async () => {
  const { hub, reader } = await reading();
  let out = "";
  withAllValues(hub, "%[PARALL]", { ...reader, params: "%[IP] %[PARALL]" }, true, (full) => out = full);
  assertEquals(out, "%[IP] %[PARALL]");
});

Deno.test("trigger text: it ends at its bound, whatever was typed", async () => {
  const { hub, reader } = await reading();
  let length = 0;
  const params = "x".repeat(10_000);
  withAllValues(hub, "%[PARALL]".repeat(5000), { ...reader, params }, true, (full) => length = full.length);
  assertEquals(length, MAX_TEXT);
});

Deno.test("trigger text: nothing is looked up for a text that does not ask for it", async () => {
  const { hub, reader } = await reading();
  const asked: string[] = [];
  const watched = {
    ...hub,
    hostOf: (_ip: string, done: (host: string | null) => void) => (asked.push("host"), done(null)),
    places: {
      countryCode: (_ip: string, done: (code: string) => void) => (asked.push("code"), done("DE")),
      countryName: (_ip: string, done: (name: string | null) => void) => done(null),
      city: (_ip: string, _db: string | null, done: (name: string | null) => void) => done(null),
    },
  };
  const read = (text: string, askHost = true): string => {
    let out = "";
    withAllValues(watched, text, reader, askHost, (full) => out = full);
    return out;
  };
  assertEquals([read("%[NICK]"), asked], ["oper", []]);
  assertEquals([read("%[HOST]", false), asked], ["10.9.0.1", []]);
  assertEquals([read("%[CC] %[HOST]"), asked], ["DE 10.9.0.1", ["host", "code"]]);
});

Deno.test("trigger text: a late answer of a name server comes late", async () => {
  const { hub, reader } = await reading();
  let answer: ((host: string | null) => void) | null = null;
  let out = "";
  withAllValues(
    { ...hub, hostOf: (_ip, done) => answer = done },
    "%[HOST]",
    reader,
    true,
    (full) => out = full,
  );
  assertEquals(out, "");
  answer!("late.example.org");
  assertEquals(out, "late.example.org");
});

Deno.test("trigger text: a text is personal when it names something of its reader", () => {
  assertEquals(["%[USERS] %[HUBNAME]", "hello %[NICK]", "NICK"].map(isPersonal), [false, true, false]);
  assertMatch(VARIABLES.join(" "), /^USERS .* END1$/);
});
