/**
 * A store is killed with SIGKILL in the middle of writing, again and again: everything it acknowledged is there.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { systemClock } from "../src/core/clock.ts";
import { openStore } from "../src/store/store.ts";

const WRITER = `
  import { openStore } from "${import.meta.resolve("../src/store/store.ts")}";
  import { systemClock } from "${import.meta.resolve("../src/core/clock.ts")}";
  const [dir, from] = Deno.args;
  const store = openStore(dir, { clock: systemClock() });
  const out = new TextEncoder();
  for (let i = Number(from); ; i++) {
    store.accounts.add({ nick: "user" + i, class: 1, passwordHash: "h" + i });
    store.settings.set("max_users", i);
    Deno.stdout.writeSync(out.encode(i + "\\n"));
  }
`;

/** Starts a writer, kills it once it acknowledged `lines` writes, returns the last number it printed. */
async function writeAndDie(script: string, dir: string, from: number, lines: number): Promise<number> {
  const args = [
    "run",
    "-A",
    "--no-check",
    "--config",
    new URL("../deno.json", import.meta.url).pathname,
    script,
    dir,
  ];
  const command = new Deno.Command(Deno.execPath(), {
    args: [...args, String(from)],
    stdout: "piped",
    stderr: "inherit",
  });
  const child = command.spawn();
  let text = "";
  let killed = false;
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (!killed && text.split("\n").length > lines) {
      killed = true;
      child.kill("SIGKILL");
    }
  }
  assertEquals((await child.status).signal, "SIGKILL");
  return Number(text.slice(0, text.lastIndexOf("\n")).split("\n").at(-1));
}

Deno.test("store: kill -9 at any moment loses nothing that was acknowledged", async () => {
  const dir = await Deno.makeTempDir();
  const script = `${dir}/writer.ts`;
  await Deno.writeTextFile(script, WRITER);
  let next = 0;
  for (const lines of [1, 17, 60, 5]) {
    const last = await writeAndDie(script, `${dir}/data`, next, lines);
    assert(last >= next + lines - 1);
    const store = openStore(`${dir}/data`, { clock: systemClock() });
    for (let i = 0; i <= last; i++) assertEquals(store.accounts.get(`user${i}`)?.passwordHash, `h${i}`);
    // One more account may have been written and not yet acknowledged; the variable is at most as far.
    const count = store.accounts.count();
    assert(count === last + 1 || count === last + 2, `${count} accounts after ${last + 1} acknowledgements`);
    assert(store.settings.values.max_users >= last && store.settings.values.max_users < count);
    store.close();
    next = count;
  }
  await Deno.remove(dir, { recursive: true });
});
