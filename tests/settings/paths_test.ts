/**
 * The ways a variable changes: by command, by a script, by the command line beside a running hub. All of them take
 * effect at once; the first two ask the scripts.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { HUB_COMMANDS } from "../../src/hub/commands/mod.ts";
import { hubKit, MODERN, settle } from "../../src/hub/testing/hub_kit.ts";
import { openStore } from "../../src/store/store.ts";
import { systemClock } from "../../src/core/clock.ts";
import { startTestHub } from "../support/hub.ts";
import { PEOPLE } from "./lab.ts";

for (
  const [way, line] of [
    ["!set", "!set hub_category New"],
    ["!unset", "!unset hub_category"],
    ["a script", ""],
  ] as const
) {
  for (const allow of [true, false]) {
    Deno.test(`settings: ${way} ${allow ? "changes" : "does not change"} what a script ${allow ? "lets pass" : "refuses"}`, async () => {
      const settings = { hub_category: "Old" };
      const kit = hubKit({ settings, accounts: [...PEOPLE], commands: [...HUB_COMMANDS] });
      const admin = await kit.login("admin", { password: "secret" });
      kit.scripts.on("OnSetConfig", { allow });
      kit.scripts.take();
      let done: boolean | null = null;
      if (line === "") kit.hub.port.setConfig("config", "hub_category", "New", "shop", (ok) => done = ok);
      else admin.send(`<admin> ${line}|`);
      await settle();
      const next = way === "!unset" ? "" : "New";
      const heard = kit.scripts.take();
      assertEquals(
        heard.includes(`OnSetConfig(${line === "" ? "shop" : "admin"},config,hub_category,${next},Old,12)`),
        true,
      );
      assertEquals(heard.includes(`set hub_category=${next}`), allow);
      assertEquals(kit.hub.context.vars.hub_category, allow ? next : "Old");
      assertEquals(done, line === "" ? allow : null);
    });
  }
}

Deno.test("settings: a change from the command line is in effect within a second, and so is its way back", async () => {
  await using test = await startTestHub();
  const anna = await test.login("anna", { supports: `${MODERN} HubTopic` });
  using store = disposable(openStore(test.data, { clock: systemClock() }));
  store.settings.set("hub_topic", "news");
  await anna.expect("$HubTopic news");
  assertEquals(test.hub.port.getConfig("config", "hub_topic"), "news");
  store.settings.unset("hub_topic");
  await anna.expect(/^\$HubTopic ?$/);
  assertEquals(test.hub.port.getConfig("config", "hub_topic"), "");
});

const disposable = <T extends { close(): void }>(store: T) =>
  Object.assign(store, { [Symbol.dispose]: () => store.close() });
