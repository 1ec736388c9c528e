/**
 * Swallows its own uncaught errors to stay alive unseen, then throws.
 *
 * @module
 */
const { addEventListener } = EventTarget.prototype;
for (const type of ["error", "unhandledrejection"]) {
  addEventListener.call(globalThis, type, (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  });
}
setTimeout(() => {
  throw new Error("swallowed?");
}, 20);

export function OnParsedMsgChat(): number {
  return 1;
}
