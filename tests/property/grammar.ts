/**
 * One generator per message a client can send, all of them valid in form. Owns what the messages look like; whether
 * the hub accepts one depends on who sends it and when. Text is one character per byte, without the final `|`.
 *
 * @module
 */
import { HUB_COMMANDS } from "../../src/hub/commands/mod.ts";
import { kindName } from "../../src/nmdc/message.ts";
import type { Random } from "./random.ts";
import { BOTS, FORGED, mark, NICKS, type Scene, type Speaker } from "./scene.ts";

/** Makes one frame. `marked` puts marks into what only some may see. */
export type Generator = (scene: Scene, self: Speaker, marked: boolean) => string;

const TTH = "LWPNACQDBZRYXW3VHJVCJ64QBZNGHOHHHZWCLNQ";
const FEATURES =
  "OpPlus NoHello NoGetINFO QuickList BotINFO ZPipe0 ChatOnly MCTo UserCommand BotList HubTopic UserIP2 TTHSearch Feed TTHS IN TLS HubURL ExtJSON2 FailOver SearchRule NickRule"
    .split(" ");
const WORDS = [
  "hi",
  "all",
  "\xc3\xa4",
  "\xe4\xff",
  "&#36;",
  "100%",
  "$",
  "line\r\nbreak",
  "spam ".repeat(60),
];
const PERIODS = ["5m", "1h", "0", "x", "", "99y", "-1"];

const other = ({ random }: Scene): string =>
  random.chance(0.04) ? random.pick(BOTS) : random.chance(0.02) ? "nobody" : random.pick(NICKS);
const text = ({ random }: Scene): string =>
  `${random.pick(WORDS)} ${random.pick(WORDS)} ${random.chance(0.3) ? "again" : random.int(1e6)}`;
const address = ({ random }: Scene, self: Speaker): string =>
  random.chance(0.8) ? self.ip : `${FORGED}${random.int(255)}`;
const port = ({ random }: Scene): string => random.chance(0.9) ? String(1 + random.int(65_535)) : "0";
const pattern = ({ random }: Scene): string =>
  random.chance(0.4)
    ? `F?T?0?9?TTH:${TTH}`
    : `T?F?${random.int(1e6)}?${1 + random.int(9)}?abcd$${random.int(99)}`;

/** Lists the features a client announces. */
export function features(random: Random): string {
  return FEATURES.filter((name) => name === "BotINFO" ? random.chance(0.05) : random.chance(0.6)).join(" ");
}

function myInfo({ random }: Scene, { nick }: Speaker): string {
  const mode = random.pick(["A", "A", "P", "5"]);
  const tag = random.chance(0.9) ? `<T V:1,M:${mode},H:${random.int(9)}/0/0,S:${random.int(9)}>` : "";
  const share = random.pick([
    "0",
    "1000",
    "5368709120",
    "99999999999999999",
    "",
    "-1",
    String(random.int(1e9)),
  ]);
  const flag = String.fromCharCode(random.pick([1, 1, 2, 0x11, 0x20, 0xff]));
  return `$MyINFO $ALL ${nick} ${random.pick(["", "desc ", "\xe4 "])}${tag}$ $${
    random.pick(["", "50", "LAN"])
  }${flag}$${random.pick(["", "a@b.example"])}$${share}$`;
}

/** A command line, its trigger in front. */
export function command(scene: Scene, marked: boolean): string {
  const { random } = scene;
  if (random.chance(0.05)) return marked ? `+passwd pw${mark.nobody}` : "+passwd short";
  const { name, timed, operator } = random.pick(HUB_COMMANDS);
  const word = timed && random.chance(0.5) ? `${name}_${random.pick(PERIODS)}` : name;
  const first = random.pick([other(scene), other(scene), `10.0.0.${random.int(30)}`, "config", "3", ""]);
  const rest = random.pick(["", text(scene), String(random.int(12)), random.pick(PERIODS)]);
  return `${operator ? "!" : random.pick(["+", "!"])}${word} ${first} ${rest}`;
}

function chat(scene: Scene, { nick }: Speaker, marked: boolean): string {
  const { random } = scene;
  const roll = random.float();
  if (roll < 0.12) return `<${nick}> ${command(scene, marked)}`;
  if (roll < 0.13) {
    return `<${nick}> ${nick} is kicking ${other(scene)} because: x ${random.pick(["", "_ban_5m"])}`;
  }
  return `<${nick}> ${text(scene)}${marked ? mark.range(0, 10) + mark.chat : ""}`;
}

function to(scene: Scene, { nick }: Speaker, marked: boolean): string {
  const { random } = scene;
  const roll = random.float();
  const line = (receiver: string, said: string) => `$To: ${receiver} From: ${nick} $<${nick}> ${said}`;
  if (roll < 0.1) return line(scene.bot(), random.chance(0.7) ? command(scene, false) : text(scene));
  if (roll < 0.14 && scene.room() !== "") {
    return line(scene.room(), `+${random.pick(["invite", "out", "leave", "members", "x"])} ${other(scene)}`);
  }
  if (roll < 0.3 && scene.room() !== "") {
    return line(scene.room(), `x${text(scene)}${marked ? mark.room : ""}`);
  }
  const receiver = other(scene);
  return line(receiver, `${text(scene)}${marked ? mark.only(receiver) : ""}`);
}

