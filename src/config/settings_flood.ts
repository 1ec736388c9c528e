/**
 * Runtime variables of flood protection: per connection and command, and for all users together. The variables of
 * one command differ in numbers only, so they are made from two small arrays. Data only.
 *
 * @module
 */
import { bool, seconds, type Setting, uint } from "./setting.ts";

/** Command, what it is called, messages allowed, seconds, priority. Verlihub: "int_flood_*", "proto_flood_*". */
export const FLOODS = [
  ["chat", "main chat", 5, 10, 1],
  ["mcto", "$MCTo", 5, 10, 1],
  ["to", "$To:", 5, 10, 1],
  ["myinfo", "$MyINFO", 20, 60, 1],
  ["in", "$IN", 20, 60, 3],
  ["extjson", "$ExtJSON", 20, 60, 3],
  ["search", "search (all forms)", 30, 60, 1],
  ["sr", "$SR", 500, 30, 1],
  ["ctm", "$ConnectToMe", 300, 10, 1],
  ["rctm", "$RevConnectToMe", 300, 10, 1],
  ["nicklist", "$GetNickList", 3, 60, 1],
  ["getinfo", "$GetINFO", 200, 10, 1],
  ["ping", "keepalive", 5, 60, 1],
  ["unknown", "unknown commands", 10, 30, 1],
] as const;

/** Command, what it is called, messages allowed, seconds: all users together. */
export const FLOODS_OF_ALL = [
  ["chat", "main chat", 10, 15],
  ["mcto", "$MCTo", 10, 15],
  ["to", "$To:", 10, 15],
  ["search", "passive searches", 400, 5],
  ["rctm", "$RevConnectToMe to one user", 200, 10],
] as const;

/** Commands with an own flood limit per connection. */
export type FloodName = typeof FLOODS[number][0];

/** Commands with a flood limit for all users together. */
export type SharedFloodName = typeof FLOODS_OF_ALL[number][0];

/** Names of the variables made here. */
export type FloodSettingName =
  | `int_flood_${FloodName}_${"period" | "limit"}`
  | `proto_flood_${FloodName}_action`
  | `int_flood_all_${SharedFloodName}_${"period" | "limit"}`;

/** The commands of {@linkcode FloodName}, for code that keeps a counter for each. */
export const FLOOD_NAMES: readonly FloodName[] = FLOODS.map(([name]) => name);

/** The commands of {@linkcode SharedFloodName}. */
export const SHARED_FLOOD_NAMES: readonly SharedFloodName[] = FLOODS_OF_ALL.map(([name]) => name);

function tripletsOf(): Record<FloodSettingName, Setting<number>> {
  const rows: [FloodSettingName, Setting<number>][] = [];
  for (const [name, what, limit, period, priority] of FLOODS) {
    const act =
      `Answer to too many ${what}: 0 report, 1 ignore, 2 disconnect, 3 disconnect and ban the address.`;
    rows.push(
      [
        `int_flood_${name}_period`,
        seconds(period, `Window that counts ${what} of one user; 0 for none.`, { priority, type: "ulong" }),
      ],
      [
        `int_flood_${name}_limit`,
        uint(limit, `Messages of ${what} in that window; 0 for no limit.`, { priority }),
      ],
      [`proto_flood_${name}_action`, uint(3, act, { max: 3, priority })],
    );
  }
  for (const [name, what, limit, period] of FLOODS_OF_ALL) {
    const lock = `Messages in that window before ${what} is locked; 0 for no limit.`;
    rows.push(
      [
        `int_flood_all_${name}_period`,
        seconds(period, `Window that counts ${what} of all users.`, { priority: 2, type: "ulong" }),
      ],
      [`int_flood_all_${name}_limit`, uint(limit, lock, { priority: 2 })],
    );
  }
  return Object.fromEntries(rows) as Record<FloodSettingName, Setting<number>>;
}

/** Flood limits and what follows. */
export const FLOOD = {
  ...tripletsOf(),
  proto_flood_report: bool(true, "Tell the operator chat about floods."),
  proto_flood_report_locked: bool(
    true,
    "Tell also about single users while the command is locked for all.",
    { priority: 3 },
  ),
  proto_flood_report_time: seconds(600, "Pause between two reports on one user and command.", {
    priority: 2,
    type: "ulong",
  }),
  proto_flood_tban_time: seconds(1800, "Ban of the address for action 3.", { type: "ulong" }),
};
