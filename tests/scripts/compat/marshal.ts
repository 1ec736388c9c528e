/**
 * Exported functions that the program around the hub calls, with every kind of data in and out. The state of the
 * module lasts from call to call.
 *
 * @module
 */
import vh from "vh";

/** Plain data. */
type Data = ReturnType<typeof vh.CallDynamicFunction>;
/** An object of data. */
type Fields = { [name: string]: Data };

const calls: Record<string, number> = {};
const count = (name: string): void => void (calls[name] = (calls[name] ?? 0) + 1);

/** Gives back what it got. */
export function echo(...values: Data[]): Data[] {
  count("echo");
  return values;
}

/** What JavaScript calls the values it got: their types inside the script. */
export function kinds(...values: Data[]): string[] {
  count("kinds");
  return values.map(kindOf);
}

function kindOf(value: Data): string {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  return Array.isArray(value) ? `array of ${value.length}` : value.constructor?.name ?? "object";
}

/** A list in order. */
export function list(): string[] {
  count("list");
  return ["one", "two", "three", "four", "five"];
}

/** How long the list is. */
export function lengthOf(values: Data[]): number {
  count("lengthOf");
  return values.length;
}

/** An object of several types. */
export function facts(): Fields {
  count("facts");
  return { name: "Hub", users: 3, load: 0.5, open: true, motd: null, tags: ["a", "b"] };
}

/** Looks whether a user's data are complete. */
export function validate(user: Fields): string {
  count("validate");
  return typeof user.nick === "string" && Number(user.share) >= 0 ? "valid" : "incomplete";
}

/** Gives an object back with something added. */
export function process(order: Fields): Fields {
  count("process");
  return { ...order, processed: true, steps: [...(order.steps as Data[] | undefined ?? []), "script"] };
}

/** A set with what occurs more than once left out. */
export function distinct(values: Data[]): Set<Data> {
  count("distinct");
  return new Set(values);
}

/** How many members the set has. */
export function sizeOf(values: Set<Data>): number {
  count("sizeOf");
  return values.size;
}

/** First and last of a pair, added up. */
export function ends(pair: [number, ...number[]]): number {
  count("ends");
  return pair[0] + pair.at(-1)!;
}

/** Several containers at once. */
export function mix(values: Data[], fields: Fields, members: Set<Data>): Fields {
  count("mix");
  return { values: values.length, fields: Object.keys(fields).sort(), members: members.size };
}

/** How often each function was called. */
export function statistics(): Fields {
  return { ...calls };
}
