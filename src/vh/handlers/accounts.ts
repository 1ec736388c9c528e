/**
 * Carries out the calls about accounts. Owns which classes a script may give; the rest is the hub's.
 *
 * @module
 */
import { type Handlers, LATER, ownBot } from "./context.ts";

/** Classes of accounts a script may make. Verlihub: never a master, and 0 becomes 1. */
const NEW_CLASSES: readonly number[] = [-1, 0, 1, 2, 3, 4, 5];
/** Classes a script may give to an account that is there. */
const CLASSES: readonly number[] = [1, 2, 3, 4, 5, 10];

/** Handlers of the group "Accounts". */
export const accounts: Handlers<"AddRegUser" | "DelRegUser" | "SetRegClass"> = {
  AddRegUser({ port }, [nick, userClass, password, note], done) {
    if (!NEW_CLASSES.includes(userClass)) return false;
    const by = ownBot(port);
    port.register({ nick, class: userClass === 0 ? 1 : userClass, password, by, note }, done);
    return LATER;
  },
  DelRegUser: ({ port }, [nick]) => port.unregister(nick),
  SetRegClass: ({ port }, [nick, userClass]) =>
    CLASSES.includes(userClass) && port.setRegisteredClass(nick, userClass),
};
