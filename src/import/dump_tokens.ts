/**
 * Cuts the text of a MySQL dump into tokens while it streams by: words, quoted names, strings with their escapes,
 * punctuation; comments are gone. Owns the byte-level grammar and the bound on one token; knows no statement.
 *
 * @module
 */

/** Longest value kept, in bytes; of longer ones only the fact remains. */
export const MAX_TOKEN = 1 << 20;

/** Kinds of token. A `word` is unquoted: keywords, numbers, `NULL`. */
export type TokenKind = "word" | "name" | "string" | "mark";

/** What takes the tokens. */
export interface TokenSink {
  /**
   * The next token. `bytes` are valid during the call; `long`: it was cut at {@linkcode MAX_TOKEN}. A `mark` is one
   * byte of punctuation. `lineStart`: nothing but space stands before it on its line.
   */
  token(kind: TokenKind, bytes: Uint8Array, long: boolean, lineStart: boolean): void;
}

const enum Mode {
  Plain,
  Word,
  Quoted,
  Escape,
  QuoteEnd,
  LineComment,
  Comment,
  CommentStart,
  Version,
}

const code = (char: string): number => char.charCodeAt(0);
const [NEWLINE, SLASH, STAR, DASH, HASH, BACKSLASH] = [10, 47, 42, 45, 35, 92];
const [QUOTE, DOUBLE, TICK] = [39, 34, 96];

const isSpace = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13);
const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;
/** Bytes of words: letters, digits, `_ $ . + - @ :` and everything beyond ASCII. */
const WORD = new Uint8Array(256).map((_, byte) =>
  Number(/[A-Za-z0-9_$.+\-@:]/.test(String.fromCharCode(byte)) || byte > 127)
);
/** MySQL: `\0 \b \n \r \t \Z`; `\%` and `\_` keep the backslash; every other character stands for itself. */
const ESCAPES = new Map([["0", 0], ["b", 8], ["n", 10], ["r", 13], ["t", 9], ["Z", 26]].map(
  ([char, value]) => [code(char as string), value as number],
));
/** MariaDB hides a line for its own client behind this version; to everybody else it is a comment. */
const NEVER = 900_000;

/** Takes the text in pieces of any size. */
export interface Tokenizer {
  /** The next piece. */
  push(chunk: Uint8Array): void;
  /** The end; a token that is open is handed out. */
  end(): void;
}

/** Creates a tokenizer. */
export function createTokenizer(sink: TokenSink): Tokenizer {
  let buffer = new Uint8Array(4096);
  let length = 0;
  let long = false;
  let mode: Mode = Mode.Plain;
  let quote = 0;
  let previous = 0;
  let version = 0;
  let onlySpace = true;
  let lineStart = true;

  const add = (byte: number) => {
    if (length === MAX_TOKEN) {
      long = true;
      return;
    }
    if (length === buffer.length) {
      const larger = new Uint8Array(Math.min(MAX_TOKEN, buffer.length * 2));
      larger.set(buffer);
      buffer = larger;
    }
    buffer[length++] = byte;
  };
  const begin = () => {
    length = 0;
    long = false;
    lineStart = onlySpace;
    onlySpace = false;
  };
  const emit = (kind: TokenKind) => {
    mode = Mode.Plain;
    sink.token(kind, buffer.subarray(0, length), long, lineStart);
  };
  const plain = (byte: number) => {
    if (byte === NEWLINE) onlySpace = true;
    if (isSpace(byte)) return;
    if (byte === HASH) {
      mode = Mode.LineComment;
      return;
    }
    if (byte === QUOTE || byte === DOUBLE || byte === TICK) {
      begin();
      quote = byte;
      mode = Mode.Quoted;
      return;
    }
    begin();
    add(byte);
    if (WORD[byte] === 1) mode = Mode.Word;
    else emit("mark");
  };
  const step = (byte: number) => {
    switch (mode) {
      case Mode.Plain:
        // What starts or ends a comment are two bytes: the first one was handed out as a mark and means nothing.
        if (byte === SLASH) {
          mode = Mode.CommentStart;
          previous = 0;
          return;
        }
        return plain(byte);
      case Mode.Word:
        // `--` starts a comment also behind a word; no number and no name has it inside.
        if (byte === DASH && length > 0 && buffer[length - 1] === DASH) {
          length--;
          if (length > 0) emit("word");
          mode = Mode.LineComment;
          return;
        }
        if (WORD[byte] === 1) return add(byte);
        emit("word");
        return step(byte);
      case Mode.Quoted:
        if (byte === BACKSLASH && quote !== TICK) mode = Mode.Escape;
        else if (byte === quote) mode = Mode.QuoteEnd;
        else add(byte);
        return;
      case Mode.Escape:
        if (byte === code("%") || byte === code("_")) add(BACKSLASH);
        add(ESCAPES.get(byte) ?? byte);
        mode = Mode.Quoted;
        return;
      case Mode.QuoteEnd:
        if (byte === quote) {
          add(byte);
          mode = Mode.Quoted;
          return;
        }
        emit(quote === TICK ? "name" : "string");
        return step(byte);
      case Mode.LineComment:
        if (byte !== NEWLINE) return;
        onlySpace = true;
        mode = Mode.Plain;
        return;
      case Mode.CommentStart:
        // `/*`, then `!` or `M!` where the text counts.
        if (previous === 0 && byte === STAR) previous = STAR;
        else if (previous === STAR && byte === code("M")) previous = byte;
        else if (previous !== 0 && byte === code("!")) {
          mode = Mode.Version;
          version = 0;
        } else if (previous !== 0) {
          mode = Mode.Comment;
          previous = 0;
          return step(byte);
        } else {
          mode = Mode.Plain;
          return step(byte);
        }
        return;
      case Mode.Version:
        if (isDigit(byte) && version < 1e7) {
          version = version * 10 + byte - 48;
          return;
        }
        mode = version >= NEVER ? Mode.Comment : Mode.Plain;
        previous = 0;
        return step(byte);
      case Mode.Comment:
        if (previous === STAR && byte === SLASH) mode = Mode.Plain;
        previous = byte;
        return;
    }
  };
  return {
    push(chunk) {
      for (let i = 0; i < chunk.length; i++) {
        const byte = chunk[i]!;
        // The long way of most bytes: inside a string.
        if (mode === Mode.Quoted && byte !== quote && byte !== BACKSLASH) add(byte);
        else step(byte);
      }
    },
    end() {
      if (mode === Mode.Word) emit("word");
      else if (mode === Mode.QuoteEnd) emit(quote === TICK ? "name" : "string");
    },
  };
}
