/**
 * Entry of a runtime without a hub behind it: console lines and whatever a script passes to `report` of "vh" arrive
 * at the host as notes. The start-up self test and the tests of the jail run their scripts in it.
 *
 * @module
 */
import { runJail } from "./jail_side.ts";

runJail(({ data, note }) => ({
  log: (level, text) => note({ level, text }),
  member: () => ({
    modules: { vh: { default: { data, report: note }, report: note, data } },
    // The hook of the common case, so that a fixture of a hub test does its deed here too.
    loaded: (namespace) => {
      const hook = namespace.OnParsedMsgChat;
      if (typeof hook === "function") note({ decision: hook("nick", "hello") });
    },
  }),
}));
