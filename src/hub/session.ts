/**
 * One connection's messages: which handler takes which, and every check that all of them share — step of the login,
 * once only, announced feature, length, flood. Owns the table and the way a frame goes through it.
 *
 * @module
 */
import type { FloodName, SettingName } from "../config/settings.ts";
import type { Link, LinkEnd, LinkHandler } from "../net/link.ts";
import { createGuess } from "../nmdc/guess.ts";
import { makeLock } from "../nmdc/lock.ts";
import { classify, Kind, KIND_COUNT, kindWord } from "../nmdc/message.ts";
import { Feature } from "../nmdc/supports.ts";
import { ascii, NO_BYTES } from "../nmdc/wire.ts";
import { onChat } from "./talk/chat.ts";
import { closeNow, leave, refuse } from "./close.ts";
import { onConnectToMe, onRevConnectToMe } from "./peers/connect.ts";
import type { HubContext } from "./context.ts";
import { enter } from "./login/enter.ts";
import { onExtJson, onMyHubUrl } from "./presence/extensions.ts";
import { withinFlood } from "./talk/flood.ts";
import { ask, failed } from "./hold.ts";
import { onGetInfo, onGetNickList, onUserIp } from "./presence/lists.ts";
import { greet, onKey, onSupports, onVersion } from "./login/login.ts";
import { CloseReason, newPace, Progress, type Session } from "./model.ts";
import { onMyInfo } from "./my_info/my_info.ts";
import { onValidateNick } from "./login/nick.ts";
import { onKick, onOpForceMove, onQuit } from "./moderation/op.ts";
import { reportStranger } from "./talk/op_chat.ts";
import { onMyPass } from "./login/password.ts";
import { onBotInfo } from "./presence/pinger.ts";
import { onMcTo, onTo } from "./talk/pm.ts";
import { isWatched, onUnknown, showFirst } from "./raw_messages.ts";
import { onSearch } from "./peers/search.ts";
import { onSearchResult } from "./peers/search_result.ts";
import { onStrayLock, onStrayNick } from "./peers/stray.ts";
import { hear } from "./transcode.ts";
import { findCountry, whence } from "./login/zones.ts";

/** A frame's handler. The frame is only valid during the call. */
type Handler = (hub: HubContext, session: Session, frame: Uint8Array) => void;

interface Row {
  readonly run: Handler;
  /** Bits of Progress that must be set. */
  readonly needs: number;
  /** Flood limit, `null` where the handler counts or nothing does. */
  readonly flood: FloodName | null;
  /** Setting with the most bytes. */
  readonly limit: SizeSetting | null;
  /** Only one per connection. */
  readonly once: boolean;
  /** Feature the client must have announced, 0 for none. */
  readonly feature: number;
}

type SizeSetting = SettingName & `max_len_${string}`;

const nothing: Handler = () => {};
const row = (run: Handler, needs: number, flood: FloodName | null, more: Partial<Row> = {}): Row => ({
  run,
  needs,
  flood,
  limit: null,
  once: false,
  feature: 0,
  ...more,
});

const ROWS: readonly (readonly [Kind, Row])[] = [
  [Kind.Unknown, row(onUnknown, 0, "unknown")],
  [Kind.Ping, row(nothing, 0, "ping")],
  [Kind.Key, row(onKey, 0, null, { once: true })],
  [Kind.Supports, row(onSupports, 0, null, { once: true, limit: "max_len_supports" })],
  [Kind.ValidateNick, row(onValidateNick, 0, null, { once: true })],
  [Kind.MyPass, row(onMyPass, Progress.Nick, null)],
  [Kind.Version, row(onVersion, Progress.Nick, null, { once: true, limit: "max_len_version" })],
  [Kind.GetNickList, row(onGetNickList, Progress.Nick, "nicklist")],
  [
    Kind.MyHubURL,
    row(onMyHubUrl, Progress.Nick, null, {
      once: true,
      limit: "max_len_myhuburl",
      feature: Feature.HubURL,
    }),
  ],
  [
    Kind.MyINFO,
    row((hub, session, frame) => onMyInfo(hub, session, frame, enter), 0, "myinfo", {
      limit: "max_len_myinfo",
    }),
  ],
  [Kind.BotINFO, row(onBotInfo, Progress.Nick, null, { once: true, feature: Feature.BotINFO })],
  [Kind.Chat, row(onChat, Progress.Listed, "chat")],
  [Kind.To, row(onTo, Progress.Listed, "to")],
  [Kind.MCTo, row(onMcTo, Progress.Listed, "mcto")],
  [Kind.ConnectToMe, row(onConnectToMe, Progress.Listed, "ctm")],
  [Kind.MultiConnectToMe, row(onConnectToMe, Progress.Listed, "ctm")],
  [Kind.RevConnectToMe, row(onRevConnectToMe, Progress.Listed, "rctm")],
  [Kind.SearchActive, row(onSearch, Progress.Listed, "search", { limit: "max_len_search" })],
  [Kind.SearchPassive, row(onSearch, Progress.Listed, "search", { limit: "max_len_search" })],
  [Kind.MultiSearchActive, row(onSearch, Progress.Listed, "search", { limit: "max_len_search" })],
  [Kind.MultiSearchPassive, row(onSearch, Progress.Listed, "search", { limit: "max_len_search" })],
  [Kind.SA, row(onSearch, Progress.Listed, "search", { limit: "max_len_search", feature: Feature.TTHS })],
  [Kind.SP, row(onSearch, Progress.Listed, "search", { limit: "max_len_search", feature: Feature.TTHS })],
  [Kind.SR, row(onSearchResult, Progress.Listed, "sr")],
  [Kind.GetINFO, row(onGetInfo, Progress.Listed, null)],
  [Kind.UserIP, row(onUserIp, Progress.Listed, null)],
  [Kind.Kick, row(onKick, Progress.Listed, null)],
  [Kind.OpForceMove, row(onOpForceMove, Progress.Listed, null)],
  [Kind.Quit, row(onQuit, 0, null)],
  [
    Kind.ExtJSON,
    row(onExtJson, Progress.Listed, "extjson", {
      limit: "max_len_extjson",
      feature: Feature.ExtJSON2,
    }),
  ],
  [Kind.IN, row(nothing, Progress.Listed, "in", { limit: "max_len_in", feature: Feature.IN })],
  [Kind.MyNick, row(onStrayNick, 0, "unknown", { limit: "max_len_mynick" })],
  [Kind.Lock, row(onStrayLock, 0, "unknown", { limit: "max_len_lock" })],
];

