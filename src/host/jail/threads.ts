/**
 * Tells whether the thread of a worker still runs. Deno reports the end of a worker before its thread is gone, and a
 * script inside a long native call never sees the interrupt; only the system knows. Linux only.
 *
 * @module
 */

const TASKS = "/proc/self/task";

/** Whether the thread of worker `id` runs; `undefined` where the system cannot be asked. */
export function threadRuns(id: number): boolean | undefined {
  try {
    for (const { name } of Deno.readDirSync(TASKS)) if (nameOf(name) === `worker-${id}`) return true;
    return false;
  } catch {
    return undefined;
  }
}

/** Number of threads of this process; `undefined` where the system cannot be asked. */
export function threadCount(): number | undefined {
  try {
    return [...Deno.readDirSync(TASKS)].length;
  } catch {
    return undefined;
  }
}

/** Deno names a worker's thread by its id. A thread may end between listing and reading. */
function nameOf(task: string): string {
  try {
    return Deno.readTextFileSync(`${TASKS}/${task}/comm`).trim();
  } catch {
    return "";
  }
}
