/**
 * Brings a client into a test hub, as a modern client does it. Owns the order of the login and the words when the hub
 * refuses somebody.
 *
 * @module
 */
import { latin1Bytes, latin1Text } from "../core/bytes.ts";
import { lockToKey } from "../nmdc/lock.ts";
import type { MadeClient } from "./client.ts";
import { shown } from "./received.ts";
import { found } from "./wait.ts";

/** How a user logs in. */
export interface LoginOptions {
  /** Class of the account, 0…10. Above 0 an account is made unless there is one. Default 0, or that of the account. */
  readonly class?: number;
  /** Password of the account; one is made up where an account is made. */
  readonly password?: string;
  /** Address the hub sees. Default: one of its own in 10.0.0.0/8. */
  readonly ip?: string;
  /** TLS version the hub sees, such as `TLSv1.3`. Default none. */
  readonly tls?: string;
  /** Share in bytes. Default 0. */
  readonly share?: number;
  /** Description. Default none. */
  readonly desc?: string;
  /** E-mail. Default none. */
  readonly email?: string;
  /** True for a client that cannot be connected to. */
  readonly passive?: boolean;
  /** Features announced with `$Supports`. */
  readonly supports?: string;
  /** Keeps the lines of the login (lists, greetings of the hub) in the inbox. Default: only messages stay. */
  readonly keepLogin?: boolean;
}

/** What a modern client announces. */
const SUPPORTS = "NoHello NoGetINFO UserIP2 TTHSearch";
/** Milliseconds for each step; scripts are asked in some of them. */
const STEP_MS = 10_000;

/** The key of a `$Lock` line. */
const keyOf = (lock: string): string =>
  latin1Text(lockToKey(latin1Bytes(/^\$Lock (\S+)/.exec(lock)?.[1] ?? "")));

/** The `$MyINFO` of a user, with its pipe. */
function myInfo(nick: string, options: LoginOptions): string {
  const { share = 0, desc = "", email = "", passive = false } = options;
  const tag = `<Test V:1.0,M:${passive ? "P" : "A"},H:1/0/0,S:3>`;
  return `$MyINFO $ALL ${nick} ${desc}${tag}$ $100\x01$${email}$${share}$|`;
}

/**
 * Logs a client in.
 *
 * @throws {Error} That shows what the hub said instead.
 */
export async function login({ client, sendBytes, more }: MadeClient, options: LoginOptions): Promise<void> {
  const { nick } = client;
  const step = async (what: string, find: () => true | undefined) => {
    const ok = await found(() => find() ?? (client.online ? undefined : false), STEP_MS);
    if (ok) return;
    const how = client.online ? `is still waiting for ${what}` : "was refused";
    throw new Error(`${nick} ${how}. The hub said:\n${shown(client.inbox)}${more()}`);
  };
  const came = (start: string) => () => client.inbox.some(({ line }) => line.startsWith(start)) || undefined;
  await step("the hub's greeting", came("$Lock "));
  const lock = client.inbox.find(({ line }) => line.startsWith("$Lock "))!.line;
  await client.sends(`$Supports ${options.supports ?? SUPPORTS}|`);
  await sendBytes(latin1Bytes(`$Key ${keyOf(lock)}|`));
  await client.sends(`$ValidateNick ${nick}|`);
  const asked = came("$GetPass"), greeted = came(`$Hello ${nick}`);
  await step("the hub to take the nick", () => asked() ?? greeted());
  if (asked()) {
    if (options.password === undefined) {
      throw new Error(`${nick} was asked for a password: give one with login("${nick}", { password })`);
    }
    await client.sends(`$MyPass ${options.password}|`);
    await step("the answer to the password", greeted);
  }
  await client.sends(`$Version 1,0091|$GetNickList|${myInfo(nick, options)}`);
  await step("the user list", came(`$MyINFO $ALL ${nick} `));
  if (!client.online) throw new Error(`${nick} was refused. The hub said:\n${shown(client.inbox)}${more()}`);
}
