/**
 * A careful look at JavaScript as a row of tokens: enough to tell code from text in strings, comments, templates and
 * regular expressions. Pure; knows no API.
 *
 * Heuristic: whether `/` divides or begins a pattern is decided by the token before it. After `)` and `}` it is taken
 * to divide, which is wrong for a pattern that stands right behind an `if (…)` or a block. A mistake ends at the end of
 * the line.
 *
 * @module
 */

/** One token. */
export interface Token {
  /** Words include keywords and numbers; text is a string or template literal without substitutions. */
  readonly kind: "word" | "text" | "mark";
  /** The word, the content of the text as it is written, or the character. */
  readonly text: string;
  /** Line, counted from 1. */
  readonly line: number;
}

/** Words after which `/` begins a pattern. */
const BEFORE_PATTERN = new Set(
  "return typeof case in of delete void throw new do else instanceof yield await".split(" "),
);
const WORD = /[\p{ID_Start}\p{ID_Continue}$\u200c\u200d#]+/uy;
const PATTERN = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+\/[a-z]*/y;

/** The tokens of a source. */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  /** For every open `${`, the braces open inside it. */
  const templates: number[] = [];
  let [at, line] = [0, 1];
  const add = (kind: Token["kind"], text: string) => void tokens.push({ kind, text, line });
  const skip = (to: number) => {
    for (; at < to; at++) if (source[at] === "\n") line++;
  };
  const matched = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };

  /** Reads a template from behind its backtick or the `}` of a substitution. */
  const template = () => {
    const start = at;
    while (at < source.length && source[at] !== "`") {
      if (source[at] === "\\") at++;
      else if (source.startsWith("${", at)) {
        skip(at + 2);
        templates.push(0);
        return add("mark", "${");
      }
      if (source[at] === "\n") line++;
      at++;
    }
    add("text", source.slice(start, at));
    at++;
  };

  const mayBeginPattern = () => {
    const last = tokens.at(-1);
    if (!last) return true;
    if (last.kind === "word") return BEFORE_PATTERN.has(last.text);
    return last.kind === "mark" && !/[)\]}]/.test(last.text);
  };

  while (at < source.length) {
    const char = source[at]!;
    if (char === "\n" || /\s/.test(char)) skip(at + 1);
    else if (source.startsWith("//", at)) skip(endOf(source, "\n", at));
    else if (source.startsWith("/*", at)) skip(endOf(source, "*/", at + 2) + 2);
    else if (char === "'" || char === '"') {
      const start = ++at;
      while (at < source.length && source[at] !== char && source[at] !== "\n") {
        at += source[at] === "\\" ? 2 : 1;
      }
      add("text", source.slice(start, at));
      if (source[at] === char) at++;
    } else if (char === "`") {
      at++;
      template();
    } else if (char === "}" && templates.at(-1) === 0) {
      templates.pop();
      at++;
      template();
    } else if (char === "/" && mayBeginPattern()) {
      const pattern = matched(PATTERN) ?? char;
      add("text", pattern);
      at += pattern.length;
    } else {
      const word = matched(WORD);
      if (word !== undefined) add("word", word);
      else {
        add("mark", char);
        if (templates.length > 0 && char === "{") templates[templates.length - 1]!++;
        if (templates.length > 0 && char === "}") templates[templates.length - 1]!--;
      }
      at += word?.length ?? 1;
    }
  }
  return tokens;
}

function endOf(source: string, mark: string, from: number): number {
  const at = source.indexOf(mark, from);
  return at < 0 ? source.length : at;
}
