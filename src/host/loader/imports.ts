/**
 * Finds what a module imports. V8's own parser is the authority for static imports, since a missed one would load
 * a built-in behind the sandbox's back; es-module-lexer adds positions and the literal dynamic imports.
 * Knows nothing of files or of what is allowed.
 *
 * @module
 */
import { init, parse } from "es-module-lexer";
import vm from "node:vm";
import { diagnose } from "./strip.ts";

/** One import of a module. */
export interface ImportSite {
  /** The specifier with its escapes decoded. */
  specifier: string;
  /** True for `import("…")` with a literal. */
  dynamic: boolean;
  /** Import attributes such as `type: "json"`. */
  attributes: Readonly<Record<string, string>>;
  /** `evaluation`, or the phase of `import source` and `import defer`. */
  phase: string;
  /** One-based line, 0 when unknown. */
  line: number;
}

interface ModuleRequest {
  specifier: string;
  attributes: Record<string, string>;
  phase: string;
}

type ModuleParser = new (
  source: string,
  options: { identifier: string },
) => { moduleRequests: ModuleRequest[] };
const { SourceTextModule } = vm as unknown as { SourceTextModule: ModuleParser };

/** Line of `offset` in `source`, one-based. */
function lineAt(source: string, offset: number): number {
  let line = 1;
  for (let at = source.indexOf("\n"); at >= 0 && at < offset; at = source.indexOf("\n", at + 1)) line++;
  return line;
}

/**
 * Lists the imports of `source`: every static one, and the dynamic ones whose specifier is a literal.
 *
 * @param source JavaScript text.
 * @param file Where it came from, for messages.
 * @throws {HubError} `script.load` when the text is not a valid module.
 */
export async function findImports(source: string, file: string): Promise<ImportSite[]> {
  await init;
  let requests: ModuleRequest[];
  let lexed: readonly Lexed[];
  try {
    // Parses and nothing else: the module is never linked nor evaluated.
    requests = new SourceTextModule(source, { identifier: file }).moduleRequests;
    lexed = parse(source)[0] as readonly Lexed[];
  } catch (error) {
    throw diagnose(source, file, error);
  }
  const sites: ImportSite[] = [];
  const lines = new Map<string, number>();
  for (const { type, specifier, attributes, phase, start } of lexed) {
    if (typeof specifier !== "string" || type === "import-meta") continue;
    const line = lineAt(source, start);
    if (type !== "dynamic") lines.set(specifier, lines.get(specifier) ?? line);
    else {
      const known = Object.fromEntries(attributes ?? []);
      sites.push({ specifier, dynamic: true, attributes: known, phase: phase ?? "evaluation", line });
    }
  }
  for (const { specifier, attributes, phase } of requests) {
    sites.push({
      specifier,
      dynamic: false,
      attributes: { ...attributes },
      phase,
      line: lines.get(specifier) ?? 0,
    });
  }
  return sites;
}

interface Lexed {
  type: string;
  specifier?: string | null;
  attributes?: [string, string][] | null;
  phase: string | null;
  start: number;
}