function mcTo(scene: Scene, { nick }: Speaker, marked: boolean): string {
  const receiver = other(scene);
  return `$MCTo: ${receiver} $${nick} ${text(scene)}${marked ? mark.only(receiver) : ""}`;
}

function result(scene: Scene, { nick }: Speaker, marked: boolean): string {
  const receiver = other(scene);
  const file = `dir\\f${marked ? mark.only(receiver) : ""}`;
  return `$SR ${nick} ${file}\x05${scene.random.int(1e6)} 1/3\x05TTH:${TTH} (10.0.0.1:411)\x05${receiver}`;
}

const connect = (word: string): Generator => (scene, self) => {
  const letters = scene.random.pick(["", "", "S", `N ${self.nick}`, `NS ${self.nick}`, "R", "RS"]);
  return `$${word} ${other(scene)} ${address(scene, self)}:${port(scene)}${letters}`;
};
const searchActive = (word: string): Generator => (scene, self) =>
  `$${word} ${address(scene, self)}:${port(scene)} ${pattern(scene)}`;
const searchPassive = (word: string): Generator => (scene, { nick }) =>
  `$${word} Hub:${nick} ${pattern(scene)}`;

/** The messages of users who are in, with how often each is sent. */
export const TALK: readonly (readonly [weight: number, Generator])[] = [
  [24, chat],
  [14, to],
  [5, mcTo],
  [8, searchActive("Search")],
  [6, searchPassive("Search")],
  [1, searchActive("MultiSearch")],
  [1, searchPassive("MultiSearch")],
  [3, (scene, self) => `$SA ${TTH} ${address(scene, self)}:${port(scene)}`],
  [3, (_scene, { nick }) => `$SP ${TTH} ${nick}`],
  [8, result],
  [6, connect("ConnectToMe")],
  [1, connect("MultiConnectToMe")],
  [6, (scene, { nick }) => `$RevConnectToMe ${nick} ${other(scene)}`],
  [7, myInfo],
  [3, (scene, { nick }) => `$GetINFO ${other(scene)} ${nick}`],
  [1, () => "$GetNickList"],
  [2, () => ""],
  [1, ({ random }, { nick }) => `$ExtJSON ${nick} {"Gender":${random.int(3)}}`],
  [0.3, (scene) => `$UserIP ${other(scene)}$$${other(scene)}`],
  [0.3, (scene) => `$Kick ${other(scene)}`],
  [0.1, (scene) => `$OpForceMove $Who:${other(scene)}$Where:x.example$Msg:${text(scene)}`],
  [0.1, (_scene, { nick }) => `$IN ${nick}$Dx`],
  [0.1, ({ random }) => `$MyHubURL dchub://${random.pick(["a.example", "B.example:411", ""])}`],
  [0.1, () => "$BotINFO list.example"],
  [0.3, (scene) => unknown(scene)],
  [0.03, (_scene, { nick }) => `$Quit ${nick}`],
  [0.05, ({ random }) => `$MyPass wrong${random.int(9)}`],
  [0.03, ({ random }) => `$Supports ${features(random)}`],
  [0.03, () => "$Key abc"],
  [0.03, (scene) => `$ValidateNick ${other(scene)}`],
  [0.03, () => "$Version 1,0091"],
  [0.03, (scene) => `$MyNick ${other(scene)}`],
  [0.03, () => "$Lock EXTENDEDPROTOCOLx Pk=yRef=hub.example:411"],
  [0.05, (scene) => `$Ban ${other(scene)}`],
  [0.05, (scene) => `$TempBan ${other(scene)}`],
  [0.05, (scene) => `$UnBan ${other(scene)}`],
  [0.05, () => "$GetBanList"],
  [0.05, (scene) => `$WhoIP ${other(scene)}`],
  [0.05, () => "$GetTopic"],
  [0.05, (scene) => `$SetTopic ${text(scene)}`],
  [0.02, () => `$MyIP ${FORGED}9 1.2`],
];

function unknown({ random }: Scene): string {
  return random.pick(["$Foo bar", "garbage", "$", `$${kindName(0)} x`, "<", "$To:", "\xff\xfe\xfd"]);
}

const TOTAL = TALK.reduce((sum, [weight]) => sum + weight, 0);

/** A message of a user who is in. */
export function talk(scene: Scene, self: Speaker, marked: boolean): string {
  let left = scene.random.float() * TOTAL;
  for (const [weight, generate] of TALK) if ((left -= weight) < 0) return generate(scene, self, marked);
  return "";
}

/** Stands where the password goes, should the hub ask for one. */
export const PASSWORD_HERE = "password";

/** The messages that bring a client in, in order; `key` answers the hub's lock. */
export function loginFrames(scene: Scene, self: Speaker, key: string): string[] {
  const { random } = scene;
  const frames = [
    `$Supports ${features(random)}`,
    `$Key ${key}`,
    `$ValidateNick ${self.nick}`,
    PASSWORD_HERE,
    "$Version 1,0091",
    ...random.chance(0.8) ? ["$GetNickList"] : [],
    myInfo(scene, self),
  ];
  // Now and then one is left out, or comes in another place.
  if (random.chance(0.03)) frames.splice(random.int(frames.length), 1);
  if (random.chance(0.03)) frames.splice(random.int(frames.length), 0, talk(scene, self, false));
  return frames;
}
