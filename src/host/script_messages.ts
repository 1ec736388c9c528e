/**
 * Messages between scripts: the queue behind `vh.ScriptCommand` and its delivery. Bounded; owns nothing else.
 *
 * @module
 */
import type { Dispatcher } from "./dispatcher.ts";

/** Messages that may wait for the next tick. */
export const MAX_QUEUED = 1000;

interface Message {
  readonly cmd: string;
  readonly data: string;
  readonly plugin: string;
  readonly script: string;
}

/** The queue. */
export interface ScriptMessages {
  /** Queues a message. False: full. */
  queue(message: Message): boolean;
  /** Delivers a message now; `done` after every script handled it. */
  deliver(message: Message, done: () => void): void;
  /** Delivers what is queued; messages queued meanwhile wait for the next flush. */
  flush(): void;
}

/** Creates an empty queue. */
export function createScriptMessages(dispatcher: Pick<Dispatcher, "tellAll">): ScriptMessages {
  let queued: Message[] = [];
  const deliver = ({ cmd, data, plugin, script }: Message, done: () => void) =>
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
