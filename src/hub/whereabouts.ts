/**
 * What operators and texts say about an address: country, city, host name. Owns how these look-ups are put together;
 * each answers through `done`, at once where nothing has to be asked.
 *
 * @module
 */
import type { HubContext } from "./context.ts";

/** Where an address is; `""` for what is not known. */
export interface Whereabouts {
  /** Country code, such as `DE`, `L1` this machine, `P1` a private network, `--` unknown. */
  readonly code: string;
  /** Country. */
  readonly country: string;
  /** City. */
  readonly city: string;
}

/** A place that nobody knows. */
export const NOWHERE: Whereabouts = { code: "--", country: "", city: "" };

/** Where an address is. */
export function whereIs({ places }: HubContext, ip: string, done: (where: Whereabouts) => void): void {
  if (!places) return done(NOWHERE);
  places.countryCode(ip, (code) => {
    places.countryName(ip, (country) => {
      places.city(ip, null, (city) => done({ code, country: country ?? "", city: city ?? "" }));
    });
  });
}

/** A place for people: `DE Germany, Berlin`. */
export function placeText({ code, country, city }: Whereabouts): string {
  // Networks that no database knows have one name for everything.
  return `${code}${country && ` ${country}`}${city !== "" && city !== country ? `, ${city}` : ""}`;
}

/** The host name of an address, or `null` when it has none or nobody can ask. */
export function hostName({ hostOf }: HubContext, ip: string, done: (host: string | null) => void): void {
  if (hostOf) hostOf(ip, done);
  else done(null);
}

/** Asks once per item and answers in their order when the last one has answered; `null` drops an item. */
export function askEach<T, R>(
  items: readonly T[],
  ask: (item: T, done: (result: R | null) => void) => void,
  done: (results: R[]) => void,
): void {
  const results: (R | null)[] = new Array(items.length).fill(null);
  let open = items.length + 1;
  const oneLess = () => {
    if (--open === 0) done(results.filter((result) => result !== null));
  };
  items.forEach((item, at) =>
    ask(item, (result) => {
      results[at] = result;
      oneLess();
    })
  );
  oneLess();
}
