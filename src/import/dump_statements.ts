/**
 * Finds the rows in the tokens of a MySQL dump: column names from CREATE TABLE, values from INSERT and REPLACE,
 * what `SET NAMES` says about text. Owns the statements it knows; skips everything else to the next `;`.
 *
 * @module
 */
import { latin1Text } from "../core/bytes.ts";
import type { TokenKind, TokenSink } from "./dump_tokens.ts";
import type { SourceVisitor } from "./source.ts";

/** Columns of a table at most; MySQL's own limit is 4096. */
const MAX_COLUMNS = 200;
/** Tables whose columns are remembered at most. */
const MAX_TABLES = 2000;

/** How the text of a table got into the dump. */
export interface TextWay {
  /** The dump's character set, from `SET NAMES`; lower case. */
  readonly names: string;
  /** The table's own, from CREATE TABLE; lower case, `""` where it says nothing. */
  readonly charset: string;
}

interface Table {
  readonly columns: readonly string[];
  readonly charset: string;
}

/** What {@linkcode createStatements} needs. */
export interface StatementOptions {
  /** Gets tables and rows. */
  readonly visitor: SourceVisitor;
  /** Undoes what the dump did to a text value. */
  restore(bytes: Uint8Array, way: TextWay): Uint8Array;
}

type State = (kind: TokenKind, bytes: Uint8Array, long: boolean) => void;

