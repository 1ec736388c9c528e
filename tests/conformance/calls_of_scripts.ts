/**
 * Proof of the calls between scripts and the program around the hub, one case each. Needs a second script `answerer`.
 *
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import type { BRIDGE_CALLS } from "../../src/vh/calls/bridge.ts";
import type { CallCases, NamesOf } from "./call_lab.ts";

/** The cases by call. */
export const BRIDGE_CASES: CallCases<NamesOf<typeof BRIDGE_CALLS>> = {
  async ScriptQuery(lab) {
    assertEquals(
      await lab.run(
        `vh.on("OnScriptQuery", () => "never its own");
        return [vh.ScriptQuery("age", "7"), vh.ScriptQuery("age", "8", "answerer"), vh.ScriptQuery("age", "8", "none")]
          .map((answers) => answers.map(({ script, value }) => [script.split("/").pop(), value]))`,
      ),
      [[["answerer.ts", "age is 7"]], [["answerer.ts", "age is 8"]], []],
    );
  },
  async CallDynamicFunction(lab) {
    const { hub } = lab.hub;
    hub.registerFunction("pilot", "sum", (...numbers) => numbers.map(Number).reduce((a, b) => a + b, 0));
    assertEquals(await lab.run(`return [vh.CallDynamicFunction("sum", 1, 2, 3), vh.fn.sum(4, 5)]`), [6, 9]);
    hub.unregisterFunction("pilot", "sum");
    await assertRejects(() => lab.run(`return vh.CallDynamicFunction("sum", 1)`), Error, "sum");
  },
};
