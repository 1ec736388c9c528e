/**
 * Filters and transforms what passes through the hub: chat lines, private messages, searches, MyINFO.
 * Shows every form of answer: number, text, tuple, object.
 *
 * @module
 */
import vh from "vh";

/** Blocks advertising, softens words, calms shouting, lets `/me` lines speak for somebody else. */
export function OnParsedMsgChat(nick: string, text: string): unknown {
  if (text.includes("dchub://")) return 0;
  if (text.startsWith("as ")) return [text.split(" ")[1], text.split(" ").slice(2).join(" ")];
  if (text.length > 8 && text === text.toUpperCase() && /\p{Lu}/u.test(text)) return text.toLowerCase();
  if (text === "raw") return [`<Filter> only for ${nick}`, 0];
  if (text === "typed") return { text: "typed form", send: "<Filter> one line more" };
  const soft = text.replace(/\bdamn\b/gi, "****");
  return soft === text ? 1 : soft;
}

/** Keeps advertising out of private messages. */
export function OnParsedMsgPM(nick: string, text: string, toNick: string): number {
  if (!text.includes("dchub://") || vh.GetUserClass(nick) >= vh.eUC_OPERATOR) return 1;
  vh.SendToOpChat(`${nick} advertised to ${toNick}`);
  return 0;
}

/** No searches for this. */
export function OnParsedMsgSearch(_nick: string, data: string): number {
  return data.toLowerCase().includes("forbidden") ? 0 : 1;
}

/** Removes e-mail addresses from what others see and marks small shares. */
export function OnParsedMsgMyINFO(
  _nick: string,
  desc: string,
  _tag: string,
  _speed: string,
  _mail: string,
  share: string,
): unknown {
  return [Number(share) < 500 ? `[small] ${desc}` : null, null, null, "", null];
}