/** A message without a row is unknown to this hub. */
const TABLE: readonly Row[] = Array.from(
  { length: KIND_COUNT },
  (_, kind) => (ROWS.find(([of]) => of === kind) ?? ROWS[0]!)[1],
);

/** Takes a connection: greets it, unless a script objects, and returns what its input goes to. */
export function openSession(hub: HubContext, link: Link): LinkHandler | null {
  const session = newSession(hub, link);
  let opening = true;
  const unwanted = () => {
    if (opening) {
      session.over = true;
      leave(hub, session, CloseReason.PLUGIN);
    } else closeNow(hub, session, CloseReason.PLUGIN);
  };
  hub.sessions.add(session);
  hub.logins.begin(session);
  findCountry(hub, session);
  ask(hub, session, "OnNewConn", [link.ip], (answer) => {
    if (!answer.allow) return unwanted();
    opening = false;
    greet(hub, session);
  }, unwanted);
  if (opening && session.over) {
    hub.sessions.delete(session);
    hub.logins.end(session);
    return null;
  }
  opening = false;
  return { frame: (frame) => onFrame(hub, session, frame), closed: (why) => onClosed(hub, session, why) };
}

function newSession(hub: HubContext, link: Link): Session {
  const now = hub.clock.mono();
  return {
    link,
    wire: link,
    ip: link.ip,
    country: "",
    zone: 0,
    lock: ascii(makeLock(hub.random)),
    guess: createGuess(hub.codec.fallback),
    reader: { read: hub.codec.decode },
    progress: 0,
    features: 0,
    seen: new Set(),
    user: null,
    account: null,
    password: "none",
    deadline: now + hub.vars.timeout_login * 1000,
    loginDeadline: now + hub.vars.timeout_login * 1000,
    pingAt: Infinity,
    stalledSince: 0,
    stalledBytes: 0,
    listWanted: false,
    listAt: -Infinity,
    myInfoAt: -Infinity,
    nextMyInfo: null,
    menusOf: null,
    held: 0,
    paused: false,
    over: false,
    flood: null,
    pace: newPace(),
    supportsText: "",
    versionText: "",
    hubUrl: "",
    proved: false,
    extJson: "",
    extJsonLine: NO_BYTES,
    lacksVersion: 0,
    strayNick: "",
    rctm: null,
    redirect: "",
    cancelClose: null,
  };
}

function onFrame(hub: HubContext, session: Session, frame: Uint8Array): void {
  if (session.over) return;
  try {
    const heard = hear(hub, session, frame);
    if (!heard) return;
    const { length } = frame;
    if (!isWatched(hub, session)) return dispatch(hub, session, classify(heard), heard, length);
    showFirst(hub, session, heard, (copy) => dispatch(hub, session, classify(copy), copy, length));
  } catch (error) {
    failed(hub, session, error);
  }
}

/** `length`: bytes of the frame as it came. */
function dispatch(
  hub: HubContext,
  session: Session,
  kind: Kind,
  frame: Uint8Array,
  length: number,
): void {
  const row = TABLE[kind]!;
  hub.messages[kind]!++;
  if ((session.progress & row.needs) !== row.needs) {
    return refuse(
      hub,
      session,
      CloseReason.LOGIN_ERR,
      `Your client sent ${kindWord(kind)} before it was logged in.`,
    );
  }
  if (row.feature !== 0 && (session.features & row.feature) === 0) {
    const text = `Your client sent ${kindWord(kind)} without announcing it in $Supports.`;
    return refuse(hub, session, CloseReason.LOGIN_ERR, text);
  }
  if (row.limit !== null && length > hub.vars[row.limit]) {
    return refuse(
      hub,
      session,
      CloseReason.SYNTAX,
      `Your client sent a ${kindWord(kind)} that is too long.`,
    );
  }
  if (row.once) {
    if (session.seen.has(kind)) {
      return refuse(hub, session, CloseReason.LOGIN_ERR, `Your client sent ${kindWord(kind)} twice.`);
    }
    session.seen.add(kind);
  }
  if (row.flood !== null && !withinFlood(hub, session, row.flood)) return;
  row.run(hub, session, frame);
}

function onClosed(hub: HubContext, session: Session, why: LinkEnd): void {
  hub.sessions.delete(session);
  hub.logins.end(session);
  if (why === "nul" && hub.vars.nullchars_report) {
    reportStranger(
      hub,
      "nul",
      `NUL byte in a message of ${session.user?.nick ?? "a login"} from ${whence(hub, session)}`,
    );
  }
  if (session.over) return;
  session.over = true;
  leave(hub, session, END_REASONS[why] ?? CloseReason.DEFAULT);
}

/** Ends of the transport that tell more than that the peer went. */
const END_REASONS: Partial<Record<LinkEnd, CloseReason>> = {
  overflow: CloseReason.TO_ANYACTION,
  too_long: CloseReason.SYNTAX,
  nul: CloseReason.SYNTAX,
};
