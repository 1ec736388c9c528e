/**
 * Looks for the removed globals through code made at run time and through constructors.
 *
 * @module
 */
import { attempt, expectAbsent } from "./attempt.ts";

const makers: [string, (code: string) => unknown][] = [
  ["Function", (code) => Function(code)()],
  ["async function", (code) => (async () => {}).constructor(code)()],
  ["generator", (code) => (function* () {}).constructor(code)().next().value],
  ["indirect eval", (code) => (0, eval)(`(() => { ${code} })()`)],
  ["constructor of a facade", (code) => Deno.readFile.constructor(code)()],
];
for (const [name, make] of makers) {
  const read = await make("return [typeof require, typeof postMessage, typeof Worker, typeof process.kill] + ''");
  console.log(`${read === "undefined,undefined,undefined,undefined" ? "held" : "ESCAPED"} ${name}: ${read}`);
}
const scope = globalThis.constructor as unknown as new () => unknown;
await attempt("new globalThis.constructor", () => new scope());
expectAbsent("members of the scope's class", () => Object.keys(scope.prototype)[0]);
expectAbsent("caller of a loose function", () => Function("return arguments.callee.caller")() ?? undefined);

export function OnParsedMsgChat(): number {
  return 1;
}
