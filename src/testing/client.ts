/**
 * A user of a test hub: says, tells, receives. Owns what this user has got and not looked at yet. Knows the wire only
 * as far as chat goes; `login.ts` brings the user in.
 *
 * @module
 */
import { escapeField } from "../nmdc/escape.ts";
import { connectFake, type FakeLink } from "./fake_link.ts";
import { fits, isMessage, readLine, type Received, shown, type Wanted, wantedText } from "./received.ts";
import type { Accept } from "../net/link.ts";
import type { Codec } from "../nmdc/encoding.ts";
import { found } from "./wait.ts";

export type { Wanted } from "./received.ts";

/** How long to look. */
export interface Looking {
  /** Milliseconds (real ones) to wait for something that a script does by itself. Default 10,000. */
  readonly within?: number;
}

/** Lines a client keeps; older ones are forgotten. */
export const MAX_INBOX = 10_000;

/** A user of a test hub. */
export interface TestClient {
  /** Nick. */
  readonly nick: string;
  /** Address the hub sees. */
  readonly ip: string;
  /** False once the hub or the user has ended the connection. */
  readonly online: boolean;
  /** What came and was not taken by `receives`, oldest first. */
  readonly inbox: readonly Received[];
  /** Says a line in main chat; resolves when hub and scripts are done with it. */
  says(text: string): Promise<void>;
  /** Sends a private message; resolves when hub and scripts are done with it. */
  tells(nick: string, text: string): Promise<void>;
  /** Sends a protocol line as it is, such as `$Search …`; a missing final pipe is added. */
  sends(line: string): Promise<void>;
  /**
   * Takes the first line that fits out of the inbox; other lines stay. Waits for it if it is not there yet.
   *
   * @throws {Error} That shows what came instead.
   */
  receives(wanted: Wanted, looking?: Looking): Promise<Received>;
  /**
   * Waits until hub and scripts are done, then looks: the inbox must hold no line that fits, or, when nothing is
   * given, no message at all.
   *
   * @throws {Error} That shows the line.
   */
  doesNotReceive(wanted?: Wanted): Promise<void>;
  /** Takes every message, main chat and private, out of the inbox; protocol lines stay. */
  takes(): Received[];
  /** Leaves; resolves when hub and scripts are done with it. */
  quits(): Promise<void>;
}

/** What a client needs. */
export interface ClientOptions {
  /** Nick. */
  readonly nick: string;
  /** Address the hub sees. */
  readonly ip: string;
  /** TLS version the hub sees. */
  readonly tls: string;
  /** Encoding of the client's text. */
  readonly codec: Codec;
  /** The hub's door. */
  readonly accept: Accept;
  /** Resolves when hub and scripts are done. */
  settled(): Promise<void>;
  /** Errors of scripts so far, for messages. */
  readonly errors: readonly string[];
}

/** A client and what only the kit may do with it. */
export interface MadeClient {
  /** The client. */
  readonly client: TestClient;
  /** Sends frames byte by byte, for what is no text. */
  sendBytes(frames: Uint8Array): Promise<void>;
  /** What else a reader of an error should know: that the connection is over, what scripts reported. */
  more(): string;
  /** Takes lines out of the inbox and returns them. */
  forget(unwanted: (line: Received) => boolean): Received[];
}

const WITHIN_MS = 10_000;

/** Connects a client that has not logged in. */
export function createClient(options: ClientOptions): MadeClient {
  const { nick, ip, tls, codec, accept, settled, errors } = options;
  const inbox: Received[] = [];
  const link: FakeLink = connectFake(accept, {
    ip,
    tls,
    frame(bytes) {
      if (bytes.length === 0) return; // a keepalive
      inbox.push(readLine(codec.decode(bytes)));
      if (inbox.length > MAX_INBOX) inbox.shift();
    },
  });

  const take = (wanted: Wanted): Received | undefined => {
    const at = inbox.findIndex((line) => fits(line, wanted));
    return at < 0 ? undefined : inbox.splice(at, 1)[0];
  };
  const forget = (unwanted: (line: Received) => boolean) => {
    const gone = inbox.filter(unwanted);
    inbox.splice(0, inbox.length, ...inbox.filter((line) => !unwanted(line)));
    return gone;
  };
  const more = () => {
    const ended = link.closed ? `\n${nick} is no longer connected.` : "";
    const reported = errors.length === 0 ? "" : `\nErrors so far:\n  ${errors.slice(-5).join("\n  ")}`;
    return ended + reported;
  };
  const sendBytes = async (frames: Uint8Array) => {
    link.send(frames);
    await settled();
  };
  const send = async (line: string) => {
    if (link.closed) throw new Error(`${nick} cannot send ${JSON.stringify(line)}: not connected${more()}`);
    await sendBytes(codec.encode(line.endsWith("|") ? line : `${line}|`));
  };

  const client: TestClient = {
    nick,
    ip,
    inbox,
    get online() {
      return link.accepted && !link.closed;
    },
    says: (text) => send(`<${nick}> ${escapeField(text)}|`),
    tells: (to, text) => send(`$To: ${to} From: ${nick} $<${nick}> ${escapeField(text)}|`),
    sends: send,
    async receives(wanted, { within = WITHIN_MS } = {}) {
      await settled();
      const line = take(wanted) ?? await found(() => take(wanted), within);
      if (line) return line;
      const what = `${nick} did not receive ${wantedText(wanted)} within ${within} ms`;
      throw new Error(`${what}. Instead:\n${shown(inbox)}${more()}`);
    },
    async doesNotReceive(wanted) {
      await settled();
      const unwanted = inbox.filter((line) => wanted === undefined ? isMessage(line) : fits(line, wanted));
      if (unwanted.length === 0) return;
      const what = wanted === undefined ? "a message" : wantedText(wanted);
      throw new Error(`${nick} was not to receive ${what}, but got:\n${shown(unwanted)}${more()}`);
    },
    takes: () => forget(isMessage),
    async quits() {
      link.close();
      await settled();
    },
  };
  return { client, sendBytes, forget, more };
}
