/**
 * One worker with the scripts in it: its jail, its channel end, the hooks it has not answered, and the clock that
 * runs on them. Nearly always it holds one script; the scripts of a shared group are members of one worker.
 * Owns what belongs to the thread, and the check that records make sense; what one script may do is the business of
 * its {@linkcode Member}. Knows nothing of restarts; the supervisor does.
 *
 * @module
 */
import { HubError } from "../core/errors.ts";
import { CONTROL, MAX_MEMBERS, MEMBER_STEP, NOTICE } from "../vh/protocol.ts";
import { createHubTime, type HubTime } from "./hub_time.ts";
import type { Death, Jail } from "./jail/jail.ts";
import type { ScriptGraph } from "./loader/graph_types.ts";
import { type HookOwner, type OpenHook, OpenHooks } from "./open_hooks.ts";
import { PacedEnd } from "./paced_end.ts";
import { stateFeed } from "./state_feed.ts";
import type { Member, WorkerEnd, WorkerOptions } from "./worker_types.ts";

/** Milliseconds between pings. */
const PING_MS = 250;

/** A worker and its channel. */
export class ScriptWorker {
  /** Resolves when the jail is up and no user code has run. */
  readonly booted: Promise<void>;
  /** Time its scripts wait for the hub; one thread, one stopwatch. */
  readonly hubTime: HubTime;
  readonly #options: WorkerOptions;
  readonly #end: PacedEnd;
  readonly #jail: Jail;
  readonly #open: OpenHooks;
  readonly #members: (Member | undefined)[] = [];
  #ready: Promise<void> | undefined;
  /** Nested hooks without an answer: how deep the thread stands in calls. */
  #nested = 0;
  #pings = 0;
  /** The ping without an answer, if any. */
  #ping: { readonly at: number; readonly hubTimeAt: number } | undefined;
  #pongAt = 0;
  #answered: (() => void) | undefined;
  #loading = 0;
  #unloading = 0;
  #served = false;
  #over = false;
  #memory = { heap: 0, external: 0 };

