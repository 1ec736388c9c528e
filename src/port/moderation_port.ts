/**
 * The part of the hub's interface that acts on users, accounts, bans and the hub itself. Owns shapes only; see
 * `hub_port.ts` for the rules all methods share.
 *
 * @module
 */
import type { BanType, Right, RightsTaken } from "../store/types.ts";
import type { BotSpec } from "./hub_port.ts";

/** An account as a script asks for it. */
export interface NewRegistration {
  /** Nick. */
  readonly nick: string;
  /** Class, −1 or 1…5. */
  readonly class: number;
  /** Password in clear, or `""`: the owner chooses one. */
  readonly password: string;
  /** Who registers. */
  readonly by: string;
  /** Operators' note. */
  readonly note: string;
}

/** A ban as somebody asks for it. */
export interface BanRequest {
  /** Who bans. */
  readonly op: string;
  /** Nick (online or not), address, range, host name, share or prefix, as fits `type`. */
  readonly what: string;
  /** Shown to the banned user. */
  readonly reason: string;
  /** Operators' note. */
  readonly noteOp: string;
  /** Note the banned user reads; nothing by default. */
  readonly noteUser?: string;
  /** Length; 0 = for ever. */
  readonly seconds: number;
  /** Kind. */
  readonly type: BanType;
}

/** Seconds for which a right is taken: 0 gives back, Infinity takes for ever; a right that is absent stays. */
export type RightsChange = Partial<Record<Right, number>>;

/** A bot of a script, as others see it. */
export interface BotInfo extends Pick<BotSpec, "nick" | "class"> {
  /** Owner key of its script. */
  readonly owner: string;
  /** Published `$MyINFO …` without the pipe. */
  readonly myInfo: string;
  /** Share in bytes. */
  readonly share: number;
}

/** What scripts can do to users, accounts and the hub. */
export interface ModerationPort {
  /** `host:port` under which the hub listens. */
  readonly address: string;
  /** Makes an account. `done(false)`: bad nick, registered already, or one of the hub's bots. */
  register(request: NewRegistration, done: (ok: boolean) => void): void;
  /** Removes an account. `false`: there is none, or it is a master's. */
  unregister(nick: string): boolean;
  /** Changes the class of an account. `false`: there is none, or it has this class. */
  setRegisteredClass(nick: string, userClass: number): boolean;

  /** Bans and disconnects whom it names. `done(false)`: `what` fits no ban of this kind. */
  ban(request: BanRequest, done: (ok: boolean) => void): void;
  /** Bans an address as after a wrong password, `multiplier` times as long. `false`: that is no time at all. */
  banAfterPassword(ip: string, multiplier: number): boolean;
  /** Ends a temporary ban of a nick. `false`: there was none. */
  liftNickBan(nick: string): boolean;
  /** Ends a temporary ban of an address. `false`: there was none. */
  liftIpBan(ip: string): boolean;
  /** Changes what is taken from a user for this login; tells what is taken now. `null`: not online. */
  restrict(nick: string, change: RightsChange): Readonly<Record<Right, boolean>> | null;
  /** What is taken from a nick, online or not. */
  takenRights(nick: string): RightsTaken;
  /** Takes rights from a nick, online or not, also for later logins. */
  takeRights(nick: string, change: RightsChange, by: string): void;

  /** Changes the address that is shown of a user. `false`: not online. */
  setUserIp(nick: string, ip: string): boolean;
  /** Sets or clears status bits of a user's MyINFO, also before the login is over. `false`: no such connection. */
  setStatus(nick: string, bits: number, on: boolean): boolean;
  /** Lets a user see main chat, or not. `false`: not online. */
  setChat(nick: string, on: boolean): boolean;
  /** A line about a user to the operator chat. `false`: not online. */
  reportUser(nick: string, text: string): boolean;

  /** Changes a script's bot. `false`: there is none, or it is the hub's own. */
  editBot(bot: BotSpec): boolean;
  /** All bots of scripts. */
  scriptBots(): BotInfo[];

  /** Runs a line as if the user had typed it; `done(false)`: not online. Waits for the scripts that are asked. */
  typeCommand(nick: string, line: string, inPm: boolean, done: (ok: boolean) => void): void;
  /** Stops the hub after a while; `null` calls a pending stop off. Code 0 stop, 1 restart. */
  stop(code: number, delayMs: number | null): void;
}
