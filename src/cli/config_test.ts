/**
 * `hubcap config` against a real folder, with a hub's store open beside it.
 *
 * @module
 */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { SETTINGS } from "../config/settings.ts";
import { fakeClock } from "../core/fake_clock.ts";
import { openHubStore, openStore } from "../store/store.ts";
import type { Store } from "../store/types.ts";
import { configCommand } from "./config.ts";
import { parseCommand } from "./command.ts";
import { failureBlock } from "./failure.ts";

const clock = fakeClock();

/** Runs `hubcap config …` on a folder of its own; a failure comes back as its block. */
async function withFolder(
  test: (config: (...words: string[]) => Promise<string>, open: () => Store, dir: string) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir();
  const stores: Store[] = [];
  const command = configCommand({ clock });
  try {
    await test(async (...words) => {
      const lines: string[] = [];
      const io = {
        out: (line: string) => void lines.push(line),
        err: (line: string) => void lines.push(line),
        readLine: () => Promise.resolve(""),
      };
      try {
        await command.run(parseCommand(command, [...words, "--data", dir], io)!);
      } catch (error) {
        lines.push(...failureBlock(error));
      }
      return lines.join("\n");
    }, () => {
      stores.push(openStore(dir, { clock }));
      return stores.at(-1)!;
    }, dir);
  } finally {
    for (const store of stores) store.close();
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("config: list shows all, those of a mask, and what was changed", () =>
  withFolder(async (config) => {
    await config("set", "max_users", "7");
    await config("set", "min_share", "10GiB");
    assertEquals(await config("list", "--changed"), "* max_users = 7\n* min_share = 10240");
    assertEquals(await config("list", "max_users_p"), "  max_users_passive = -1");
    assertEquals(await config("list", "*share*", "--changed"), "* min_share = 10240");
    assertEquals(await config("list", "search", "--changed"), "");
    assertMatch(
      await config("list", "hub_nmae"),
      /^There is no runtime variable "hub_nmae"\nDid you mean hub_name\?$/,
    );
  }));

Deno.test("config: list --json has value, default, range, unit and meaning", () =>
  withFolder(async (config) => {
    await config("set", "tban_kick", "5m");
    const [row, ...others] = JSON.parse(await config("list", "tban_kick", "--json"));
    assertEquals([row, others.length], [{
      name: "tban_kick",
      value: 300,
      default: 300,
      type: "uint",
      min: 0,
      max: 31_536_000,
      unit: "seconds",
      meaning: SETTINGS.tban_kick.meaning,
    }, 0]);
  }));

Deno.test("config: unset gives the default back, for the hub beside it and after a restart", () =>
  withFolder(async (config, open) => {
    const hub = open();
    const heard: string[] = [];
    hub.settings.onChange((name) => heard.push(`${name} ${hub.settings.values[name]}`));
    await config("set", "max_users", "7");
    hub.poll();
    assertMatch(
      await config("unset", "max_users"),
      /^max_users = 6000\nNo hub runs on .*; it counts from the next start\.$/,
    );
    hub.poll();
    assertEquals(heard, ["max_users 7", "max_users 6000"]);
    assertEquals(open().settings.values.max_users, 6000);
    await config("set", "max_nick", "70");
    await config("set", "min_nick", "65");
    assertMatch(await config("unset", "max_nick"), /^Cannot reset max_nick: min_nick must not be larger/);
  }));

Deno.test("config: a change says when it counts and that scripts were not asked", () =>
  withFolder(async (config, _open, dir) => {
    assertEquals(
      await config("set", "max_users", "7"),
      `max_users = 7\nNo hub runs on ${dir}; it counts from the next start.`,
    );
    const hub = openHubStore(dir, { clock });
    try {
      const running =
        "The running hub takes it within a second. Its scripts were not asked (OnSetConfig), as they are for !set.";
      assertEquals(await config("set", "max_users", "8"), `max_users = 8\n${running}`);
      assertEquals(await config("unset", "max_users"), `max_users = 6000\n${running}`);
      assertEquals(await config("get", "max_users"), "6000");
    } finally {
      hub.close();
    }
  }));

Deno.test("config: what does not fit is refused with field, value, range and what to do", () =>
  withFolder(async (config) => {
    const told = await config("set", "tban_kick", "soon");
    for (
      const part of [
        "Cannot set tban_kick: tban_kick must be a whole number from 0 to 31536000 (seconds), such as 5m",
        '"soon"',
        SETTINGS.tban_kick.meaning.slice(0, -1),
        'It stays "300". Explain it with: hubcap config explain tban_kick.',
      ]
    ) assertStringIncludes(told, part);
    assertEquals(await config("get", "tban_kick"), "300");
  }));

Deno.test("config: a name that is decided elsewhere says where, for every verb", () =>
  withFolder(async (config) => {
    const there =
      /^listen_port is no runtime variable of this hub\nIt is listen\[\]\.port in the configuration file/;
    assertMatch(await config("get", "listen_port"), there);
    assertMatch(await config("set", "listen_port", "411"), there);
    assertMatch(await config("unset", "listen_port"), there);
    assertMatch(await config("explain", "adv_step_delay"), /There is nothing to set: the hub's event loop/);
  }));

Deno.test("config: explain says all there is to say", () =>
  withFolder(async (config) => {
    assertEquals((await config("explain", "max_users")).split("\n"), [
      'max_users = "6000"',
      'Default: "6000"',
      "Takes: a whole number from 0 to 4294967295 (users)",
      `Meaning: ${SETTINGS.max_users.meaning} (Users)`,
    ]);
  }));
