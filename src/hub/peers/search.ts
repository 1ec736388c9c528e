/**
 * Searches in all their forms: checked, shown to the scripts, sent to those who could answer. Owns the order of the
 * checks and the receiver filter. Most searches cost one buffer, whatever the number of receivers; the short form is
 * made once for the first who takes it.
 *
 * @module
 */
import { equalBytes } from "../../core/bytes.ts";
import { parsePort } from "../../nmdc/address.ts";
import { classify, Kind } from "../../nmdc/message.ts";
import { MyInfoFlag } from "../../nmdc/myinfo.ts";
import {
  expandSA,
  expandSP,
  formatActiveSearch,
  formatPassiveSearch,
  formatSA,
  formatSP,
  isActiveAsFormatted,
  isTth,
  parseActiveSearch,
  parseLimits,
  parsePassiveSearch,
  parseSA,
  parseSP,
  type PassiveSearch,
  repairTth,
  type SearchTerms,
  shortTthOf,
  tthOf,
} from "../../nmdc/search.ts";
import { Feature } from "../../nmdc/supports.ts";
import { equalsAscii, terminated } from "../../nmdc/wire.ts";
import { close, refuse } from "../close.ts";
import type { HubContext } from "../context.ts";
import { ask } from "../hold.ts";
import { refusesSearches } from "../load.ts";
import { CloseReason, type Session, type User, UserClass } from "../model.ts";
import { isNick } from "../nick_key.ts";
import { ownAddress } from "./own_address.ts";
import { sayTo } from "../say.ts";
import { countSearch, searchInterval, searchWait } from "./search_pace.ts";
import { sharedFlood } from "../talk/shared_flood.ts";
import { mayUseHub, sameNetwork } from "./use_hub.ts";

/** A search on its way out. Lines carry their `|`. */
interface Search {
  readonly active: boolean;
  /** It is for a TTH. */
  readonly tth: boolean;
  /** Characters of the pattern. */
  readonly length: number;
  /** `$Search …|`. */
  readonly long: Uint8Array;
  /** It could be said as `$SA` or `$SP`. */
  readonly short: boolean;
  /** Where the results of an active search go. */
  readonly ip: string;
  /** Port there. */
  readonly port: number;
  /** The claimed address was not the real one. */
  readonly corrected: boolean;
}

type Parsed = Search | "malformed" | "forged" | "dropped";

/** Handles every form of search. */
export function onSearch(hub: HubContext, session: Session, frame: Uint8Array): void {
  const { user } = session;
  if (!user) return;
  if (refusesSearches(hub) && user.class < UserClass.Operator) {
    return sayTo(hub, session, "The hub is too busy to search. Try again in a minute.");
  }
  const search = parse(session, user, frame);
  if (search === "malformed") {
    return refuse(hub, session, CloseReason.SYNTAX, "Your client sent a malformed search.");
  }
  if (search === "forged") {
    return refuse(hub, session, CloseReason.SYNTAX, "Your client searched in another name.");
  }
  if (search === "dropped" || !mayUseHub(hub, session, user, "search")) return;
  if (search.corrected && hub.vars.wrongip_message) {
    sayTo(hub, session, `Your client searches for another address than yours, which is ${session.ip}.`);
  }
  const { pace } = session;
  const now = hub.clock.mono();
  const seconds = searchInterval(hub.vars, user.class, search.active);
  const wait = searchWait(pace, now, seconds, hub.vars.search_number);
  if (wait > 0) return sayTo(hub, session, `Wait ${Math.ceil(wait / 1000)} s before you search again.`);
  if (!search.tth && search.length < hub.vars.min_search_chars && user.class < UserClass.Operator) {
    return sayTo(hub, session, `Search for at least ${hub.vars.min_search_chars} characters.`);
  }
  if (pace.search !== null && equalBytes(pace.search, search.long)) return;
  if (!search.active && sharedFlood(hub, user, "search", session)) return;
  if (!hub.sink.wanted.OnParsedMsgSearch) return pass(hub, session, user, search, now, seconds);
  const data = session.reader.read(search.long.subarray(0, -1));
  ask(hub, session, "OnParsedMsgSearch", [user.nick, data], (answer) => {
    if (answer.allow) pass(hub, session, user, search, hub.clock.mono(), seconds);
  }, () => close(hub, session, CloseReason.PLUGIN));
}

/** Counts a search nobody objects to and sends it. */
function pass(
  hub: HubContext,
  { pace }: Session,
  user: User,
  search: Search,
  now: number,
  seconds: number,
): void {
  countSearch(pace, now, seconds);
  pace.search = search.long;
  if (!search.active) pace.results = 0;
  spread(hub, user, search);
}

