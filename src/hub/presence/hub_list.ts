/**
 * Registration with hub lists: which lists, when, with what, and how it went. Owns the order (one list at a time), the
 * pause after failures and the results that `!hublist` shows. Knows no socket; off while `hublist_host` is empty.
 *
 * @module
 */
import { unixSeconds } from "../../core/clock.ts";
import { messageOf } from "../../core/errors.ts";
import { parseHubAddress } from "../../nmdc/hub_address.ts";
import { formatListing } from "../../nmdc/hub_list.ts";
import { hostPort } from "../../net/addresses.ts";
import type { HubListTarget, RegisterAt } from "../../net/hub_list.ts";
import type { HubContext } from "../context.ts";
import { UserClass } from "../model.ts";
import { publicHost } from "./public_host.ts";
import { shareRange } from "../my_info/limits.ts";

/** Most lists. */
export const MAX_LISTS = 16;
/** Shortest time between two registrations, seconds: lists ban hubs that knock more often. */
const SHORTEST_PERIOD = 300;
/** Milliseconds before a list hears of the hub for the first time: a hub that starts again and again must not knock. */
const FIRST_AFTER = 60_000;

/** One list. */
export interface HubListRow {
  /** As the operator wrote it. */
  readonly name: string;
  /** Where it is, or `null` when the name is none. */
  readonly target: HubListTarget | null;
  /** Monotonic milliseconds of the next registration. */
  nextAt: number;
  /** It was asked for by hand. */
  wanted: boolean;
  /** Failures in a row. */
  failures: number;
  /** Unix seconds of the last attempt that ended, 0 before. */
  at: number;
  /** What went wrong in it, or `null`. */
  problem: string | null;
}

/** What the hub knows of its lists. */
export interface HubListState {
  /** Registers; `null` where nobody can. */
  readonly register: RegisterAt | null;
  /** The settings the rows were made of. */
  source: string;
  /** The lists. */
  rows: HubListRow[];
  /** A registration is under way. */
  busy: boolean;
  /** Runs when what was asked for by hand is over. */
  asked: (() => void) | null;
}

/** How it went with one list. */
export type HubListResult = Readonly<Pick<HubListRow, "name" | "at" | "problem">>;

/** A hub that has registered nowhere yet. */
export function newHubListState(register: RegisterAt | null): HubListState {
  return { register, source: "", rows: [], busy: false, asked: null };
}

/** Makes the rows anew when the settings changed; lists that stay keep what is known of them. */
function readSettings(hub: HubContext, now: number): void {
  const { hubLists, vars } = hub;
  const source = `${vars.hublist_port} ${vars.hublist_host}`;
  if (source === hubLists.source) return;
  hubLists.source = source;
  const names = new Set(vars.hublist_host.split(/[\s,;]+/).filter((name) => name !== ""));
  hubLists.rows = [...names].slice(0, MAX_LISTS).map((name) => {
    const target = parseHubAddress(name.replace(/^[a-z]+:\/\//i, ""), vars.hublist_port);
    const old = hubLists.rows.find((row) =>
      row.name === name && row.target?.host === target?.host && row.target?.port === target?.port
    );
    const nextAt = now + FIRST_AFTER * (1 + hub.random() / 2);
    return old ?? { name, target, nextAt, wanted: false, failures: 0, at: 0, problem: null };
  });
  if (!hubLists.busy) tellAsked(hubLists);
}

/** Whoever asked by hand hears of it when no list is left that has not answered. */
function tellAsked(hubLists: HubListState): void {
  if (hubLists.rows.some(({ wanted }) => wanted)) return;
  const { asked } = hubLists;
  hubLists.asked = null;
  asked?.();
}

/** Registers with the next list that is due; called once a second. */
export function keepHubLists(hub: HubContext, now: number): void {
  const { hubLists } = hub;
  if (!hubLists.register) return;
  readSettings(hub, now);
  if (hubLists.busy || hub.stopping) return;
  const row = hubLists.rows.find(({ wanted }) => wanted) ??
    hubLists.rows.find(({ nextAt }) => hub.vars.timer_hublist_period > 0 && now >= nextAt);
  if (row) registerWith(hub, hubLists.register, row);
}

function registerWith(hub: HubContext, register: RegisterAt, row: HubListRow): void {
  const { hubLists } = hub;
  const settle = (problem: string | null) => {
    row.wanted = false;
    row.at = unixSeconds(hub.clock);
    row.failures = problem === null ? 0 : row.failures + 1;
    // The same failure again and again is worth one line.
    if (problem === null) hub.log.info("Registered with a hub list", { list: row.name });
    else if (problem !== row.problem) {
      hub.log.warn("Not registered with a hub list", { list: row.name, problem });
    }
    row.problem = problem;
    row.nextAt = hub.clock.mono() + pause(hub, row.failures);
    tellAsked(hubLists);
  };
  const { target } = row;
  const host = publicHost(hub);
  if (!target) return settle("it is no host[:port]");
  if (host === null) return settle("hub_host is empty: a list has to know where the hub is");
  hubLists.busy = true;
  register(target, (lock) => formatListing(lock, listing(hub, host, target), hub.codec), (problem) => {
    hubLists.busy = false;
    try {
      settle(problem);
    } catch (error) {
      // Nobody is above: a failure here must not end the process.
      hub.log.error("Result of a hub list not handled", { list: row.name, error: messageOf(error) });
    }
  });
}

/** Milliseconds until a list is asked again: the period, after failures sooner but each time later; never on the dot. */
function pause(hub: HubContext, failures: number): number {
  const period = Math.max(SHORTEST_PERIOD, hub.vars.timer_hublist_period);
  const seconds = failures === 0
    ? period
    : Math.min(period, SHORTEST_PERIOD * 2 ** Math.min(failures - 1, 20));
  return seconds * 1000 * (0.95 + hub.random() / 10);
}

function listing(hub: HubContext, host: string, target: HubListTarget) {
  const { vars, users } = hub;
  return {
    name: vars.hub_name,
    host,
    description: vars.hub_desc,
    minShare: vars.hublist_send_minshare ? Math.floor(shareRange(vars, UserClass.Guest).min / 1_048_576) : 0,
    users: users.people,
    share: users.share,
    listHost: vars.hublist_send_listhost ? hostPort(target.host, target.port) : "",
  };
}

/**
 * Registers with every list now; `done` runs when the last one has answered. Returns `null`, or why nothing was begun
 * as a text without a full stop.
 */
export function registerNow(hub: HubContext, done: (results: HubListResult[]) => void): string | null {
  const { hubLists } = hub;
  const now = hub.clock.mono();
  if (!hubLists.register) return "This hub cannot reach hub lists";
  readSettings(hub, now);
  if (hubLists.rows.length === 0) return "There is no hub list: set hublist_host to host[:port]";
  if (hubLists.asked) return "A registration is under way; wait for its result";
  for (const row of hubLists.rows) row.wanted = true;
  hubLists.asked = () => done(hubListResults(hub));
  keepHubLists(hub, now);
  return null;
}

/** How it went with every list the last time. */
export function hubListResults(hub: HubContext): HubListResult[] {
  return hub.hubLists.rows.map(({ name, at, problem }) => ({ name, at, problem }));
}
