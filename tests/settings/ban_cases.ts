/**
 * Notices of drops, emptying lists, and how long histories are kept.
 *
 * @module
 */
import type { Store } from "../../src/store/types.ts";
import { type Lab, shows } from "./lab.ts";
import type { Cases } from "./whole.ts";

const DAY = 86_400;
const BAN = { op: "oper", reason: "", noteOp: "", noteUser: "", start: 1 } as const;

/** Whether what `write` puts into a history at some time ten days ago outlives the next look at it. */
const keptForTenDays =
  (write: (store: Store, at: number) => void, has: (store: Store) => boolean) => (lab: Lab) => {
    const { store, clock } = lab.kit;
    write(store, Math.floor(clock.now() / 1000) - 10 * DAY);
    lab.wait(DAY + 10);
    return has(store);
  };

const ages = [[0, true], [20, true], [5, false]] as const;

/** Drops, lists and histories. */
export const BAN_CASES = {
  dest_drop_chat: shows([[true, true], [false, false]], async (lab) => {
    await lab.enter("anna");
    const chief = await lab.enter("chief");
    await lab.say(await lab.enter("oper"), "oper", "!drop anna bad");
    return chief.take().some((frame) => /^<Hubcap> oper dropped anna/.test(frame));
  }),
  clean_gags_cleanbans: shows([[true, true], [false, false]], async (lab) => {
    const anna = await lab.enter("anna");
    const bob = await lab.enter("bob");
    const admin = await lab.enter("admin");
    await lab.say(admin, "admin", "!gag anna");
    await lab.say(admin, "admin", "!cleanallban yes");
    await lab.say(anna, "anna", "hello");
    return bob.take().includes("<anna> hello");
  }),
  keep_ended_bans: shows(
    ages,
    keptForTenDays(
      ({ bans }, at) => bans.add({ ...BAN, type: "nick", nick: "anna", ip: "", end: at }),
      ({ bans }) => bans.clear("bans") === 1,
    ),
  ),
  keep_unbans: shows(
    ages,
    keptForTenDays(({ bans }, at) => {
      bans.add({ ...BAN, type: "nick", nick: "anna", ip: "", end: 0 });
      bans.remove("anna", ["nick"], { op: "oper", reason: "", at });
    }, ({ bans }) => bans.count("unbans", 0) === 1),
  ),
  keep_kicks: shows(
    ages,
    keptForTenDays(
      ({ bans }, at) => bans.recordKick({ nick: "anna", ip: "", op: "oper", reason: "", at, drop: false }),
      ({ bans }) => bans.count("kicks", 0) === 1,
    ),
  ),
  keep_audit: shows([[0, true], [20, true], [5, false]], async (lab) => {
    const { store, clock } = lab.kit;
    const time = Math.floor(clock.now() / 1000) - 10 * DAY;
    store.audit.add({
      time,
      op: "oper",
      opClass: 3,
      opIp: "",
      action: "kick",
      target: "anna",
      detail: "",
      outcome: "",
    });
    lab.wait(DAY + 10);
    const admin = await lab.enter("admin");
    await lab.say(admin, "admin", "+myip");
    return store.audit.find({ words: [{ field: "target", text: "anna" }], limit: 1, skip: 0 }).length === 1;
  }),
} satisfies Partial<Cases>;
