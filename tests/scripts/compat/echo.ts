/**
 * Says what it is given in ways that show whether text survived the way there and back. Chat of the form `do: …` is
 * run as code by the tests; anything else is answered with its own characters.
 *
 * @module
 */
import vh from "vh";

const seen = { timer: 0, lines: 0, encodings: 0 };

/** `echo TEXT` comes back unchanged, `mark TEXT` between marks of other scripts, `points TEXT` as code points. */
export function OnParsedMsgChat(nick: string, text: string): unknown {
  seen.lines++;
  const space = text.indexOf(" ");
  const rest = text.slice(space + 1);
  switch (text.slice(0, space)) {
    case "echo":
      return rest;
    case "mark":
      return `до ${rest} 后 😀`;
    case "points":
      vh.usermc(nick, [...rest].map((char) => char.codePointAt(0)).join(" "));
      return 0;
    case "work": {
      // What scripts do with text must not break it: cut, join, change case, search, compare.
      const again = rest.split("").reverse().reverse().join("").normalize("NFC");
      const same = again === rest.normalize("NFC") && rest.toUpperCase().length >= rest.length;
      seen.encodings++;
      return `${same} ${rest}`;
    }
    default:
      return { text: `Processed: ${text}` };
  }
}

/** Counts. */
export function OnTimer(): number {
  return ++seen.timer;
}

/** Shows the counters. */
export function OnHubCommand(nick: string, command: string): number {
  if (command !== "seen") return 1;
  vh.usermc(nick, JSON.stringify(seen));
  return 0;
}
