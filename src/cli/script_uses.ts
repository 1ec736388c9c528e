/**
 * What one module of a script uses, read from its tokens: calls of `vh`, functions of `Deno`, globals that reach out.
 * Pure; knows the names it looks for from the tables.
 *
 * Heuristics: a name counts where the source names it (`vh.pm`, `vh["pm"]`, `const { pm } = vh`, `fetch(…)`). What a
 * script reaches through a variable cannot be seen; that `vh` or `Deno` itself is handed on is noted. A local function
 * that happens to be called `fetch` counts as the global one.
 *
 * @module
 */
import { GLOBAL_NEEDS } from "./deno_needs.ts";
import { type Token, tokensOf } from "./script_tokens.ts";

/** Something a module uses. */
export interface Found {
  /** Whose member it is; `"global"` for a global itself, `"export"` never. */
  readonly of: "vh" | "Deno" | "global";
  /** The member or the global. */
  readonly name: string;
  /** The literal it was called with first, where there is one. */
  readonly argument: string | undefined;
  /** Line, counted from 1. */
  readonly line: number;
}

/** What was found in one module. */
export interface ModuleUses {
  /** In the order of the source. */
  readonly found: readonly Found[];
  /** Lines on which `vh` or `Deno` is used as a value, so that what follows cannot be seen. */
  readonly handedOn: readonly { readonly name: "vh" | "Deno"; readonly line: number }[];
}

/** Reads a module; `source` is JavaScript. */
export function usesOf(source: string): ModuleUses {
  const tokens = tokensOf(source);
  const found: Found[] = [];
  const handedOn: { name: "vh" | "Deno"; line: number }[] = [];
  const names = vhNames(tokens);
  const text = (index: number) => tokens[index]?.text;
  const isMark = (index: number, mark: string) => tokens[index]?.kind === "mark" && text(index) === mark;

  /** The first argument behind a `(` that follows a name, when it is a literal. */
  const argumentAt = (index: number): string | undefined =>
    isMark(index, "(") && tokens[index + 1]?.kind === "text" ? text(index + 1) : undefined;

  /** `Deno.env.get("X")` names X one member further on. */
  const literalOf = (index: number): string | undefined =>
    argumentAt(index) ?? (isMark(index, ".") ? argumentAt(index + 2) : undefined);

  tokens.forEach((token, index) => {
    if (token.kind !== "word" || isProperty(tokens, index)) return;
    const of = names.has(token.text) ? "vh" : token.text === "Deno" ? "Deno" : "global";
    if (of === "global") {
      const called = isMark(index + 1, "(") || text(index - 1) === "new";
      if (called && Object.hasOwn(GLOBAL_NEEDS, token.text)) {
        found.push({ of, name: token.text, argument: argumentAt(index + 1), line: token.line });
      }
      return;
    }
    const pattern = destructured(tokens, index);
    if (pattern) {
      for (const name of pattern) found.push({ of, name, argument: undefined, line: token.line });
      return;
    }
    const dot = isMark(index + 1, "?") && isMark(index + 2, ".") ? index + 2 : index + 1;
    if (isMark(dot, ".") && tokens[dot + 1]?.kind === "word") {
      found.push({ of, name: text(dot + 1)!, argument: literalOf(dot + 2), line: token.line });
    } else if (isMark(dot, "[") || isMark(index + 1, "[")) {
      const open = isMark(dot, "[") ? dot : index + 1;
      if (tokens[open + 1]?.kind === "text" && isMark(open + 2, "]")) {
        found.push({ of, name: text(open + 1)!, argument: literalOf(open + 3), line: token.line });
      } else handedOn.push({ name: of, line: token.line });
    } else if (!isImport(tokens, index) && !isKey(tokens, index)) {
      handedOn.push({ name: of, line: token.line });
    }
  });
  return { found, handedOn };
}

/** The names under which a module knows `vh`: the global one, and what it imports from "vh". */
function vhNames(tokens: readonly Token[]): ReadonlySet<string> {
  const names = new Set(["vh"]);
  tokens.forEach(({ kind, text }, index) => {
    if (kind !== "text" || text !== "vh" || tokens[index - 1]?.text !== "from") return;
    const before = tokens[index - 2];
    if (before?.kind === "word") names.add(before.text);
    // import { default as hub } from "vh"
    const start = tokens.slice(0, index).findLastIndex((token) => token.text === "import");
    const as = tokens.slice(start, index).findIndex((token) => token.text === "as");
    if (start >= 0 && as >= 0) names.add(tokens[start + as + 1]!.text);
  });
  return names;
}

/** `a.vh` is another object's property; `globalThis.vh` is the global. */
function isProperty(tokens: readonly Token[], index: number): boolean {
  if (tokens[index - 1]?.text !== "." || tokens[index - 1]!.kind !== "mark") return false;
  const dots = tokens[index - 2]?.text === "." && tokens[index - 3]?.text === ".";
  return !dots && !/^(globalThis|self)$/.test(tokens[index - 2]?.text ?? "");
}

/** `const { pm, mc: say } = vh`: the members, or `undefined` when the name at `index` is not taken apart so. */
function destructured(tokens: readonly Token[], index: number): string[] | undefined {
  const end = tokens[index + 1];
  if (end?.kind === "mark" && end.text !== ";" && end.text !== ",") return undefined;
  if (tokens[index - 1]?.text !== "=" || tokens[index - 2]?.text !== "}") return undefined;
  const open = tokens.slice(0, index).findLastIndex(({ kind, text }) => kind === "mark" && text === "{");
  const inside = tokens.slice(open + 1, index - 2);
  return inside.flatMap((token, at) =>
    token.kind === "word" && (at === 0 || inside[at - 1]!.text === ",") ? [token.text] : []
  );
}

/** The name stands in an import statement. */
function isImport(tokens: readonly Token[], index: number): boolean {
  return /^(import|as)$/.test(tokens[index - 1]?.text ?? "") || tokens[index + 1]?.text === "from";
}

/** `{ vh: … }` names a key. */
function isKey(tokens: readonly Token[], index: number): boolean {
  return tokens[index + 1]?.text === ":" && /^[{,]$/.test(tokens[index - 1]?.text ?? "");
}
