/**
 * Limits for all users together: when everybody sends too much of one kind, it is locked for ordinary users until
 * it has been quiet. Owns the windows and the texts.
 *
 * @module
 */
import { type SettingName, SHARED_FLOOD_NAMES, type SharedFloodName } from "../../config/settings.ts";
import type { HubContext } from "../context.ts";
import type { Session, SharedWindow, User } from "../model.ts";
import { reportToOperators } from "./op_chat.ts";
import { sayTo } from "../say.ts";

/** A fresh window. */
export function newSharedWindow(): SharedWindow {
  return { start: -Infinity, count: 0, lockedUntil: 0 };
}

/** A fresh window for every kind. */
export function newSharedWindows(): Record<SharedFloodName, SharedWindow> {
  return Object.fromEntries(SHARED_FLOOD_NAMES.map((name) => [name, newSharedWindow()])) as Record<
    SharedFloodName,
    SharedWindow
  >;
}

type Names = Record<SharedFloodName, {
  readonly period: SettingName & `int_flood_all_${SharedFloodName}_period`;
  readonly limit: SettingName & `int_flood_all_${SharedFloodName}_limit`;
}>;

const NAMES = Object.fromEntries(
  SHARED_FLOOD_NAMES.map((name) => [name, {
    period: `int_flood_all_${name}_period`,
    limit: `int_flood_all_${name}_limit`,
  }]),
) as Names;

/** Kinds whose sender is told; searches and connect requests come from software, not from people. */
const TOLD: ReadonlySet<SharedFloodName> = new Set(["chat", "to", "mcto"]);

/**
 * Counts a message of a class under the flood limits. While a kind is locked each attempt renews the lock.
 *
 * @param window the window to use; `$RevConnectToMe` counts per target
 * @param about what of the kind it is about, for the report
 * @returns `true` when the message must not be handled
 */
export function sharedFlood(
  hub: HubContext,
  user: User,
  name: SharedFloodName,
  session: Session,
  window: SharedWindow = hub.shared[name],
  about = "",
): boolean {
  const { vars } = hub;
  const allowed = vars[NAMES[name].limit];
  const period = vars[NAMES[name].period] * 1000;
  if (allowed === 0 || period === 0 || user.class > vars.max_class_proto_flood) return false;
  const now = hub.clock.mono();
  if (window.lockedUntil > 0) {
    if (now < window.lockedUntil) {
      window.lockedUntil = now + period;
      if (TOLD.has(name)) sayTo(hub, session, "Too much is being said here. Try again in a moment.");
      return true;
    }
    open(hub, window, name + about);
  }
  if (now - window.start >= period) {
    window.start = now;
    window.count = 0;
  }
  if (++window.count <= allowed) return false;
  window.lockedUntil = now + period;
  if (vars.proto_flood_report) {
    reportToOperators(hub, `Flood by all users (${name}${about}): locked until it is quiet`);
  }
  if (TOLD.has(name)) sayTo(hub, session, "Too much is being said here. Try again in a moment.");
  return true;
}

function open(hub: HubContext, window: SharedWindow, what: string): void {
  window.lockedUntil = 0;
  window.start = -Infinity;
  if (hub.vars.proto_flood_report) reportToOperators(hub, `Flood by all users (${what}) is over`);
}

/** Opens what has been quiet for long enough, so that operators hear of it though nobody tries again. */
export function openQuiet(hub: HubContext, now: number): void {
  for (const name of SHARED_FLOOD_NAMES) {
    const window = hub.shared[name];
    if (window.lockedUntil > 0 && now >= window.lockedUntil) open(hub, window, name);
  }
}
