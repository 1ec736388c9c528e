/**
 * One embedded hub: puts the context together and gives out the few doors to it. Knows no protocol message; knows
 * neither sockets nor scripts, which come in through `accept` and the port.
 *
 * Everything runs synchronously on the caller's thread: frames in, writes out. Nothing here waits.
 *
 * @module
 */
import { type Clock, unixSeconds } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import type { Metrics } from "../core/metrics.ts";
import type { RegisterAt } from "../net/hub_list.ts";
import { limitKey } from "../core/ip.ts";
import type { Link, LinkHandler } from "../net/link.ts";
import type { Codec } from "../nmdc/encoding.ts";
import { KIND_COUNT } from "../nmdc/message.ts";
import type { HubPort } from "../port/hub_port.ts";
import { noScripts } from "../port/script_sink.ts";
import type { Passwords } from "../store/password.ts";
import type { Texts } from "../store/text_files.ts";
import type { Store } from "../store/types.ts";
import { ownBot, placeOwnBots } from "./bots.ts";
import { applyClientRules, readClientRules } from "./my_info/client_rules.ts";
import { close } from "./close.ts";
import { createCommands } from "./command_line/command_registry.ts";
import type { HubCommand } from "./command_line/command.ts";
import type { HostOf, HubContext, HubCounters, MachineFacts, Places } from "./context.ts";
import { createGuesses } from "./login/guesses.ts";
import { newHubListState } from "./presence/hub_list.ts";
import { createLoad } from "./load.ts";
import { createLoginCounts } from "./login/logins.ts";
import { writeLogouts } from "./login/logouts.ts";
import { CloseReason, Progress } from "./model.ts";
import { createOperatorLooks } from "./login/look_alike.ts";
import { createOperatorAddresses } from "./login/operator_places.ts";
import { readPeaks, writePeaks } from "./peaks.ts";
import { createPort } from "./port.ts";
import { builtInReloaders } from "./reload.ts";
import { tellPublic } from "./public_message.ts";
import { sayTo } from "./say.ts";
import { openSession } from "./session.ts";
import { applySetting } from "./setting_effects.ts";
import { newSharedWindows } from "./talk/shared_flood.ts";
import { createTempBans } from "./moderation/temp_bans.ts";
import { createTriggerBook } from "./triggers/trigger_book.ts";
import { createForeignWriter } from "./transcode.ts";
import { upkeep } from "./upkeep.ts";
import { createUserList, type UserList } from "./users.ts";
import { newZoneCounts, openCountries } from "./login/zones.ts";

/** What a hub is made of. */
export interface HubOptions {
  /** Accounts, bans, settings. */
  readonly store: Store;
  /** Hashing. */
  readonly passwords: Passwords;
  /** The hub's encoding. */
  readonly codec: Codec;
  /** Time. */
  readonly clock: Clock;
  /** A number from 0 up to, not including, 1. */
  readonly random: () => number;
  /** Log. */
  readonly log: Log;
  /** Where counters and gauges go. */
  readonly metrics: Metrics;
  /** Name and version clients see, ASCII. */
  readonly version: { readonly name: string; readonly version: string };
  /** `host:port` told to pingers while `hub_host` is empty. */
  readonly address: string;
  /** The hub's commands. */
  readonly commands?: readonly HubCommand[];
  /** Stops the process; code 0 stop, 1 restart. */
  readonly requestStop: (code: number) => void;
  /** Looks host names up; without it host bans match nobody. */
  readonly hostOf?: HostOf;
  /** Looks places of addresses up; without it nobody has a country. */
  readonly places?: Places;
  /** Files with texts for triggers. */
  readonly texts?: Texts;
  /** Facts about the machine for `!sysinfo`. */
  readonly machine?: MachineFacts;
  /** Registers with one hub list; without it the hub registers nowhere. */
  readonly registerAt?: RegisterAt;
  /** Most connections that are logging in; further ones are refused. Default 2000. */
  readonly maxLogins?: number;
}

/** A running hub. */
export interface Hub {
  /** Takes a connection; `null` refuses it. */
  accept(link: Link): LinkHandler | null;
  /** What scripts' servers use. */
  readonly port: HubPort;
  /** Does what is due once a second; the hub's own timer calls it. */
  tick(): void;
  /** Says goodbye to everybody, closes every connection and stops the timer. Nobody enters any more. */
  stop(text?: string): void;
  /** The user list. */
  readonly users: UserList;
  /** The inside, for commands and tests. */
  readonly context: HubContext;
}

/** Milliseconds a stopping hub gives each connection to take what waits for it. */
const STOP_WITHIN = 1000;

/** Starts a hub: its bots are in the list and its timer runs. */
export function createHub(options: HubOptions): Hub {
  const { clock, store, metrics, maxLogins = 2000 } = options;
  const hub = createContext(options);
  openCountries(hub);
  placeOwnBots(hub);
  const stopListening = store.settings.onChange((name) => applySetting(hub, name));
  const stopTimer = clock.every(1000, () => upkeep(hub));
  registerGauges(hub, metrics);
  const isFull = (ip: string): boolean => {
    const loggingIn = hub.sessions.size - (hub.users.size - hub.users.bots);
    return loggingIn >= maxLogins &&
      !(loggingIn < maxLogins + hub.vars.reserved_op_logins && hub.operatorAddresses.has(ip));
  };
  return {
    accept(link) {
      const crowded = hub.logins.isFull(link.ip, hub.vars.max_logins_from_ip);
      if (hub.stopping || crowded || isFull(link.ip)) {
        hub.counters.refused.value++;
        return null;
      }
      return openSession(hub, link);
    },
    port: createPort(hub),
    tick: () => upkeep(hub),
    stop(text = "") {
      if (hub.stopping) return;
      hub.stopping = true;
      writePeaks(hub);
      hub.cancelStop?.();
      stopListening();
      stopTimer();
      if (text !== "") tellPublic(hub, text, -1, 10);
      for (const session of hub.sessions) {
        if (text !== "" && (session.progress & Progress.Listed) !== 0) sayTo(hub, session, text);
        close(hub, session, CloseReason.DEFAULT, STOP_WITHIN);
      }
      writeLogouts(hub);
    },
    users: hub.users,
    context: hub,
  };
}

