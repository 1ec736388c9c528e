/**
 * Hostile: changes a setting from inside the hook that its own change causes, twice each time.
 *
 * @module
 */
import vh from "vh";

let calls = 0;

/** The deed. */
export function OnParsedMsgChat(): number {
  vh.SetConfig("config", "hub_owner", "me");
  console.log(`held calls: ${calls}`);
  return 1;
}

/** Changes it again. */
export function OnSetConfig(): number {
  calls++;
  vh.SetConfig("config", "hub_owner", `me ${calls}`);
  vh.SetConfig("config", "hub_owner", `you ${calls}`);
  return 1;
}
