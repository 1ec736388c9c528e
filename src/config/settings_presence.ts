/**
 * Runtime variables about what the hub shows outside and what it writes down: hub lists, log, audit trail. Data only.
 *
 * @module
 */
import { bool, int, seconds, text, uint, userClass } from "./setting.ts";

/** Registration with hub lists; off while `hublist_host` is empty. */
export const HUB_LISTS = {
  hublist_host: text(
    "",
    "Hub lists to register with, host[:port], spaces between; empty registers nowhere.",
    {
      priority: 2,
    },
  ),
  hublist_port: uint(2501, "Port of hub lists whose entry names none.", { min: 1, max: 65_535, priority: 2 }),
  timer_hublist_period: seconds(
    21_600,
    "Time between two registrations, 5 minutes at least; 0 registers only by !hublist.",
    { priority: 2, type: "long" },
  ),
  hublist_send_minshare: bool(true, "Put [MINSHARE:nMB] before the description when guests must share.", {
    priority: 3,
  }),
  hublist_send_listhost: bool(true, "Tell a hub list under which host:port it was called.", { priority: 3 }),
};

/** Log and audit trail. */
export const RECORDS = {
  log_level: int(
    0,
    "How much is logged: 1 errors, 2 warnings, 3 what happens, 4 to 6 details; 0 as log.level of the configuration says.",
    { min: 0, max: 6, type: "long" },
  ),
  audit_class: userClass(5, "Lowest class that may read the audit trail with !audit.", { priority: 2 }),
};
