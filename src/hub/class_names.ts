/**
 * Classes as people read them. Pure.
 *
 * @module
 */

/** The lowest class that can do harm. */
const OPERATOR = 3;

const NAMES: Readonly<Record<number, string>> = {
  [-1]: "pinger",
  0: "guest",
  1: "registered",
  2: "VIP",
  3: "operator",
  4: "chief",
  5: "administrator",
  10: "master",
};

/** The usual name of a class. */
export function classTitle(userClass: number): string {
  return NAMES[userClass] ?? "unknown";
}

/** What to add where an account has no password yet: a warning for classes that can do harm, otherwise `""`. */
export function firstComerWarning(userClass: number): string {
  return userClass < OPERATOR
    ? ""
    : " Until then whoever comes first under this nick chooses it and has the class.";
}

/** A class by its number and its usual name. */
export function className(userClass: number): string {
  return `${userClass} (${classTitle(userClass)})`;
}
