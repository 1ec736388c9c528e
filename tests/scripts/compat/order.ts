/**
 * Writes down which hooks run, in which order, with the words that tell them apart.
 *
 * @module
 */
import vh, { type Hooks } from "vh";

const SEEN: (keyof Hooks)[] = [
  "OnNewConn",
  "OnParsedMsgAnyEx",
  "OnParsedMsgSupports",
  "OnParsedMsgValidateNick",
  "OnParsedMsgAny",
  "OnParsedMsgMyPass",
  "OnParsedMsgVersion",
  "OnValidateTag",
  "OnFirstMyINFO",
  "OnParsedMsgMyINFO",
  "OnUserInList",
  "OnUserLogin",
  "OnHubCommand",
  "OnOperatorCommand",
  "OnUserCommand",
  "OnParsedMsgChat",
  "OnParsedMsgPM",
  "OnCloseConn",
  "OnCloseConnEx",
  "OnUserLogout",
];

const seen: string[] = [];
for (const hook of SEEN) {
  vh.on(hook, (...args: unknown[]) => {
    // Of whole messages the command is enough; the rest has random parts.
    const word = /^OnParsedMsgAny(Ex)?$/.test(hook) ? ` ${String(args[1]).split(" ")[0]}` : "";
    seen.push(hook + word);
  });
}

/** What ran since the last call. */
export function taken(): string[] {
  return seen.splice(0);
}
