/**
 * Where an address is: country, city, network, from the databases of the config and the country database that comes
 * with the program. Owns Verlihub's special codes and the shape of the full answer; asks only local files.
 *
 * @module
 */
import { type IpAddress, ipText, parseIp } from "../core/ip.ts";
import { networkRange } from "../core/networks.ts";
import { type DatabaseInfo, type GeoHit, type GeoRecord, type LazyDatabase, lazyDatabase } from "./mmdb.ts";
import { createCountryNames } from "./names.ts";

/** Everything known about an address. Texts are `""` and numbers 0 where the database says nothing. */
export interface GeoInfo {
  /** Degrees north. */
  readonly latitude: number;
  /** Degrees east. */
  readonly longitude: number;
  /** US market area. */
  readonly metro_code: number;
  /** Always 0: today's databases have none. */
  readonly area_code: number;
  /** The address. */
  readonly host: string;
  /** First address of its network in the database. */
  readonly range_low: string;
  /** Last address of its network in the database. */
  readonly range_high: string;
  /** Two letters, `L1` this machine, `P1` a private network. */
  readonly country_code: string;
  /** Three letters. */
  readonly country_code_xxx: string;
  /** English name. */
  readonly country: string;
  /** Code of the region within the country. */
  readonly region_code: string;
  /** English name of the region. */
  readonly region: string;
  /** Such as `Europe/Berlin`. */
  readonly time_zone: string;
  /** Two letters. */
  readonly continent_code: string;
  /** English name. */
  readonly continent: string;
  /** English name. */
  readonly city: string;
  /** Postal code. */
  readonly postal_code: string;
}

/**
 * The look-ups. `done` runs at once where the database is open. `db` names another database: a path or file name
 * of the config's `geo.more`; anything else means the default one.
 */
export interface Geo {
  /** Two letters, or `L1` this machine, `P1` private network, `E1` no address, `--` not found. */
  countryCode(ip: string, done: (code: string) => void): void;
  /** English name of the country or of the kind of network. */
  countryName(ip: string, done: (name: string | null) => void): void;
  /** English name of the city or of the kind of network. */
  city(ip: string, db: string | null, done: (name: string | null) => void): void;
  /** `AS15169 Google LLC`, or the kind of network. */
  asn(ip: string, db: string | null, done: (text: string | null) => void): void;
  /** Everything. */
  info(ip: string, db: string | null, done: (info: GeoInfo | null) => void): void;
  /** Reads the files again that are open; rejects when one cannot be read, which then stays as it was. */
  reload(): Promise<void>;
  /** The databases by what they are for. */
  databases(): readonly (readonly [use: string, about: DatabaseInfo])[];
}

/** Files of the config, absolute. */
export interface GeoPaths {
  /** Countries instead of the database that comes with the program. */
  readonly country?: string | undefined;
  /** Cities. */
  readonly city?: string | undefined;
  /** Networks. */
  readonly asn?: string | undefined;
  /** What scripts may name as `db`. */
  readonly more: readonly string[];
}

/** What {@linkcode createGeo} needs. */
export interface GeoOptions {
  /** The config's files. */
  readonly paths: GeoPaths;
  /** Finds the database that comes with the program; may throw a text for people. */
  builtIn(): Promise<URL>;
  /** Reads a file whole. */
  readFile(path: string | URL): Promise<Uint8Array>;
  /** Hears, once each, what cannot be used. */
  warn(message: string): void;
}

/** Names and codes of the networks no database knows. */
const NETWORKS = {
  local: { name: "Local Network", code: "L1" },
  private: { name: "Private Network", code: "P1" },
} as const;

const text = (value: unknown): string => typeof value === "string" ? value : "";
const number = (value: unknown): number => typeof value === "number" ? value : Number(value) || 0;
const within = (record: GeoRecord, key: string): GeoRecord => {
  const value = Object.hasOwn(record, key) ? record[key] : undefined;
  return typeof value === "object" && value !== null ? value as GeoRecord : {};
};
const nameIn = (record: GeoRecord): string => text(within(record, "names").en);

/** Country of a record, in the rich form or in the flat one (`{country_code: "DE"}`). */
function countryOf(record: GeoRecord): string {
  const { iso_code } = { ...within(record, "registered_country"), ...within(record, "country") };
  return text(iso_code) || text(record.country_code);
}

