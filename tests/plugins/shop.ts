/**
 * A plugin as an operator would write one: offers functions to scripts, calls back into them, cleans up at its end.
 *
 * @module
 */
import type { Plugin } from "../../mod.ts";

const plugin: Plugin = (hub) => {
  const prices = new Map(Object.entries(hub.options.prices as Record<string, number>));
  hub.registerFunction("*", "price", (item: string) => {
    const price = prices.get(item);
    if (price === undefined) throw Object.assign(new Error(`no ${item} today`), { code: "shop.none" });
    return price;
  });
  hub.registerFunction("*", "prices", () => prices);
  hub.registerFunction("desk", "shoutBack", (text: string) => hub.call("desk", "shout", text));
  hub.log.info("open");
  return () => hub.port.setTopic("closed");
};
export default plugin;
