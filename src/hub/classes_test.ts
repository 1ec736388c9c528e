/**
 * What each class may and may not, one row per rule, tried by a user of every class.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { SettingValues } from "../config/settings.ts";
import { HUB_COMMANDS } from "./commands/mod.ts";
import { hubKit, type LoginOptions, settle, type TestClient } from "./testing/hub_kit.ts";

const CLASSES = [-1, 0, 1, 2, 3, 4, 5, 10] as const;

/** A hub with a user `me` of one class, and `anna`, an active guest who shares something. */
interface Scene {
  readonly me: TestClient;
  readonly anna: TestClient;
  readonly kit: ReturnType<typeof hubKit>;
}

interface Rule {
  readonly may: string;
  /** Classes for which it holds. */
  readonly classes: readonly number[];
  readonly settings?: Partial<SettingValues>;
  readonly login?: LoginOptions;
  /** True when it worked. */
  readonly works: (scene: Scene) => boolean | Promise<boolean>;
  /** Runs before `me` comes. */
  readonly before?: (kit: Scene["kit"]) => void | Promise<unknown>;
}

const from = (lowest: number) => CLASSES.filter((userClass) => userClass >= lowest);

const said = (client: TestClient, text: string) => client.take().some((frame) => frame.includes(text));

/** Sends frames of `me` and tells whether anna hears of it. */
const annaHears = (frames: string, text: string) => async ({ me, anna }: Scene) => {
  anna.take();
  me.send(frames);
  await settle();
  return said(anna, text);
};

const SEARCH = (pattern: string) => `$Search Hub:me F?T?0?1?${pattern}|`;
const isIn = ({ kit, me }: Scene) => me.ended === null && (kit.hub.users.get("me")?.session ?? null) !== null;
const NOW = 1_700_000_000;

