/**
 * What scripts call by themselves, at random: every method of the port, with arguments that fit, that are odd, and
 * that name nobody. Owns the arguments; the marks in them say who may see what comes of a call.
 *
 * @module
 */
import type { BotSpec, HubPort } from "../../src/port/hub_port.ts";
import { BAN_TYPES } from "../../src/store/types.ts";
import { command } from "./grammar.ts";
import { BOTS, HUB_BOTS, mark, NICKS, ROOMS, type Scene } from "./scene.ts";

/** Scripts that own bots. */
export const OWNERS = ["one", "two"];

type Call = (port: HubPort, scene: Scene) => unknown;

const CLASSES = [-1, 0, 1, 2, 3, 4, 5, 10];
const nothing = () => {};
/** Nicks as scripts know them: text, not bytes. */
const nickOf = ({ random }: Scene): string =>
  random.chance(0.05) ? "nobody" : random.chance(0.1) ? random.pick(BOTS) : decoded(random.pick(NICKS));
const decoded = (nick: string): string =>
  nick === "d\xc3\xb6rte" ? "d\u00f6rte" : nick.includes("\xe4") ? "b\u00e4r" : nick;
const range = ({ random }: Scene) => ({ min: random.pick(CLASSES), max: random.pick(CLASSES) });
const said = ({ random }: Scene): string =>
  random.pick(["x", "a|b", "\0nul", "\u4e2d|", "$", "line\r\nbreak", ""]);

const botOf = ({ random }: Scene): BotSpec => ({
  nick: random.chance(0.9) ? random.pick(BOTS) : random.pick(["", "a b", "x".repeat(99), "$"]),
  class: random.pick(CLASSES),
  desc: random.pick(["", "a $|bot", "y".repeat(2000)]),
  speed: random.pick(["", "\x01", "LAN\xff"]),
  email: "",
  share: random.pick(["0", "5", "x"]),
});

const SETTINGS: Readonly<Record<string, readonly string[]>> = {
  user_ip_class: ["0", "3", "11"],
  opchat_class: ["0", "1", "3", "5"],
  oplist_class: ["0", "3", "5"],
  send_user_ip: ["0", "1"],
  show_tags: ["0", "1"],
  show_desc_len: ["-1", "0", "3"],
  max_users_passive: ["-1", "2"],
  max_users: ["3", "6000"],
  max_users0: ["-1", "2"],
  max_users1: ["-1", "1"],
  cc_zone1: ["", "DE", "FR"],
  ip_zone4_min: ["", "10.0.0.4", "nowhere"],
  ip_zone4_max: ["", "10.0.0.9"],
  max_users_from_ip: ["0", "1"],
  tag_allow_unknown: ["0", "1", "1"],
  desc_insert_mode: ["0", "1"],
  desc_insert_vars: ["", "%[CC]$|%[MODE]"],
  myinfo_tls_filter: ["0", "1"],
  nick_prefix_cc: ["0", "0", "1"],
  hub_topic: ["", "topic", "to|pic$"],
  hub_name: ["Hub", "\u4e2d|x"],
  hub_security: [...HUB_BOTS, "anna", ""],
  opchat_name: ROOMS,
  opchat_desc: ["", "room"],
  hub_security_desc: ["", "bot|$"],
  chat_default_on: ["0", "1"],
  delayed_chat: ["0", "1"],
  delayed_search: ["0", "1"],
  delayed_myinfo: ["0", "1"],
  classdif_pm: ["0", "10"],
  classdif_mcto: ["0", "10"],
  mainchat_class: ["0", "1"],
  private_class: ["0", "1"],
  use_search_filter: ["0", "1"],
  filter_lan_requests: ["0", "1"],
  clone_detect_count: ["0", "1", "3"],
  disable_extjson: ["0", "1"],
  hide_all_kicks: ["0", "1"],
  notify_kicks_to_all: ["-1", "0", "3"],
  max_passive_sr: ["0", "2"],
  max_logins_from_ip: ["0", "4"],
  host_header: ["0", "1", "2"],
  int_myinfo: ["0", "60"],
  int_login: ["0", "5"],
  unknown_cmd_chat: ["0", "1"],
  disable_usr_cmds: ["0", "1"],
  max_chat_msg: ["0", "256", "nonsense"],
  no_such_variable: ["x"],
};

