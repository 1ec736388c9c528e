/**
 * One short example for every hook, as a script would export it. Text for the reference; every one is type-checked by
 * a test. A hook without an example does not compile.
 *
 * @module
 */
import type { HookName } from "../hooks.ts";
import { COMMAND_HOOK_EXAMPLES } from "./hub_hooks.ts";

const CONNECTION = {
  OnNewConn: `export function OnNewConn(ip: string) {
  return ip.startsWith("203.0.113.") ? 0 : 1; // 0: closed without a word
}`,
  OnParsedMsgAnyEx: `export function OnParsedMsgAnyEx(ip: string, data: string) {
  if (data.startsWith("GET / ")) console.log(\`\${ip} speaks HTTP\`);
}`,
  OnParsedMsgSupports: `export function OnParsedMsgSupports(ip: string, data: string) {
  if (!data.includes("UserIP2")) console.log(\`\${ip} has an old client\`);
}`,
  OnParsedMsgValidateNick: `export function OnParsedMsgValidateNick(data: string) {
  return /^\\$ValidateNick guest/i.test(data) ? 0 : 1;
}`,
  OnParsedMsgMyPass: `export function OnParsedMsgMyPass(nick: string, data: string) {
  // Without the capability "passwords" data is just "$MyPass ".
  console.log(\`\${nick} sent a password\`, data.length);
}`,
  OnBadPass: `export function OnBadPass(nick: string, ip: string) {
  vh.SendToOpChat(\`Wrong password for \${nick} from \${ip}\`);
}`,
  OnParsedMsgVersion: `export function OnParsedMsgVersion(ip: string, data: string) {
  if (data !== "$Version 1,0091") console.log(ip, data);
}`,
  OnParsedMsgMyHubURL: `export function OnParsedMsgMyHubURL(nick: string) {
  console.log(nick, "came by", vh.GetUserHubURL(nick));
}`,
  OnParsedMsgBotINFO: `export function OnParsedMsgBotINFO(nick: string, data: string) {
  console.log(\`The hub list \${nick} asks: \${data}\`);
}`,
  OnValidateTag: `export function OnValidateTag(nick: string, tag: string) {
  return tag === "" ? 0 : 1; // no tag, no entry
}`,
  OnFirstMyINFO:
    `export function OnFirstMyINFO(nick: string, desc: string, tag: string, speed: string, mail: string, share: string) {
  return { desc: \`new: \${desc}\` }; // the other fields stay
}`,
  OnParsedMsgMyINFO: `export function OnParsedMsgMyINFO(nick: string, desc: string) {
  return /https?:/.test(desc) ? { desc: "" } : 1; // the other fields stay
}`,
  OnCloneCountLow: `export function OnCloneCountLow(nick: string, cloneNick: string, count: number) {
  vh.SendToOpChat(\`\${nick} looks like \${cloneNick} (\${count} online)\`);
}`,
  OnUserInList: `export function OnUserInList(nick: string) {
  console.log("in the list:", vh.GetMyINFO(nick));
}`,
  OnUserLogin: `export function OnUserLogin(nick: string) {
  vh.pm(nick, \`Welcome, \${nick}!\`);
}`,
  OnCloseConn: `const open = new Set<string>();
export function OnCloseConn(ip: string) {
  open.delete(ip);
}`,
  OnCloseConnEx: `export function OnCloseConnEx(ip: string, reason: number, nick: string) {
  if (reason === vh.eCR_KICKED) console.log(\`\${nick} (\${ip}) was kicked\`);
}`,
  OnUserLogout: `export function OnUserLogout(nick: string) {
  console.log(nick, "leaves with", vh.GetUserShare(nick), "bytes");
}`,
} as const;

const MESSAGES = {
  OnParsedMsgAny: `const lines = new Map<string, number>();
export function OnParsedMsgAny(nick: string, data: string) {
  if (data !== "") lines.set(nick, (lines.get(nick) ?? 0) + 1);
}`,
  OnParsedMsgChat: `export function OnParsedMsgChat(nick: string, text: string) {
  if (text === "!rules") {
    vh.usermc(nick, "Be kind.");
    return 0; // nobody else sees the line
  }
  return text.replaceAll("darn", "d***"); // everybody sees this instead
}`,
  OnParsedMsgPM: `export function OnParsedMsgPM(nick: string, text: string, toNick: string) {
  if (toNick === vh.botname) vh.pm(nick, \`You said: \${text}\`);
}`,
  OnParsedMsgMCTo: `export function OnParsedMsgMCTo(nick: string, text: string, toNick: string) {
  return vh.GetUserClass(toNick) >= vh.eUC_OPERATOR ? 1 : 0;
}`,
  OnParsedMsgSearch: `export function OnParsedMsgSearch(nick: string, data: string) {
  if (/forbidden/i.test(data)) {
    vh.usermc(nick, "Please search for something else.");
    return 0;
  }
  return 1;
}`,
  OnParsedMsgSR: `export function OnParsedMsgSR(nick: string, data: string) {
  return data.includes(".exe") ? 0 : 1;
}`,
  OnParsedMsgConnectToMe:
    `export function OnParsedMsgConnectToMe(nick: string, otherNick: string, ip: string, port: string) {
  return Number.parseInt(port) < 1024 ? 0 : 1;
}`,
  OnParsedMsgRevConnectToMe: `export function OnParsedMsgRevConnectToMe(nick: string, otherNick: string) {
  return vh.GetUserClass(otherNick) >= vh.eUC_ADMIN ? 0 : 1;
}`,
  OnParsedMsgExtJSON: `export function OnParsedMsgExtJSON(nick: string, data: string) {
  return data.length > 500 ? 0 : 1;
}`,
  OnUnknownMsg: `export function OnUnknownMsg(nick: string, data: string) {
  console.debug(nick, "sent", data);
}`,
  OnCtmToHub:
    `export function OnCtmToHub(nick: string, ip: string, port: number, hubPort: number, referer: string) {
  console.log(\`\${ip} was sent here by \${referer || "an unknown hub"}\`);
}`,
  OnOpChatMessage: `export function OnOpChatMessage(nick: string, text: string) {
  if (nick !== vh.opchatname) console.log(\`\${nick}: \${text}\`);
}`,
  OnPublicBotMessage: `export function OnPublicBotMessage(botNick: string, text: string) {
  console.log(\`\${botNick} said \${text}\`);
}`,
} as const;

const WRITTEN = { ...CONNECTION, ...MESSAGES, ...COMMAND_HOOK_EXAMPLES };

/** The examples by hook. */
export const HOOK_EXAMPLES: Readonly<Record<HookName, string>> = WRITTEN;
