/**
 * Texts with `%[NAME]` variables. Owns how a variable is written and filled in, and the look-ups some need; which
 * names a text knows is its owner's. Verlihub: form and names of the variables.
 *
 * @module
 */
import type { HubContext } from "./context.ts";
import type { Session } from "./model.ts";
import { hostName, NOWHERE, type Whereabouts, whereIs } from "./whereabouts.ts";

/** Longest text that comes out, in characters; the rest is cut off. */
export const MAX_TEXT = 65_536;
/** Longest name of a variable. */
const MAX_NAME = 20;

/** What had to be looked up. */
export interface Found extends Whereabouts {
  /** Host name; the address where there is none. */
  readonly host: string;
}

/** Replaces variables in one pass, so that no value is taken for a variable. Unknown ones stay as they are. */
export function fillVariables(text: string, valueOf: (name: string) => string | undefined): string {
  let out = "";
  let at = 0;
  while (out.length < MAX_TEXT) {
    const open = text.indexOf("%[", at);
    if (open < 0) break;
    const name = text.slice(open + 2, open + 3 + MAX_NAME);
    const end = name.indexOf("]");
    const value = end < 0 ? undefined : valueOf(name.slice(0, end));
    out += text.slice(at, value === undefined ? open + 2 : open) + (value ?? "");
    at = value === undefined ? open + 2 : open + 3 + end;
  }
  return (out + text.slice(at)).slice(0, MAX_TEXT);
}

/** True when a text has one of these variables. */
export function hasVariable(text: string, names: readonly string[]): boolean {
  return names.some((name) => text.includes(`%[${name}]`));
}

/**
 * Looks up what the variables `CC`, `CN`, `CITY` and `HOST` of a text need. `done` runs at once unless somebody has
 * to be asked; the host name is the address where there is none, and where `askHost` is off.
 */
export function lookUp(
  hub: HubContext,
  text: string,
  ip: string,
  askHost: boolean,
  done: (found: Found) => void,
): void {
  const named = (next: (host: string) => void) =>
    askHost && hasVariable(text, ["HOST"]) ? hostName(hub, ip, (host) => next(host ?? ip)) : next(ip);
  const placed = (next: (where: Whereabouts) => void) =>
    hasVariable(text, ["CC", "CN", "CITY"]) ? whereIs(hub, ip, next) : next(NOWHERE);
  named((host) => placed((where) => done({ ...where, host })));
}

/**
 * A short template with `%[CC]`, `%[CN]`, `%[CITY]` of a connection and these further variables filled in. A place
 * that is not known at once is left out: nobody waits for it.
 */
export function fillAtOnce(
  hub: HubContext,
  session: Session,
  values: Readonly<Record<string, string>>,
  template: string,
): string {
  if (!template.includes("%[")) return template;
  // Others read it, so a place is that of the address they see.
  const ip = session.user?.ip ?? session.ip;
  const isReal = ip === session.ip;
  let where: Whereabouts = NOWHERE;
  if (hasVariable(template, isReal ? ["CN", "CITY"] : ["CC", "CN", "CITY"])) {
    whereIs(hub, ip, (found) => where = found);
  }
  const { code, country, city } = where;
  const own = { CC: isReal ? session.country : code, CN: country, CITY: city };
  const all: Readonly<Record<string, string>> = { ...own, ...values };
  return fillVariables(template, (name) => Object.hasOwn(all, name) ? all[name] : undefined);
}
