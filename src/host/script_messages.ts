/**
 * Messages between scripts: the queue behind `vh.ScriptCommand` and its delivery. Bounded; owns nothing else.
 *
 * @module
 */
import type { Dispatcher } from "./dispatcher.ts";

/** Messages that may wait for the next tick. */
export const MAX_QUEUED = 1000;

/** One message; arguments of OnScriptCommand. */
export interface ScriptMessage {
  /** What it is about. */
  readonly cmd: string;
  /** The rest. */
  readonly data: string;
  /** Tag of the sending plugin. */
  readonly plugin: string;
  /** `vh.path` of the sender. */
  readonly script: string;
}

/** The queue. */
export interface ScriptMessages {
  /** Queues a message. False: full. */
  queue(message: ScriptMessage): boolean;
  /** Delivers a message now; `done` after every script handled it. */
  deliver(message: ScriptMessage, done: () => void): void;
  /** Delivers what is queued; messages queued meanwhile wait for the next flush. */
  flush(): void;
}

/** Creates an empty queue. */
export function createScriptMessages(dispatcher: Pick<Dispatcher, "tellAll">): ScriptMessages {
  let queued: ScriptMessage[] = [];
  const deliver = ({ cmd, data, plugin, script }: ScriptMessage, done: () => void) =>
    dispatcher.tellAll("OnScriptCommand", [cmd, data, plugin, script], done);
  return {
    queue(message) {
      if (queued.length >= MAX_QUEUED) return false;
      queued.push(message);
      return true;
    },
    deliver,
    flush() {
      const batch = queued;
      queued = [];
      for (const message of batch) deliver(message, () => {});
    },
  };
}
