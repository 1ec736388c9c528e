/**
 * A plugin that offers something and then fails.
 *
 * @module
 */
import type { Plugin } from "../../mod.ts";

const plugin: Plugin = (hub) => {
  hub.registerFunction("*", "left", () => "behind");
  throw new Error("no stock");
};
export default plugin;
