/**
 * Clients that write a code page, UTF-8 or another page, in words of text instead of bytes. Used by the tests of this
 * folder.
 *
 * @module
 */
import { latin1Bytes, latin1Text } from "../../src/core/bytes.ts";
import { createCodec } from "../../src/nmdc/encoding.ts";
import type { HubClient, LoginOptions } from "../support/client.ts";
import type { TestHub } from "../support/hub.ts";

/** Text of one encoding as the test clients carry it, one character per byte. */
export interface Spelling {
  /** Text to bytes. */
  to(text: string): string;
  /** Bytes to text. */
  from(bytes: string): string;
}

/** The spelling of an encoding by name. */
export function spellingOf(encoding: string): Spelling {
  const codec = createCodec(encoding)!;
  return {
    to: (text) => latin1Text(codec.encode(text)),
    from: (bytes) => codec.decode(latin1Bytes(bytes)),
  };
}

/** A user whose client writes one encoding. */
export interface Writer {
  /** The raw connection. */
  readonly client: HubClient;
  /** Nick as text. */
  readonly nick: string;
  /** Sends text; frames need their `|`. */
  send(text: string): void;
  /** Says something in main chat. */
  say(text: string): void;
  /** Waits for a frame that is this text in the client's encoding, byte for byte. */
  gets(text: string): Promise<void>;
  /** Waits for a frame with this text somewhere in it, and gives the whole frame as text. */
  getsPart(text: string): Promise<string>;
  /** All frames so far, as text. */
  frames(): string[];
}

/** Logs a user in. */
export async function enter(
  hub: TestHub,
  encoding: string,
  nick: string,
  options: Partial<LoginOptions> & { desc?: string } = {},
): Promise<Writer> {
  const spelling = spellingOf(encoding);
  const client = await hub.connect();
  const { password, desc = "" } = options;
  const own = spelling.to(nick);
  await client.login({
    supports: "NoHello NoGetINFO UserIP2 TTHSearch",
    myinfo: `$MyINFO $ALL ${own} ${spelling.to(desc)}<t V:1,M:A,H:1/0/0,S:3>$ $50\x01$$1000$`,
    ...options,
    nick: own,
    ...(password === undefined ? {} : { password: spelling.to(password) }),
  });
  const send = (text: string) => client.send(spelling.to(text));
  return {
    client,
    nick,
    send,
    say: (text) => send(`<${nick}> ${text}|`),
    gets: async (text) => void await client.expect(spelling.to(text)),
    async getsPart(text) {
      const part = spelling.to(text).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      return spelling.from(await client.expect(new RegExp(part)));
    },
    frames: () => client.frames.map(spelling.from),
  };
}