/** Creates the look-ups; no file is read before the first. */
export function createGeo({ paths, builtIn, readFile, warn }: GeoOptions): Geo {
  const names = createCountryNames();
  const opened = (locate: () => string | Promise<URL>) => lazyDatabase({ locate, readFile, warn });
  const fileAt = (path: string | undefined) => path === undefined ? null : opened(() => path);
  const city = fileAt(paths.city);
  const asn = fileAt(paths.asn);
  const country = fileAt(paths.country) ?? city ?? opened(builtIn);
  const more = new Map<string, LazyDatabase>();
  for (const path of paths.more) {
    const database = fileAt(path)!;
    more.set(path, database);
    more.set(path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1), database);
  }
  const all: (readonly [string, LazyDatabase])[] = [["countries", country]];
  if (city && city !== country) all.push(["cities", city]);
  if (asn) all.push(["networks", asn]);
  for (const path of paths.more) all.push([path, more.get(path)!]);
  const named = (db: string | null, otherwise: LazyDatabase | null) => more.get(db ?? "") ?? otherwise;

  const find = (database: LazyDatabase | null, ip: IpAddress, done: (hit: GeoHit | null) => void) => {
    if (database) database.find(ipText(ip.bytes), done);
    else done(null);
  };

  /** `<kind of network>` at once, or what `read` makes of the database's record. */
  const nameOf = (
    ip: string,
    database: LazyDatabase | null,
    read: (record: GeoRecord) => string,
    done: (name: string | null) => void,
  ) => {
    const parsed = parseIp(ip);
    if (!parsed) return done(null);
    if (parsed.kind !== "public") return done(NETWORKS[parsed.kind].name);
    find(database, parsed, (hit) => done(hit && (read(hit.record) || null)));
  };

  const nameOfCountry = (record: GeoRecord): string => {
    const code = countryOf(record);
    return names.country(code) || nameIn(within(record, "country")) || text(record.country) || code;
  };

  return {
    async reload() {
      const results = await Promise.allSettled(all.map(([, database]) => database.reload()));
      for (const result of results) if (result.status === "rejected") throw result.reason;
    },
    databases: () => all.map(([use, database]) => [use, database.about()]),
    countryCode(ip, done) {
      const parsed = parseIp(ip);
      if (!parsed) return done("E1");
      if (parsed.kind !== "public") return done(NETWORKS[parsed.kind].code);
      find(country, parsed, (hit) => done((hit && countryOf(hit.record)) || "--"));
    },
    countryName: (ip, done) => nameOf(ip, country, nameOfCountry, done),
    city: (ip, db, done) =>
      nameOf(ip, named(db, city), (record) => nameIn(within(record, "city")) || text(record.city), done),
    asn: (ip, db, done) =>
      nameOf(ip, named(db, asn), (record) => {
        const { autonomous_system_number: id, autonomous_system_organization: name } = record;
        return id === undefined ? text(name) : `AS${id} ${text(name)}`.trim();
      }, done),
    info(ip, db, done) {
      const parsed = parseIp(ip);
      if (!parsed) return done(null);
      if (parsed.kind !== "public") {
        const { code, name } = NETWORKS[parsed.kind];
        const known = { country_code: code, country_code_xxx: code, country: name, region: name, city: name };
        return done({ ...EMPTY, ...rangeOf(parsed, parsed.prefix), ...known });
      }
      find(named(db, city) ?? country, parsed, (hit) => {
        if (!hit) return done(null);
        const { record, prefix } = hit;
        const code = countryOf(record);
        const location = within(record, "location");
        const region = within(within(record, "subdivisions"), "0");
        const continent = text(within(record, "continent").code);
        done({
          latitude: number(location.latitude),
          longitude: number(location.longitude),
          metro_code: number(location.metro_code),
          area_code: 0,
          ...rangeOf(parsed, prefix),
          country_code: code,
          country_code_xxx: names.alpha3(code),
          country: nameOfCountry(record),
          region_code: text(region.iso_code),
          region: nameIn(region),
          time_zone: text(location.time_zone),
          continent_code: continent,
          continent: names.continent(continent),
          city: nameIn(within(record, "city")),
          postal_code: text(within(record, "postal").code),
        });
      });
    },
  };
}

const EMPTY: Omit<GeoInfo, "host" | "range_low" | "range_high"> = {
  latitude: 0,
  longitude: 0,
  metro_code: 0,
  area_code: 0,
  country_code: "",
  country_code_xxx: "",
  country: "",
  region_code: "",
  region: "",
  time_zone: "",
  continent_code: "",
  continent: "",
  city: "",
  postal_code: "",
};

function rangeOf({ bytes }: IpAddress, prefix: number): Pick<GeoInfo, "host" | "range_low" | "range_high"> {
  const network = networkRange({ bytes, prefix });
  const [range_low, range_high] = [ipText(network.from), ipText(network.to)];
  return { host: ipText(bytes), range_low, range_high };
}
