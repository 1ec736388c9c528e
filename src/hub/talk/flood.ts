/**
 * How often one connection may send each kind of message. Owns the windows and what follows when one is full.
 * Knows the names of the limits, not the messages.
 *
 * @module
 */
import {
  FLOOD_NAMES,
  type FloodName,
  type SettingName,
  type SharedFloodName,
} from "../../config/settings.ts";
import { describeWait } from "../../core/period.ts";
import { refuse } from "../close.ts";
import type { HubContext } from "../context.ts";
import { CloseReason, type Session, type SharedWindow } from "../model.ts";
import { reportStranger } from "./op_chat.ts";
import { whence } from "../login/zones.ts";

interface Limit {
  readonly index: number;
  readonly name: FloodName;
  readonly period: SettingName & `int_flood_${FloodName}_period`;
  readonly limit: SettingName & `int_flood_${FloodName}_limit`;
  readonly action: SettingName & `proto_flood_${FloodName}_action`;
}

const LIMITS = Object.fromEntries(FLOOD_NAMES.map((name, index) => [name, {
  index,
  name,
  period: `int_flood_${name}_period`,
  limit: `int_flood_${name}_limit`,
  action: `proto_flood_${name}_action`,
}])) as Record<FloodName, Limit>;

/** Numbers kept per kind: start of the window, messages in it, time of the last report. */
const FIELDS = 3;

/**
 * Counts a message. NMDC hubs use a fixed window that begins with the first message in it; the message after the
 * allowed ones is a flood, and so is every further one until the window is over.
 *
 * @returns `false` when the message must not be handled
 */
export function withinFlood(hub: HubContext, session: Session, name: FloodName): boolean {
  const { vars } = hub;
  const limit = LIMITS[name];
  const allowed = vars[limit.limit];
  const period = vars[limit.period] * 1000;
  if (allowed === 0 || period === 0 || (session.user?.class ?? 0) > vars.max_class_proto_flood) return true;
  const windows = session.flood ??= new Float64Array(FLOOD_NAMES.length * FIELDS).fill(-Infinity);
  const at = limit.index * FIELDS;
  const now = hub.clock.mono();
  if (now - windows[at]! >= period) {
    windows[at] = now;
    windows[at + 1] = 1;
    return true;
  }
  if (++windows[at + 1]! <= allowed) return true;
  return answerFlood(hub, session, limit, windows, at, now);
}

/** False while a kind is locked for everybody and `proto_flood_report_locked` keeps single users out of the reports. */
function isNews(hub: HubContext, name: FloodName, now: number): boolean {
  if (hub.vars.proto_flood_report_locked) return true;
  const shared: Partial<Record<FloodName, SharedWindow>> = hub.shared satisfies Record<
    SharedFloodName,
    SharedWindow
  >;
  return (shared[name]?.lockedUntil ?? 0) <= now;
}

function answerFlood(
  hub: HubContext,
  session: Session,
  limit: Limit,
  windows: Float64Array,
  at: number,
  now: number,
): boolean {
  const { vars } = hub;
  const action = vars[limit.action];
  hub.counters.floods.value++;
  const pause = vars.proto_flood_report_time * 1000;
  if (vars.proto_flood_report && now - windows[at + 2]! >= pause && isNews(hub, limit.name, now)) {
    windows[at + 2] = now;
    const what = ["reported only", "ignored", "disconnected", "disconnected and banned"][action] ?? "";
    reportStranger(
      hub,
      "flood",
      `Flood (${limit.name}) by ${session.user?.nick ?? "a login"} from ${whence(hub, session)}: ${what}`,
    );
  }
  if (action === 0) return true;
  if (action === 1) return false;
  if (action === 2) {
    refuse(hub, session, CloseReason.LOGIN_ERR, `You send too many messages (${limit.name}).`);
    return false;
  }
  const seconds = vars.proto_flood_tban_time;
  hub.ipBans.add(session.ip, seconds, "flood", `Flood (${limit.name})`);
  refuse(
    hub,
    session,
    CloseReason.LOGIN_ERR,
    `You send too many messages (${limit.name}). Your address is banned for ${describeWait(seconds)}.`,
  );
  return false;
}
