/**
 * A hub with all its commands and one account per class, for tests that type commands. Not used by a running hub.
 *
 * @module
 */
import type { SettingValues } from "../../config/settings.ts";
import type { NewAccount } from "../../store/types.ts";
import { HUB_COMMANDS } from "../commands/mod.ts";
import { type HubKit, hubKit, type LoginOptions, settle, type TestClient } from "./hub_kit.ts";

/** One account per class, each with the password `secret`. */
const STAFF: readonly NewAccount[] = [
  { nick: "root", class: 10, passwordHash: "hash:secret" },
  { nick: "admin", class: 5, passwordHash: "hash:secret" },
  { nick: "chief", class: 4, passwordHash: "hash:secret" },
  { nick: "oper", class: 3, passwordHash: "hash:secret" },
  { nick: "vip", class: 2, passwordHash: "hash:secret" },
  { nick: "reg", class: 1, passwordHash: "hash:secret" },
];

/** A hub whose users type commands. */
export interface CommandKit extends HubKit {
  /** Logs a user in, with its password if it is one of {@linkcode STAFF}. */
  enter(nick: string, options?: LoginOptions): Promise<TestClient>;
  /** Types a line in main chat; returns what the hub's bot answers, without the framing. */
  type(client: TestClient, nick: string, line: string): Promise<string[]>;
}

/** Starts such a hub; nothing in it has to wait between two lines. */
export function commandKit(
  settings: Partial<SettingValues> = {},
  options: Omit<NonNullable<Parameters<typeof hubKit>[0]>, "settings" | "commands"> = {},
): CommandKit {
  const quiet = {
    int_chat_ms: 0,
    max_class_proto_flood: -1,
    int_login: 0,
    send_user_info: false,
    delayed_myinfo: false,
  };
  const kit = hubKit({
    accounts: [...STAFF],
    ...options,
    settings: { ...quiet, ...settings },
    commands: [...HUB_COMMANDS],
  });
  return {
    ...kit,
    enter: withPasswords(kit, STAFF),
    async type(client, nick, line) {
      client.take();
      client.send(`<${nick}> ${line}|`);
      await settle();
      return answers(client);
    },
  };
}

/** Logs users in, those of `accounts` with the password `secret`. */
export function withPasswords(kit: HubKit, accounts: readonly NewAccount[]): CommandKit["enter"] {
  const nicks = new Set(accounts.map(({ nick }) => nick));
  return (nick, login = {}) => kit.login(nick, nicks.has(nick) ? { password: "secret", ...login } : login);
}

/** Types a line in main chat; returns what the hub's bot answered by then. */
export function say(client: TestClient, nick: string, line: string): string[] {
  client.take();
  client.send(`<${nick}> ${line}|`);
  return answers(client);
}

/** What the hub's bot said to a client since the last look, without the framing. */
export function answers(client: TestClient): string[] {
  const framing = /^(<Hubcap> |\$To: \S+ From: Hubcap \$<\S+> )/;
  return client.take().filter((frame) => framing.test(frame)).map((frame) => frame.replace(framing, ""));
}

/** Accounts `class3`, `class10` …, each with the password `secret`. */
export function classAccounts(classes: readonly number[]): NewAccount[] {
  return classes.map((userClass) => ({
    nick: `class${userClass}`,
    class: userClass,
    passwordHash: "hash:secret",
  }));
}

/** Lets one of {@linkcode classAccounts} in for one line; returns what it is answered, without the framing. */
export async function askedBy(userClass: number, kit: HubKit, line: string): Promise<string> {
  const nick = `class${userClass}`;
  const client = await kit.login(nick, { password: "secret" });
  client.take();
  client.send(`<${nick}> ${line.replaceAll("|", "&#124;")}|`);
  await settle();
  const [answer = ""] = answers(client);
  client.drop();
  kit.hub.context.nickBans.remove(nick);
  return answer;
}
