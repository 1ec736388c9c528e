/**
 * Shows values as text, for `console` and `Deno.inspect` of a script. Plain JavaScript on purpose: Deno's own
 * function loses the interrupt that ends a thread, be it a kill or the end of its memory. The result has a bound,
 * whatever the value; a getter is named, not called. Knows nothing of where the text goes.
 *
 * @module
 */

/** How a value is shown. */
export interface ShowOptions {
  /** Levels of objects inside objects that are opened. */
  readonly depth?: number;
  /** Most elements of an array, a map or a set, and most properties of an object. */
  readonly iterableLimit?: number;
  /** Most characters of a line that is not split. */
  readonly breakLength?: number;
}

/** Longest text one value is shown as, in UTF-16 units; what would come after it is left out. */
export const MAX_SHOWN = 16_384;

const CUSTOM = Symbol.for("nodejs.util.inspect.custom");
const DENO_CUSTOM = Symbol.for("Deno.customInspect");
/** How Deno's web classes show themselves. */
const WEB_CUSTOM = Symbol.for("Deno.privateCustomInspect");

// Taken now: a script may replace these on the prototypes, and what it prints should stay readable.
const { apply, getPrototypeOf, getOwnPropertyDescriptor, ownKeys } = Reflect;
const { isArray } = Array;
const { is } = Object;
const { stringify } = JSON;
const { toString: functionText } = Function.prototype;
const { toISOString } = Date.prototype;
const { toString: patternText } = RegExp.prototype;
const { forEach: eachOfMap } = Map.prototype;
const { forEach: eachOfSet } = Set.prototype;
const nameOfArray = getOwnPropertyDescriptor(getPrototypeOf(Uint8Array.prototype)!, Symbol.toStringTag)!.get!;
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** One showing: what is open above the value, and how many characters are left. */
interface Pass {
  readonly depth: number;
  readonly limit: number;
  readonly breakLength: number;
  readonly open: unknown[];
  left: number;
}

