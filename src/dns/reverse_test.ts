/**
 * Tests of reverse.ts against a name server of their own.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { fakeClock } from "../core/fake_clock.ts";
import { createReverseDns, LOOKUP_MS, MAX_CACHED, MAX_RUNNING, MAX_WAITING, reverseName } from "./reverse.ts";

interface Question {
  readonly name: string;
  readonly signal: AbortSignal;
  answer(hosts: readonly string[]): void;
  refuse(): void;
}

function made() {
  const clock = fakeClock();
  const asked: Question[] = [];
  const dns = createReverseDns({
    clock,
    resolve(name, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
      asked.push({ name, signal, answer: resolve, refuse: () => reject(new Error("NXDOMAIN")) });
      return promise;
    },
  });
  const results: [string, string | null][] = [];
  const ask = (ip: string) => dns.hostOf(ip, (host) => results.push([ip, host]));
  return { clock, asked, ask, results };
}

/** Lets everything that is ready happen. */
const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

Deno.test("dns: names of addresses as servers know them", () => {
  assertEquals(reverseName("8.8.4.1"), "1.4.8.8.in-addr.arpa");
  const six = "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa";
  assertEquals([reverseName("2001:db8::1"), reverseName("2001:db8:0:0:0:0:0:1")], [six, six]);
  for (const text of ["", "localhost", "1.2.3", "1:2", "::1::2", "a b", "1:2:3:4:5:6:7:8:9", "12345::"]) {
    assertEquals(reverseName(text), null, text);
  }
});

Deno.test("dns: a name is asked for once and remembered, also that there is none", async () => {
  const { clock, asked, ask, results } = made();
  ask("1.1.1.1");
  ask("1.1.1.1");
  ask("2.2.2.2");
  assertEquals(asked.map(({ name }) => name), ["1.1.1.1.in-addr.arpa", "2.2.2.2.in-addr.arpa"]);
  asked[0]!.answer(["one.example.", "other.example."]);
  asked[1]!.refuse();
  await settle();
  assertEquals(results, [["1.1.1.1", "one.example"], ["1.1.1.1", "one.example"], ["2.2.2.2", null]]);
  ask("1.1.1.1");
  ask("2.2.2.2");
  assertEquals([results.length, asked.length], [5, 2]);
  clock.tick(61_000);
  ask("1.1.1.1");
  ask("2.2.2.2");
  assertEquals([results.length, asked.length], [6, 3]);
  clock.tick(600_000);
  ask("1.1.1.1");
  assertEquals(asked.length, 4);
  for (const { refuse } of asked) refuse();
  await settle();
});

Deno.test("dns: who asks too long a server gets nothing, and the question is withdrawn", async () => {
  const { clock, asked, ask, results } = made();
  ask("1.1.1.1");
  clock.tick(LOOKUP_MS - 1);
  await settle();
  assertEquals(results, []);
  clock.tick(1);
  await settle();
  assertEquals([results, asked[0]!.signal.aborted], [[["1.1.1.1", null]], true]);
});

Deno.test("dns: what servers answer is no host name, or is nothing: nothing", async () => {
  const { asked, ask, results } = made();
  const answers = [["a b"], ["x|y"], ["h".repeat(254)], [""], []];
  answers.forEach((_, i) => ask(`1.1.1.${i}`));
  answers.forEach((answer, i) => asked[i]!.answer(answer));
  await settle();
  assertEquals(results.map(([, host]) => host), answers.map(() => null));
});

Deno.test("dns: look-ups at a time, look-ups waiting and the cache have bounds", async () => {
  const { asked, ask, results } = made();
  for (let i = 0; i <= MAX_RUNNING + MAX_WAITING; i++) ask(`1.1.${i >> 8}.${i & 255}`);
  assertEquals([asked.length, results.length], [MAX_RUNNING, 1]);
  for (let i = 0; i < asked.length; i++) {
    asked[i]!.answer([]);
    if (i === asked.length - 1) await settle();
  }
  assertEquals(results.length, MAX_RUNNING + MAX_WAITING + 1);
  const before = asked.length;
  for (let i = 0; i < MAX_CACHED; i++) {
    ask(`2.2.${i >> 8}.${i & 255}`);
    asked.at(-1)!.refuse();
    await Promise.resolve();
    if (i % MAX_RUNNING === 0) await settle();
  }
  await settle();
  const asksNow = asked.length;
  assert(asksNow > before);
  ask("1.1.0.0");
  assertEquals(asked.length, asksNow + 1, "what was found first was forgotten");
  asked.at(-1)!.refuse();
  await settle();
});
