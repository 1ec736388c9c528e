/**
 * The one interface between "a hub" and everything that serves scripts. The embedded hub and the attached client
 * both implement it; `vh/handlers` and `host` see nothing else of a hub. Owns shapes only, no behaviour.
 *
 * Text is decoded text; nicks are compared without ASCII case. All methods are synchronous; where another script
 * must be asked first, the outcome comes through `done` (possibly before the method returns).
 *
 * @module
 */
import type { ModerationPort } from "./moderation_port.ts";
import type { ScriptSink, StateSink } from "./script_sink.ts";

/** Raw protocol data for a range of classes. */
export interface ClassRange {
  /** Lowest class that receives it. */
  readonly min: number;
  /** Highest class that receives it. */
  readonly max: number;
}

/** What a script's bot looks like in the user list. */
export interface BotSpec {
  /** Nick. */
  readonly nick: string;
  /** Class, 0…5 or 10. */
  readonly class: number;
  /** Description, with tag if wanted. */
  readonly desc: string;
  /** Connection text ending in the status byte. */
  readonly speed: string;
  /** E-mail. */
  readonly email: string;
  /** Share in bytes, decimal. */
  readonly share: string;
}

/** A kick as an operator or a script asks for it. */
export interface KickRequest {
  /** Nick of the operator (a user or bot in the list). */
  readonly op: string;
  /** Nick of the victim. */
  readonly nick: string;
  /** Shown to the victim and in the notice. */
  readonly reason: string;
  /** Note for the user, stored with the kick. */
  readonly note: string;
  /** Operators' note, stored with the kick. */
  readonly opNote: string;
  /** Seconds of ban; 0 = the hub's `tban_kick`. */
  readonly banSeconds: number;
  /** Where to send the victim, or `""`. */
  readonly redirect: string;
  /** Name of the script that asks, for the audit trail; absent when the operator does. */
  readonly script?: string;
}

/** What a script did in somebody's name, for the audit trail. */
export interface ScriptDeed {
  /** Name of the script. */
  readonly script: string;
  /** Nick in whose name it acts. */
  readonly op: string;
  /** Name of the call. */
  readonly action: string;
  /** Whom or what it was about. */
  readonly target: string;
  /** The rest, without secrets. */
  readonly detail: string;
  /** Whether the hub did it. */
  readonly ok: boolean;
}

/** Fields of a published MyINFO; `null` keeps one, `""` clears it. */
export interface MyInfoChange {
  /** Description. */
  readonly desc: string | null;
  /** Tag, `<…>`. */
  readonly tag: string | null;
  /** Connection text ending in the status byte. */
  readonly speed: string | null;
  /** E-mail. */
  readonly email: string | null;
  /** Share, decimal bytes. */
  readonly share: string | null;
}

/** Who typed a hub command. */
export interface CommandCaller {
  /** Nick of the user. */
  readonly nick: string;
  /** Class of the user at that moment. */
  readonly class: number;
  /** Sends a line (or several, `\r\n`) back, as main chat of the hub's bot to this user only. */
  reply(text: string): void;
}

/** An operator command served from outside the hub (script commands). */
export interface PortCommand {
  /** Word after the trigger, lower case; compared without case. */
  readonly name: string;
  /** Other words for the same command. */
  readonly aliases: readonly string[];
  /** Lowest class, read at every call. */
  minClass(): number;
  /** Argument pattern for help, e.g. `<script>`; `""` for none. */
  readonly usage: string;
  /** One line for help. */
  readonly help: string;
  /** It changes something: every run is written into the audit trail. */
  readonly audited?: true;
  /** Runs it; `args` is the rest of the line, trimmed. */
  run(caller: CommandCaller, args: string): void;
}

/** A hub, as scripts see it; the rest of its methods stands in `moderation_port.ts`. */
export interface HubPort extends ModerationPort {
  /** Own hub, or a client of somebody else's. */
  readonly mode: "embedded" | "attach";
  /** Hub software name and version. */
  readonly version: { readonly name: string; readonly version: string };
  /** When the hub started, Unix seconds. */
  readonly startedAt: number;

  /** Connects the script side. The hub asks and tells it from now on. Replaces an earlier sink. */
  connect(sink: ScriptSink): void;
  /** Feeds the complete present state to `sink`, in the order a fresh replica needs. */
  snapshot(sink: StateSink): void;

  /** `<bot> text` to the main chat of users in the range. */
  mainChat(bot: string, text: string, range: ClassRange): void;
  /** `<bot> text` to one user. `false`: not online. */
  chatTo(nick: string, bot: string, text: string): boolean;
  /** Private message to one user. `false`: not online. */
  privateMessage(nick: string, from: string, displayed: string, text: string): boolean;
  /** The same private message to every user in the range. */
  privateToAll(from: string, text: string, range: ClassRange): void;
  /** Private message from the operator chat bot to its members, signed by `author`. `false`: there is no such room. */
  operatorChat(text: string, author: string | null): boolean;
  /** Raw protocol data to one user; `delayed` = with the next flush. `false`: not online. */
  rawTo(nick: string, data: string, delayed: boolean): boolean;
  /** Raw protocol data to the range, or to its active or passive part. */
  rawToAll(data: string, range: ClassRange, mode: "all" | "active" | "passive", delayed: boolean): void;

  /** Kicks; `done(false)` when `op` is not in the user list. */
  kick(request: KickRequest, done: (ok: boolean) => void): void;
  /** Address of a user, as others are told it; null for bots and for who is not online. */
  userIp(nick: string): string | null;
  /** Closes a user's connection after `delayMs`. `false`: not online. */
  closeUser(nick: string, reason: number, delayMs: number): boolean;
  /** Rewrites a published MyINFO and shows it to everybody. `false`: no such user. */
  setMyInfo(nick: string, change: MyInfoChange): boolean;

  /** Adds a bot that belongs to `owner`. `false`: bad or taken nick, or too many bots. */
  addBot(owner: string, bot: BotSpec): boolean;
  /** Why `addBot` would return `false`, as a text without a full stop; `null` when it would not. */
  whyNotBot(owner: string, bot: BotSpec): string | null;
  /** Removes a bot (never the hub's own). `false`: no such bot. */
  removeBot(nick: string): boolean;
  /** Removes every bot of this owner; returns how many. */
  removeBotsOf(owner: string): number;

  /** A variable as text, or `null`. `conf` "config" is the hub's own set. */
  getConfig(conf: string, name: string): string | null;
  /** Changes a variable after asking the scripts. `by` is shown as the one who did it. */
  setConfig(conf: string, name: string, value: string, by: string, done: (ok: boolean) => void): void;
  /** Sets the topic and shows it. */
  setTopic(topic: string): void;

  /** Writes into the audit trail what a script did; only so many rows a minute. */
  auditScript(deed: ScriptDeed): void;

  /** Adds operator commands; returns a function that takes them away. */
  registerCommands(commands: readonly PortCommand[]): () => void;
  /** A line of the hub itself to the operator chat room, or to those of it who have at least `minClass`. */
  reportToOperators(text: string, minClass?: number): void;
}
