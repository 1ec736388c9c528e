/**
 * The country database that comes with the program: where the package manager put it. Owns its name only.
 *
 * @module
 */
import { HubError } from "../core/errors.ts";

/**
 * Address of the file.
 *
 * @throws {HubError} `hub.failed` when it was not installed with the program.
 */
export async function builtInCountries(): Promise<URL> {
  try {
    // The import makes the package part of the program: `deno run` fetches it, `deno compile` packs it.
    await import("@ip-location-db/geo-whois-asn-country-mmdb/package.json", { with: { type: "json" } });
    return new URL(
      import.meta.resolve("@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb"),
    );
  } catch (error) {
    throw new HubError("hub.failed", "the package of the country database is not installed", {
      remedy: "Run `deno install`, or name a file as geo.country in the config",
      cause: error,
    });
  }
}
