/**
 * What reaches the real functions behind the `Deno` a script sees.
 *
 * @module
 */
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { denoFacade } from "./deno_facade.ts";

const NONE = { net: false, run: false, ffi: false, sys: false };
const ALL = { net: true, run: true, ffi: true, sys: true };

/** A stand-in for `Deno` whose functions record what reaches them. */
function fakeDeno(): { real: typeof Deno; calls: unknown[][] } {
  const calls: unknown[][] = [];
  const fake: Record<string, unknown> = {};
  for (const key of Object.keys(Deno)) {
    const value = (Deno as unknown as Record<string, unknown>)[key];
    fake[key] = typeof value === "function"
      ? (...values: unknown[]) => void calls.push([key, ...values])
      : value;
  }
  return { real: { ...fake, errors: Deno.errors, env: Deno.env } as unknown as typeof Deno, calls };
}

const NO_GUARD = { inside: <T>(work: () => T) => work(), halt() {} };

type Facade = Record<string, (...values: unknown[]) => unknown>;
const make = (real: typeof Deno, grants = ALL) =>
  denoFacade(real, { grants, guard: NO_GUARD, onServeError: () => {} }) as Facade;

Deno.test("facade: only known options pass, as a plain copy", () => {
  const { real, calls } = fakeDeno();
  const facade = make(real);
  facade.listen!({ port: 1, hostname: "h", reusePort: true, transport: "vsock", cid: 1 });
  facade.connect!({ port: 2, transport: "unix", path: "/x" }, "extra");
  facade.writeTextFile!("p", "data", { append: true, nope: 1 }, "extra");
  facade.stat!("p", { bigint: true });
  const plain = (value: Record<string, unknown>) => Object.assign(Object.create(null), value);
  assertEquals(calls, [
    ["listen", plain({ hostname: "h", port: 1 })],
    ["connect", plain({ port: 2 })],
    ["writeTextFile", "p", "data", plain({ append: true })],
    ["stat", "p"],
  ]);
  assertEquals(Object.getPrototypeOf(calls[0]![1]), null);
});

Deno.test("facade: a getter is read once, and options must be an object", () => {
  const { real, calls } = fakeDeno();
  const facade = make(real);
  let reads = 0;
  facade.listen!({
    get port() {
      return ++reads;
    },
  });
  assertEquals([reads, (calls[0]![1] as { port: number }).port], [1, 1]);
  assertThrows(() => facade.listen!("x"), TypeError, "Options must be an object");
});

Deno.test("facade: serve prints nothing and answers an error with 500", async () => {
  const { real, calls } = fakeDeno();
  const errors: unknown[] = [];
  const facade = denoFacade(real, {
    grants: ALL,
    guard: NO_GUARD,
    onServeError: (error) => errors.push(error),
  }) as Facade;
  const handler = () => new Response();
  facade.serve!({ port: 0, reusePort: true }, handler);
  facade.serve!(handler);
  assertThrows(() => facade.serve!({ port: 0 }), TypeError, "handler");
  const options = calls[0]![1] as {
    onError(error: unknown): Response;
    onListen(): void;
    reusePort?: boolean;
  };
  assertEquals([options.reusePort, options.onListen(), calls[1]![2]], [undefined, undefined, handler]);
  const response = options.onError("broken");
  assertEquals([response.status, await response.text(), errors], [500, "Internal Server Error", ["broken"]]);
});

Deno.test("facade: what was not granted explains itself and calls nothing", () => {
  const { real, calls } = fakeDeno();
  const facade = make(real, NONE);
  for (const name of ["connect", "listen", "serve", "resolveDns", "Command", "dlopen", "hostname"]) {
    const error = assertThrows(() => facade[name]!({}), Deno.errors.NotCapable) as Error;
    assertEquals(/needs (net|run|ffi|sys) access/.test(error.message), true, name);
  }
  assertEquals(calls, []);
});

Deno.test("facade: is frozen through and through and holds nothing unlisted", () => {
  const facade = make(Deno, NONE) as unknown as Record<string, unknown>;
  assertEquals(Object.isFrozen(facade), true);
  for (const name of ["env", "errors", "build", "version", "readFile", "args"]) {
    assertEquals(Object.isFrozen(facade[name]), true, name);
  }
  for (
    const name of [
      "exit",
      "kill",
      "pid",
      "cwd",
      "internal",
      "core",
      "open",
      "symlink",
      "stdout",
      "addSignalListener",
    ]
  ) {
    assertEquals(name in facade, false, name);
  }
});

Deno.test("facade: the real functions work through it", async () => {
  const facade = make(Deno);
  const file = await Deno.makeTempFile();
  try {
    await facade.writeTextFile!(file, "a");
    await facade.writeTextFile!(file, "b", { append: true });
    assertEquals(facade.readTextFileSync!(file), "ab");
    await assertRejects(() => facade.readTextFile!(`${file}.none`) as Promise<string>, Deno.errors.NotFound);
  } finally {
    await Deno.remove(file);
  }
});