/** Shows one value; never longer than about {@linkcode MAX_SHOWN}. Throws what a custom function of the value throws. */
export function show(value: unknown, options: ShowOptions = {}): string {
  const { depth = 4, iterableLimit = 100, breakLength = 80 } = options;
  const text = part(value, { depth, limit: iterableLimit, breakLength, open: [], left: MAX_SHOWN });
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

/** Joins values to one text as `console.log` does: `%s`, `%d` and their kin of the first, then the rest. */
export function format(values: readonly unknown[], options?: ShowOptions): string {
  const plain = (value: unknown) => typeof value === "string" ? value : show(value, options);
  let text = "";
  let next = 0;
  if (typeof values[0] === "string" && values.length > 1) {
    next = 1;
    text = values[0].replace(/%[sdifjoOc%]/g, (mark) => {
      if (mark === "%%") return "%";
      if (next >= values.length) return mark;
      return directive(mark, values[next++], plain);
    });
  } else if (values.length > 0) text = plain(values[next++]);
  for (; next < values.length && text.length < MAX_SHOWN; next++) text += ` ${plain(values[next])}`;
  return text;
}

function directive(mark: string, value: unknown, plain: (value: unknown) => string): string {
  if (mark === "%c") return "";
  if (mark === "%j") return stringify(value) ?? "undefined";
  if (mark === "%o" || mark === "%O") return show(value);
  if (mark === "%s") return plain(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "symbol" || typeof value === "object") return "NaN";
  if (mark === "%i") return `${parseInt(`${value}`)}`;
  return `${mark === "%f" ? parseFloat(`${value}`) : Number(value)}`;
}

function part(value: unknown, pass: Pass): string {
  const text = typeof value === "object" && value !== null || typeof value === "function"
    ? object(value, pass)
    : primitive(value);
  pass.left -= text.length;
  return text;
}

function primitive(value: unknown): string {
  if (typeof value === "string") {
    const cut = value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value;
    return quoted(cut);
  }
  if (typeof value === "bigint") return `${value}n`;
  return is(value, -0) ? "-0" : String(value);
}

function quoted(text: string): string {
  const escaped = stringify(text);
  if (text.includes("'")) return escaped;
  return `'${escaped.slice(1, -1).replaceAll('\\"', '"')}'`;
}

function object(value: object, pass: Pass): string {
  const { open, depth } = pass;
  if (open.includes(value)) return "[Circular]";
  const custom = custommade(value, pass);
  if (custom !== undefined) return custom;
  const name = className(value);
  const head = headOf(value, name);
  if (open.length > depth) return head.alone ?? `[${name ?? "Object"}]`;
  open.push(value);
  const entries = entriesOf(value, pass);
  open.pop();
  if (entries.length === 0 && head.alone !== undefined) return head.alone;
  const title = head.alone === undefined ? head.title : `${head.alone} `;
  const list = isArray(value) || isTyped(value);
  return title + block(entries, list, open.length, pass.breakLength);
}

/** What the value says of itself, if it does. */
function custommade(value: object, pass: Pass): string | undefined {
  const record = value as Record<symbol, unknown>;
  const options = { depth: pass.depth - pass.open.length, breakLength: pass.breakLength };
  for (const symbol of [CUSTOM, DENO_CUSTOM, WEB_CUSTOM]) {
    const own = record[symbol];
    if (typeof own !== "function") continue;
    const inner = (inside: unknown) => part(inside, pass);
    const said: unknown = symbol === CUSTOM
      ? apply(own, value, [options.depth, options, inner])
      : apply(own, value, [inner, options]);
    return typeof said === "string" ? said : said === value ? undefined : part(said, pass);
  }
  return undefined;
}

const isTyped = (value: object): boolean => apply(nameOfArray, value, []) !== undefined;

/** Name of the value's class; undefined without one. */
function className(value: object): string | undefined {
  for (let at: object | null = value; at !== null; at = getPrototypeOf(at)) {
    const maker = getOwnPropertyDescriptor(at, "constructor")?.value;
    if (typeof maker === "function" && typeof maker.name === "string" && maker.name !== "") return maker.name;
  }
  return undefined;
}

/** What stands before the entries; `alone` where the value needs none. */
function headOf(value: object, name: string | undefined): { title: string; alone?: string } {
  if (typeof value === "function") {
    const kind = apply(functionText, value, []).startsWith("class") ? "class" : "Function";
    const own = `${value.name}`;
    return {
      title: "",
      alone: kind === "class"
        ? `[class ${own || "(anonymous)"}]`
        : `[Function${own ? `: ${own}` : " (anonymous)"}]`,
    };
  }
  const proper = (): string | undefined => {
    if (value instanceof Error) return typeof value.stack === "string" ? value.stack : `${value}`;
    if (value instanceof Date) {
      return is(value.getTime(), NaN) ? "Invalid Date" : apply(toISOString, value, []);
    }
    if (value instanceof RegExp) return apply(patternText, value, []);
    return undefined;
  };
  const alone = proper();
  if (alone !== undefined) return { title: "", alone };
  const size = (value as { size?: unknown }).size;
  if (value instanceof Map || value instanceof Set) return { title: `${name}(${size}) ` };
  if (isTyped(value)) return { title: `${name}(${(value as Uint8Array).length}) ` };
  if (isArray(value)) return { title: name === "Array" ? "" : `${name}(${value.length}) ` };
  if (name === "Object") return { title: "" };
  return { title: name === undefined ? "[Object: null prototype] " : `${name} ` };
}

/** The entries of an object as text, within the bounds. */
function entriesOf(value: object, pass: Pass): string[] {
  const entries: string[] = [];
  let hidden = 0;
  const add = (text: () => string) => {
    if (entries.length < pass.limit && pass.left > 0) entries.push(text());
    else hidden++;
  };
  const list = isArray(value) || isTyped(value);
  if (list) {
    const { length } = value as unknown[];
    for (let i = 0; i < length && entries.length < pass.limit && pass.left > 0; i++) {
      add(() => i in value ? part((value as unknown[])[i], pass) : "<empty>");
    }
    hidden += length - entries.length;
  } else if (value instanceof Map) {
    apply(eachOfMap, value, [
      (inner: unknown, key: unknown) => add(() => `${part(key, pass)} => ${part(inner, pass)}`),
    ]);
  } else if (value instanceof Set) {
    apply(eachOfSet, value, [(inner: unknown) => add(() => part(inner, pass))]);
  }
  for (const key of isTyped(value) ? [] : ownKeys(value)) {
    if (list && typeof key === "string" && /^\d+$/.test(key)) continue;
    const row = getOwnPropertyDescriptor(value, key);
    if (!row?.enumerable) continue;
    add(() => `${keyText(key)}: ${row.get ? "[Getter]" : row.set ? "[Setter]" : part(row.value, pass)}`);
  }
  if (value instanceof Error && value.cause !== undefined) add(() => `[cause]: ${part(value.cause, pass)}`);
  if (hidden > 0) entries.push(`... ${hidden} more`);
  return entries;
}

function keyText(key: string | symbol): string {
  if (typeof key === "symbol") return `[${String(key)}]`;
  return IDENTIFIER.test(key) ? key : quoted(key);
}

/** The entries on one line where they fit; else those of a list in full lines, others one a line. */
function block(entries: readonly string[], list: boolean, level: number, breakLength: number): string {
  const [first, last] = list ? "[]" : "{}";
  if (entries.length === 0) return `${first}${last}`;
  const indent = "  ".repeat(level + 1);
  const lines: string[] = [];
  let line = "";
  for (const entry of entries) {
    const together = line === "" ? entry : `${line}, ${entry}`;
    const fits = together.length + indent.length < breakLength && !together.includes("\n");
    if (line !== "" && (!fits || !list && lines.length > 0)) {
      lines.push(line);
      line = entry;
    } else line = together;
  }
  lines.push(line);
  if (lines.length === 1 && !lines[0]!.includes("\n")) return `${first} ${lines[0]} ${last}`;
  const rows = list ? lines : entries;
  return `${first}\n${indent}${rows.join(`,\n${indent}`)}\n${"  ".repeat(level)}${last}`;
}
