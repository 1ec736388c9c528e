/**
 * `!addredirect` and its kin: where those are sent whom the hub turns away. Owns what an entry may hold and what the
 * operator is told about it.
 *
 * @module
 */
import { countryCodes, NEW_REDIRECT, type Redirect, REDIRECT_LIMITS } from "../../store/redirects.ts";
import type { CommandCall, HubCommand } from "../command_line/command.ts";
import type { HubContext } from "../context.ts";
import { isOwnAddress, REDIRECT_REASONS } from "../presence/redirects.ts";
import { parseHubAddress } from "../../nmdc/hub_address.ts";
import { type ConsoleOptions, type ConsoleValues, formatOption } from "./console.ts";
import { consoleCommands } from "./console_commands.ts";

const OPTIONS = {
  flags: {
    flag: "f",
    type: "bits",
    names: REDIRECT_REASONS,
    meaning: "Why somebody is turned away; 0 for every reason.",
  },
  start: { flag: "a", type: "int", max: 23, meaning: "First hour of the day." },
  stop: { flag: "z", type: "int", max: 23, meaning: "Last hour of the day; the same as -a for all day." },
  country: {
    flag: "c",
    type: "line",
    max: REDIRECT_LIMITS.country,
    meaning: 'Country codes, such as "DE AT"; "" for every country.',
  },
  secure: {
    flag: "s",
    type: "choice",
    names: { plain: 0, tls: 1, any: 2 },
    meaning: "Which connections.",
  },
  share: { flag: "g", type: "int", max: REDIRECT_LIMITS.share, meaning: "GiB a user has to share." },
  enabled: { flag: "e", type: "switch", meaning: "Whether it counts." },
} as const satisfies ConsoleOptions;

type Values = ConsoleValues<typeof OPTIONS>;

const ABOUT = [
  "Whom the hub turns away is sent to one of the addresses that fit, chosen by chance.",
  "For example: !addredirect dchub://other.example:411 -f full,ban -a 20 -z 6",
].join("\r\n");

const NO_COUNTRY = '-c must be country codes of two letters, such as "DE AT"';

function line(
  hub: HubContext,
  { address, flags, start, stop, country, secure, share, enabled }: Redirect,
): string {
  return [
    `${address}: ${flags === 0 ? "every reason" : formatOption(OPTIONS.flags, flags)}`,
    start === stop ? "all day" : `${start} to ${stop} h`,
    country === "" ? "every country" : country,
    secure === 2 ? "with and without TLS" : secure === 1 ? "only TLS" : "only without TLS",
    ...(share === 0 ? [] : [`from ${share} GiB`]),
    ...(enabled ? [] : ["off"]),
    `used ${hub.redirectHits.get(address) ?? 0} times`,
  ].join(", ");
}

function add({ hub }: CommandCall, address: string, values: Values): string {
  const { redirects } = hub.store;
  const parsed = parseHubAddress(address);
  if (!parsed || address.length > REDIRECT_LIMITS.address) {
    return `Nothing added: write an address such as dchub://other.example:411 or nmdcs://other.example:411.`;
  }
  if (isOwnAddress(hub, parsed) && !parsed.tls) return "Nothing added: this is the address of this hub.";
  const country = countryCodes(values.country ?? "");
  if (country === null) return `Nothing added: ${NO_COUNTRY}.`;
  const redirect: Redirect = { ...NEW_REDIRECT, ...values, address, country };
  const refused = redirects.add(redirect);
  if (refused === "taken") return `There is a redirect ${address}. Change it with !modredirect.`;
  if (refused === "full") {
    return `There are ${redirects.max} redirects, and no more fit. Remove one with !delredirect.`;
  }
  return `Added: ${line(hub, redirect)}`;
}

function change({ hub }: CommandCall, address: string, values: Values): string {
  const old = hub.store.redirects.get(address);
  if (!old) return unknown(address);
  const country = countryCodes(values.country ?? old.country);
  if (country === null) return `Nothing changed: ${NO_COUNTRY}.`;
  hub.store.redirects.update(address, { ...values, country });
  return `Changed: ${line(hub, { ...old, ...values, country })}`;
}

function remove({ hub }: CommandCall, address: string): string {
  const old = hub.store.redirects.get(address);
  if (!old || !hub.store.redirects.remove(address)) return unknown(address);
  hub.redirectHits.delete(old.address);
  return `Removed: ${old.address}`;
}

const unknown = (address: string): string =>
  `There is no redirect ${address.slice(0, 125)}. !lstredirect lists them.`;

/** The commands for redirects. */
export const REDIRECT_COMMANDS: readonly HubCommand[] = consoleCommands({
  noun: "redirect",
  called: ["redirect", "redirects"],
  key: "address",
  options: OPTIONS,
  about: ABOUT,
  minClass: (vars) => vars.min_class_redir,
  minClassList: (vars) => vars.min_class_lstredir,
  add,
  change,
  remove,
  list({ hub }) {
    const all = hub.store.redirects.all();
    return all.length === 0
      ? "There are no redirects. !hredirect tells how to add one."
      : `Redirects (${all.length}):\r\n${all.map((redirect) => line(hub, redirect)).join("\r\n")}`;
  },
});
