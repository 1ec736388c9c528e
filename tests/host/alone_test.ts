/**
 * Runs the tests of the folder alone/, each file in a process of its own: they count threads and memory of the whole
 * process, which other test files running beside them would disturb.
 *
 * @module
 */
import { assert } from "@std/assert";

for (const name of ["memory", "reload", "silent_kill"]) {
  Deno.test(`alone: ${name}`, async () => {
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "-A", "--no-check", `tests/host/alone/${name}.ts`],
      env: { NO_COLOR: "1" },
    }).output();
    const text = new TextDecoder();
    const output = text.decode(stdout) + text.decode(stderr);
    assert(success && /ok \| [1-9]\d* passed/.test(output), output);
    // Deno prints a thread's end here when it comes while the thread waits inside a timer.
    assert(!output.includes("execution terminated"), output);
  });
}
