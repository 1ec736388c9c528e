/**
 * Uses functions that the program around the hub offers: by name and as `vh.fn.name`, at load and in a hook.
 *
 * @module
 */
import vh from "vh";

/** Plain data. */
type Data = ReturnType<typeof vh.CallDynamicFunction>;

/** What `reverse` made of a list while this script was loading; an error's text when nobody offered it. */
const atLoad = ((): Data => {
  try {
    return vh.CallDynamicFunction("reverse", ["load", "at"]);
  } catch (error) {
    return (error as Error).message;
  }
})();

/** What the call at load gave. */
export function loaded(): Data {
  return atLoad;
}

/** Calls any function. */
export function relay(name: string, ...args: Data[]): Data {
  return vh.CallDynamicFunction(name, ...args);
}

/** Adds by the other spelling, in a hook: `calc 5 7`. */
export function OnHubCommand(nick: string, command: string): number {
  const [word, a, b] = command.split(" ");
  if (word !== "calc") return 1;
  try {
    vh.usermc(nick, `${a} + ${b} = ${vh.fn.add!(Number(a), Number(b))}`);
  } catch (error) {
    vh.usermc(nick, `Cannot: ${(error as Error & { code: string }).code}`);
  }
  return 0;
}
