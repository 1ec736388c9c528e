/**
 * The border between the hub's encoding and what connections write. Everything inside the hub, in lists and on its
 * way to users is in `hub.encoding`; a connection that writes the other one (a code page in a UTF-8 hub, UTF-8 in a
 * hub with a page) is foreign: its frames are rewritten before anybody sees them, and its link rewrites what it is
 * sent. So every user sees each nick in one spelling, the one that finds it again, and nobody inside asks.
 *
 * A connection in the hub's encoding has its own link and gets its peers' bytes as they came.
 *
 * @module
 */
import { equalBytes, isAscii, latin1Text } from "../core/bytes.ts";
import type { Link } from "../net/link.ts";
import { type Codec, createCodec } from "../nmdc/encoding.ts";
import { isValidUtf8, utf8Evidence } from "../nmdc/guess.ts";
import { classify, Kind } from "../nmdc/message.ts";
import { convertText, createTranscoder, isSameIn, type Transcoder } from "../nmdc/transcode.ts";
import { wireOf } from "../nmdc/wire.ts";
import { refuse } from "./close.ts";
import type { HubContext } from "./context.ts";
import { tellEncoding } from "./login/encoding_notice.ts";
import { sendLists } from "./presence/lists.ts";
import { CloseReason, Progress, type Session } from "./model.ts";
import { hubNameFrame } from "./talk/topic.ts";
import { isHidden } from "./users.ts";

/** Bytes or ASCII by nature. Keys look like any page, and passwords are compared as they were typed. */
const NO_TEXT: ReadonlySet<Kind> = new Set([
  Kind.Key,
  Kind.Lock,
  Kind.Supports,
  Kind.Version,
  Kind.MyPass,
  Kind.MyNick,
  Kind.MyHubURL,
  Kind.BotINFO,
]);

/** What a user wrote; other frames repeat names of others, or come from libraries with a mind of their own. */
const TELLS: ReadonlySet<Kind> = new Set([
  Kind.MyINFO,
  Kind.Chat,
  Kind.To,
  Kind.MCTo,
  Kind.SearchActive,
  Kind.SearchPassive,
  Kind.MultiSearchActive,
  Kind.MultiSearchPassive,
]);

const isUtf8 = (codec: Codec): boolean => codec.name === "utf-8";

/** Creates what writes frames for the foreign connections of a hub. */
export function createForeignWriter(codec: Codec): Transcoder {
  return createTranscoder(codec, isUtf8(codec) ? codec.fallback : createCodec("utf-8")!);
}

/** True when a connection writes another encoding than the hub. */
export function isForeign(hub: HubContext, { guess }: Session): boolean {
  return guess.writes === (isUtf8(hub.codec) ? "page" : "utf-8");
}

/**
 * A frame as the hub goes on with it, in the hub's encoding: the same array when it is that already. `null`: the
 * connection was refused because of it.
 */
export function hear(hub: HubContext, session: Session, frame: Uint8Array): Uint8Array | null {
  const nameless = (session.progress & Progress.Nick) === 0;
  if (isAscii(frame) && !nameless) {
    if (session.guess.writes !== "page" || isSameIn(frame, isUtf8(hub.codec))) return frame;
  }
  const kind = classify(frame);
  if (NO_TEXT.has(kind)) return frame;
  if (nameless && kind === Kind.ValidateNick) return hearNick(hub, session, frame);
  if (TELLS.has(kind)) learn(hub, session, kind, frame);
  return convertText(frame, (text) => inHubEncoding(hub, session, kind, text));
}

