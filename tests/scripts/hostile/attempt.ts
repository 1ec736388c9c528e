/**
 * Shared by the hostile scripts: tries something that must not work and logs how that went.
 * `held` lines are good, `ESCAPED` lines are holes.
 *
 * @module
 */
/** Runs `deed` and logs whether it was refused. */
export async function attempt(what: string, deed: () => unknown): Promise<void> {
  try {
    await deed();
    console.log(`ESCAPED ${what}`);
  } catch (error) {
    console.log(`held ${what}: ${error}`);
  }
}

/** Logs whether the global or member that `read` returns is there. */
export function expectAbsent(what: string, read: () => unknown): void {
  let value: unknown;
  try {
    value = read();
  } catch {
    value = undefined;
  }
  console.log(value === undefined ? `held ${what}: absent` : `ESCAPED ${what}: ${typeof value}`);
}
