/**
 * One MMDB file: opened on first use, kept in memory, asked by address. Owns laziness and the rule that a database
 * which is missing or damaged answers "not found" and is reported once. Knows nothing of countries or cities.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { Reader, type Response } from "mmdb-lib";
import { HubError, messageOf } from "../core/errors.ts";

/** A record as stored. */
export type GeoRecord = Readonly<Record<string, unknown>>;

/** What a database says of an address. */
export interface GeoHit {
  /** As stored. */
  readonly record: GeoRecord;
  /** Bits of the network the record stands for, counted in the address's own family. */
  readonly prefix: number;
}

/** A database that opens itself. */
export interface LazyDatabase {
  /**
   * Looks an address up. `done` runs before this returns once the file is open; the first calls, up to a bound, wait
   * for it without holding up anybody else.
   */
  find(ip: string, done: (hit: GeoHit | null) => void): void;
  /** Reads the file again, if it was read before; rejects and keeps what it has when that fails. */
  reload(): Promise<void>;
  /** What is open. */
  about(): DatabaseInfo;
}

/** What an open database says of itself; `""` and 0 while it is not open. */
export interface DatabaseInfo {
  /** `new` nobody has asked yet, `opening`, `open`, `broken`. */
  readonly state: "new" | "opening" | "open" | "broken";
  /** File. */
  readonly path: string;
  /** Such as `GeoLite2-City`. */
  readonly type: string;
  /** When it was made, Unix seconds. */
  readonly built: number;
}

/** What a database needs. */
export interface LazyDatabaseOptions {
  /** Finds the file; may throw a text for people. */
  locate(): string | URL | Promise<URL>;
  /** Reads it whole. */
  readFile(path: string | URL): Promise<Uint8Array>;
  /** Hears once why it cannot be used. */
  warn(message: string): void;
}

/** Look-ups that may wait for the file; further ones find nothing. */
export const MAX_WAITING = 20_000;

/** Creates a database; nothing is read yet. */
export function lazyDatabase({ locate, readFile, warn }: LazyDatabaseOptions): LazyDatabase {
  let state: Reader<Response> | "new" | "opening" | "broken" = "new";
  let path: string | URL = "";
  const waiting: (() => void)[] = [];

  const read = async (): Promise<Reader<Response>> => {
    path = await locate();
    const bytes = await readFile(path);
    return new Reader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  };

  const open = async () => {
    try {
      state = await read();
    } catch (error) {
      state = "broken";
      const remedy = error instanceof HubError && error.remedy ? `. ${error.remedy}` : "";
      warn(`Cannot use the GeoIP database${path === "" ? "" : ` "${path}"`}: ${messageOf(error)}${remedy}`);
    }
    for (const go of waiting.splice(0)) go();
  };

  const look = (ip: string): GeoHit | null => {
    if (typeof state === "string") return null;
    try {
      const [record, prefix] = state.getWithPrefixLength(ip);
      return typeof record === "object" && record !== null
        ? { record: record as unknown as GeoRecord, prefix }
        : null;
    } catch (error) {
      // An IPv6 address in an IPv4 database is simply not there; anything else is damage.
      if (ip.includes(":") && state.metadata.ipVersion === 4) return null;
      state = "broken";
      warn(`A GeoIP database is damaged and no longer used: ${messageOf(error)}`);
      return null;
    }
  };

  return {
    find(ip, done) {
      if (state === "new") {
        state = "opening";
        void open();
      }
      if (state === "opening" && waiting.length < MAX_WAITING) waiting.push(() => done(look(ip)));
      else done(look(ip));
    },
    async reload() {
      // Who waits for the first reading gets it; nobody has asked a new one.
      if (state !== "new" && state !== "opening") state = await read();
    },
    about() {
      const shown = String(path);
      if (typeof state === "string") return { state, path: shown, type: "", built: 0 };
      const { databaseType, buildEpoch } = state.metadata;
      return {
        state: "open",
        path: shown,
        type: databaseType,
        built: Math.floor(buildEpoch.getTime() / 1000),
      };
    },
  };
}