const HEX = /^(?:0x)([0-9a-f]*)$/i;
const NUMBER = /^[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i;

function hexBytes(digits: string): Uint8Array {
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return Uint8Array.from(even.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** Takes the tokens of a dump. */
export interface Statements extends TokenSink {
  /** No more tokens: a row that is open was cut off. */
  end(): void;
}

/** Creates the sink for a tokenizer. */
export function createStatements({ visitor, restore }: StatementOptions): Statements {
  const tables = new Map<string, Table>();
  const wanted = new Map<string, boolean>();
  let names = "";
  let state: State;
  // The statement at hand.
  let table = "";
  let columns: string[] = [];
  let charset = "";
  let depth = 0;
  let words: string[] = [];
  let option = "";
  // The row at hand.
  let values: (Uint8Array | null)[] = [];
  let value: Uint8Array | null | undefined;
  let problem = "";
  // A client's DELIMITER command: what follows on its line decides whether statements end at `;`.
  let delimiter: string | null = null;
  let inBody = false;

  const skip: State = () => {};
  const begin = () => {
    state = first;
    table = "";
    columns = [];
    charset = "";
    depth = 0;
    words = [];
    option = "";
  };
  const wants = (name: string): boolean => {
    let answer = wanted.get(name);
    if (answer === undefined) {
      answer = visitor.wants(name);
      if (wanted.size < MAX_TABLES) wanted.set(name, answer);
    }
    return answer;
  };

  /** The verb and the words up to the table's name. */
  const first: State = (kind, bytes) => {
    if (kind === "mark") {
      if (latin1Text(bytes) === "*" && words.length === 0) return;
      state = skip;
      return;
    }
    if (bytes.length > 200) {
      state = skip;
      return;
    }
    const text = latin1Text(bytes);
    if (kind === "word") {
      words.push(text.toUpperCase());
      const [verb, second] = words;
      const last = words.at(-1);
      if (verb === "SET" && last === "NAMES") state = setNames;
      else if (verb === "CREATE" && words.length > 1 && second !== "TABLE" && second !== "TEMPORARY") {
        state = skip;
      } else if (/^(INTO|TABLE)$/.test(last!) && /^(INSERT|REPLACE|CREATE)$/.test(verb!)) state = named;
      else if (!/^(INSERT|REPLACE|CREATE|SET)$/.test(verb!) || words.length > 5) state = skip;
      return;
    }
    state = skip;
  };
  const setNames: State = (_kind, bytes) => {
    names = latin1Text(bytes.subarray(0, 40)).toLowerCase();
    state = skip;
  };
  /** `IF NOT EXISTS`, the name, perhaps behind that of a database. */
  const named: State = (kind, bytes) => {
    const text = latin1Text(bytes.subarray(0, 200));
    if (kind === "word" && /^(IF|NOT|EXISTS|\.)$/i.test(text)) return;
    if (kind === "name" || kind === "word" && !/^VALUES?$/i.test(text)) {
      table = text.slice(text.lastIndexOf(".") + 1).toLowerCase();
      return;
    }
    if (words[0] === "CREATE") {
      state = kind === "mark" && text === "(" ? columnStart : skip;
      return;
    }
    if (!wants(table)) state = skip;
    else if (kind === "mark" && text === "(") state = columnList;
    else if (kind === "word") state = rowStart;
    else state = skip;
  };

  /** CREATE TABLE: at the start of a column or a key. */
  const columnStart: State = (kind, bytes) => {
    depth = 1;
    if (kind === "name" && columns.length < MAX_COLUMNS) columns.push(latin1Text(bytes).toLowerCase());
    else if (kind === "word" && columns.length < MAX_COLUMNS) {
      const word = latin1Text(bytes);
      if (!/^(PRIMARY|UNIQUE|KEY|INDEX|FULLTEXT|SPATIAL|CONSTRAINT|FOREIGN|CHECK|PERIOD)$/i.test(word)) {
        columns.push(word.toLowerCase());
      }
    }
    state = columnRest;
  };
  const columnRest: State = (kind, bytes) => {
    if (kind !== "mark") return;
    const mark = bytes[0];
    if (mark === 40) depth++;
    else if (mark === 41 && --depth === 0) state = tableOptions;
    else if (mark === 44 && depth === 1) state = columnStart;
  };
  const tableOptions: State = (kind, bytes) => {
    if (kind !== "word") return;
    const word = latin1Text(bytes.subarray(0, 40)).toLowerCase();
    if (option === "charset" || option === "set") charset = word;
    option = word;
  };

  /** INSERT: its own list of columns. */
  const columnList: State = (kind, bytes) => {
    if (kind === "name" || kind === "word") {
      if (columns.length < MAX_COLUMNS) columns.push(latin1Text(bytes.subarray(0, 200)).toLowerCase());
    } else if (bytes[0] === 41) state = valuesWord;
  };
  const valuesWord: State = (kind, bytes) => {
    state = kind === "word" && /^VALUES?$/i.test(latin1Text(bytes.subarray(0, 9))) ? rowStart : skip;
  };
  const rowStart: State = (kind, bytes) => {
    if (kind !== "mark" || bytes[0] !== 40) {
      if (kind === "mark" && bytes[0] === 44) return;
      state = skip; // ON DUPLICATE KEY …
      return;
    }
    values = [];
    value = undefined;
    problem = "";
    depth = 0;
    state = inRow;
  };
  const inRow: State = (kind, bytes, long) => {
    if (kind === "mark") {
      const mark = bytes[0];
      if (mark === 40) depth++;
      if (mark === 40 || depth > 0 && mark !== 41) problem ||= "holds an expression";
      else if (depth > 0) depth--;
      else if (mark === 44) endValue();
      else if (mark === 41) endRow();
      else problem ||= "holds an expression";
      return;
    }
    if (long) problem ||= "holds a value of more than 1 MiB";
    if (value !== undefined || depth > 0) {
      problem ||= "holds an expression";
    } else if (kind === "string") {
      value = bytes.slice();
    } else {
      const text = latin1Text(bytes.subarray(0, 2_000_000));
      if (/^null$/i.test(text)) value = null;
      else if (HEX.test(text)) value = hexBytes(HEX.exec(text)![1]!);
      else if (NUMBER.test(text)) value = bytes.slice();
      else if (/^(true|false)$/i.test(text)) value = Uint8Array.of(/^t/i.test(text) ? 49 : 48);
      // An introducer such as _binary says what the string behind it is: bytes it is in any case.
      else if (!text.startsWith("_")) problem ||= "holds an expression";
    }
  };
  const endValue = () => {
    if (value === undefined) problem ||= "misses a value";
    if (values.length >= MAX_COLUMNS) problem ||= `has more than ${MAX_COLUMNS} values`;
    else values.push(value ?? null);
    value = undefined;
  };
  const endRow = () => {
    endValue();
    state = rowStart;
    const known = tables.get(table);
    const here = columns.length > 0 ? columns : known?.columns ?? [];
    if (here.length === 0) problem ||= "stands before the definition of its table";
    else if (here.length !== values.length) {
      problem ||= `has ${values.length} values for ${here.length} columns`;
    }
    if (problem !== "") return visitor.broken(table, problem);
    const way = { names, charset: known?.charset ?? "" };
    visitor.row(
      table,
      new Map(here.map((column, i) => [column, values[i] ? restore(values[i], way) : null])),
    );
  };

  begin();
  return {
    end() {
      if (state === inRow) visitor.broken(table, "is cut off: the dump is not complete");
    },
    token(kind, bytes, long, lineStart) {
      if (lineStart && delimiter !== null) {
        inBody = delimiter !== ";";
        delimiter = null;
        begin();
      }
      if (delimiter !== null) {
        if (delimiter.length < 8) delimiter += latin1Text(bytes.subarray(0, 8));
        return;
      }
      if (lineStart && kind === "word" && bytes.length === 9 && /^delimiter$/i.test(latin1Text(bytes))) {
        delimiter = "";
        return;
      }
      if (inBody) return;
      if (kind === "mark" && bytes[0] === 59) {
        if (words[0] === "CREATE" && table !== "" && columns.length > 0 && tables.size < MAX_TABLES) {
          tables.set(table, { columns, charset });
        } else if (state === inRow) visitor.broken(table, "is cut off");
        begin();
        return;
      }
      state(kind, bytes, long);
    },
  };
}
