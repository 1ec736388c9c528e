/**
 * How ranges of addresses are found by index. A range lies under a key: the longest run of leading hexadecimal digits
 * that its two ends share. An address then needs one look-up for each of its own leading runs, 9 or 33, instead of a
 * walk over every range that begins before it; ranges that do not overlap share a key with at most 15 others.
 *
 * The expressions stand in the index of a released migration: they never change, and a query has to repeat them
 * letter by letter.
 *
 * @module
 */

/** Hexadecimal digits of an IPv6 address. */
const DIGITS = 32;
/** The same of an IPv4 address. */
const SHORT = 8;

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
const firstDigits = (text: string, count: number): string => `substr(${text}, 1, ${count})`;
const above = (level: number, number: string): string => `(${level} << 32) + (${number} >> ${4 * level})`;

/** Key of an IPv4 range: how many digits differ, and the rest of them. */
export const RANGE_KEY: string = `CASE WHEN range_fr = range_to THEN range_fr ${
  upTo(SHORT - 1).map((level) =>
    `WHEN range_fr >> ${4 * level} = range_to >> ${4 * level} THEN ${above(level, "range_fr")}`
  ).join(" ")
} ELSE ${SHORT} << 32 END`;

/** Key of an IPv6 range: the digits that both ends begin with. */
export const RANGE6_KEY: string = `CASE WHEN range6_fr = range6_to THEN range6_fr ${
  upTo(DIGITS - 1).reverse().map((count) =>
    `WHEN ${firstDigits("range6_fr", count)} = ${firstDigits("range6_to", count)} THEN ${
      firstDigits("range6_fr", count)
    }`
  ).join(" ")
} ELSE '' END`;

/** Which rows the index of IPv4 ranges holds. */
export const IS_RANGE4 = "ban_type = 3 AND range6_fr = ''";
/** Which rows the index of IPv6 ranges holds: bans of ranges, and bans of addresses, which count for their /64. */
export const IS_RANGE6 = "range6_fr <> ''";

/** Rows whose range holds the IPv4 address in a parameter, a number; −1 is in none. */
export const holds4 = (address: string): string =>
  `${IS_RANGE4} AND ${RANGE_KEY} IN (${address}, ${
    upTo(SHORT - 1).map((level) => above(level, address)).join(", ")
  }, ${SHORT} << 32) AND range_fr <= ${address} AND range_to >= ${address}`;

/** Rows whose range holds the IPv6 address in a parameter, 32 hexadecimal digits; `''` is in none. */
export const holds6 = (address: string): string =>
  `${IS_RANGE6} AND ${RANGE6_KEY} IN (${
    upTo(DIGITS).reverse().map((count) => firstDigits(address, count)).join(", ")
  }, '') AND range6_fr <= ${address} AND range6_to >= ${address}`;
