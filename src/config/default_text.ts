/**
 * The config file a new hub starts with, made from the schema: every field with its description, those that stay at
 * their default as comments. Pure.
 *
 * @module
 */
import { configJsonSchema, type SchemaNode } from "./json_schema.ts";

/** What the new file sets; everything else in the schema is shown as a comment. */
const valuesOf = (quickstart: string) => ({
  listen: [{ host: "0.0.0.0", port: 4111 }],
  data: "./data",
  hub: { encoding: "utf-8" },
  log: { level: "info" },
  scripts: [{ source: quickstart }],
});

/** Values for fields without a default, so that the comment shows something useful. */
const EXAMPLES: Readonly<Record<string, unknown>> = {
  name: "quickstart",
  file: "./data/hub.log",
  country: "./data/country.mmdb",
  city: "./data/city.mmdb",
  asn: "./data/asn.mmdb",
};

type Values = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The default of a field, with the defaults of its own fields filled in. */
function defaultOf(node: SchemaNode, key: string): unknown {
  if (!node.properties) return node.default ?? EXAMPLES[key];
  return Object.fromEntries(
    Object.entries(node.properties).map(([name, field]) => [name, defaultOf(field, name)]),
  );
}

const indentText = (text: string, indent: string): string => text.replaceAll("\n", `\n${indent}`);

function objectLines(node: SchemaNode, values: Values, indent: string): string[] {
  const lines: string[] = [];
  for (const [key, field] of Object.entries(node.properties ?? {})) {
    if (key.startsWith("$")) continue;
    lines.push(`${indent}// ${field.description}.`);
    if (key in values) lines.push(`${indent}"${key}": ${valueText(field, values[key], indent)},`);
    else {
      const text = JSON.stringify(defaultOf(field, key), null, 1).replace(/\n\s*/g, " ");
      lines.push(...wrap(`"${key}": ${text},`, 100 - indent.length).map((line) => `${indent}// ${line}`));
    }
  }
  return lines;
}

/** Breaks a long one-line value behind commas. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/(?<=,) /)) {
    if (line && line.length + word.length + 1 > width) {
      lines.push(line);
      line = " ";
    }
    line += line && line !== " " ? ` ${word}` : line + word;
  }
  return [...lines, line];
}

function valueText(node: SchemaNode, value: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (isObject(value)) return `{\n${objectLines(node, value, inner).join("\n")}\n${indent}}`;
  if (Array.isArray(value) && node.items) {
    const items = value.map((item) => `${inner}${valueText(node.items!, item, inner)},`);
    return `[\n${items.join("\n")}\n${indent}]`;
  }
  return indentText(JSON.stringify(value), indent);
}

/**
 * The commented default configuration (JSONC). Paths in it count from the file's folder; `quickstart` is where the
 * script of that name lies.
 */
export function defaultConfigText(quickstart = "./scripts/quickstart/mod.ts"): string {
  return [
    "// Configuration of a Hubcap hub. Everything here needs a restart; what can change while the hub runs is a",
    "// runtime variable: `deno task hubcap config list`, `config get NAME`, `config set NAME VALUE`.",
    "// Check this file with `deno task hubcap check`. Lines in comments show defaults.",
    valueText(configJsonSchema(), valuesOf(quickstart), ""),
    "",
  ].join("\n");
}
