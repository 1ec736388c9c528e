/**
 * What a command is: a row of the tables under `commands/`, the same found by its word, and what it gets when it runs.
 * Owns the shapes; holds no behaviour.
 *
 * @module
 */
import type { SettingName, SettingValues } from "../../config/settings.ts";
import type { CommandCaller, PortCommand } from "../../port/hub_port.ts";
import type { GivenRight, RightsGiven } from "../../store/types.ts";
import type { HubContext } from "../context.ts";
import type { Session, User } from "../model.ts";

/** What a hub command gets. */
export interface CommandCall extends CommandCaller {
  /** The hub. */
  readonly hub: HubContext;
  /** Who typed it. */
  readonly user: User;
  /** The connection it came from. */
  readonly session: Session;
  /** The line as typed, secrets as `***`. */
  readonly line: string;
  /** It came by private message to the hub's bot. */
  readonly inPm: boolean;
  /** What was glued to the word of a timed command behind `_`, `""` for nothing. */
  readonly period: string;
  /** Sends text as private message of the hub's bot; for lists. */
  replyPm(text: string): void;
  /** Says in the audit trail how it went, where nothing is replied; otherwise the first reply does. */
  outcome(text: string): void;
}

/** One entry of a command in the right-click menus of clients (NMDC: `$UserCommand`). */
export interface MenuEntry {
  /** Title; one backslash opens a submenu: `Bans\One day`. */
  readonly title: string;
  /** On a user of the list, or on the hub itself. */
  readonly on: "user" | "hub";
  /** What follows the command word. Clients fill in `%[nick]` and ask for `%[line:Text]`. */
  readonly args: string;
  /** Word of the command when it is not its name: `ban_1d`. */
  readonly word?: string;
}

/** What stands behind a user's nick: no account, one that still needs a password, or one of a user who is known. */
export type Standing = "none" | "choosing" | "known";

/** Whose menus are meant. */
export interface Holder {
  /** Class. */
  readonly class: number;
  /** Rights given for a time, ends that are over being 0. */
  readonly given: RightsGiven | null;
  /** Account. */
  readonly standing: Standing;
}

/** A command of the hub itself, one row of a table under `commands/`. */
export interface HubCommand {
  /** Word after the trigger, lower case. */
  readonly name: string;
  /** Other words for it. */
  readonly aliases?: readonly string[];
  /** A span of time may be glued to the word: `!ban_5m`. A text instead says what has to be glued there. */
  readonly timed?: true | string;
  /** True: only for class 3 and up, behind a trigger of `cmd_start_op`. */
  readonly operator: boolean;
  /** Lowest class; read at every call, so it may come from a setting. */
  minClass(vars: Readonly<SettingValues>): number;
  /** Argument pattern for help, `""` for none. */
  readonly usage: string;
  /** One line for help. */
  readonly help: string;
  /** Further lines for whoever asks for help about this command alone. */
  readonly details?: () => string;
  /** Entries in the menus of clients whose user may run it. */
  readonly menu?: readonly MenuEntry[];
  /** Whether somebody who may run it can use it, so that it stands in the menus; without this always. */
  offered?(vars: Readonly<SettingValues>, holder: Holder): boolean;
  /** Argument words from this one on, counted from 1, are secret (passwords): scripts, logs and the audit trail see `***`. */
  readonly secretFrom?: number;
  /** It changes something: every run is written into the audit trail. Kicks write their own row, whoever asks. */
  readonly audited?: true;
  /** Who was given this right for a time may run it below its class. */
  readonly right?: GivenRight;
  /** Number of the argument word the audit trail names as target, default 1; 0 for none. */
  readonly auditTarget?: number;
  /** Runs it; `args` is the rest of the line, trimmed, with `&#36;` and `&#124;` read. */
  run(call: CommandCall, args: string): void;
}

/** A command found by its word. */
export interface FoundCommand {
  /** Name under which help shows it. */
  readonly name: string;
  /** Other words for it. */
  readonly aliases: readonly string[];
  /** Lowest class at this moment. */
  readonly minClass: number;
  /** Argument pattern. */
  readonly usage: string;
  /** One line for help. */
  readonly help: string;
  /** Further lines of help about this command alone, `""` for none. */
  details(): string;
  /** For operators only. */
  readonly operator: boolean;
  /** Takes a span of time behind its word. */
  readonly timed: boolean;
  /** Entries in the menus of clients. */
  readonly menu: readonly MenuEntry[];
  /** Whether these entries are of use to somebody at this moment. */
  offered(holder: Holder): boolean;
  /** First secret argument word, counted from 1; 0 where nothing is secret. */
  readonly secretFrom: number;
  /** Every run is written into the audit trail. */
  readonly audited: boolean;
  /** The right that opens it below its class, or `null`. */
  readonly right: GivenRight | null;
  /** Number of the argument word that is its target there, 0 for none. */
  readonly auditTarget: number;
  /** Runs it. */
  run(call: CommandCall, args: string): void;
}

/** True for a right that a user was given for a time. */
export type HasRight = (right: GivenRight) => boolean;

/** The commands of a hub by word. */
export interface CommandRegistry {
  /** Adds the hub's own commands. Throws `RangeError` when a word is taken: the tables are wrong. */
  add(commands: readonly HubCommand[]): void;
  /** Adds operators' commands from outside; words that are taken stay with their owner. Returns the remover. */
  addPort(commands: readonly PortCommand[]): () => void;
  /**
   * The command of this word (any case), or `null`. A timed command is found with its span of time, too. Operators'
   * commands and those of all users have words of their own: an operator means the former, unless it needs arguments
   * and none follow (`bare`) and there is one of the latter.
   */
  find(word: string, operator?: boolean, bare?: boolean): FoundCommand | null;
  /** First secret argument word of any command of this word, 0 for none. */
  secretFrom(word: string): number;
  /** All words of commands with secret arguments. */
  secretWords(): string[];
  /** Commands a class may use, and those opened by rights it `has` for a time, by name, operator commands last. */
  available(userClass: number, has?: HasRight): FoundCommand[];
  /** The same in the order of the table. */
  listed(userClass: number, has?: HasRight): FoundCommand[];
  /** True when what these lists said so far may change with this variable. */
  dependOn(name: SettingName): boolean;
}
