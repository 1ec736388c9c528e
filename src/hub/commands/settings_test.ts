/**
 * `!set`, `!unset` and `!get`, typed by an administrator.
 *
 * @module
 */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { settingLines } from "../../config/setting_text.ts";
import { SETTING_GROUPS, type SettingValues } from "../../config/settings.ts";
import { commandKit } from "../testing/command_kit.ts";
import { answers } from "../testing/command_kit.ts";
import { type HubKit, hubKit } from "../testing/hub_kit.ts";
import { SETTING_COMMANDS } from "./settings.ts";

/** A hub with an administrator, and the answers to what this one types. */
async function desk(
  settings: Partial<SettingValues> = {},
): Promise<{ kit: HubKit; ask: (line: string) => string }> {
  const kit = hubKit({
    settings: { int_chat_ms: 0, max_class_proto_flood: -1, ...settings },
    accounts: [{ nick: "admin", class: 5, passwordHash: "hash:secret" }],
    commands: [...SETTING_COMMANDS],
  });
  const admin = await kit.login("admin", { password: "secret" });
  const ask = (line: string) => {
    admin.take();
    admin.send(`<admin> ${line}|`);
    return answers(admin).join("\n");
  };
  return { kit, ask };
}

Deno.test("!set: changes a variable and says what it was and is", async () => {
  const { kit, ask } = await desk();
  assertEquals(ask("!set max_users 12"), 'max_users was "6000", is "12"');
  assertEquals(kit.store.settings.values.max_users, 12);
  assertEquals(ask('!set hub_desc ""'), 'hub_desc was "", is ""');
  assertEquals(ask("!set config.hub_desc a b"), 'hub_desc was "", is "a b"');
  assertEquals(ask("!= config hub_desc c"), 'hub_desc was "a b", is "c"');
});

Deno.test("!help set: names the groups of the table, and a variable is explained from it, to those who may set", async () => {
  const kit = commandKit();
  const [admin, anna] = [await kit.enter("admin"), await kit.enter("anna")];
  const help = (await kit.type(admin, "admin", "!help set")).join();
  for (const group of Object.keys(SETTING_GROUPS)) {
    assertStringIncludes(help.toLowerCase(), group.toLowerCase());
  }
  const [lines] = await kit.type(admin, "admin", "!help max_users");
  assertEquals(lines, settingLines("max_users", kit.store.settings.values).join("\r\n"));
  assertStringIncludes((await kit.type(anna, "anna", "+help max_users")).join(), "There is no command");
});

Deno.test("!set: amounts may have a unit and come out in the variable's own", async () => {
  const { ask } = await desk();
  assertEquals(ask("!set tban_kick 5m"), 'tban_kick was "300", is "300"');
  assertEquals(ask("!set tban_kick 2 h"), 'tban_kick was "300", is "7200"');
  assertMatch(ask("!set min_share 10GiB"), /^min_share was "0", is "10240"\. It counts from /);
  assertEquals(ask("!set timeout_key 1.5m"), 'timeout_key was "60.000000", is "90.000000"');
  assertMatch(ask("!set min_share 10KiB"), /^min_share stays as it is: .*\(MiB\), such as 10GiB .*"10KiB"/);
  assertMatch(ask("!set max_users 5m"), /stays as it is/);
});

Deno.test("!set: a value that does not fit is refused with the range, the value and the meaning", async () => {
  const { kit, ask } = await desk();
  const told = ask("!set tban_kick soon");
  for (const part of ["from 0 to 31536000 (seconds), such as 5m", '"soon"', "Ban that follows every kick"]) {
    assertStringIncludes(told, part);
  }
  assertMatch(
    ask("!set min_nick 100"),
    /^min_nick stays as it is: min_nick must not be larger than max_nick/,
  );
  assertEquals([kit.hub.context.vars.tban_kick, kit.hub.context.vars.min_nick], [300, 1]);
});

Deno.test("!set: an unknown name gets the nearest one, a name of another hub where it is decided here", async () => {
  const { ask } = await desk();
  assertEquals(ask("!set hub_nmae x"), 'There is no runtime variable "hub_nmae". Did you mean hub_name?');
  assertEquals(
    ask("!set listen_port 411"),
    "listen_port is no runtime variable of this hub. It is listen[].port in the configuration file; " +
      "a change needs a restart.",
  );
  assertMatch(ask("!set timeout_flush 30"), /Use timeout_setpass instead\./);
  assertMatch(ask("!get update_check_period"), /There is nothing to set: the hub contacts nobody/);
});

