/**
 * Hangs in a loop of V8's own that checks for no interrupt: nothing inside the process can stop it.
 * Kept apart from the hostile scripts, because a process that ran it has a busy core until it ends.
 *
 * @module
 */
setTimeout(() => Array.prototype.includes.call({ length: Number.MAX_SAFE_INTEGER }, 1), 20);

export function OnParsedMsgChat(): number {
  return 1;
}
