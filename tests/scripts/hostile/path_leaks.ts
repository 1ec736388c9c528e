/**
 * Collects everything that could tell where the hub lies on the disk.
 *
 * @module
 */
const error = new Error("x");
const sites: string[] = [];
Error.prepareStackTrace = (_error, frames) => {
  for (const frame of frames) sites.push(String(frame.getFileName()), String(frame.getThis()), `${frame}`);
  return "";
};
void new Error("y").stack;
Error.prepareStackTrace = undefined;
const inner = await import("./missing.ts".slice(0)).catch((reason: Error) => reason);
console.log(JSON.stringify([
  error.stack,
  sites,
  String(inner),
  (inner as Error).stack,
  { ...import.meta },
  Deno.inspect(globalThis),
  Deno.inspect(Deno),
  process.cwd(),
  Deno.args,
]));

export function OnParsedMsgChat(): number {
  return 1;
}

declare const process: { cwd(): string };
