/**
 * Hangs inside WebAssembly: one function that branches to itself.
 *
 * @module
 */
const code = "0061736d010000000104016000000302010007050101660000" + "0a0901070003400c000b0b";
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.fromHex(code)));

export function OnParsedMsgChat(): number {
  (exports.f as () => void)();
  return 1;
}
