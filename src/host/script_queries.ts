/**
 * Questions between scripts: asks OnScriptQuery and collects the texts that come back in time. Owns the deadline;
 * knows scripts as listeners only.
 *
 * @module
 */
import type { Clock } from "../core/clock.ts";
import { type Dispatcher, type Listener, MAX_DEPTH } from "./dispatcher.ts";

/** Milliseconds an answer may take. */
const QUERY_MS = 1000;

/** A script that may be asked. */
export interface Asked {
  /** Number. */
  readonly id: number;
  /** Name in lists. */
  readonly name: string;
  /** `vh.path`. */
  readonly path: string;
  /** The running part. */
  readonly listener: Listener | undefined;
}

/** A question. */
export interface Query {
  /** Number of the script that asks; it is not asked itself. */
  readonly from: number;
  /** Arguments of OnScriptQuery: cmd, data, plugin, path of the one who asks. */
  readonly args: readonly [string, string, string, string];
  /** Name, path or number of the only script to ask; null for all. */
  readonly target: string | null;
  /** Milliseconds to wait, {@linkcode QUERY_MS} at most. */
  readonly withinMs: number;
}

/** One answer. */
export interface QueryAnswer {
  /** `vh.path` of the script. */
  readonly script: string;
  /** What it returned. */
  readonly value: string;
}

/**
 * Asks; `done` gets the answers in call order, once. Meant to run as part of the asking script's call, so that the
 * events are nested: that script, and others that wait, can be asked in turn.
 */
export function askScripts(
  scripts: readonly Asked[],
  { from, args, target, withinMs }: Query,
  dispatcher: Pick<Dispatcher, "depth">,
  clock: Clock,
  done: (answers: QueryAnswer[]) => void,
): void {
  const number = /^#?(\d+)$/.exec(target ?? "")?.[1];
  const asked = scripts.filter(({ id, name, path, listener }) =>
    id !== from && listener?.listens("OnScriptQuery") &&
    (target === null || name === target || path === target || String(id) === number)
  );
  if (asked.length === 0 || dispatcher.depth > MAX_DEPTH) return done([]);
  const values = new Array<string | undefined>(asked.length);
  let waiting = asked.length;
  let over = false;
  const finish = () => {
    if (over) return;
    over = true;
    cancel();
    done(asked.flatMap(({ path }, i) => values[i] === undefined ? [] : [{ script: path, value: values[i] }]));
  };
  const cancel = clock.after(Math.min(withinMs, QUERY_MS), finish);
  asked.forEach(({ listener }, i) => {
    listener!.ask("OnScriptQuery", args, true, ({ fields }) => {
      const text = fields?.[0];
      if (typeof text === "string") values[i] = text;
      if (--waiting === 0) finish();
    });
  });
}