function parse(session: Session, user: User, frame: Uint8Array): Parsed {
  switch (classify(frame)) {
    case Kind.SA: {
      const short = parseSA(frame);
      return short ? activeOf(session, frame, short.ip, short.port, null, short.tth) : "malformed";
    }
    case Kind.SP: {
      const short = parseSP(frame);
      if (!short) return "malformed";
      return isNick(user.nickBytes, short.nick) ? passiveOf(user, frame, null, short.tth) : "forged";
    }
    case Kind.SearchPassive:
    case Kind.MultiSearchPassive: {
      const search = parsePassiveSearch(frame);
      if (!search) return "malformed";
      return isNick(user.nickBytes, search.nick) ? passiveOf(user, frame, search, null) : "forged";
    }
    default: {
      const search = parseActiveSearch(frame);
      return search ? activeOf(session, frame, search.ip, search.port, search, null) : "malformed";
    }
  }
}

/** The real address stands in every search that goes out: results must not be sent to somebody else. */
function activeOf(
  session: Session,
  frame: Uint8Array,
  claimed: Uint8Array,
  portText: Uint8Array,
  given: SearchTerms | null,
  tth: Uint8Array | null,
): Parsed {
  const port = parsePort(portText);
  if (port === 0) return "dropped";
  const ip = ownAddress(session, claimed);
  const corrected = !equalsAscii(claimed, ip);
  if (tth) {
    if (!isTth(tth)) return "dropped";
    const long = terminated(expandSA(tth, ip, port));
    return { active: true, tth: true, length: 0, long, short: true, ip, port, corrected };
  }
  const terms = usable(given!);
  if (!terms) return "dropped";
  const asItCame = terms === given && !corrected && isActiveAsFormatted(frame, portText);
  return {
    active: true,
    tth: tthOf(terms) !== null,
    length: terms.pattern.length,
    long: terminated(asItCame ? frame : formatActiveSearch(ip, port, terms)),
    short: shortTthOf(terms) !== null,
    ip,
    port,
    corrected,
  };
}

function passiveOf(
  user: User,
  frame: Uint8Array,
  given: PassiveSearch | null,
  tth: Uint8Array | null,
): Parsed {
  const nick = user.nickBytes;
  const rest = { active: false, ip: "", port: 0, corrected: false };
  if (tth) {
    if (!isTth(tth)) return "dropped";
    return { ...rest, tth: true, length: 0, long: terminated(expandSP(tth, nick)), short: true };
  }
  const terms = usable(given!);
  if (!terms) return "dropped";
  const asItCame = terms === given && classify(frame) === Kind.SearchPassive && equalBytes(given.nick, nick);
  return {
    ...rest,
    tth: tthOf(terms) !== null,
    length: terms.pattern.length,
    long: terminated(asItCame ? frame : formatPassiveSearch(nick, terms)),
    short: shortTthOf(terms) !== null,
  };
}

/** `$SA …|` or `$SP …|` of a search that has such a form. */
function shortForm(from: User, { active, long, ip, port }: Search): Uint8Array {
  const frame = long.subarray(0, -1);
  const tth = shortTthOf((active ? parseActiveSearch(frame) : parsePassiveSearch(frame))!)!;
  return terminated(active ? formatSA(tth, ip, port) : formatSP(tth, from.nickBytes));
}

function usable(terms: SearchTerms): SearchTerms | null {
  return terms.pattern.length === 0 || !parseLimits(terms.limits) ? null : repairTth(terms);
}

/** Sends a search to everybody who could answer it. */
function spread(hub: HubContext, from: User, search: Search): void {
  hub.counters.searches.value++;
  const { delayed_search: later, use_search_filter: filter, filter_lan_requests: byNetwork } = hub.vars;
  const apart = search.active && byNetwork;
  const takesShort = filter && search.short ? Feature.TTHS : 0;
  let short: Uint8Array | null = null;
  const { slots } = hub.users;
  for (let i = 0; i < slots.length; i++) {
    const user = slots[i];
    // Verlihub: pingers get no searches, filtered or not.
    if (!user || user.session === null || user === from || user.class < UserClass.Guest) continue;
    const { features, link } = user.session;
    if (filter) {
      if (!couldAnswer(from, search, user, features)) continue;
      if (apart && !sameNetwork(hub, from, user)) continue;
    }
    const line = (features & takesShort) === 0 ? search.long : short ??= shortForm(from, search);
    if (later) link.writeLater(line);
    else link.write(line);
  }
}

function couldAnswer(from: User, search: Search, user: User, features: number): boolean {
  if (user.share === 0 || (features & Feature.ChatOnly) !== 0) return false;
  if (search.tth && (features & Feature.TTHSearch) === 0) return false;
  // Two passive users reach each other only when both can traverse NAT.
  return search.active || user.active || (user.status & from.status & MyInfoFlag.Nat) !== 0;
}