const CALLS: readonly Call[] = [
  (port, scene) => {
    const to = range(scene);
    port.mainChat("Quiz", `${said(scene)}${mark.range(to.min, to.max)}${mark.chat}`, to);
  },
  (port, scene) => port.chatTo(nickOf(scene), "Quiz", said(scene)),
  (port, scene) => port.privateMessage(nickOf(scene), "Quiz", "shown", said(scene)),
  (port, scene) => {
    const to = range(scene);
    port.privateToAll("Quiz", `${said(scene)}${mark.range(to.min, to.max)}`, to);
  },
  (port, scene) =>
    port.operatorChat(`${said(scene)}${mark.room}`, scene.random.chance(0.5) ? null : nickOf(scene)),
  (port, scene) => port.rawTo(nickOf(scene), `$Fuzz ${said(scene)}`, scene.random.chance(0.5)),
  (port, scene) => {
    const to = range(scene);
    const mode = scene.random.pick(["all", "active", "passive"] as const);
    port.rawToAll(`$Fuzz x${mark.range(to.min, to.max)}`, to, mode, scene.random.chance(0.5));
  },
  (port, scene) =>
    port.kick({
      op: scene.random.chance(0.5) ? scene.bot() : nickOf(scene),
      nick: nickOf(scene),
      reason: scene.random.pick(["", "x", "x _ban_5m", "a|b"]),
      note: scene.random.pick(["", "note"]),
      opNote: "",
      banSeconds: scene.random.pick([0, 1, 5]),
      redirect: scene.random.pick(["", "a.example", "a|b"]),
    }, nothing),
  (port, scene) => port.userIp(nickOf(scene)),
  (port, scene) =>
    port.closeUser(nickOf(scene), scene.random.int(40), scene.random.pick([0, 100, 5000, Infinity])),
  (port, scene) => {
    const field = () => scene.random.pick([null, "", "x", "$|", "\u00ff"]);
    port.setMyInfo(nickOf(scene), {
      desc: field(),
      tag: field(),
      speed: field(),
      email: field(),
      share: field(),
    });
  },
  (port, scene) => port.addBot(scene.random.pick(OWNERS), botOf(scene)),
  (port, scene) => port.editBot(botOf(scene)),
  (port, scene) => port.removeBot(scene.random.chance(0.9) ? scene.random.pick(BOTS) : scene.bot()),
  (port, scene) => port.removeBotsOf(scene.random.pick([...OWNERS, ""])),
  (port) => port.scriptBots(),
  (port, scene) => port.getConfig(scene.random.pick(["config", "own"]), "hub_name"),
  (port, scene) => {
    const name = scene.random.pick(Object.keys(SETTINGS));
    port.setConfig("config", name, scene.random.pick(SETTINGS[name]!), "Quiz", nothing);
  },
  (port, scene) => port.setConfig("own", "x", scene.random.pick(["1", "y".repeat(70_000)]), "Quiz", nothing),
  (port, scene) => port.setTopic(said(scene)),
  (port, scene) => {
    const remove = port.registerCommands([{
      name: scene.random.pick(["fuzz", "kick"]),
      aliases: ["fz"],
      minClass: () => 0,
      usage: "",
      help: "Nothing",
      run: ({ reply }) => reply("done"),
    }]);
    if (scene.random.chance(0.5)) port.typeCommand(nickOf(scene), "!fuzz", false, nothing);
    remove();
  },
  (port, scene) => port.reportToOperators(said(scene)),
  (port, scene) => port.reportUser(nickOf(scene), said(scene)),
  (port, scene) =>
    port.register({
      nick: scene.random.chance(0.9) ? nickOf(scene) : scene.random.pick(["", "a b", scene.bot()]),
      class: scene.random.pick([-1, 1, 2, 3]),
      password: scene.random.pick(["", `pw${mark.nobody}`]),
      by: "Quiz",
      note: "",
    }, nothing),
  (port, scene) => port.unregister(nickOf(scene)),
  (port, scene) => port.setRegisteredClass(nickOf(scene), scene.random.pick([-1, 1, 2, 3, 4, 5])),
  (port, scene) =>
    port.ban({
      op: nickOf(scene),
      what: scene.random.pick([
        nickOf(scene),
        `10.0.0.${scene.random.int(30)}`,
        "10.0.0.0/30",
        "a.example",
        "7",
        "",
      ]),
      reason: said(scene),
      noteOp: "",
      seconds: scene.random.pick([1, 5]),
      type: scene.random.pick(BAN_TYPES),
    }, nothing),
  (port, scene) =>
    port.banAfterPassword(`10.0.0.${scene.random.int(30)}`, scene.random.pick([0, 1, NaN, Infinity])),
  (port, scene) => port.liftNickBan(nickOf(scene)),
  (port, scene) => port.liftIpBan(`10.0.0.${scene.random.int(30)}`),
  (port, scene) => port.restrict(nickOf(scene), { chat: scene.random.pick([0, 5, Infinity]) }),
  (port, scene) => port.takeRights(nickOf(scene), { pm: scene.random.pick([0, 5]), search: 5 }, "Quiz"),
  (port, scene) => port.takenRights(nickOf(scene)),
  (port, scene) => port.setUserIp(nickOf(scene), `172.16.0.${scene.random.int(9)}`),
  (port, scene) => port.setStatus(nickOf(scene), scene.random.int(256), scene.random.chance(0.5)),
  (port, scene) => port.setChat(nickOf(scene), scene.random.chance(0.7)),
  (port, scene) => port.typeCommand(nickOf(scene), command(scene, false), scene.random.chance(0.3), nothing),
  (port, scene) => port.typeCommand(nickOf(scene), said(scene), scene.random.chance(0.3), nothing),
  (port, scene) => port.stop(scene.random.int(2), scene.random.pick([0, 5000, null])),
];

/** Makes one call. */
export function callPort(port: HubPort, scene: Scene): void {
  scene.random.pick(CALLS)(port, scene);
}
