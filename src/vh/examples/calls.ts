/**
 * One short example for every call. Text for the reference; every one is type-checked by a test. A call without an
 * example does not compile.
 *
 * @module
 */
import type { CallName } from "../calls.ts";
import { HUB_EXAMPLES } from "./hub.ts";
import { MESSAGING_EXAMPLES } from "./messaging.ts";
import { USERS_EXAMPLES } from "./users.ts";

const WRITTEN = { ...MESSAGING_EXAMPLES, ...USERS_EXAMPLES, ...HUB_EXAMPLES };

/** The examples by call. */
export const CALL_EXAMPLES: Readonly<Record<CallName, string>> = WRITTEN;
