/**
 * Asks for built-ins by the ways that are not imports.
 *
 * @module
 */
import { expectAbsent } from "./attempt.ts";

const all = globalThis as unknown as Record<string, Record<string, unknown>>;
expectAbsent("process.getBuiltinModule", () => all.process!.getBuiltinModule);
expectAbsent("process.binding", () => all.process!.binding);
expectAbsent("process.dlopen", () => all.process!.dlopen);
expectAbsent("process.mainModule", () => all.process!.mainModule);
expectAbsent("require", () => all.require);
expectAbsent("module", () => all.module);
expectAbsent("exports", () => all.exports);
expectAbsent("__filename", () => all.__filename);
expectAbsent("__dirname", () => all.__dirname);
expectAbsent("nodeBootstrap", () => all.nodeBootstrap);
expectAbsent("Deno[Deno.internal]", () => (Deno as unknown as Record<string, unknown>).internal);
expectAbsent("Deno.core", () => all.Deno!.core);
expectAbsent("symbols of Deno", () => Object.getOwnPropertySymbols(Deno)[0]);
expectAbsent("gc", () => all.gc);

export function OnParsedMsgChat(): number {
  return 1;
}
