/**
 * Recurses until the stack is full, in every hook.
 *
 * @module
 */
export function OnParsedMsgChat(): number {
  const deeper = (n: number): number => deeper(n + 1) + 1;
  try {
    return deeper(0);
  } catch (error) {
    console.log(`held recursion: ${(error as Error).name}`);
    return 1;
  }
}
