/**
 * Reads a file beside the script folder by a static import.
 *
 * @module
 */
import secret from "../../../deno.json" with { type: "json" };

console.log(`ESCAPED ${JSON.stringify(secret)}`);
