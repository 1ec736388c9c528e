/**
 * Classes as people read them. Pure.
 *
 * @module
 */

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

/** A class by its number and its usual name. */
export function className(userClass: number): string {
  return `${userClass} (${classTitle(userClass)})`;
}
