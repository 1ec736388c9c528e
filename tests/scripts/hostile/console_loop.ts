/**
 * Logs objects for ever, without a pause: formatting them swallows the interrupt of a kill.
 *
 * @module
 */
setTimeout(() => {
  for (;;) console.log({ a: { b: [1, {}] } });
}, 20);

export function OnParsedMsgChat(): number {
  return 1;
}
