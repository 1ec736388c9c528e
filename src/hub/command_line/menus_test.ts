/**
 * The hub's commands in the right-click menus of clients.
 *
 * @module
 */
import { assert, assertEquals, assertFalse, assertStrictEquals } from "@std/assert";
import { latin1Text } from "../../core/bytes.ts";
import { changeClass } from "../announce.ts";
import type { HubCommand } from "./command.ts";
import { giveRight } from "../moderation/given_rights.ts";
import { answers, commandKit } from "../testing/command_kit.ts";
import { hubKit, MODERN, type TestClient } from "../testing/hub_kit.ts";

const WITH_MENUS = `${MODERN} UserCommand`;
const SEPARATOR = "$UserCommand 0 15";
const ERASE = "$UserCommand 255 15";

const row = (name: string, more: Partial<HubCommand>): HubCommand => ({
  name,
  operator: false,
  minClass: () => 0,
  usage: "",
  help: "Does something",
  run() {},
  ...more,
});

const ROWS: HubCommand[] = [
  row("stats", { menu: [{ title: "Hub\\Figures", on: "hub", args: "" }] }),
  row("quiet", {}),
  row("ban", {
    operator: true,
    minClass: () => 3,
    timed: true,
    menu: [
      { title: "Ban\\One day", on: "user", args: "%[nick] %[line:Why & how]", word: "ban_1d" },
      { title: "Ban\\For ever", on: "user", args: "%[nick]" },
    ],
  }),
  row("low", { operator: true, menu: [{ title: "Low", on: "hub", args: "" }] }),
];

const STATS = "$UserCommand 1 1 Hub\\Figures$<%[mynick]> +stats&#124;";
const LOW = "$UserCommand 1 1 Low$<%[mynick]> !low&#124;";
const BANS = [
  "$UserCommand 2 14 Ban\\One day$<%[mynick]> !ban_1d %[nick] %[line:Why &amp; how]&#124;",
  "$UserCommand 2 14 Ban\\For ever$<%[mynick]> !ban %[nick]&#124;",
];

const menus = (client: TestClient) => client.take().filter((frame) => frame.startsWith("$UserCommand"));

const start = (settings = {}) => hubKit({ settings: { int_chat_ms: 0, ...settings }, commands: ROWS });

Deno.test("menus: a client that knows them gets at login what its class may use, after an erase", async () => {
  const kit = start();
  assertEquals(menus(await kit.login("anna", { supports: WITH_MENUS, keep: true })), [
    ERASE,
    STATS,
    SEPARATOR,
  ]);
});

Deno.test("menus: a client that does not know them, and every one while they are off, gets none", async () => {
  assertEquals(menus(await start().login("anna", { keep: true })), []);
  const off = start({ send_user_commands: false });
  const frames = (await off.login("bob", { supports: WITH_MENUS, keep: true })).take();
  assertFalse(frames.some((frame) => frame.includes("UserCommand")), "nor is the feature offered");
});

Deno.test("menus: a higher class adds entries and keeps those of scripts, a lower one begins anew", async () => {
  const kit = start();
  const anna = await kit.login("anna", { supports: WITH_MENUS });
  const user = kit.hub.users.get("anna")!;
  changeClass(kit.hub.context, user, 3);
  assertEquals(menus(anna), [...BANS, LOW]);
  changeClass(kit.hub.context, user, 4);
  assertEquals(menus(anna), []);
  changeClass(kit.hub.context, user, 0);
  assertEquals(menus(anna), [ERASE, STATS, SEPARATOR]);
});

Deno.test("menus: they use the triggers of the hub", async () => {
  const kit = start({ cmd_start_user: "/", cmd_start_op: "." });
  const anna = await kit.login("anna", { supports: WITH_MENUS });
  changeClass(kit.hub.context, kit.hub.users.get("anna")!, 3);
  assertEquals(menus(anna).map((frame) => /> (.)/.exec(frame)![1]), [".", ".", "."]);
  const bob = await kit.login("bob", { supports: WITH_MENUS, keep: true });
  assertEquals(menus(bob)[1], STATS.replace("+stats", "/stats"));
});

Deno.test("menus: turning them on or off reaches users who are online", async () => {
  const kit = start();
  const anna = await kit.login("anna", { supports: WITH_MENUS });
  const bob = await kit.login("bob");
  kit.store.settings.set("send_user_commands", false);
  assertEquals([menus(anna), menus(bob)], [[ERASE], []]);
  kit.store.settings.set("send_user_commands", true);
  assertEquals([menus(anna), menus(bob)], [[ERASE, STATS, SEPARATOR], []]);
});

Deno.test("menus: users of a class share one buffer until a setting changes what is in it", async () => {
  const kit = start();
  const [anna, bob] = [
    await kit.login("anna", { supports: WITH_MENUS }),
    await kit.login("bob", { supports: WITH_MENUS }),
  ];
  const sent = (client: TestClient) => client.writes.find((bytes) => latin1Text(bytes).startsWith(ERASE));
  assertStrictEquals(sent(anna), sent(bob));
  kit.store.settings.set("cmd_start_user", "-");
  const carl = await kit.login("carl", { supports: WITH_MENUS, keep: true });
  assertEquals(menus(carl)[1], STATS.replace("+stats", "-stats"));
  assertEquals(kit.hub.context.menus.size, 1);
});

Deno.test("menus: a right given for a time brings the commands it opens, to its owner alone", async () => {
  const kit = commandKit();
  const drops = async (nick: string) => {
    const client = await kit.enter(nick, { supports: WITH_MENUS, keep: true });
    return menus(client).filter((frame) => frame.includes("> !regnew")).length;
  };
  giveRight(kit.hub.context, "oper", "reg", 600, "root");
  assertEquals(await drops("oper"), 2);
  kit.clock.tick(1_000_000);
  assertEquals(await drops("oper"), 0);
});

Deno.test("menus: while user commands are off, users have none and operators have theirs", async () => {
  const kit = start({ disable_usr_cmds: true });
  const anna = await kit.login("anna", { supports: WITH_MENUS, keep: true });
  assertEquals(menus(anna), [ERASE, SEPARATOR]);
  changeClass(kit.hub.context, kit.hub.users.get("anna")!, 3);
  assertEquals(menus(anna), [STATS, ...BANS, LOW]);
});

Deno.test("menus: what a client sends from the hub's own menus is a command that runs or asks for more", async () => {
  const kit = commandKit();
  await kit.enter("bob");
  const root = await kit.enter("root", { supports: WITH_MENUS, keep: true });
  const entries = menus(root).slice(1, -1);
  assert(entries.length > 30, "a master has a full menu");
  for (const entry of entries) {
    const line = /\$(<%\[mynick\]> .*)&#124;$/.exec(entry)![1]!.replace("%[mynick]", "root")
      .replace("%[nick]", "bob").replaceAll(/%\[line:[^\]]*\]/g, "");
    if (/^<root> !(quit|restart|reload|clean)/.test(line)) continue;
    root.take();
    root.send(`${line}|`);
    for (const answer of answers(root)) {
      assertFalse(/^(Unknown command|You have no right to use)/.test(answer), `${line}: ${answer}`);
    }
    if (!kit.hub.users.get("bob")) await kit.enter("bob");
  }
});
