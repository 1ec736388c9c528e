/**
 * Tests of geo.ts, mmdb.ts and built_in.ts: small databases of our own, and the one that comes with the program.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { BERLIN, mmdbFile } from "../../tests/support/mmdb_writer.ts";
import { builtInCountries } from "./built_in.ts";
import { createGeo, type Geo, type GeoPaths } from "./geo.ts";
import { MAX_WAITING } from "./mmdb.ts";

const CITY = mmdbFile({
  networks: {
    "5.6.7.0/24": BERLIN,
    "2001:db8::/32": BERLIN,
    "9.0.0.0/8": { country: { iso_code: "XX", names: { en: "Nowhere" } } },
    "7.7.7.7/32": { registered_country: { iso_code: "FR" } },
  },
});
const ASN = mmdbFile({
  ipVersion: 4,
  networks: {
    "5.6.0.0/16": { autonomous_system_number: 64500, autonomous_system_organization: "Test Net" },
    "5.7.0.0/16": { autonomous_system_number: 64501 },
  },
});
const FLAT = mmdbFile({ ipVersion: 4, networks: { "5.6.7.0/24": { country_code: "AT" } } });

interface Made {
  readonly geo: Geo;
  readonly reads: string[];
  readonly warnings: string[];
  /** A look-up as a promise. */
  ask<K extends keyof Geo>(what: K, ip: string, db?: string): Promise<unknown>;
}

function made(paths: Partial<GeoPaths>, files: Record<string, Uint8Array> = {}): Made {
  const reads: string[] = [];
  const warnings: string[] = [];
  const geo = createGeo({
    paths: { more: [], ...paths },
    builtIn: () => Promise.reject(new Error("there is none")),
    async readFile(path) {
      reads.push(String(path));
      await Promise.resolve();
      const bytes = files[String(path)];
      if (!bytes) throw new Error("no such file");
      return bytes;
    },
    warn: (message) => void warnings.push(message),
  });
  const ask: Made["ask"] = (what, ip, db) =>
    new Promise((done) => {
      if (what === "countryCode" || what === "countryName") geo[what as "countryName"](ip, done);
      else geo[what as "city"](ip, db ?? null, done);
    });
  return { geo, reads, warnings, ask };
}

Deno.test("geo: special codes need no database", async () => {
  const { ask, reads } = made({});
  const code = (ip: string) => ask("countryCode", ip);
  assertEquals(await Promise.all(["127.0.0.1", "::1", "10.1.1.1", "fd00::1", "nonsense", ""].map(code)), [
    "L1",
    "L1",
    "P1",
    "P1",
    "E1",
    "E1",
  ]);
  for (const what of ["countryName", "city", "asn"] as const) {
    assertEquals(await ask(what, "127.9.9.9"), "Local Network");
    assertEquals(await ask(what, "192.168.0.1"), "Private Network");
    assertEquals(await ask(what, "nonsense"), null);
  }
  assertEquals(reads, []);
});

Deno.test("geo: codes, names and cities from a city database", async () => {
  const { ask, reads } = made({ city: "/city" }, { "/city": CITY });
  assertEquals(await ask("countryCode", "5.6.7.8"), "DE");
  assertEquals(await ask("countryCode", "::ffff:5.6.7.8"), "DE");
  assertEquals(await ask("countryCode", "2001:db8::5"), "DE");
  assertEquals(await ask("countryCode", "7.7.7.7"), "FR");
  assertEquals(await ask("countryCode", "5.6.8.1"), "--");
  assertEquals(await ask("countryName", "5.6.7.8"), "Germany");
  assertEquals(await ask("countryName", "9.1.1.1"), "Nowhere");
  assertEquals(await ask("countryName", "5.6.8.1"), null);
  assertEquals(await ask("city", "5.6.7.8"), "Berlin");
  assertEquals(await ask("city", "9.1.1.1"), null);
  assertEquals(reads, ["/city"]);
});

Deno.test("geo: everything about an address", async () => {
  const { ask } = made({ city: "/city" }, { "/city": CITY });
  assertEquals(await ask("info", "5.6.7.8"), {
    latitude: 52.5,
    longitude: 13.25,
    metro_code: 7,
    area_code: 0,
    host: "5.6.7.8",
    range_low: "5.6.7.0",
    range_high: "5.6.7.255",
    country_code: "DE",
    country_code_xxx: "DEU",
    country: "Germany",
    region_code: "BE",
    region: "Land Berlin",
    time_zone: "Europe/Berlin",
    continent_code: "EU",
    continent: "Europe",
    city: "Berlin",
    postal_code: "10117",
  });
  const local = await ask("info", "127.0.0.1") as Record<string, unknown>;
  assertEquals([local.country_code, local.country, local.range_low, local.range_high, local.latitude], [
    "L1",
    "Local Network",
    "127.0.0.0",
    "127.255.255.255",
    0,
  ]);
  const six = await ask("info", "2001:db8::1") as Record<string, unknown>;
  assertEquals([six.range_low, six.range_high], ["2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"]);
  assertEquals([await ask("info", "5.6.8.1"), await ask("info", "nonsense")], [null, null]);
});

