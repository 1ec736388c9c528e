/**
 * Rights taken and given, in memory, for tests of the hub. Not used by a running hub.
 *
 * @module
 */
import type { RightsGiven, RightsStore, RightsTaken, TempRights } from "../../store/types.ts";
import { nickKey } from "../nick_key.ts";

const TAKEN: RightsTaken = { chat: 0, pm: 0, search: 0, ctm: 0 };
const GIVEN: RightsGiven = { kick: 0, reg: 0, opchat: 0, share0: 0 };

/** Creates an empty store of rights. */
export function memoryRights(): RightsStore {
  const rows = new Map<string, TempRights>();
  const change = (nick: string, part: Partial<TempRights>, by: string, since: number) => {
    const old = rows.get(nickKey(nick)) ?? { nick, taken: TAKEN, given: GIVEN };
    rows.set(nickKey(nick), { ...old, ...part, by, since });
  };
  const something = (ends: Readonly<Record<string, number>> | undefined, after = 0) =>
    ends !== undefined && Object.values(ends).some((end) => end > after);
  const inForce = (now: number) =>
    [...rows.values()].filter(({ taken, given }) => something(taken, now) || something(given, now));
  return {
    get(nick) {
      const taken = rows.get(nickKey(nick))?.taken;
      return something(taken) ? taken! : null;
    },
    set: (nick, taken, by, at) => change(nick, { taken }, by, at),
    given(nick) {
      const given = rows.get(nickKey(nick))?.given;
      return something(given) ? given! : null;
    },
    both: (nick) => rows.get(nickKey(nick)) ?? null,
    give: (nick, given, by, at) => change(nick, { given }, by, at),
    list: (now, limit, offset) =>
      inForce(now).sort((a, b) => a.nick < b.nick ? -1 : 1).slice(offset, offset + limit),
    count: (now) => inForce(now).length,
    giveBack(rights) {
      const ends = Object.fromEntries(rights.map((right) => [right, 0]));
      let count = 0;
      for (const [key, row] of rows) {
        if (!rights.some((right) => row.taken[right] !== 0)) continue;
        rows.set(key, { ...row, taken: { ...row.taken, ...ends } });
        count++;
      }
      return count;
    },
    clear() {
      const count = rows.size;
      rows.clear();
      return count;
    },
  };
}
