/**
 * A plugin for the tests of the test kit: offers one function.
 */
import type { PluginHub } from "../../../src/host/plugins.ts";

export default function (hub: PluginHub): void {
  hub.registerFunction("*", "half", (value: number) => value / 2);
}
