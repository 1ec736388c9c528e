/**
 * Where somebody is sent whom the hub turns away. Owns which redirect fits a connection and why, and that nobody is
 * sent back to this hub. Writes nothing: `close.ts` does.
 *
 * @module
 */
import type { Redirect } from "../../store/redirects.ts";
import type { HubContext } from "../context.ts";
import { CloseReason, type Session } from "../model.ts";
import { type HubAddress, parseHubAddress, sameHub } from "../../nmdc/hub_address.ts";

/** Of this many redirects that fit one is chosen by chance. */
const MAX_CHOICE = 10;
const GIB = 2 ** 30;

/** Kinds of reason a redirect may be for, by name. Verlihub: the bits of `custom_redirects.flag`. */
export const REDIRECT_REASONS = {
  ban: 1,
  full: 2,
  share: 4,
  tag: 8,
  password: 16,
  key: 32,
  busy: 64,
  reconnect: 128,
  badnick: 256,
  clone: 512,
  self: 1024,
} as const;

/** Bit of a close reason; those without one are served by redirects for every reason. */
const BIT: Partial<Record<CloseReason, number>> = {
  [CloseReason.INVALID_USER]: REDIRECT_REASONS.ban,
  [CloseReason.KICKED]: REDIRECT_REASONS.ban,
  [CloseReason.USERLIMIT]: REDIRECT_REASONS.full,
  [CloseReason.SHARE_LIMIT]: REDIRECT_REASONS.share,
  [CloseReason.TAG_NONE]: REDIRECT_REASONS.tag,
  [CloseReason.TAG_INVALID]: REDIRECT_REASONS.tag,
  [CloseReason.PASSWORD]: REDIRECT_REASONS.password,
  [CloseReason.INVALID_KEY]: REDIRECT_REASONS.key,
  [CloseReason.HUB_LOAD]: REDIRECT_REASONS.busy,
  [CloseReason.RECONNECT]: REDIRECT_REASONS.reconnect,
  [CloseReason.BADNICK]: REDIRECT_REASONS.badnick,
  [CloseReason.CLONE]: REDIRECT_REASONS.clone,
  [CloseReason.SELF]: REDIRECT_REASONS.self,
};

/**
 * Where to send a connection that is closed for this reason, `""` for nowhere; counts it. The address that somebody
 * chose for this one user wins. Costs two reads while there are no redirects.
 */
export function redirectOf(hub: HubContext, session: Session, reason: CloseReason): string {
  if (reason === CloseReason.FORCEMOVE || reason === CloseReason.NOREDIR) return "";
  if (session.redirect !== "") return session.redirect;
  const rows = hub.store.redirects.all();
  // Users of a hub that stops come back when it starts again.
  if (rows.length === 0 || hub.stopping) return "";
  const address = choose(hub, rows, session, BIT[reason] ?? 0);
  if (address !== "") count(hub, address);
  return address;
}

function count(hub: HubContext, address: string): void {
  const { redirectHits: hits, store: { redirects } } = hub;
  hits.set(address, (hits.get(address) ?? 0) + 1);
  // Redirects that another process took away.
  if (hits.size > redirects.max) { for (const old of hits.keys()) if (!redirects.get(old)) hits.delete(old); }
}

function choose(hub: HubContext, rows: readonly Redirect[], session: Session, bit: number): string {
  const hour = new Date(hub.clock.now()).getHours();
  const found: string[] = [];
  let own: HubAddress[] | null = null;
  for (const row of rows) {
    if (!row.enabled || !fits(row, session, bit, hour)) continue;
    const address = parseHubAddress(row.address);
    own ??= ownAddresses(hub, session);
    if (!address || isHere(address, own, session)) continue;
    if (found.push(row.address) === MAX_CHOICE) break;
  }
  return found[Math.floor(hub.random() * found.length)] ?? "";
}

function fits(row: Redirect, session: Session, bit: number, hour: number): boolean {
  return (row.flags === 0 || (row.flags & bit) !== 0) &&
    isHour(row, hour) &&
    (row.country === "" || session.country !== "" && row.country.includes(session.country)) &&
    (row.secure === 2 || (row.secure === 1) === (session.link.tls !== "")) &&
    (session.user?.share ?? 0) >= row.share * GIB;
}

/** True when the hour lies in the row's part of the day, which may go across midnight. */
function isHour({ start, stop }: Redirect, hour: number): boolean {
  if (start === stop) return true;
  return start < stop ? hour >= start && hour <= stop : hour >= start || hour <= stop;
}

/** The addresses this hub is known by, that of the connection among them. */
function ownAddresses(hub: HubContext, session: Session): HubAddress[] {
  const names = [hub.vars.hub_host, hub.address, session.hubUrl];
  return names.map((name) => parseHubAddress(name)).filter((address) => address !== null);
}

/** True when an address leads back to this hub. TLS on the same port is another way in for those without it. */
function isHere(address: HubAddress, own: readonly HubAddress[], session: Session): boolean {
  if (address.tls && session.link.tls === "") return false;
  return own.some((here) => sameHub(here, address));
}

/** True when an address is one of this hub's own, whichever way in. */
export function isOwnAddress(hub: HubContext, address: HubAddress): boolean {
  return [hub.vars.hub_host, hub.address].some((name) => {
    const own = parseHubAddress(name);
    return own !== null && sameHub(own, address);
  });
}
