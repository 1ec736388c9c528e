/**
 * What users have to know about encodings: that their nick has characters others cannot see, that their client
 * writes an old code page. Owns the texts. What is done about it stands in `transcode.ts`.
 *
 * @module
 */
import { wireOf } from "../../nmdc/wire.ts";
import type { HubContext } from "../context.ts";
import { type Session, UserClass } from "../model.ts";
import { sayTo } from "../say.ts";

/** The encoding a connection writes, as operators read it. */
export function encodingOf({ codec }: HubContext, { guess }: Session): string {
  if (guess.writes === "ascii") return "ASCII so far";
  return guess.writes === "page" ? codec.fallback.name : guess.writes;
}

/** Tells a user whose client writes another encoding than the hub what does not work, if anything. */
export function tellEncoding(hub: HubContext, session: Session): void {
  const { user, guess } = session;
  const { codec, vars } = hub;
  if (!user || user.class === UserClass.Pinger) return;
  if (codec.name === "utf-8") {
    if (guess.writes === "page" && vars.encoding_hint) sayTo(hub, session, oldPageText(codec.fallback.name));
    return;
  }
  if (guess.writes !== "utf-8") return;
  const lacks = (char: string) => codec.encode(char).length > 1;
  const lacking = [...new Set(user.nick)].filter(lacks);
  if (lacking.length > 0) {
    const shown = [...user.nick].map((char) => lacks(char) ? `&#${char.codePointAt(0)};` : char).join("");
    const text = new TextEncoder().encode(lackingText(codec.name, lacking.join(" "), shown));
    // Past the link that rewrites: it would make the numbers characters again.
    session.wire.write(wireOf("<", hub.foreign.write(hub.bot.nickBytes), "> ", text));
  }
}

const oldPageText = (page: string): string =>
  `Your client does not write UTF-8, which this hub does; the hub reads it as ${page} and translates. Characters ` +
  "your client lacks reach you as numbers such as &#1078;, also in nicks, which work like that. To see them, set " +
  "the encoding of this hub to UTF-8 in your client and connect again.";

const lackingText = (page: string, lacking: string, shown: string): string =>
  `Your nick has characters that ${page}, the encoding of this hub, lacks: ${lacking} Users whose clients write it ` +
  `see numbers instead (${shown}). Choose a nick without them to be read by everybody.`;
