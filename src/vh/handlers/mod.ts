/**
 * All handlers in one table. The type makes a call that travels to the hub without a handler a compile error.
 *
 * @module
 */
import type { HubCall } from "../calls.ts";
import { accounts } from "./accounts.ts";
import { withTrail } from "./trail.ts";
import { bans } from "./bans.ts";
import { bots } from "./bots.ts";
import { configuration } from "./configuration.ts";
import { bridge } from "./bridge.ts";
import type { Handlers } from "./context.ts";
import { hubLife } from "./hub_life.ts";
import { lookup } from "./lookup.ts";
import { lua } from "./lua.ts";
import { messaging } from "./messaging.ts";
import { moderation } from "./moderation.ts";

/** Handler of every call that travels to the hub. */
export const HANDLERS: Handlers<HubCall> = withTrail({
  ...messaging,
  ...moderation,
  ...configuration,
  ...bots,
  ...accounts,
  ...bans,
  ...hubLife,
  ...lua,
  ...lookup,
  ...bridge,
});