function createContext(options: HubOptions): HubContext {
  const { store, clock } = options;
  const vars = store.settings.values;
  const commands = createCommands(() => vars);
  commands.add(options.commands ?? []);
  const hub: Omit<HubContext, "bot"> = {
    store,
    vars,
    passwords: options.passwords,
    clock,
    random: options.random,
    log: options.log,
    codec: options.codec,
    foreign: createForeignWriter(options.codec),
    version: options.version,
    address: options.address,
    startedAt: unixSeconds(clock),
    sink: noScripts(),
    users: createUserList(),
    sessions: new Set(),
    logins: createLoginCounts(),
    accepted: 0,
    zones: newZoneCounts(),
    clientRules: readClientRules(store, options.codec),
    nickBans: createTempBans(clock),
    // Whoever has one IPv6 address has all of its /64.
    ipBans: createTempBans(clock, undefined, limitKey),
    shared: newSharedWindows(),
    strays: { since: clock.mono(), count: 0, from: "" },
    deeds: new Map(),
    reports: new Map(),
    scriptDeeds: { since: clock.mono(), count: 0 },
    hubLists: newHubListState(options.registerAt ?? null),
    outside: { changed: false, lookAt: 0 },
    logouts: new Map(),
    guesses: createGuesses(clock, () => vars.pwd_wait_forget),
    opChat: new Set(),
    roomGuests: new Set(),
    room: null,
    commands,
    menus: new Map(),
    menuPace: { since: -Infinity, count: 0, stale: false },
    triggers: createTriggerBook(store.triggers),
    texts: options.texts ?? null,
    redirectHits: new Map(),
    load: createLoad(),
    operatorAddresses: createOperatorAddresses(store.accounts, clock),
    operatorLooks: createOperatorLooks(store.accounts, clock),
    counters: createCounters(options.metrics),
    metrics: options.metrics,
    messages: new Float64Array(KIND_COUNT),
    peaks: { ...readPeaks(store), storeAt: 0 },
    reloaders: [...builtInReloaders(options), {
      name: "client rules",
      reload: () => applyClientRules(hub as HubContext),
    }],
    limitMove: null,
    machine: options.machine ?? null,
    requestStop: options.requestStop,
    cancelStop: null,
    hostOf: options.hostOf ?? null,
    places: options.places ?? null,
    pruneAt: 0,
    stopping: false,
  };
  const whole = hub as HubContext;
  whole.bot = ownBot(whole, vars.hub_security, vars.hub_security_desc);
  return whole;
}

function createCounters(metrics: Metrics): HubCounters {
  return {
    refused: metrics.counter("hub_connections_refused_total", "Connections refused while too many log in"),
    logins: metrics.counter("hub_logins_total", "Logins completed"),
    chat: metrics.counter("hub_chat_lines_total", "Main chat lines shown"),
    privateMessages: metrics.counter("hub_private_messages_total", "Private messages delivered"),
    searches: metrics.counter("hub_searches_total", "Searches passed on"),
    floods: metrics.counter("hub_floods_total", "Messages over a flood limit"),
    kicks: metrics.counter("hub_kicks_total", "Users kicked or dropped"),
    guessesRefused: metrics.counter(
      "hub_guesses_refused_total",
      "Logins refused because of earlier wrong passwords",
    ),
    loadRefused: metrics.counter("hub_load_refused_total", "Connections refused because the hub is late"),
    botsRefused: metrics.counter("hub_bots_refused_total", "Bots of scripts refused"),
  };
}

function registerGauges(hub: HubContext, metrics: Metrics): void {
  metrics.gauge("hub_users", "Users in the list, without bots and pingers", () => hub.users.people);
  hub.zones.forEach((_, zone) =>
    metrics.gauge("hub_zone_users", "Users by zone", () => hub.zones[zone]!, { zone: String(zone) })
  );
  metrics.gauge("hub_delay_ms", "Milliseconds by which the hub's timer is late", () => hub.load.delay);
  metrics.gauge("hub_bots", "Bots in the list", () => hub.users.bots);
  metrics.gauge("hub_share_bytes", "Share of all users", () => hub.users.share);
  metrics.gauge("hub_connections", "Open connections, those logging in included", () => hub.sessions.size);
  metrics.gauge("hub_guessed_nicks", "Nicks with wrong passwords lately", () => hub.guesses.nicks.size);
  metrics.gauge(
    "hub_guessing_addresses",
    "Addresses with wrong passwords lately",
    () => hub.guesses.addresses.size,
  );
  metrics.gauge("hub_nick_bans", "Temporary bans of nicks", () => hub.nickBans.size);
  metrics.gauge("hub_address_bans", "Temporary bans of addresses", () => hub.ipBans.size);
}
