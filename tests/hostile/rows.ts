/**
 * Every hostile script and what must come of it in a whole hub. Data only. Scripts that do not disturb one another
 * stand in one group and are set loose together.
 *
 * @module
 */
import { fromFileUrl } from "@std/path";
import type { Foe } from "./siege.ts";

/** What must come of a script. */
export interface Row extends Foe {
  /**
   * `refused`: never ran; `failed`: stopped while it loaded; `stopped`: stopped later, the operator room is told;
   * `running`: held, and still in the list.
   */
  readonly end: "refused" | "failed" | "stopped" | "running";
  /** In the answer to `!tsload` (refused, failed) or in the report (stopped). */
  readonly told?: RegExp;
  /** In what it logged. */
  readonly logged?: RegExp;
  /** In its entry of `!tslist` afterwards. */
  readonly listed?: RegExp;
  /** Longest time until the operators are told of its end, if not the usual one (ms). */
  readonly withinMs?: number;
}

/** Limit of a hook unless a row says otherwise, milliseconds. */
export const HOOK_MS = 300;
/** The hub may take this much longer to stop a script and say so. */
export const GRACE_MS = 200;
/** Time spent waiting for the hub is not the script's, up to ten times its limit. */
const TOTAL_MS = 10 * HOOK_MS + GRACE_MS;

const jailed = (name: string) => fromFileUrl(new URL(`../scripts/hostile/${name}.ts`, import.meta.url));
const besieging = (name: string) => fromFileUrl(new URL(`../scripts/siege/${name}.ts`, import.meta.url));

const attempts = (...names: string[]): Row[] =>
  names.map((name) => ({ source: jailed(name), name, end: "running", logged: /\bheld\b/ }));

const refused = (name: string, line: number): Row => ({
  source: jailed(name),
  name,
  end: "refused",
  told: new RegExp(`/${name}\\.ts:${line}: `),
});

const hangs = (name: string, told = /OnParsedMsgChat ran longer than 300 ms/): Row => ({
  source: jailed(name),
  name,
  end: "stopped",
  ends: true,
  told,
});

const foe = (name: string, end: Row["end"], more: Partial<Row> = {}): Row => ({
  source: besieging(name),
  name,
  end,
  ends: end === "stopped",
  ...more,
});

const SLOW = { hookMs: 5000 };

/** All rows, in groups. */
export const GROUPS: readonly (readonly Row[])[] = [
  [
    refused("static_node_process", 6),
    refused("static_parent_file", 6),
    refused("static_hidden_import", 7),
    refused("static_escaped_import", 6),
    {
      source: jailed("throw_at_load"),
      name: "throw_at_load",
      end: "failed",
      told: /broken on purpose \(.*throw_at_load\.ts:7\)/,
    },
  ],
  attempts(
    "atomics_wait_forever",
    "builtin_module",
    "constructor_escapes",
    "dynamic_imports",
    "exits",
    "kill_own_process",
  ),
  attempts("message_flood", "nested_workers", "permissions", "prototype_tampering", "storage"),
  [
    ...attempts("unstable_apis", "stack_overflow"),
    { source: jailed("warning_flood"), name: "warning_flood", end: "running", listed: /\[running\]/ },
    foe("ring_forgery", "running", { logged: /held rings: out of reach/ }),
    foe("throw_in_hook", "running", {
      listed: /last trouble: OnParsedMsgChat: Error: thrown in a hook \(.*throw_in_hook\.ts:8\)/,
    }),
    foe("never_answers", "running"),
    {
      source: jailed("hostile_exports"),
      name: "hostile_exports",
      end: "running",
      listed: /last trouble: OnParsedMsgChat: an error that cannot be shown/,
    },
  ],

  [{
    source: jailed("busy_loop_at_load"),
    name: "busy_loop_at_load",
    end: "failed",
    atLoad: true,
    told: /did not load within 2000 ms/,
  }],
  [foe("endless_load", "failed", { atLoad: true, told: /did not load within 2000 ms/ })],
  [foe("flood_at_load", "failed", { atLoad: true, limits: { loadMs: 1000 }, told: /did not load within/ })],
  [{
    source: jailed("heap_bomb_at_load"),
    name: "heap_bomb_at_load",
    end: "failed",
    atLoad: true,
    told: /needs more than 32 MiB|did not load within 2000 ms/,
  }],
  [hangs("busy_loop_in_hook")],
  [hangs("slow_regex")],
  [hangs("endless_microtasks", /ran longer than 300 ms|needs more than 32 MiB/)],
  [{ ...hangs("busy_loop_in_timer", /a timer or promise ran longer than 300 ms/), atLoad: true }],
  [{ ...hangs("console_loop", /a timer or promise ran longer than 300 ms/), atLoad: true }],
  [{ ...hangs("reject_later", /An error that cannot be shown/), atLoad: true }],
  [{ ...hangs("error_handlers", /swallowed\?/), atLoad: true }],
  [{ ...hangs("throw_in_timer", /thrown in a timer/), atLoad: true }],
  [{ ...hangs("heap_bomb", /needs more than 32 MiB/), atLoad: true, limits: SLOW }],
  [{ ...hangs("array_buffer_bomb", /holds \d+ MiB outside its heap/), atLoad: true }],
  [foe("buffer_loop", "stopped", { limits: SLOW, told: /the hub grew by \d+ MiB/, withinMs: 2000 })],
  [{
    source: jailed("console_flood"),
    name: "console_flood",
    end: "running",
    limits: SLOW,
    watchMs: 1300, // lines that were dropped are counted once a second
    logged: /log lines dropped/,
  }],

  [foe("cast_flood", "stopped", { told: /OnParsedMsgChat ran longer/ })],
  [foe("timer_flood", "running", { watchMs: 1500 })],
  [foe("raw_flood", "stopped", { told: /OnParsedMsgChat ran longer/ })],
  [foe("delayed_flood", "stopped", { told: /OnParsedMsgChat ran longer/ })],
  [foe("call_flood", "stopped", { told: /OnParsedMsgChat ran longer/, withinMs: TOTAL_MS, watchMs: 1000 })],
  [
    foe("script_command_flood", "stopped", {
      told: /OnParsedMsgChat ran longer/,
      withinMs: TOTAL_MS,
      watchMs: 1000,
    }),
  ],
  [foe("script_command_echo", "running", { watchMs: 3000, limits: SLOW })],
  [foe("bots", "running", { limits: SLOW, logged: /held bots: 100\b/ })],
  [foe("kick_recursion", "running", { logged: /held depth: 16/ })],
  [foe("config_recursion", "stopped", { told: /ran longer than 300 ms/, withinMs: TOTAL_MS, watchMs: 1000 })],
  [foe("huge_answer", "running", {
    listed: /last trouble: OnParsedMsgChat: RangeError: Cannot send the answer/,
  })],
  [foe("large_answer", "running", { listed: /last trouble: OnParsedMsgChat: .*too long/ })],
  [foe("deep_answer", "running", { logged: /held argument: TypeError/ })],
  [foe("opaque_answers", "running", { listed: /last trouble: OnParsedMsgChat: TypeError/ })],
  [foe("huge_argument", "running", { limits: SLOW, logged: /held 8000000: RangeError/ })],
  [foe("slow_hook", "running")],
  [foe("slow_unload", "running")],
  [foe("stubborn_unload", "running")],
];
