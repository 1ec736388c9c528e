/**
 * Tests of dispatcher.ts with listeners that are plain objects.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { ALLOW, type Answer, noScripts } from "../port/script_sink.ts";
import type { HookName } from "../vh/hooks.ts";
import { createDispatcher, type Dispatcher, type Listener, MAX_DEPTH } from "./dispatcher.ts";

interface Asked {
  hook: HookName;
  args: readonly unknown[];
  nested: boolean;
  settle: (answer: Answer) => void;
}

/** A listener that remembers questions; the test answers them. */
function listener(...hooks: HookName[]): Listener & { asked: Asked[] } {
  const asked: Asked[] = [];
  return {
    asked,
    listens: (hook) => hooks.includes(hook),
    ask: (hook, args, nested, settle) => void asked.push({ hook, args, nested, settle }),
  };
}

/** A listener that answers at once. */
function answering(answer: Partial<Answer>, ...hooks: HookName[]): Listener {
  return {
    listens: (hook) => hooks.includes(hook),
    ask: (_hook, _args, _nested, settle) => settle({ ...ALLOW, ...answer }),
  };
}

function made(...listeners: Listener[]) {
  const tooDeep: HookName[] = [];
  const dispatcher = createDispatcher(noScripts().state, (hook) => tooDeep.push(hook));
  dispatcher.setListeners(listeners);
  return { dispatcher, tooDeep };
}

/** The answers so far of one question. */
function answers(dispatcher: Dispatcher, hook: "OnNewConn" | "OnParsedMsgChat", ...args: string[]): Answer[] {
  const got: Answer[] = [];
  dispatcher.ask(hook, args as never, (answer) => got.push(answer));
  return got;
}

Deno.test("dispatcher: nobody listens, so the answer is there at once", () => {
  const { dispatcher } = made(listener("OnTimer"));
  assertEquals(answers(dispatcher, "OnNewConn", "ip"), [ALLOW]);
});

Deno.test("dispatcher: wanted follows the listeners and their changes", () => {
  const hooks: HookName[] = ["OnTimer"];
  const { dispatcher } = made({ ...listener(), listens: (hook) => hooks.includes(hook) });
  const { wanted } = dispatcher;
  assertEquals([wanted.OnTimer, wanted.OnNewConn], [true, false]);
  hooks.push("OnNewConn");
  dispatcher.refresh();
  assertEquals(wanted.OnNewConn, true);
  dispatcher.setListeners([]);
  assertEquals([wanted.OnTimer, wanted.OnNewConn], [false, false]);
});

Deno.test("dispatcher: verdict hooks are asked side by side, and every answer is waited for", () => {
  const one = listener("OnNewConn"), two = listener("OnNewConn"), deaf = listener();
  const { dispatcher } = made(one, deaf, two);
  const got = answers(dispatcher, "OnNewConn", "ip");
  assertEquals([one.asked.length, two.asked.length, deaf.asked.length, got.length], [1, 1, 0, 0]);
  two.asked[0]!.settle({ ...ALLOW, allow: false, send: ["$B"] });
  assertEquals(got, []);
  one.asked[0]!.settle({ ...ALLOW, send: ["$A"] });
  assertEquals(got.length, 1);
  assertEquals([got[0]!.allow, [...got[0]!.send].sort()], [false, ["$A", "$B"]]);
});

Deno.test("dispatcher: chat is asked in turn, each sees what the one before made of it", () => {
  const one = listener("OnParsedMsgChat"), two = listener("OnParsedMsgChat");
  const { dispatcher } = made(one, two);
  const got = answers(dispatcher, "OnParsedMsgChat", "nick", "1");
  assertEquals(two.asked, []);
  one.asked[0]!.settle({ ...ALLOW, allow: false, fields: [null, "2"] });
  assertEquals(two.asked[0]!.args, ["nick", "2"]);
  two.asked[0]!.settle({ ...ALLOW, fields: ["new", null] });
  assertEquals(got, [{ ...ALLOW, allow: false, fields: ["new", "2"] }]);
});

Deno.test("dispatcher: MyINFO fields chain behind the nick", () => {
  const last = listener("OnParsedMsgMyINFO");
  const { dispatcher } = made(
    answering({ fields: ["D", null, null, null, "9"] }, "OnParsedMsgMyINFO"),
    last,
  );
  dispatcher.ask("OnParsedMsgMyINFO", ["n", "d", "t", "s", "m", "1"], () => {});
  assertEquals(last.asked[0]!.args, ["n", "D", "t", "s", "m", "9"]);
});

Deno.test("dispatcher: reports go to everybody, tellAll waits for the last", () => {
  const one = listener("OnScriptCommand", "OnUserLogout"), two = listener("OnScriptCommand");
  const { dispatcher } = made(one, two);
  dispatcher.tell("OnUserLogout", ["nick"]);
  assertEquals(one.asked[0]!.args, ["nick"]);
  let done = 0;
  dispatcher.tellAll("OnScriptCommand", ["c", "d", "p", "s"], () => done++);
  one.asked[1]!.settle(ALLOW);
  assertEquals(done, 0);
  two.asked[0]!.settle(ALLOW);
  assertEquals(done, 1);
});

Deno.test("dispatcher: what a call causes is nested, also after an answer that came later", () => {
  const one = listener("OnOperatorKicks", "OnUserLogout", "OnTimer");
  const { dispatcher } = made(one);
  dispatcher.caused(1, () => {
    dispatcher.ask("OnOperatorKicks", ["op", "nick", "why"], () => dispatcher.tell("OnUserLogout", ["nick"]));
  });
  dispatcher.tell("OnTimer", [0]);
  one.asked[0]!.settle(ALLOW);
  assertEquals(one.asked.map(({ hook, nested }) => [hook, nested]), [
    ["OnOperatorKicks", true],
    ["OnTimer", false],
    ["OnUserLogout", true],
  ]);
});

Deno.test("dispatcher: a call that fails leaves the depth as it was", () => {
  const one = listener("OnTimer");
  const { dispatcher } = made(one);
  try {
    dispatcher.caused(1, () => {
      throw new Error("x");
    });
  } catch { /* the point is what comes after */ }
  dispatcher.tell("OnTimer", [0]);
  assertEquals(one.asked[0]!.nested, false);
});

Deno.test("dispatcher: an event nested too deep is not delivered, and that is told", () => {
  const one = listener("OnOperatorKicks");
  const { dispatcher, tooDeep } = made(one);
  const ask = (depth: number) => {
    let answer: Answer | undefined;
    dispatcher.caused(depth, () => dispatcher.ask("OnOperatorKicks", ["a", "b", "c"], (got) => answer = got));
    return answer;
  };
  assertEquals(ask(MAX_DEPTH), undefined);
  assertEquals(one.asked.length, 1);
  assertEquals(ask(MAX_DEPTH + 1), ALLOW);
  assertEquals([one.asked.length, tooDeep], [1, ["OnOperatorKicks"]]);
});

Deno.test("dispatcher: a listener that goes away while it is asked does not disturb the question", () => {
  const two = listener("OnParsedMsgChat");
  const { dispatcher } = made(
    {
      listens: (hook) => hook === "OnParsedMsgChat",
      ask(_hook, _args, _nested, settle) {
        dispatcher.setListeners([two]);
        settle(ALLOW);
      },
    },
    two,
  );
  const got = answers(dispatcher, "OnParsedMsgChat", "nick", "x");
  two.asked[0]!.settle(ALLOW);
  assert(got.length === 1);
});
