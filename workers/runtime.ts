/**
 * Entry of the worker runtime: a jail that serves one hub script over the rings.
 * Everything about the jail is in jail_side.ts, everything about the hub in script_host.ts.
 *
 * @module
 */
import { runJail } from "./jail_side.ts";
import { startScriptHost } from "./script_host.ts";

runJail(startScriptHost);
