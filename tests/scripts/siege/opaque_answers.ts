/**
 * Hostile: answers with values whose reading runs code: getters, proxies, thenables that lie.
 *
 * @module
 */
import vh from "vh";

const trap = new Proxy([], {
  get(_target, name) {
    if (name === "length") { for (let i = 0; i < 1000; i++) vh.mc("inside"); }
    return name === "then" ? (done: (value: unknown) => void) => done(trap) : trap;
  },
});

/** The deed. */
export function OnParsedMsgChat(): unknown {
  return {
    send: trap,
    get disconnect() {
      return trap;
    },
  };
}