const RULES: readonly Rule[] = [
  { may: "write in main chat", classes: from(0), works: annaHears("<me> hello|", "<me> hello") },
  {
    may: "see main chat",
    classes: from(0),
    works({ me, anna }) {
      me.take();
      anna.send("<anna> hello|");
      return said(me, "<anna> hello");
    },
  },
  {
    may: "write private messages",
    classes: from(0),
    works: annaHears("$To: anna From: me $<me> hello|", "$<me> hello"),
  },
  { may: "search", classes: from(0), works: annaHears(SEARCH("linux"), "?linux") },
  {
    may: "search again at once",
    classes: [10],
    works: annaHears(SEARCH("linux") + SEARCH("other"), "?other"),
  },
  {
    may: "get searches, whether they are filtered or not",
    classes: from(0),
    works({ me, anna, kit }) {
      me.take();
      anna.send("$Search Hub:anna F?T?0?1?linux|");
      const filtered = said(me, "?linux");
      kit.store.settings.set("use_search_filter", false);
      kit.clock.tick(100_000);
      anna.send("$Search Hub:anna F?T?0?1?other|");
      assertEquals(said(me, "?other"), filtered);
      return filtered;
    },
  },
  { may: "ask for a connection", classes: from(0), works: annaHears("$RevConnectToMe me anna|", "$RevConn") },
  {
    may: "write without a pause",
    classes: from(2),
    settings: { int_chat_ms: 1000 },
    works: annaHears("<me> one|<me> two|", "<me> two"),
  },
  {
    may: "write long lines",
    classes: from(2),
    works: annaHears(`<me> ${"long".repeat(100)}|`, "longlong"),
  },
  {
    may: "say the same twice",
    classes: from(3),
    async works(scene) {
      await annaHears("<me> again|", "again")(scene);
      return annaHears("<me> again|", "again")(scene);
    },
  },
  {
    may: "come in with a tag that is not allowed",
    classes: [-1, ...from(3)],
    settings: { tag_allow_passive: false },
    login: { mode: "P" },
    works: isIn,
  },
  {
    may: "come in without sharing enough",
    classes: [-1, ...from(4)],
    settings: { min_share: 1, min_share_reg: 1, min_share_vip: 1, min_share_ops: 1 },
    login: { share: 0 },
    works: isIn,
  },
  {
    may: "come into a full hub",
    classes: from(3),
    settings: { max_users: 1, max_extra_pings: 0, max_extra_regs: 0, max_extra_vips: 0 },
    works: isIn,
  },
  {
    may: "come in passive when enough passive users are in",
    classes: [-1, ...from(3)],
    settings: { max_users_passive: 0 },
    login: { mode: "P" },
    works: isIn,
  },
  {
    may: "come in although the beginning of the nick is banned",
    classes: CLASSES.filter((userClass) => userClass !== 0),
    before: (kit) => void kit.store.bans.add({ ...BAN, type: "prefix", nick: "m" }),
    works: isIn,
  },
  {
    may: "come in although the nick is banned",
    classes: [10],
    before: (kit) => void kit.store.bans.add({ ...BAN, type: "nick", nick: "me" }),
    works: isIn,
  },
  {
    may: "take the place of the own older connection",
    classes: from(1),
    async works({ kit }) {
      const login = (kit.store.accounts.get("me")?.class ?? 0) > 0 ? { password: "secret" } : {};
      return (await kit.login("me", { ip: "7.7.7.7", ...login })).ended === null;
    },
  },
  {
    may: "be called [OP]",
    classes: CLASSES.filter((userClass) => userClass !== 0),
    async works({ kit }) {
      const userClass = kit.store.accounts.get("me")?.class;
      if (userClass !== undefined) {
        kit.store.accounts.add({ nick: "[OP]me", class: userClass, passwordHash: "hash:secret" });
      }
      const login = (userClass ?? 0) > 0 ? { password: "secret" } : {};
      return (await kit.login("[OP]me", login)).ended === null;
    },
  },
  {
    may: "show a key",
    classes: from(3),
    works: ({ kit }) => kit.hub.users.get("me")!.op,
  },
  {
    may: "belong to the operator chat",
    classes: from(3),
    works: ({ kit }) => kit.hub.context.opChat.has(kit.hub.users.get("me")!),
  },
  {
    may: "see addresses",
    classes: from(3),
    works({ me }) {
      me.take();
      me.send("$UserIP anna$$|");
      return said(me, "$UserIP anna ");
    },
  },
  {
    may: "send users away",
    classes: from(3),
    works({ me, anna }) {
      me.send("$Kick anna|");
      return anna.ended !== null;
    },
  },
  {
    may: "redirect users",
    classes: from(4),
    works({ me, anna }) {
      me.send("$OpForceMove $Who:anna$Where:other.example$Msg:go|");
      return anna.ended !== null;
    },
  },
  {
    may: "register users",
    classes: from(4),
    async works({ me, kit }) {
      me.send("<me> !regnew somebody 1|");
      await settle();
      return kit.store.accounts.get("somebody") !== null;
    },
  },
  {
    may: "change settings",
    classes: from(5),
    async works({ me, kit }) {
      me.send("<me> !set hub_desc new|");
      await settle();
      return kit.store.settings.values.hub_desc === "new";
    },
  },
  {
    may: "stop the hub",
    classes: [10],
    async works({ me, kit }) {
      me.send("<me> !quit|");
      await settle();
      return kit.stops.length === 1;
    },
  },
];

const BAN = {
  nick: "",
  ip: "",
  op: "root",
  reason: "",
  noteOp: "",
  noteUser: "",
  start: NOW,
  end: 0,
} as const;

for (const { may, classes, settings = {}, login = {}, before, works } of RULES) {
  Deno.test(`classes: who may ${may}`, async () => {
    const may = [];
    for (const userClass of CLASSES) {
      const kit = hubKit({
        settings: {
          int_chat_ms: 0,
          int_login: 0,
          delayed_search: false,
          max_class_proto_flood: -1,
          ...settings,
        },
        accounts: userClass === 0 ? [] : [{ nick: "me", class: userClass, passwordHash: "hash:secret" }],
        commands: [...HUB_COMMANDS],
      });
      const annas = { mode: "A", share: 5_000_000_000 } as const;
      const anna = await kit.login("anna", annas);
      await before?.(kit);
      const me = await kit.login("me", { ...userClass > 0 ? { password: "secret" } : {}, ...login });
      if (await works({ me, anna, kit })) may.push(userClass);
    }
    assertEquals(may, [...classes]);
  });
}

Deno.test("classes: a client that announces BotINFO is a pinger, with or without an account", async () => {
  const kit = hubKit({ accounts: [{ nick: "known", class: -1 }] });
  await kit.login("known");
  await kit.login("unknown", { supports: "NoHello BotINFO" });
  assertEquals(["known", "unknown"].map((nick) => kit.hub.users.get(nick)?.class), [-1, -1]);
});
