/**
 * Makes Node print warnings, which go to the terminal of the process.
 *
 * @module
 */
import { EventEmitter } from "node:events";
import { deprecate } from "node:util";

for (let i = 0; i < 1000; i++) deprecate(() => {}, `warning ${i}`, `CODE${i}`)();
const emitter = new EventEmitter();
for (let n = 0; n < 1000; n++) emitter.on("x", () => {});

export function OnParsedMsgChat(): number {
  return 1;
}
