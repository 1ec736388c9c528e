/**
 * The beginning of a connection: lock, key, features, version. Owns these messages and the time they may take.
 * What a nick and a password must be stands in `nick.ts` and `password.ts`.
 *
 * @module
 */
import { describeWait } from "../../core/period.ts";
import { latin1Text } from "../../core/bytes.ts";
import { formatForceMove, formatLock } from "../../nmdc/login.ts";
import { keyMatches } from "../../nmdc/lock.ts";
import { Kind, paramOf } from "../../nmdc/message.ts";
import { Feature, formatSupports, parseSupports } from "../../nmdc/supports.ts";
import { terminated } from "../../nmdc/wire.ts";
import { close, refuse } from "../close.ts";
import type { HubContext } from "../context.ts";
import { ask, insist } from "../hold.ts";
import { refusesLogins } from "../load.ts";
import { CloseReason, Progress, type Session } from "../model.ts";
import { nickRuleFrame } from "./nick_rules.ts";
import { sayTo } from "../say.ts";
import type { TempBanKind } from "../moderation/temp_bans.ts";

/** What this hub can do with a client that can do it too; the rest of `$Supports` is not answered. */
const OFFERED = Feature.NoHello | Feature.NoGetINFO | Feature.BotINFO | Feature.ChatOnly | Feature.MCTo |
  Feature.BotList | Feature.HubTopic | Feature.UserIP2 | Feature.TTHSearch | Feature.TTHS | Feature.TLS |
  Feature.HubURL | Feature.FailOver | Feature.SearchRule | Feature.NickRule;

const BAN_REASONS: Partial<Record<TempBanKind, CloseReason>> = {
  password: CloseReason.PASSWORD,
  clone: CloseReason.CLONE,
};

/** Opens the conversation. NMDC: the hub speaks first. */
export function greet(hub: HubContext, session: Session): void {
  const { name, version } = hub.version;
  const pk = hub.vars.host_header === 0 ? "NMDC" : `${name} ${version}`;
  session.link.write(terminated(formatLock(latin1Text(session.lock), pk)));
  awaitWithin(hub, session, hub.vars.timeout_key);
  if (hub.vars.host_header === 2) sayHeader(hub, session);
  if (hub.vars.tls_only_mode && session.link.tls === "") return sendToTls(hub, session);
  if (refusesLogins(hub) && !hub.operatorAddresses.has(session.ip)) {
    hub.counters.loadRefused.value++;
    return refuse(
      hub,
      session,
      CloseReason.HUB_LOAD,
      "This hub is too busy to take you in. Try again in a minute.",
    );
  }
  const ban = hub.ipBans.get(session.ip);
  if (!ban) return;
  const seconds = Math.ceil((ban.until - hub.clock.now()) / 1000);
  const text = `Your address ${session.ip} is banned for another ${describeWait(seconds)}: ${ban.reason}`;
  refuse(hub, session, BAN_REASONS[ban.kind] ?? CloseReason.LOGIN_ERR, withExtra(hub, text));
}

/** Refuses a plain connection and tells the client where the encrypted one is. */
function sendToTls(hub: HubContext, session: Session): void {
  const { hub_host, not_tls_redirect } = hub.vars;
  const address = not_tls_redirect || `nmdcs://${hub_host || hub.address}`;
  const text = `This hub takes encrypted connections only: ${address}`;
  refuse(hub, session, CloseReason.FORCEMOVE, text, terminated(formatForceMove(hub.codec.encode(address))));
}

/** The software line. */
export function sayHeader(hub: HubContext, session: Session): void {
  const { version, vars } = hub;
  const special = vars.hub_version_special && `\r\n${vars.hub_version_special}`;
  sayTo(hub, session, `This hub runs ${version.name} ${version.version}.${special}`);
}

/** A ban text with what the operator wants every banned user to read. */
function withExtra(hub: HubContext, text: string): string {
  return hub.vars.ban_extra_message ? `${text}\r\n${hub.vars.ban_extra_message}` : text;
}

/** Gives the client `seconds` for its next step, never past the end of the whole login. */
export function awaitWithin(hub: HubContext, session: Session, seconds: number): void {
  session.deadline = Math.min(session.loginDeadline, hub.clock.mono() + seconds * 1000);
}

/** Handles `$Key`. */
export function onKey(hub: HubContext, session: Session, frame: Uint8Array): void {
  if (hub.vars.drop_invalid_key && !keyMatches(session.lock, paramOf(frame, Kind.Key))) {
    return refuse(hub, session, CloseReason.INVALID_KEY, "Your client answered the $Lock with a wrong $Key.");
  }
  session.progress |= Progress.Key;
  if ((session.progress & Progress.Nick) === 0) awaitWithin(hub, session, hub.vars.timeout_nick);
}

/** Handles `$Supports`. */
export function onSupports(hub: HubContext, session: Session, frame: Uint8Array): void {
  const names = paramOf(frame, Kind.Supports);
  session.features = parseSupports(names);
  session.supportsText = latin1Text(names).trim();
  session.progress |= Progress.Supports;
  const offered = offeredTo(hub, session);
  const answer = formatSupports(session.features & offered);
  if (!hub.sink.wanted.OnParsedMsgSupports) return answerSupports(hub, session, answer);
  const args: [string, string, string] = [session.ip, latin1Text(frame), featureList(answer)];
  ask(hub, session, "OnParsedMsgSupports", args, ({ allow }) => {
    answerSupports(hub, session, allow ? answer : null);
  }, () => close(hub, session, CloseReason.PLUGIN));
}

/** What may be offered on this connection, by the settings. */
function offeredTo(hub: HubContext, session: Session): number {
  const { disable_extjson, disable_zlib, send_user_commands } = hub.vars;
  // The transport compresses nothing under TLS.
  const zip = !disable_zlib && session.link.tls === "";
  return OFFERED | (disable_extjson ? 0 : Feature.ExtJSON2) | (zip ? Feature.ZPipe0 : 0) |
    (send_user_commands ? Feature.UserCommand : 0);
}

/** The features of a `$Supports`, each followed by a space. */
function featureList(frame: Uint8Array): string {
  const names = latin1Text(paramOf(frame, Kind.Supports)).trim();
  return names === "" ? "" : `${names} `;
}

/** Tells a client what the hub can do (`null`: nothing) and which nicks it takes. */
function answerSupports(hub: HubContext, session: Session, answer: Uint8Array | null): void {
  if (answer) {
    session.link.write(terminated(answer));
    if ((session.features & offeredTo(hub, session) & Feature.ZPipe0) !== 0) session.link.compress?.();
  }
  if ((session.features & Feature.NickRule) === 0) return;
  session.link.write(nickRuleFrame(hub, session.country));
}

/** Handles `$Version`. */
export function onVersion(hub: HubContext, session: Session, frame: Uint8Array): void {
  session.versionText = latin1Text(paramOf(frame, Kind.Version));
  session.progress |= Progress.Version;
  if (!hub.sink.wanted.OnParsedMsgVersion) return;
  insist(hub, session, "OnParsedMsgVersion", [session.ip, latin1Text(frame)]);
}
