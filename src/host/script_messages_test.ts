/**
 * Tests of script_messages.ts.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { createScriptMessages, MAX_QUEUED } from "./script_messages.ts";

const message = (cmd: string) => ({ cmd, data: "d", plugin: "p", script: "s" });

function made() {
  const told: unknown[][] = [];
  const messages = createScriptMessages({
    tellAll(hook, args, done) {
      told.push([hook, ...args]);
      done();
    },
  });
  return { messages, told };
}

Deno.test("script messages: queued ones are delivered by a flush, in order, once", () => {
  const { messages, told } = made();
  messages.queue(message("a"));
  messages.queue(message("b"));
  assertEquals(told, []);
  messages.flush();
  messages.flush();
  assertEquals(told, [["OnScriptCommand", "a", "d", "p", "s"], ["OnScriptCommand", "b", "d", "p", "s"]]);
});

Deno.test("script messages: the queue is full at its bound and takes more after a flush", () => {
  const { messages, told } = made();
  for (let i = 0; i < MAX_QUEUED; i++) assertEquals(messages.queue(message("a")), true);
  assertEquals(messages.queue(message("b")), false);
  messages.flush();
  assertEquals([told.length, messages.queue(message("b"))], [MAX_QUEUED, true]);
});

Deno.test("script messages: one queued during a flush waits for the next", () => {
  const seen: unknown[] = [];
  const messages = createScriptMessages({
    tellAll(_hook, [cmd]) {
      seen.push(cmd);
      messages.queue(message("again"));
    },
  });
  messages.queue(message("first"));
  messages.flush();
  assertEquals(seen, ["first"]);
  messages.flush();
  assertEquals(seen, ["first", "again"]);
});

Deno.test("script messages: an immediate one is delivered at once and says when it is done", () => {
  const { messages, told } = made();
  let done = false;
  messages.deliver(message("now"), () => done = true);
  assertEquals([told.length, done], [1, true]);
});
