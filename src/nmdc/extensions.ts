/**
 * Messages that exist only for clients which announced them in `$Supports`, and the address line of a trusted
 * TLS proxy. Parses and formats them; who gets one is the hub's business.
 *
 * @module
 */
import { DOLLAR, frameOf, SPACE } from "./wire.ts";

/** A user's profile data, as views into its frame. */
export interface ExtJson {
  /** Whose profile it is. */
  nick: Uint8Array;
  /** One JSON object, relayed unread. */
  json: Uint8Array;
}

/** A change of parts of a MyINFO, as views into its frame. No client in use sends it. */
export interface InfoChange {
  /** Whose information changes. */
  nick: Uint8Array;
  /** `Xdata$Ydata`. */
  data: Uint8Array;
}

/** What a TLS proxy says of the connection it forwards, as views into its frame. */
export interface ProxyAddress {
  /** The client's IP. */
  ip: Uint8Array;
  /** `0.0` plain, `1.0` to `1.3` TLS; a single letter is an old form: `S` is TLS, others are plain. */
  version: Uint8Array;
}

/** How often and what a client may search. Texts in bytes; 0 = no limit, -1 = not allowed. */
export interface SearchRule {
  /** Shortest pattern. */
  min: number;
  /** Longest message. */
  max: number;
  /** Searches per interval. */
  count: number;
  /** The interval of an active user in seconds. */
  active: number;
  /** The interval of a passive user in seconds. */
  passive: number;
  /** Least share in bytes; left out when undefined. */
  share?: number;
}

/** What a `$UserCommand` does: nothing but a line, a raw command, the same once per nick, or remove entries. */
export const UserCommandType = { Separator: 0, Raw: 1, RawOncePerNick: 2, Erase: 255 } as const;

/** Splits `$ExtJSON nick {…}`, or `null`. */
export function parseExtJson(frame: Uint8Array): ExtJson | null {
  const space = frame.indexOf(SPACE, 9);
  return space < 0 ? null : { nick: frame.subarray(9, space), json: frame.subarray(space + 1) };
}

/** Builds `$ExtJSON nick {…}`. */
export function formatExtJson({ nick, json }: ExtJson): Uint8Array {
  return frameOf("$ExtJSON ", nick, " ", json);
}

/** Splits `$IN nick$data`, or `null`. */
export function parseIn(frame: Uint8Array): InfoChange | null {
  const dollar = frame.indexOf(DOLLAR, 4);
  return dollar < 0 ? null : { nick: frame.subarray(4, dollar), data: frame.subarray(dollar + 1) };
}

/** Splits `$MyIP ip version`, or `null`. Only a configured proxy may send it. */
export function parseMyIp(frame: Uint8Array): ProxyAddress | null {
  const space = frame.indexOf(SPACE, 6);
  return space < 0 ? null : { ip: frame.subarray(6, space), version: frame.subarray(space + 1) };
}

/** Builds `$HubTopic topic`. */
export function formatHubTopic(topic: Uint8Array): Uint8Array {
  return frameOf("$HubTopic ", topic);
}

/** Builds `$GetHubURL`; the answer is `$MyHubURL url`. */
export function formatGetHubUrl(): Uint8Array {
  return frameOf("$GetHubURL");
}

/** Builds `$FailOver a,b,c`; without addresses it clears the client's list. */
export function formatFailOver(addresses: Uint8Array): Uint8Array {
  return frameOf("$FailOver ", addresses);
}

/** Builds `$SearchRule Min n$$Max n$$Num n$$Int s$$IntPas s[$$Share bytes]`. */
export function formatSearchRule(rule: SearchRule): Uint8Array {
  const { min, max, count, active, passive, share } = rule;
  const head = `$SearchRule Min ${min}$$Max ${max}$$Num ${count}$$Int ${active}$$IntPas ${passive}`;
  return frameOf(share === undefined ? head : `${head}$$Share ${share}`);
}

/**
 * Builds `$UserCommand type context title$command`. `command` is a raw line with `&#36;`, `&#124;` and `&amp;`
 * escapes; `context` adds 1 hub, 2 user, 4 search, 8 file list. Separators and erasing have no body.
 */
export function formatUserCommand(
  type: number,
  context: number,
  title?: Uint8Array,
  command?: Uint8Array,
): Uint8Array {
  const head = `$UserCommand ${type} ${context}`;
  if (title === undefined) return frameOf(head);
  return command === undefined ? frameOf(head, " ", title) : frameOf(head, " ", title, "$", command);
}

/** Builds `$Error text`; `CTM2HUB` tells a client that it was tricked into a peer connection to a hub. */
export function formatError(text: Uint8Array): Uint8Array {
  return frameOf("$Error ", text);
}
