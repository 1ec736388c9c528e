/**
 * TypeScript to JavaScript for one module, by Deno's own stripper. Positions stay as they are; only files that use
 * enums, namespaces or parameter properties are transformed, and then carry an inline source map.
 * Knows nothing of imports or graphs.
 *
 * @module
 */
import { stripTypeScriptTypes } from "node:module";
import { HubError, messageOf } from "../../core/errors.ts";
import { tooDeep } from "./nesting.ts";

/** JavaScript ready to be served, and whether its lines still match the author's file. */
export interface Stripped {
  /** The JavaScript text. */
  source: string;
  /** True when the text was transformed, so that lines may differ from the file. */
  shifted: boolean;
}

/** True for a file that has types to strip. */
export const isTypeScript = (path: string): boolean => /\.m?ts$/.test(path);

/**
 * Strips the types of `source`.
 *
 * @param source Text of the module.
 * @param file Where it came from, for messages.
 * @param url Address under which it will run, for the source map.
 * @throws {HubError} `script.load` when the text is not valid TypeScript; the message has file, line and column.
 */
export function stripTypes(source: string, file: string, url: string): Stripped {
  refuseDeep(source, file);
  try {
    return { source: stripTypeScriptTypes(source, { mode: "strip" }), shifted: false };
  } catch {
    // Either syntax that cannot be stripped, or none at all: only the transformer tells them apart, with a place.
  }
  try {
    const text = stripTypeScriptTypes(source, { mode: "transform", sourceMap: true });
    return { source: renameSource(text, url), shifted: true };
  } catch (error) {
    throw new HubError("script.load", diagnosis(error, file), { remedy: REMEDY });
  }
}

/** What is wrong with `source` that V8 could not parse, with its place if the stripper finds one. */
export function diagnose(source: string, file: string, error: unknown): HubError {
  refuseDeep(source, file);
  try {
    stripTypeScriptTypes(source, { mode: "transform" });
  } catch (better) {
    return new HubError("script.load", diagnosis(better, file), { remedy: REMEDY });
  }
  return new HubError("script.load", `Cannot parse ${file}: ${messageOf(error)}`, { remedy: REMEDY });
}

/** Keeps text away from the stripper that would overflow its stack, and with it end the process. */
function refuseDeep(source: string, file: string): void {
  const why = tooDeep(source);
  if (why === undefined) return;
  throw new HubError("script.load", `Cannot parse ${file}: ${why}`, {
    remedy: "Split the expression, end statements with semicolons, or write the file in JavaScript",
  });
}

const REMEDY = "Correct the syntax and reload the script";
const MAP_COMMENT = /\n\/\/# sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]+)\s*$/;

/** Names the module's own address in the inline source map; the stripper writes a placeholder. */
function renameSource(text: string, url: string): string {
  const found = MAP_COMMENT.exec(text);
  if (!found) return text;
  const map = JSON.parse(new TextDecoder().decode(Uint8Array.fromBase64(found[1]!))) as Record<
    string,
    unknown
  >;
  const renamed = JSON.stringify({ ...map, sources: [url], sourcesContent: undefined });
  const base64 = new TextEncoder().encode(renamed).toBase64();
  return `${text.slice(0, found.index)}\n//# sourceMappingURL=data:application/json;base64,${base64}\n`;
}

/** The stripper's report in one line: `Cannot parse file:2:17: Expression expected`. */
function diagnosis(error: unknown, file: string): string {
  const text = error instanceof Error ? error.message : String(error);
  const what = text.split("\n", 1)[0]!.replace(/^SyntaxError: /, "");
  const at = /stripTypeScriptTypes\.ts:(\d+:\d+)/.exec(text);
  return `Cannot parse ${at ? `${file}:${at[1]}` : file}: ${what}`;
}
