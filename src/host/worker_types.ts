/**
 * The shapes around a {@linkcode ScriptWorker}: what it is given, what its scripts are to it, why it ends. Data and
 * interfaces only.
 *
 * @module
 */
import type { Pump } from "../channel/pump.ts";
import type { Clock } from "../core/clock.ts";
import type { HubPort } from "../port/hub_port.ts";
import type { Jail, JailOptions } from "./jail/jail.ts";
import type { HookOwner } from "./open_hooks.ts";

/** Limits of one worker; equal for all scripts in it. */
export interface WorkerLimits {
  /** Milliseconds a hook may take. */
  readonly hookMs: number;
  /** Milliseconds loading a script may take. */
  readonly loadMs: number;
  /** Heap in MiB. */
  readonly memoryMb: number;
  /** Size of each ring in KiB. */
  readonly ringKb: number;
}

/** Why a worker is over. */
export interface WorkerEnd {
  /** Error code for logs. */
  readonly code:
    | "script.timeout"
    | "script.memory"
    | "script.crashed"
    | "script.overload"
    | "channel.corrupt";
  /** One line for operators. */
  readonly reason: string;
  /** The hook or function it was in, where known. */
  readonly hook?: string;
  /** Stack with the author's files, where known. */
  readonly stack?: string;
}

/** A script in a worker. */
export interface Member extends HookOwner {
  /** A call or (id null) a cast. False: there is no such call. */
  take(call: number, args: unknown[], id: number | null): boolean;
  /** A report of its own. */
  notice(op: number, args: unknown[]): void;
  /** The worker is over; open hooks of the member are answered after this. */
  lost(): void;
}

/** What a worker needs. */
export interface WorkerOptions {
  /** Its limits. */
  readonly limits: WorkerLimits;
  /** May it hold several scripts? Then a script that fails to load leaves the others alone. */
  readonly shared: boolean;
  /** The hub. */
  readonly port: HubPort;
  /** Polls the channel. */
  readonly pump: Pump;
  /** Time. */
  readonly clock: Clock;
  /** Boots the jail around the channel. */
  bootJail(options: Pick<JailOptions, "data" | "onDeath">): Jail;
  /** Takes a console line that belongs to no script in particular. */
  log(level: string, text: string): void;
  /** Called once when the worker is over without being told to stop. */
  died(end: WorkerEnd): void;
}
