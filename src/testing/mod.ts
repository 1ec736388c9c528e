/**
 * The test kit for hub scripts: a whole hub inside a test, with the script in its real worker and clients without
 * sockets. Owns what authors import; the files beside it own the parts.
 *
 * @example A script and its test
 * ```ts
 * import { testHub } from "hubcap/testing";
 *
 * await using hub = await testHub({
 *   scripts: [new URL("../../scripts/quickstart/mod.ts", import.meta.url)],
 * });
 * const alice = await hub.login("alice");
 * await alice.says("!stats");
 * await alice.receives(/^Users: 1/);
 * ```
 *
 * @module
 */
export type { Looking, TestClient, Wanted } from "./client.ts";
export type { Received } from "./received.ts";
export type { ScriptLine } from "./script_log.ts";
export type { LoginOptions } from "./login.ts";
export {
  type Grants,
  type ScriptEntry,
  type TestAccount,
  type TestConfig,
  type TestHub,
  testHub,
  type TestHubOptions,
  type TestScript,
} from "./test_hub.ts";
