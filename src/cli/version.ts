/**
 * The version of Hubcap, as deno.json states it.
 *
 * @module
 */
import manifest from "../../deno.json" with { type: "json" };

/** Semantic version, such as `0.1.0`. */
export const VERSION: string = manifest.version;