Deno.test("geo: networks, and databases a script names", async () => {
  const { ask, reads } = made({ asn: "/asn", more: ["/some/flat.mmdb", "/other"] }, {
    "/asn": ASN,
    "/some/flat.mmdb": FLAT,
    "/other": CITY,
  });
  assertEquals(await ask("asn", "5.6.7.8"), "AS64500 Test Net");
  assertEquals(await ask("asn", "5.7.7.8"), "AS64501");
  assertEquals([await ask("asn", "5.8.7.8"), await ask("asn", "2001:db8::1")], [null, null]);
  assertEquals(await ask("city", "5.6.7.8"), null);
  assertEquals(await ask("city", "5.6.7.8", "/other"), "Berlin");
  const flat = await ask("info", "5.6.7.8", "flat.mmdb") as Record<string, unknown>;
  assertEquals([flat.country_code, flat.country], ["AT", "Austria"]);
  assertEquals(await ask("asn", "5.6.7.8", "/etc/passwd"), "AS64500 Test Net");
  assertEquals(reads, ["/asn", "/other", "/some/flat.mmdb"]);
});

Deno.test("geo: an open database answers at once, and many questions open it once", async () => {
  const { geo, ask, reads } = made({ country: "/country" }, { "/country": FLAT });
  assertEquals(await Promise.all([ask("countryCode", "5.6.7.8"), ask("countryCode", "5.6.7.9")]), [
    "AT",
    "AT",
  ]);
  let answer = "";
  geo.countryCode("5.6.7.8", (code) => answer = code);
  assertEquals([answer, reads], ["AT", ["/country"]]);
});

Deno.test("geo: a database that is missing or damaged finds nothing and is reported once", async () => {
  const broken = CITY.slice();
  broken.fill(0xff, 0, broken.length - 300);
  const { ask, warnings } = made({ city: "/broken", asn: "/nowhere" }, { "/broken": broken });
  for (let i = 0; i < 3; i++) {
    assertEquals(await ask("countryCode", "5.6.7.8"), "--");
    assertEquals(await ask("asn", "5.6.7.8"), null);
  }
  assertEquals(warnings.length, 2, warnings.join("\n"));
  assertStringIncludes(warnings.join("\n"), 'Cannot use the GeoIP database "/nowhere": no such file');
  const none = made({});
  assertEquals(await none.ask("countryCode", "5.6.7.8"), "--");
  assertEquals(none.warnings, ["Cannot use the GeoIP database: there is none"]);
});

Deno.test("geo: the database that comes with the program knows the countries of the world", async () => {
  const geo = createGeo({
    paths: { more: [] },
    builtIn: builtInCountries,
    readFile: Deno.readFile,
    warn: (message) => assert(false, message),
  });
  const code = (ip: string) => new Promise((done) => geo.countryCode(ip, done));
  assertEquals(await Promise.all(["8.8.8.8", "193.0.6.139", "2001:4860:4860::8888", "224.0.0.1"].map(code)), [
    "US",
    "NL",
    "US",
    "--",
  ]);
});

Deno.test("geo: reload reads again what is open and nothing else; a file that is gone leaves the old one", async () => {
  const files: Record<string, Uint8Array> = { "/city": CITY, "/asn": ASN };
  const { geo, ask, reads } = made({ city: "/city", asn: "/asn" }, files);
  assertEquals(await ask("countryCode", "5.6.7.8"), "DE");
  assertEquals(reads, ["/city"]);
  files["/city"] = FLAT;
  await geo.reload();
  assertEquals(reads, ["/city", "/city"]);
  assertEquals(await ask("countryCode", "5.6.7.8"), "AT");
  delete files["/city"];
  await assertRejects(() => geo.reload(), Error, "no such file");
  assertEquals(await ask("countryCode", "5.6.7.8"), "AT");
});

Deno.test("geo: the databases tell what they are for, whether they are open, and what they are", async () => {
  const { geo, ask } = made({ city: "/city", asn: "/asn", more: ["/more"] }, { "/city": CITY, "/asn": ASN });
  assertEquals(geo.databases().map(([use, { state }]) => [use, state]), [
    ["countries", "new"],
    ["networks", "new"],
    ["/more", "new"],
  ]);
  await ask("city", "5.6.7.8");
  await ask("asn", "5.6.7.8", "/more");
  const [[, open], , [, broken]] = geo.databases() as [
    readonly [string, { state: string; path: string; built: number }],
    unknown,
    readonly [string, { state: string }],
  ];
  assertEquals([open.state, open.path, broken.state], ["open", "/city", "broken"]);
  assert(open.built > 0);
});

Deno.test("geo: no more look-ups wait for a database than the bound; the others find nothing at once", async () => {
  const { geo, ask } = made({ city: "/city" }, { "/city": CITY });
  const found: string[] = [];
  for (let i = 0; i < MAX_WAITING + 1; i++) geo.countryCode("5.6.7.8", (code) => void found.push(code));
  assertEquals(found, ["--"]);
  await ask("countryCode", "9.9.9.9");
  while (found.length <= MAX_WAITING) await Promise.resolve();
  assertEquals(found.filter((code) => code === "DE").length, MAX_WAITING);
});
