/**
 * What the tests of calls between scripts and host call: exported functions of every temper, and answers to questions.
 * Runs chat lines like lab.ts.
 *
 * @module
 */
import vh from "vh";

const tag = String(vh.options.tag ?? vh.name);
let greeting: unknown;
try {
  greeting = vh.fn.greeting!();
} catch {
  greeting = "nobody greets";
}

/** Runs `text` as the body of a function. */
export function OnParsedMsgChat(nick: string, text: string): unknown {
  return new Function("vh", "nick", "tag", text)(vh, nick, tag);
}

export const number = 7;
export const atLoad = (): unknown => greeting;
export const shout = (text: string): string => text.toUpperCase();
export const echo = (...values: unknown[]): unknown[] => values;
export const nothing = (): void => {};
export const throughHost = (...values: never[]): unknown => vh.fn.echo!(...values);
export const neverAnswers = (): Promise<never> => new Promise(() => {});
export const failsLater = (): Promise<never> => Promise.reject(new Error("later"));

/** A promise. */
export async function shoutLater(text: string): Promise<string> {
  await new Promise((done) => setTimeout(done, 5));
  return text.toUpperCase();
}

export function fails(code: unknown): never {
  throw Object.assign(new Error("failed on purpose"), { code });
}

export function throwsNonsense(): never {
  throw {
    get code(): never {
      throw new Error("no code");
    },
    toString(): never {
      throw new Error("no text");
    },
  };
}

export function returnsCycle(): unknown {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  return cycle;
}

export function hangs(): never {
  for (;;);
}

export function OnScriptQuery(cmd: string, data: string, plugin: string, script: string): unknown {
  switch (cmd) {
    case "name":
      return `${tag} ${data} ${plugin} ${script.endsWith("bridge.ts") ? "a" : script}`;
    case "number":
      return 7;
    case "throw":
      throw new Error("asked too much");
    case "ask":
      return vh.ScriptQuery("asked back", tag, data).map(({ value }) => value).join();
    case "asked back":
      return `${tag} got ${data}`;
    case "circle":
      return vh.ScriptQuery("circle", "").map(({ value }) => value).join();
    case `slow ${tag}`:
      return new Promise(() => {});
    default:
      return cmd.startsWith("slow") ? tag : null;
  }
}
