/**
 * Takes 256 MiB outside of the capped heap and touches every page.
 *
 * @module
 */
const kept: Uint8Array[] = [];
for (let i = 0; i < 16; i++) kept.push(new Uint8Array(16 * 1024 * 1024).fill(1));
console.log(`holds ${kept.length * 16} MiB`);

export function OnParsedMsgChat(): number {
  return kept.length;
}