Deno.test("!set: a name alone is explained", async () => {
  const { ask } = await desk({ max_users: 5 });
  assertEquals(
    ask("!set max_users"),
    [
      'max_users = "5"',
      'Default: "6000"',
      "Takes: a whole number from 0 to 4294967295 (users)",
      "Meaning: Users, operators included, from which on only operators get in; 0 closes the hub to guests. (Users)",
    ].join("\r\n"),
  );
  assertEquals(ask("!get max_users"), ask("!set max_users"));
  assertMatch(ask("!set"), /^Write name and value.*\r\n.*lists a group: Hub \(\d+\), Welcome lines \(7\), /);
});

Deno.test("!set: sets of scripts hold any text, written with a dot or as two words", async () => {
  const { ask } = await desk();
  assertEquals(ask("!set shop.price 7 coins"), 'shop.price was not set, is "7 coins"');
  assertEquals(ask("!get shop.price"), 'shop.price = "7 coins"');
  assertEquals(ask("!get shop.colour"), "There is no shop.colour. List the set with: !get shop.*");
  assertEquals(ask("!set pi_lua err_class 3"), 'pi_lua.err_class was not set, is "3"');
  assertEquals(ask("!get plugins"), 'Values (1):\r\npi_lua.err_class = "3"');
  assertEquals(ask("!get pi_lua"), 'Values (1):\r\npi_lua.err_class = "3"');
  assertEquals(ask("!get shop.*"), 'Values (1):\r\nshop.price = "7 coins"');
  assertEquals(ask("!get pi_none"), "The set pi_none is empty.");
});

Deno.test("!unset: the default counts again, and is told", async () => {
  const { kit, ask } = await desk();
  ask("!set max_users 12");
  assertEquals(ask("!unset max_users"), 'max_users was "12", is "6000"');
  assertEquals(kit.hub.context.vars.max_users, 6000);
  assertMatch(ask("!unset max_usrs"), /Did you mean max_users\?/);
  assertMatch(ask("!unset"), /^Write a name/);
  assertMatch(ask("!unset shop.price"), /^shop has no defaults/);
});

Deno.test("!unset: a default that another variable excludes is refused", async () => {
  const { ask } = await desk({ min_nick: 65, max_nick: 70 });
  assertMatch(ask("!unset max_nick"), /^max_nick stays as it is: min_nick must not be larger/);
});

Deno.test("!set and !unset: a script may refuse both", async () => {
  const { kit, ask } = await desk({ max_users: 5 });
  kit.scripts.on("OnSetConfig", { allow: false });
  kit.scripts.take();
  assertMatch(ask("!set max_users 12"), /^max_users stays as it is: A script refused/);
  assertMatch(ask("!unset max_users"), /^max_users stays as it is: A script refused/);
  assertEquals(kit.scripts.take(), [
    "OnSetConfig(admin,config,max_users,12,5,4)",
    "OnSetConfig(admin,config,max_users,6000,5,4)",
  ]);
  assertEquals(kit.store.settings.values.max_users, 5);
});

Deno.test("!get: lists by mask, by beginning, all, and what was changed", async () => {
  const { ask } = await desk();
  const names = (line: string) =>
    ask(line).split("\r\n").slice(1).map((row) => row.split(" = ")[0]).join(" ");
  assertEquals(names("!get hub_h*"), "hub_host");
  assertEquals(names("!get MIN_SHARE_USE"), "min_share_use_hub min_share_use_hub_reg min_share_use_hub_vip");
  assertEquals(names("!get flood protection").split(" ").includes("proto_flood_report"), true);
  assertEquals(names("!get welcome lines"), names("!get msg_welcome"));
  assertMatch(ask("!getconf"), /^Variables \(\d{3}\):/);
  assertMatch(ask("!get zzz*"), /^There is no runtime variable/);
  assertEquals(
    ask("!get changed"),
    [
      "Variables (2):",
      'max_class_proto_flood = "-1" (default "2")',
      'int_chat_ms = "0" (default "1000")',
    ].join("\r\n"),
  );
});