/** The first text of most connections, and one that has to come back as it was written: it settles the guess. */
function hearNick(hub: HubContext, session: Session, frame: Uint8Array): Uint8Array | null {
  const { codec, foreign } = hub;
  const { guess } = session;
  const page = codec.fallback;
  if (!isAscii(frame)) {
    guess.learn(frame);
    // Here a cut character counts: the nick has to be UTF-8 to the last byte, or it is of the page.
    guess.pin(isValidUtf8(frame) ? undefined : "page");
  } else if (page.decode(frame) === latin1Text(frame)) return frame;
  // Such a number is how clients of the page write a character they lack; whoever begins with one is one of them.
  else guess.pin("page");
  retune(hub, session);
  const heard = inHubEncoding(hub, session, Kind.ValidateNick, frame);
  const nick = codec.decode(heard);
  const known = !isForeign(hub, session) || equalBytes(foreign.write(heard), frame);
  if (known && page.decode(page.encode(nick)) === nick && equalBytes(codec.encode(nick), heard)) return heard;
  const text = `Your nick has characters that get lost between ${page.name} and UTF-8. Choose another nick.`;
  refuse(hub, session, CloseReason.BADNICK, text);
  return null;
}

/** Gives a connection the link of its encoding. */
function retune(hub: HubContext, session: Session): void {
  session.link = isForeign(hub, session) ? foreignLink(session.wire, hub.foreign) : session.wire;
}

function inHubEncoding(hub: HubContext, session: Session, kind: Kind, text: Uint8Array): Uint8Array {
  const { codec } = hub;
  const { guess } = session;
  if (guess.writes !== "utf-8" && isUtf8Anyway(kind, text)) return codec.encode(UTF8.decode(text));
  const same = isUtf8(codec) ? guess.writes !== "page" && isValidUtf8(text) : guess.writes !== "utf-8";
  return same ? text : codec.encode(guess.read(text));
}

const UTF8 = createCodec("utf-8")!;

/** COMPAT: some clients write the nick of a connect request in UTF-8, whatever they write otherwise. */
function isUtf8Anyway(kind: Kind, text: Uint8Array): boolean {
  return kind === Kind.ConnectToMe && utf8Evidence(text) > 0;
}

/** The text of a frame that its user wrote: a message to somebody begins with that one's nick. */
function written(kind: Kind, frame: Uint8Array): Uint8Array {
  if (kind === Kind.To) return frame.subarray(frame.indexOf(0x3c) + 1);
  return kind === Kind.MCTo ? frame.subarray(frame.indexOf(0x24, 1) + 1) : frame;
}

function learn(hub: HubContext, session: Session, kind: Kind, frame: Uint8Array): void {
  const { guess, link: before } = session;
  let changed = false;
  convertText(written(kind, frame), (text) => {
    if (guess.learn(text)) changed = true;
    return text;
  });
  if (!changed) return;
  retune(hub, session);
  hub.log.debug("Encoding found", { ip: session.ip, nick: session.user?.nick, writes: guess.writes });
  if (session.link !== before && (session.progress & Progress.Listed) !== 0) showAgain(hub, session, before);
}

/** Shows everybody anew to a user who is in the list: from now on the bytes of their nicks are others. */
function showAgain(hub: HubContext, session: Session, before: Link): void {
  const { foreign, users } = hub;
  const differs = (bytes: Uint8Array): boolean => foreign.write(bytes) !== bytes;
  let changed = false;
  for (const user of users.slots) {
    if (!user || isHidden(user) || !differs(user.myInfo)) continue;
    changed = true;
    if (differs(user.nickBytes)) before.write(wireOf("$Quit ", user.nickBytes));
  }
  const name = hubNameFrame(hub);
  if (differs(name)) session.link.write(name);
  if (changed && session.listAt > -Infinity) sendLists(hub, session);
  tellEncoding(hub, session);
}

/** A link that writes the other encoding. */
function foreignLink(link: Link, to: Transcoder): Link {
  return {
    ip: link.ip,
    tls: link.tls,
    ...(link.ports === undefined ? {} : { ports: link.ports }),
    write: (bytes) => link.write(to.write(bytes)),
    writeLater: (bytes) => link.writeLater(to.write(bytes)),
    compress: () => link.compress?.(),
    queued: () => link.queued(),
    pause: () => link.pause(),
    resume: () => link.resume(),
    end: (withinMs) => link.end(withinMs),
    destroy: () => link.destroy(),
  };
}
