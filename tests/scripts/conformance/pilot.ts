/**
 * Evaluates what the user `pilot` says in main chat, as the body of a function with `vh` and `heard` in reach, and
 * sends the result back as JSON. `heard` lives as long as the script, so code can leave hooks behind that fill it.
 *
 * @module
 */
import vh from "vh";

/** What hooks that were left behind have heard. */
const heard: unknown[] = [];

const answer = (nick: string, kind: string, value: unknown) =>
  vh.SendDataToUser(`$${kind} ${JSON.stringify(value ?? null)}`, nick);

/** Runs `text`; may be asynchronous. */
export function OnParsedMsgChat(nick: string, text: string): unknown {
  if (nick !== "pilot") return 1;
  const failed = (error: unknown) => void answer(nick, "Failed", String(error));
  try {
    const value = new Function("vh", "heard", text)(vh, heard);
    if (!(value instanceof Promise)) answer(nick, "Result", value);
    else value.then((result) => answer(nick, "Result", result), failed);
  } catch (error) {
    failed(error);
  }
  return 0;
}
