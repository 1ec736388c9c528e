/**
 * Leaves a promise behind that rejects with a hostile value.
 *
 * @module
 */
setTimeout(() => {
  void Promise.reject({
    get name(): string {
      throw new Error("no name");
    },
    toString: () => "x".repeat(1_000_000),
  });
}, 20);

export function OnParsedMsgChat(): number {
  return 1;
}