  /** Boots a jail; user code comes with {@linkcode ScriptWorker.load}. */
  constructor(options: WorkerOptions) {
    this.#options = options;
    const { limits, port, clock, shared } = options;
    this.#end = new PacedEnd({
      decision: (seq, value) => this.#decided(seq, value),
      pending: (seq) => this.#postponed(seq),
      cast: (call, args) => this.#take(call, args, null),
      call: (id, call, args) => this.#take(call, args, id),
      notice: (op, args) => this.#notice(op, args),
      corrupt: (reason) => this.#fail({ code: "channel.corrupt", reason: `it broke its channel: ${reason}` }),
      overflow: (reason) => this.#fail({ code: "script.overload", reason: `it does not keep up: ${reason}` }),
    }, { ringBytes: limits.ringKb * 1024, now: () => clock.mono() });
    this.#open = new OpenHooks(limits.hookMs);
    this.hubTime = createHubTime(() => clock.mono());
    this.#jail = options.bootJail({
      data: {
        memory: this.#end.memory,
        callTimeoutMs: 30_000,
        shared,
        hub: { ...port.version, startedAt: port.startedAt },
      },
      onDeath: (death) => this.#jailDied(death),
    });
    this.booted = this.#jail.booted;
  }

  /** Bytes of heap and outside the heap, as the worker last reported. */
  get memory(): { readonly heap: number; readonly external: number } {
    return this.#memory;
  }

  /** True once the worker is dead or told to stop. */
  get over(): boolean {
    return this.#over;
  }

  /** True while a script in it waits for the hub, so that only nested hooks reach it. */
  get inCall(): boolean {
    return this.hubTime.inCall;
  }

  /** Channel counters. */
  get counters(): PacedEnd["counters"] {
    return this.#end.counters;
  }

  /** Why {@linkcode ScriptWorker.send} sent nothing, when the arguments were to blame. */
  get refusal(): unknown {
    return this.#end.refusal;
  }

  /** Milliseconds a hook, or a function that the hub calls, may take. */
  get hookMs(): number {
    return this.#options.limits.hookMs;
  }

  /** At what depth a call of a script in it runs now. */
  get callDepth(): number {
    return this.#nested + 1;
  }

  /**
   * Takes a script in.
   *
   * @returns Its number.
   * @throws {HubError} `script.overload` when the worker has had {@linkcode MAX_MEMBERS} of them already.
   */
  join(member: Member): number {
    if (this.#members.length >= MAX_MEMBERS) {
      throw new HubError("script.overload", `The group has loaded ${MAX_MEMBERS} scripts in one worker`, {
        remedy: "Unload all its scripts, then load them again",
      });
    }
    return this.#members.push(member) - 1;
  }

  /** Takes a script out: its open hooks end, what it still sends is refused. */
  leave(number: number): void {
    const member = this.#members[number];
    if (!member) return;
    this.#members[number] = undefined;
    member.lost();
    for (const { open, running } of this.#open.takeOf(member)) {
      if (running && open.nested) this.hubTime.hookEnded();
      this.#lose(open);
    }
  }

  /** Takes a state change for the replica; before the first snapshot there is nothing to change. */
  delta(op: number, args: unknown[]): void {
    if (this.#served) this.#end.delta(op, args);
  }

  /**
   * Gives the worker the hub's state, the first time, then imports a script as member `number`.
   *
   * @param identity What the script is told about itself.
   * @throws {HubError} As `Jail.load`; in an unshared worker that is its end.
   */
  async load(number: number, graph: ScriptGraph, identity: unknown): Promise<void> {
    await (this.#ready ??= this.#feed());
    this.#loading++;
    try {
      await this.#jail.load(graph, {
        timeoutMs: this.#options.limits.loadMs,
        member: number,
        data: identity,
        keep: this.#options.shared,
      });
      // The worker listed the hooks in the ring before it said "loaded". What precedes them fills the ring at most.
      this.#end.catchUp(this.#options.limits.ringKb);
    } finally {
      this.#loading--;
      this.#progress(this.#options.clock.mono());
    }
  }

  async #feed(): Promise<void> {
    await this.booted;
    this.#served = true;
    this.#options.pump.add(this.#end);
    this.#options.port.snapshot(stateFeed((op, args) => this.#end.delta(op, args)));
    await this.#caughtUp();
  }

  /** Resolves when the worker has read everything sent so far, or is dead. */
  #caughtUp(): Promise<void> {
    return new Promise((resolve) => {
      this.#answered = resolve;
      if (this.#over) return resolve();
      this.#sendPing(this.#options.clock.mono());
    });
  }

  #sendPing(now: number): void {
    this.#ping = { at: now, hubTimeAt: this.hubTime.at(now) };
    this.#end.control(CONTROL.ping, [++this.#pings]);
    this.#options.pump.kick();
  }

  /** Is a hook of this name on its way to this member or in its hands? */
  runs(hook: string, owner: HookOwner): boolean {
    return this.#open.runs(hook, owner);
  }

  /**
   * Sends an event to a member.
   *
   * @param event Hook number, or the number of another event.
   * @returns False when it cannot be sent; nothing of `open` is called then.
   */
  send(
    number: number,
    event: number,
    args: readonly unknown[],
    open: Pick<OpenHook, "hook" | "owner" | "nested" | "settle">,
  ): boolean {
    const { nested } = open;
    const seq = this.#over ? 0 : this.#end.event(number * MEMBER_STEP + event, args, nested);
    if (seq === 0) return false;
    const now = this.#options.clock.mono();
    if (nested) {
      this.#nested++;
      this.hubTime.hookBegan();
    }
    const { hook, owner, settle } = open;
    this.#open.add(seq, { hook, owner, nested, settle, sentAt: now, hubTimeAt: this.hubTime.at(now) });
    this.#options.pump.kick();
    return true;
  }

  /** Tells a member to run UnLoad; while the promise is open nothing counts as stuck. */
  async unloading(number: number, code: number | null, done: Promise<unknown>): Promise<void> {
    if (this.#over || !this.#served || this.#jail.death) return;
    this.#unloading++;
    this.#end.control(number * MEMBER_STEP + CONTROL.unload, [code]);
    this.#options.pump.kick();
    await done;
    this.#unloading--;
    this.#progress(this.#options.clock.mono());
  }

  /** Answers a call. */
  reply(id: number, result: unknown): void {
    this.#end.reply(id, result);
    this.#options.pump.kick();
  }

  /** Refuses a call. */
  fail(id: number, code: string, message: string): void {
    this.#end.fail(id, code, message);
    this.#options.pump.kick();
  }

  /** Stops the worker at once. */
  async kill(): Promise<number> {
    this.#finish();
    return await this.#jail.kill();
  }

  /** After the end: has its thread really ended? As `Jail.gone`. */
  gone(): Promise<boolean> {
    return this.#jail.gone();
  }

  /** Ends the worker with a reason, as if it had died of it. */
  end(end: WorkerEnd): void {
    this.#fail(end);
  }

  /** Ends hooks that are too late and the worker itself when it is stuck. Call it every few dozen milliseconds. */
  watch(): void {
    if (this.#over || this.#loading > 0 || this.#unloading > 0 || !this.#served) return;
    const now = this.#options.clock.mono();
    const hubTime = this.hubTime.at(now);
    const { hookMs } = this.#options.limits;
    for (const open of this.#open.takeLate(now)) {
      open.owner.timedOut(open);
      this.#lose(open);
    }
    const stuck = this.#open.stuck(now, hubTime);
    if (stuck) {
      const { hook } = stuck;
      stuck.owner.timedOut(stuck);
      this.#fail({ code: "script.timeout", reason: `${hook} ran longer than ${hookMs} ms`, hook });
    } else if (!this.#ping) {
      if (now - this.#pongAt > PING_MS) this.#sendPing(now);
    } else if (this.#open.tooLong(this.#ping.at, this.#ping.hubTimeAt, now, hubTime)) {
      this.#fail({ code: "script.timeout", reason: `a timer or promise ran longer than ${hookMs} ms` });
    }
  }

  /** Milliseconds since the worker's last sign of life while a ping or hook waits for one; 0 while it answers. */
  silentMs(): number {
    return this.#open.silentMs(this.#options.clock.mono(), this.#ping?.at);
  }

  /** Hooks answered from within a call of the script show nothing: they may go on causing one another for ever. */
  #progress(now: number): void {
    if (!this.hubTime.inCall) this.#open.progress(now, this.hubTime.at(now));
  }

  #decided(seq: number, value: unknown): void {
    if (this.#open.runsNested(seq)) this.hubTime.hookEnded();
    const open = this.#open.take(seq);
    const now = this.#options.clock.mono();
    this.#progress(now);
    if (!open) return; // its limit came first
    if (open.nested) this.#nested--;
    open.owner.answered(open, value, now - open.sentAt);
  }

  #postponed(seq: number): void {
    if (this.#open.runsNested(seq)) this.hubTime.hookEnded();
    this.#progress(this.#options.clock.mono());
    this.#open.promise(seq);
  }

  #lose(open: OpenHook): void {
    if (open.nested) this.#nested--;
    open.owner.unanswered(open);
  }

  #take(call: number, args: unknown[], id: number | null): void {
    const number = Math.floor(call / MEMBER_STEP);
    const member = this.#members[number];
    if (member?.take(call % MEMBER_STEP, args, id)) return;
    if (!member && number < this.#members.length) {
      // A timer of an unloaded script: it shares its worker with others, so it cannot be stopped.
      if (id !== null) this.fail(id, "script.unknown", "This script was unloaded");
      return;
    }
    this.#fail({ code: "channel.corrupt", reason: `it broke its channel: there is no call ${call}` });
  }

  #notice(op: number, args: unknown[]): void {
    const kind = op % MEMBER_STEP;
    if (kind !== NOTICE.pong) {
      const member = this.#members[Math.floor(op / MEMBER_STEP)];
      if (member) member.notice(kind, args);
      else if (kind === NOTICE.log) this.#options.log(noticeText(args, 0), noticeText(args, 1));
      return;
    }
    const [, heap, external] = args;
    if (typeof heap === "number" && typeof external === "number") this.#memory = { heap, external };
    this.#ping = undefined;
    this.#pongAt = this.#options.clock.mono();
    this.#progress(this.#pongAt);
    this.#answered?.();
  }

  #jailDied(death: Death): void {
    const oldest = this.#open.oldest();
    this.#fail({
      code: death.kind === "memory" ? "script.memory" : "script.crashed",
      reason: death.message,
      ...(oldest ? { hook: oldest.hook } : {}),
      ...(death.stack ? { stack: death.stack } : {}),
    });
  }

  #fail(end: WorkerEnd): void {
    if (this.#over) return;
    this.#finish();
    void this.#jail.kill();
    this.#options.died(end);
  }

  /** Closes the channel and answers everything that is open. */
  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    this.#options.pump.remove(this.#end);
    this.#end.close();
    for (const member of this.#members) member?.lost();
    this.#answered?.();
    for (const open of this.#open.takeAll()) this.#lose(open);
  }
}

/** Text at `index` of a notice's arguments, bounded; `""` when there is none. */
export function noticeText(args: readonly unknown[], index: number): string {
  const text = args[index];
  return typeof text === "string" ? text.slice(0, 8000) : "";
}
