/**
 * Answers chat in every way that can go wrong. Options: `word` (the line that is blocked), `deep.list`.
 *
 * @module
 */
import vh from "vh";

const { word, deep } = vh.options as { word: string; deep: { list: number[] } };
if (deep.list.length !== 2) throw new Error("Options did not arrive");

const trap = (): unknown => ({
  get allow() {
    throw new Error("trap");
  },
});

/** Fails as the text says. */
export function OnParsedMsgChat(_nick: string, text: string): unknown {
  switch (text) {
    case "throw":
      throw new Error("thrown");
    case "getter":
      return trap();
    case "late getter":
      return Promise.resolve(trap());
    case "later 0":
    case "later 1":
      return new Promise((resolve) => setTimeout(() => resolve(Number(text.slice(-1))), 60));
    case "never":
      return new Promise(() => {});
    case "reject":
      return Promise.reject(new Error("turned down"));
    default:
      return text !== word;
  }
}

/** Never answers. */
export function OnParsedMsgPM(): unknown {
  return new Promise(() => {});
}

/** Not a function, so not a hook. */
export const OnTimer = 1;

/** Names the script in lists. */
export function name_and_version(): [string, string] {
  return ["Strict", "1.2"];
}
